"""Counting what pytest ran."""

from coop.testing import pytests

CASES = """<testsuites><testsuite>
<testcase classname="a" name="good"/>
<testcase classname="a" name="bad"><failure message="x"/></testcase>
<testcase classname="a" name="broken"><error message="x"/></testcase>
<testcase classname="a" name="left"><skipped message="x"/></testcase>
<testcase classname="a" name="shallow"><skipped message="accepted: no history"/></testcase>
</testsuite></testsuites>"""


def test_each_case_counts_once(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(CASES)
    result = pytests.count("unit", 1, report)
    assert result.passed == 1
    assert result.failures == ["unit: a.bad", "unit: a.broken", "unit: a.left was skipped"]


def test_what_passes_at_the_second_try_is_named(tmp_path):
    report = tmp_path / "report.xml"
    late = '<testcase classname="a" name="late"/>'
    bad = '<testcase classname="a" name="bad"/>'
    failed = '<testcase classname="a" name="bad"><failure message="x"/></testcase>'
    report.write_text(f"<testsuite>{late}{late}{bad}{failed}</testsuite>")
    result = pytests.count("outside", 1, report)
    assert (result.passed, result.second_tries) == (1, ["outside: a.late"])
    assert result.failures == ["outside: a.bad"]


def test_no_test_is_a_failure(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text("<testsuites><testsuite/></testsuites>")
    assert pytests.count("unit", 5, report).failed == 1
    assert pytests.count("unit", 2, tmp_path / "none.xml").failed == 1


def test_a_crash_after_good_tests_is_a_failure(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text('<testsuite><testcase classname="a" name="b"/></testsuite>')
    result = pytests.count("unit", 3, report)
    assert (result.passed, result.failed) == (1, 1)
