"""Reading Odoo's log."""

from coop.testing import addon, odoo_log

START = "2026-11-23 22:35:36,395 5497"


def entry(level, logger, message):
    return f"{START} {level} test_coop_stock {logger}: {message}\n"


def reading(*lines):
    return odoo_log.read(lines, ["coop_stock", "coop_suggestions"])


TWO = entry(
    "INFO",
    "odoo.tests.result",
    "0 failed, 0 error(s) of 2 tests when loading database 'test_coop_stock'",
)


def test_tests_are_counted():
    read = reading(TWO)
    assert (read.tests, read.failed, read.troubles) == (2, 0, [])
    assert str(addon.judge("coop_stock", 0, read)) == "2 passed, 0 failed"


def test_an_error_keeps_its_traceback():
    read = reading(
        entry("ERROR", "odoo.sql_db", "bad query: SELECT"),
        "Traceback (most recent call last):\n",
        "  boom\n",
        TWO,
    )
    assert read.troubles == [
        "ERROR odoo.sql_db: bad query: SELECT\nTraceback (most recent call last):\n  boom"
    ]


def test_a_warning_is_trouble_when_it_is_ours():
    assert not reading(entry("WARNING", "odoo.addons.mail", "no mail")).troubles
    assert reading(entry("WARNING", "odoo.addons.coop_stock.models", "odd")).troubles
    assert reading(entry("WARNING", "py.warnings", "/x/coop_stock/a.py:3: old")).troubles


def test_no_test_is_a_failure():
    result = addon.judge("coop_stock", 0, reading(entry("INFO", "odoo", "Modules loaded.")))
    assert result.failures == ["coop_stock: Odoo ran no test"]


def test_a_skipped_test_is_a_failure():
    name = "odoo.addons.coop_stock.tests.test_page"
    skip = entry("INFO", name, "skipped TestPage.test_tour : Chrome executable not found")
    result = addon.judge("coop_stock", 0, reading(skip, TWO))
    assert result.passed == 1
    assert result.failures == [
        "coop_stock: skipped TestPage.test_tour: Chrome executable not found"
    ]


def test_a_failed_test_is_counted_once():
    failed = entry("ERROR", "odoo.addons.coop_stock.tests.test_x", "FAIL: TestX.test_y")
    total = entry(
        "ERROR", "odoo.tests.result", "1 failed, 0 error(s) of 3 tests when loading database 'd'"
    )
    result = addon.judge("coop_stock", 1, reading(failed, "Traceback\n", total))
    assert (result.passed, result.failed) == (2, 1)


def test_an_exit_code_alone_is_a_failure():
    assert addon.judge("coop_stock", 255, reading(TWO)).failed == 1


def test_a_trouble_in_one_line_keeps_its_reason():
    assert odoo_log.brief("ERROR odoo.http: failed") == "ERROR odoo.http: failed"
    several = "ERROR odoo.http: failed\nTraceback\n  File x\nKeyError: 'a'\n"
    assert odoo_log.brief(several) == "ERROR odoo.http: failed … KeyError: 'a'"
