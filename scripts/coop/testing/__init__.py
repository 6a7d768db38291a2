"""The parts of `scripts/test`, one module each."""
