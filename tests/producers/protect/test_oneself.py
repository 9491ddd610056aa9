"""Who plays two parts in a report under one name is one person, unless something contradicts."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producers.protect.protection import protect
from schemas.event import Party
from tests.producers.protect.test_protection import FIA, KEYS, PARTNER, report

TRAVELLER = {"name": "FARZI/TESTINA NAZ MRS", "passport": {"number": "ZZ9999991", "country": "PAK"}}
PAYER = {"name": "Testeena Naz Farzi", "cnic": "99999-9000001-2", "phones": ["+92 300 0000123"]}


def parties(*parts: tuple[str, dict[str, Any]], **known: Any) -> tuple[Party, ...]:
    written = [{"role": role, "identity": identity, **known.get(role, {})} for role, identity in parts]
    return protect(report(parties=written), PARTNER, KEYS, FIA).data.parties


def kinds(party: Party) -> set[str]:
    return {token.partition(":")[0] for token in party.tokens}


def test_the_traveller_who_pays_is_known_by_passport_and_by_cnic() -> None:
    traveller, payer = parties(("traveller", TRAVELLER), ("payer", PAYER))
    assert kinds(traveller) >= {"passport", "cnic", "phone"}
    assert kinds(payer) >= {"passport", "cnic", "phone"}
    assert traveller.role != payer.role
    assert "pnr" not in kinds(payer), "the booking number stays with the traveller"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"name": "Testina Khayali"}, "another name"),
        ({"passport": {"number": "ZZ9999992", "country": "PAK"}}, "another passport"),
    ],
)
def test_another_name_or_document_is_another_person(changed: dict[str, Any], why: str) -> None:
    traveller, payer = parties(("traveller", TRAVELLER), ("payer", {**PAYER, **changed}))
    assert "cnic" not in kinds(traveller), why
    assert not {t for t in traveller.tokens if t.startswith("passport")} & set(payer.tokens), why


def test_another_birth_date_or_sex_is_another_person() -> None:
    born, other = {**TRAVELLER, "birth_date": "2001-05-04"}, {**PAYER, "birth_date": "1970-03-02"}
    assert "cnic" not in kinds(parties(("traveller", born), ("payer", other))[0])
    man = parties(("traveller", TRAVELLER), ("payer", PAYER), traveller={"sex": "F"}, payer={"sex": "M"})
    assert "cnic" not in kinds(man[0])


def test_a_name_of_one_word_tells_nobody() -> None:
    traveller, _ = parties(("traveller", {**TRAVELLER, "name": "Testina"}), ("payer", {**PAYER, "name": "Testina"}))
    assert "cnic" not in kinds(traveller)


def test_two_who_play_the_same_part_are_two_and_neither_is_the_third() -> None:
    second = {**TRAVELLER, "passport": {"number": "ZZ9999992", "country": "PAK"}}
    one, other, payer = parties(("traveller", TRAVELLER), ("traveller", second), ("payer", PAYER))
    assert "cnic" not in kinds(one) | kinds(other)
    assert "passport" not in kinds(payer)


@given(st.permutations([("traveller", TRAVELLER), ("payer", PAYER), ("contact", {"phones": ["+92 300 0000124"]})]))
def test_the_order_in_which_they_are_written_changes_nothing(order: list[tuple[str, dict[str, Any]]]) -> None:
    found = {party.role: set(party.tokens) for party in parties(*order)}
    expected = {party.role: set(party.tokens) for party in parties(*sorted(order, key=lambda part: part[0]))}
    assert {role: {t for t in tokens if not t.startswith("pnr")} for role, tokens in found.items()} == {
        role: {t for t in tokens if not t.startswith("pnr")} for role, tokens in expected.items()
    }
