"""The arithmetic of the addons, for what runs outside of Odoo."""

import importlib
import sys
from types import ModuleType

from coop import paths


def addon_tool(addon, name):
    """Return a module of an addon's `tools` without the addon around it, which wants Odoo."""
    package = f"{addon}_tools"
    if package not in sys.modules:
        sys.modules[package] = ModuleType(package)
        sys.modules[package].__path__ = [str(paths.ADDONS / addon / "tools")]
    return importlib.import_module(f"{package}.{name}")


def stock_tool(name):
    """Return a module of `coop_stock/tools`."""
    return addon_tool("coop_stock", name)
