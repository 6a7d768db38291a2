"""Fixtures of the tests that need no Odoo."""

import pytest
from hypothesis import settings

from coop import paths

# A busy machine is slow: no test asserts a duration. The same examples everywhere: what passes here
# passes on the next machine.
settings.register_profile("coop", deadline=None, derandomize=True)
settings.load_profile("coop")


@pytest.fixture
def var(tmp_path, monkeypatch):
    """An empty var/ folder of its own."""
    monkeypatch.setattr(paths, "VAR", tmp_path)
    return tmp_path
