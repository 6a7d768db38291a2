"""The demo's people: invented, the same each time, reachable by nobody."""

import re

from coop.demo import people


def test_the_same_seed_gives_the_same_people():
    assert people.choose(80, 7) == people.choose(80, 7)
    assert people.choose(80, 7) != people.choose(80, 8)


def test_logins_are_the_fixed_points():
    members, others = people.choose(80, 7)
    logins = [person.login for person in members if person.login]
    assert logins == ["membre", *(f"membre{number}" for number in range(2, 81))]
    assert {"benevole", "ancien", "achats", "achats2", "caisse"} <= set(others)


def test_names_addresses_and_numbers_are_unique():
    members, others = people.choose(3000, 7)
    everybody = [*members, *others.values()]
    for attribute in ("name", "email", "number"):
        values = [getattr(person, attribute) for person in everybody if person.number]
        assert len(set(values)) == len(values), attribute


def test_nobody_can_be_reached():
    members, _others = people.choose(300, 7)
    for person in members:
        assert re.search(r"@example\.(org|net|com)$", person.email)
        assert person.phone.startswith("06 39 98 ")


def test_households_have_one_head_and_one_roof():
    members, _others = people.choose(300, 7)
    joined = [person for person in members if person.household is not None]
    assert members[4].household == 3
    assert len(joined) > 20
    for person in joined:
        head = members[person.household]
        assert head.household is None
        assert (head.street, head.former) == (person.street, person.former)


def test_some_have_left_and_some_have_no_account():
    members, others = people.choose(300, 7)
    assert others["ancien"].former
    assert 1 < sum(person.former for person in members) < 40
    assert sum(not person.login for person in members) == 15
    # The first ones are fixed points: members, each in their own right.
    assert not any(person.former for person in members[:20])
    assert not any(person.household is not None for person in members[:3])
