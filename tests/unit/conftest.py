"""Fixtures of the tests that need no Odoo."""

import pytest

from coop import paths


@pytest.fixture
def var(tmp_path, monkeypatch):
    """An empty var/ folder of its own."""
    monkeypatch.setattr(paths, "VAR", tmp_path)
    return tmp_path
