"""The arithmetic of the addons, for what runs outside of Odoo."""

import importlib
import sys
from types import ModuleType

from coop import paths

_PACKAGE = "coop_stock_tools"


def stock_tool(name):
    """Return a module of `coop_stock/tools` without the addon around it, which wants Odoo."""
    if _PACKAGE not in sys.modules:
        package = ModuleType(_PACKAGE)
        package.__path__ = [str(paths.ADDONS / "coop_stock" / "tools")]
        sys.modules[_PACKAGE] = package
    return importlib.import_module(f"{_PACKAGE}.{name}")
