"""What a part of the tests came to."""

from dataclasses import dataclass, field


@dataclass
class Result:
    """How many tests passed, and a line for each that did not or that spoils the run.

    Those of `second_tries` failed at first, and passed then.
    """

    passed: int = 0
    failures: list[str] = field(default_factory=list)
    second_tries: list[str] = field(default_factory=list)

    def __add__(self, other):
        return Result(
            self.passed + other.passed,
            self.failures + other.failures,
            self.second_tries + other.second_tries,
        )

    @property
    def failed(self):
        """The number of failures."""
        return len(self.failures)

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed"
