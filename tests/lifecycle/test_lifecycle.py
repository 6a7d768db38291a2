"""Upgrading keeps all that members said; uninstalling leaves the shop and other addons whole.

The tests run in the order in which they stand: each goes on where the one before has stopped.
"""

import time

import pytest

from support.kept import SAID, SHELVES, SHOP


def checksums(coop, queries):
    """Return what stands in the database now, by name."""
    return {name: coop.checksum(query) for name, query in queries.items()}


def test_after_all_tills_are_closed_every_figure_is_odoos_own(coop):
    [(before,)] = coop.rows("SELECT COUNT(*) FROM pos_session WHERE state != 'closed'")
    assert before, "a till session is open in the demo coop"
    coop.close_the_tills()
    assert coop.rows("SELECT COUNT(*) FROM pos_session WHERE state != 'closed'") == [(0,)]


def test_a_large_print_goes_on_after_its_server_was_killed(coop):
    job = coop.print_everything(copies=48)
    files = "SELECT id, made_on FROM coop_label_file WHERE job_id = %s ORDER BY id"
    with coop.serving() as running:
        wait_until(lambda: any(made for _id, made in coop.rows(files, job)), seconds=180)
        running.process.kill()
        running.process.wait()
    before = dict(coop.rows(files, job))
    assert not all(before.values()), "it was killed before it was done"
    with coop.serving():
        wait_until(lambda: all(made for _id, made in coop.rows(files, job)), seconds=300)
    after = dict(coop.rows(files, job))
    assert after.keys() == before.keys()
    assert {id_: made for id_, made in before.items() if made}.items() <= after.items()


def wait_until(is_done, seconds):
    """Wait until something is so; fail after some seconds."""
    deadline = time.monotonic() + seconds
    while not is_done():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def at_first(coop):
    """What stood in the database before the first test."""
    found = checksums(coop, SHOP | SAID | SHELVES)
    assert all(count for count, _hash in found.values()), "the demo coop is empty"
    return found


def test_an_upgrade_keeps_everything(coop, at_first):
    coop.upgrade()
    assert checksums(coop, SHOP | SAID | SHELVES) == at_first


def test_uninstalling_suggestions_leaves_the_shop_and_its_shelves_whole(coop, at_first):
    coop.uninstall("coop_suggestions")
    assert coop.state_of("coop_suggestions") == "uninstalled"
    assert coop.state_of("coop_stock") == "installed"
    whole = SHOP | SHELVES
    assert checksums(coop, whole) == {name: at_first[name] for name in whole}
    assert tables(coop, "coop_suggestion") == []
    assert left_behind(coop, "coop.suggestion") == 0


def test_uninstalling_the_stock_leaves_the_shop_whole(coop, at_first):
    coop.uninstall("coop_stock")
    assert coop.state_of("coop_stock") == "uninstalled"
    assert coop.state_of("point_of_sale") == "installed"
    assert checksums(coop, SHOP) == {name: at_first[name] for name in SHOP}
    assert tables(coop, "coop_") == []
    assert columns(coop, "coop_") == []


def tables(coop, prefix):
    """Return the tables whose name begins with `prefix`."""
    query = "SELECT tablename FROM pg_tables WHERE starts_with(tablename, %s) ORDER BY 1"
    return [name for (name,) in coop.rows(query, prefix)]


def columns(coop, prefix):
    """Return the columns, of any table, whose name begins with `prefix`."""
    query = (
        "SELECT table_name || '.' || column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND starts_with(column_name, %s) ORDER BY 1"
    )
    return [name for (name,) in coop.rows(query, prefix)]


def left_behind(coop, model):
    """Return how many views, rules and scheduled actions still speak of a model."""
    query = (
        "SELECT (SELECT COUNT(*) FROM ir_ui_view WHERE model = %s)"
        " + (SELECT COUNT(*) FROM ir_model WHERE model = %s)"
        " + (SELECT COUNT(*) FROM ir_act_window WHERE res_model = %s)"
    )
    return coop.rows(query, model, model, model)[0][0]
