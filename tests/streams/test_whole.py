"""The rank weighs all that a hit rests on, though an alert quotes the newest of it alone: so it never ties at a ceiling."""

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.rules import load_rules
from schemas.rulepack import Subject
from streams.assess import weighed
from streams.company import heard
from streams.counted import Counted
from streams.entry import Entry
from streams.history import History
from streams.pack import Pack
from streams.rank import rank
from streams.scoring import correct, score
from streams.stored import dump, load
from streams.whole import whole
from tests.streams.facts import NOW, entry, fact, tok, trip

PACK = Pack(load_rules(Path("deploy/rules.toml")))
PAYER = tok("cnic", "payer")
QUOTED = PACK.brakes.evidence


def ticket(number: int, hours_ago: float = 2.0, pnr: int | None = None) -> Entry:
    """One of the tickets that the payer buys, each for a stranger of another family."""
    named = [tok(kind, f"{kind} {number}") for kind in ("cnic", "person", "family")]
    booked = [tok("pnr", f"b{pnr}")] if pnr is not None else []
    parties: list[dict[str, Any]] = [
        {"role": "payer", "tokens": [PAYER, tok("family", "payers")]},
        {"role": "traveller", "tokens": [*named, *booked]},
    ]
    return entry(f"t{number:03}", parties, trip=trip(trip_type="return"), hours_ago=hours_ago, information_grade="2")


def heard_of(entries: Iterable[Entry]) -> History:
    history = History(PAYER)
    for one in entries:
        score(history, one, PACK)
    return history


def hits(history: History) -> list[Counted]:
    found, _ = weighed(heard(history, PACK), Subject.FACILITATOR, PACK)
    return [whole(hit, heard(history, PACK), PACK) for hit in found if hit.strength is not None]


def ranked(history: History) -> float:
    return rank(hits(history), PACK.same, PACK.weights, newest=NOW.timestamp())


def test_each_observation_more_raises_it_also_beyond_what_is_quoted_and_what_is_held() -> None:
    history, totals = History(PAYER), list[float]()
    for number in range(3 * PACK.brakes.entries):
        score(history, ticket(number), PACK)
        totals.append(ranked(history))
    told = [total for total in totals if total]
    assert len(told) > 2.9 * PACK.brakes.entries
    assert all(before < after for before, after in pairwise(told))
    steps = [after - before for before, after in pairwise(told)]
    assert steps[0] > steps[QUOTED] > steps[-1]


@given(st.lists(st.integers(0, 24 * 200), min_size=QUOTED, max_size=40), st.integers(0, 24 * 200))
@settings(max_examples=25, deadline=None)
def test_a_ticket_more_of_whatever_age_raises_it(hours: list[int], another: int) -> None:
    """Unless it comes too far from all others to be one of them: then it stays."""
    before = heard_of(ticket(number, 2.0 + ago) for number, ago in enumerate(hours))
    seen = {event for hit in hits(before) for event in hit.sign.events}
    total = ranked(before)
    score(before, ticket(500, 2.0 + another), PACK)
    after = ranked(before)
    more = {event for hit in hits(before) for event in hit.sign.events} - seen
    assert after > total if more else after >= total


@given(st.permutations(range(30)))
@settings(max_examples=10, deadline=None)
def test_the_order_of_arrival_does_not_change_it(order: list[int]) -> None:
    tickets = [ticket(number, 2.0 + 30 * number) for number in range(30)]
    assert ranked(heard_of(tickets[number] for number in order)) == ranked(heard_of(tickets))


def test_what_one_booking_repeats_is_one_observation_beyond_the_quoted_ones_too() -> None:
    apart = heard_of(ticket(number, pnr=number) for number in range(40))
    twice = heard_of(ticket(number, pnr=number // 2) for number in range(40))
    once = heard_of(ticket(number, pnr=number) for number in range(20))
    assert ranked(once) == ranked(twice) < ranked(apart)


def test_a_correction_lowers_it_as_if_the_report_had_never_been() -> None:
    history = heard_of(ticket(number) for number in range(30))
    before = ranked(history)
    retracted = fact("r1", [{"role": "payer", "tokens": [PAYER]}], trip=trip())
    correct(history, {"air-nilkanth/t003"}, retracted, PACK)
    assert ranked(history) == ranked(heard_of(ticket(number) for number in range(30) if number != 3)) < before


def test_it_is_the_same_of_a_history_that_was_stored() -> None:
    history = heard_of(ticket(number) for number in range(100))
    assert ranked(load(PAYER, dump(history))) == ranked(history)


@pytest.mark.parametrize("size", [QUOTED - 1, QUOTED, 40])
def test_an_alert_quotes_no_more_than_before(size: int) -> None:
    history = heard_of(ticket(number) for number in range(size))
    assert all(len(met.events) <= QUOTED for met in history.hits.values())
