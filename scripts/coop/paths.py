"""Where things lie in the checkout."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "scripts"
ADDONS = ROOT / "addons"
TESTS = ROOT / "tests"
TEST_ADDONS = TESTS / "addons"

# Everything generated lives here: ignored by git, safe to delete while nothing runs.
VAR = ROOT / "var"
VENV = VAR / "venv"
ODOO = VAR / "odoo"
POSTGRES = VAR / "postgres"
DATA = VAR / "data"
MAIL = VAR / "mail"
LOGS = VAR / "log"
RUN = VAR / "run"
