"""Which parts of the tests run side by side."""

from coop.test import groups


def test_two_lanes_of_served_parts_and_a_lane_an_addon():
    parts = ["lint", "unit", "coop_login", "coop_stock", "lifecycle", "deploy", "link", "outside"]
    assert list(groups([*parts, "old_odoo"])) == [
        [["lint"]],
        [["unit"]],
        [["coop_login"], ["coop_stock"]],
        [["lifecycle", "deploy", "link"], ["outside"]],
        [["old_odoo"]],
    ]


def test_what_is_named_alone_runs_alone():
    assert list(groups(["outside"])) == [[["outside"]]]
    assert list(groups(["deploy", "link"])) == [[["deploy", "link"]]]
