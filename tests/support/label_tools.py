"""The pure functions of `coop_label_print`, without Odoo, and contents to print with them."""

from coop.bench.labels import full_content, measure, real_names, sheet, tool

__all__ = ["full_content", "measure", "real_names", "roll", "sheet", "tool"]


def roll(width, height, **values):
    """Return the format of a roll of labels of a size in mm."""
    size = {"page_width": width, "page_height": height, "width": width, "height": height}
    return sheet(**size, columns=1, rows=1, kind="roll", **values)
