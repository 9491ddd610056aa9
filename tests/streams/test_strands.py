"""Names need a second key, documents must not contradict: what agrees is one person, in any order."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.entry import Entry
from streams.strands import strands
from tests.streams.facts import entry, tok

NAME, CARD, BOOK = tok("person", "farzi"), tok("cnic", "c"), tok("passport", "p")
OTHER_NAME, OTHER_CARD = tok("person", "namoona"), tok("cnic", "d")
PHONE, HOME, SURNAME, FATHER = tok("phone", "f"), tok("address", "h"), tok("family", "s"), tok("father", "n")
RARE = tok("rare", "farzi")


def by(number: int, *tokens: str, hops: int = 0, via: str = "") -> Entry:
    one = entry(f"e{number}", [{"role": "traveller", "tokens": list(tokens)}], hours_ago=100 - number)
    return Entry(one.raw, 0, hops, via)


def told(token: str, *entries: Entry) -> list[list[str]]:
    return [[one.event[-2:] for one in strand] for strand in strands(token, sorted(entries))]


def test_one_name_and_birth_date_in_a_village_is_not_one_person() -> None:
    assert told(NAME, by(1, NAME, BOOK), by(2, NAME, CARD), by(3, NAME)) == [["e1"], ["e2"], ["e3"]]


def test_a_surname_is_a_part_of_the_name_and_no_second_key() -> None:
    assert told(NAME, by(1, NAME, BOOK, SURNAME), by(2, NAME, CARD, SURNAME)) == [["e1"], ["e2"]]


@pytest.mark.parametrize("key", [PHONE, HOME, FATHER, RARE, BOOK])
def test_a_second_key_that_agrees_makes_it_one(key: str) -> None:
    assert told(NAME, by(1, NAME, key), by(2, NAME, CARD, key)) == [["e1", "e2"]]


def test_two_cnics_are_two_people_whatever_else_they_share() -> None:
    entries = (by(1, NAME, CARD, FATHER), by(2, NAME, OTHER_CARD, FATHER), by(3, NAME, FATHER))
    assert told(NAME, *entries) == [["e1"], ["e2"], ["e3"]]


def test_a_key_that_only_one_of_the_two_has_still_tells() -> None:
    entries = (by(1, NAME, CARD, FATHER, PHONE), by(2, NAME, OTHER_CARD, FATHER), by(3, NAME, FATHER, PHONE))
    assert told(NAME, *entries) == [["e1", "e3"], ["e2"]]


def test_what_came_along_a_document_belongs_to_it() -> None:
    entries = (by(1, NAME, CARD), by(2, NAME, OTHER_CARD), by(3, CARD, hops=1, via=CARD))
    assert told(NAME, *entries) == [["e1", "e3"], ["e2"]]


def test_a_document_with_two_names_that_share_nothing_is_shown_for_two_people() -> None:
    entries = (by(1, BOOK, NAME, SURNAME), by(2, BOOK, OTHER_NAME, tok("family", "t")), by(3, BOOK))
    assert told(BOOK, *entries) == [["e1"], ["e2"], ["e3"]]


def test_a_document_with_two_spellings_of_one_name_is_one_persons() -> None:
    assert told(BOOK, by(1, BOOK, NAME, SURNAME), by(2, BOOK, OTHER_NAME, SURNAME), by(3, BOOK)) == [["e1", "e2", "e3"]]


def test_a_document_and_another_key_of_the_same_kind_made_with_another_token_key_do_not_contradict() -> None:
    rotated = NAME.replace(":k1:", ":k2:")
    assert told(BOOK, by(1, BOOK, NAME), by(2, BOOK, rotated)) == [["e1", "e2"]]


REACHED = tok("named", "farzi-f")


def test_one_name_at_one_phone_is_one_person() -> None:
    assert told(REACHED, by(1, REACHED, PHONE), by(2, REACHED, PHONE, CARD)) == [["e1", "e2"]]


def test_father_and_son_of_one_name_at_one_phone_are_two_and_who_shows_no_more_is_neither() -> None:
    entries = (by(1, REACHED, PHONE, CARD), by(2, REACHED, PHONE, OTHER_CARD), by(3, REACHED, PHONE))
    assert told(REACHED, *entries) == [["e1"], ["e2"], ["e3"]]


def test_two_birth_dates_of_one_name_at_one_phone_are_two_people() -> None:
    entries = (by(1, REACHED, PHONE, NAME), by(2, REACHED, PHONE, OTHER_NAME), by(3, REACHED, PHONE, NAME, BOOK))
    assert told(REACHED, *entries) == [["e1", "e3"], ["e2"]]


def test_brothers_spelt_alike_who_fly_together_or_show_two_passports_are_two() -> None:
    two = entry("e1", [{"role": "traveller", "tokens": [REACHED, BOOK]}, {"role": "traveller", "tokens": [REACHED]}])
    assert len(strands(REACHED, [Entry(two.raw, 0, 0), Entry(two.raw, 1, 0)])) == 2
    other = tok("passport", "q")
    assert told(REACHED, by(1, REACHED, BOOK), by(2, REACHED, other), by(3, REACHED)) == [["e1"], ["e2"], ["e3"]]


def test_a_renewed_passport_of_one_cnic_is_one_persons() -> None:
    other = tok("passport", "q")
    entries = (by(1, REACHED, BOOK, CARD), by(2, REACHED, other, CARD), by(3, REACHED))
    assert told(REACHED, *entries) == [["e1", "e2", "e3"]]


def test_two_cnics_of_one_birth_date_at_one_phone_are_two_people() -> None:
    entries = (by(1, REACHED, NAME, CARD), by(2, REACHED, NAME, OTHER_CARD), by(3, REACHED, NAME))
    assert told(REACHED, *entries) == [["e1"], ["e2"], ["e3"]]


TANGLE = [
    by(1, NAME, CARD, FATHER),
    by(2, NAME, OTHER_CARD, PHONE),
    by(3, NAME, FATHER, HOME),
    by(4, NAME, PHONE, HOME),
    by(5, NAME, BOOK, HOME),
]


@given(st.permutations(TANGLE))
def test_chains_that_would_join_two_cnics_join_nobody_in_any_order(order: list[Entry]) -> None:
    assert told(NAME, *order) == told(NAME, *TANGLE) == [["e1"], ["e2"], ["e3"], ["e4"], ["e5"]]


def test_no_entry_is_lost_or_told_twice() -> None:
    for order in permutations(TANGLE[:4]):
        assert sorted(name for strand in told(NAME, *order) for name in strand) == ["e1", "e2", "e3", "e4"]
