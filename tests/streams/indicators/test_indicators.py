"""Every indicator fires on its example, stays silent on the other, in every order, and says it without a token."""

import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.role import Role
from streams.history import Entry
from streams.indicators import INDICATORS, SENTENCES
from streams.wording import in_english
from tests.streams.facts import tok
from tests.streams.indicators.air_examples import AIR_EXAMPLES
from tests.streams.indicators.bank_examples import BANK_EXAMPLES
from tests.streams.indicators.build import BY_ID, Tale, air, hire, judged, sar, sightings, who
from tests.streams.indicators.cross_examples import CROSS_EXAMPLES
from tests.streams.indicators.recruiter_examples import RECRUITER_EXAMPLES

EXAMPLES = {**AIR_EXAMPLES, **BANK_EXAMPLES, **RECRUITER_EXAMPLES, **CROSS_EXAMPLES}
SEVERAL = sorted(name for name, example in EXAMPLES.items() if len(example.fires) > 1)


def test_every_indicator_has_both_examples() -> None:
    """Those of the people around somebody have theirs in tests/streams/test_company.py: one token does not tell them."""
    own = {name for name, indicator in BY_ID.items() if not indicator.beside}
    assert {name for name, example in EXAMPLES.items() if example.fires and example.silent} == own


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_it_fires_on_its_example_and_stays_silent_on_the_other(name: str) -> None:
    example = EXAMPLES[name]
    assert judged(name, example.of, sightings(example.of, example.fires)), "does not fire"
    assert not judged(name, example.of, sightings(example.of, example.silent)), "fires on the innocent example"


@pytest.mark.parametrize("name", SEVERAL)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_it_fires_in_whatever_order_the_sightings_arrive(name: str, data: st.DataObject) -> None:
    example = EXAMPLES[name]
    arrival: Sequence[Entry] = data.draw(st.permutations(sightings(example.of, example.fires)))
    assert judged(name, example.of, arrival), [entry.event for entry in arrival]


@pytest.mark.parametrize("name", sorted(set(EXAMPLES) - {"r-contract-substitution"}))
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_it_stays_silent_in_whatever_order_the_sightings_arrive(name: str, data: st.DataObject) -> None:
    example = EXAMPLES[name]
    arrival: Sequence[Entry] = data.draw(st.permutations(sightings(example.of, example.silent)))
    assert not judged(name, example.of, arrival), [entry.event for entry in arrival]


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_it_says_why_in_plain_words(name: str) -> None:
    example = EXAMPLES[name]
    for fired in judged(name, example.of, sightings(example.of, example.fires)):
        said = in_english(fired.said, SENTENCES)
        assert said[0].isupper() or said[0].isdigit()
        assert said.endswith(".")
        assert len(said) <= 120
        assert not re.search(r"[a-z]+:k1:|[A-Za-z0-9_-]{22}|\d\.\d|suspect|Victim|\{", said)
        assert "victim" not in said.replace("possible victim", "")


def test_one_passport_under_two_names_of_two_families_is_reuse_even_while_keys_rotate() -> None:
    passport = tok("passport", "x1")
    one = who("traveller", "", "passport=x1", "person=noor", "family=gul", age=22)
    other = who("traveller", "", "passport=x1", "person=kiran", "family=shah", age=23)
    assert judged("a-doc-reuse", passport, sightings(passport, [air(one), air(other, day=2)]))
    rotated = {**other, "tokens": [token.replace(":k1:", ":k2:") for token in other["tokens"]] + [passport]}
    assert not judged("a-doc-reuse", passport, sightings(passport, [air(one), air(rotated, day=2)]))


def test_a_changed_promise_counts_once() -> None:
    """Two papers of one recruiter: another country is one sign, anything else the other, in either order."""
    noor, ali = tok("cnic", "noor"), who("recruiter", "ali")

    def signs(*papers: Tale) -> set[str]:
        both = sightings(noor, papers)
        names = ("r-contract-substitution", "r-dest-switch")
        told = [{name for name in names if judged(name, noor, arrival)} for arrival in (both, both[::-1])]
        assert told[0] == told[1]
        return told[0]

    registered = hire(who("candidate", "noor"), ali, wage=sar(2000))
    worse: dict[str, Any] = {"kind": "contract", "day": 30, "wage": sar(900), "occupation": "5120"}
    assert signs(registered, hire(who("candidate", "noor"), ali, **worse)) == {"r-contract-substitution"}
    assert signs(registered, hire(who("candidate", "noor"), ali, country="OMN", **worse)) == {"r-dest-switch"}
    moved = hire(who("candidate", "noor"), ali, registered_country="OMN", **worse)
    assert signs(registered, moved) == {"r-dest-switch"}
    other = hire(who("candidate", "noor"), who("recruiter", "beta"), country="OMN", **worse)
    assert signs(registered, other) == set()


def test_whoever_asked_two_recruiters_and_flies_for_one_of_them_is_not_switched() -> None:
    noor = tok("cnic", "noor")
    flies = air(who("traveller", "noor"), day=20, leaves=22, destination="MCT")
    asked = [hire(who("candidate", "noor"), who("recruiter", "ali")), flies]
    chosen = hire(who("candidate", "noor"), who("recruiter", "beta"), day=10, country="OMN")
    same = hire(who("candidate", "noor"), who("recruiter", "ali"), day=10, country="OMN")
    assert judged("r-dest-switch", noor, sightings(noor, asked))
    assert not judged("r-dest-switch", noor, sightings(noor, [chosen, *asked]))
    assert judged("r-dest-switch", noor, sightings(noor, [same, *asked]))


def test_ids_are_unique_and_begin_with_their_sector() -> None:
    assert len(BY_ID) == len(INDICATORS)
    assert {name[:2] for name in BY_ID} == {"a-", "b-", "r-", "x-"}


@pytest.mark.parametrize("name", sorted(BY_ID))
def test_it_has_a_manual_a_source_and_known_roles(name: str) -> None:
    indicator = BY_ID[name]
    assert 40 < len(indicator.manual) < 400
    assert indicator.manual.endswith(".")
    assert len(indicator.source) >= 6
    assert indicator.roles <= frozenset(Role)
    assert indicator.roles
