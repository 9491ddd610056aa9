"""What a sign rests on stays in a history, however much that is ordinary comes after it and whatever comes first."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.rules import load_rules
from schemas.rulepack import Brakes
from streams.entry import Entry
from streams.history import History
from streams.indicators import INDICATORS
from streams.indicators.contract import Fired, Silence
from streams.kept import Kept
from streams.pack import Pack
from streams.scoring import score
from streams.stored import dump, load
from tests.streams.facts import NOW, entry, tok, trip
from tests.streams.indicators.build import sightings
from tests.streams.indicators.test_indicators import EXAMPLES

RULES = load_rules(Path("deploy/rules.toml"))
PACK = Pack(RULES)
NARROW = Pack(RULES.model_copy(update={"brakes": Brakes(entries=8)}))
ME = tok("iban", "owner")
BANK: dict[str, Any] = {"partner": "bank-chinar", "sector": "bank", "kind": "transaction"}


def deposit(name: str, hours_ago: float) -> Entry:
    paid = {
        "money": {"amount": "9000", "currency": "PKR"},
        "direction": "in",
        "channel": "atm",
        "cash": True,
        "city": "Multan",
    }
    return entry(name, [{"role": "holder", "tokens": [ME]}], transaction=paid, hours_ago=hours_ago, **BANK)


def nights(days: Iterable[int]) -> list[Entry]:
    """Deposits at half past midnight of Pakistan's clock."""
    return [deposit(f"night-{day}", 24 * day + 16.5) for day in days]


def days(count: int, each: int = 8) -> list[Entry]:
    return [deposit(f"day-{day}-{n}", 24 * day + 1 + n / 10) for day in range(count) for n in range(each)]


def heard(token: str, entries: Iterable[Entry], name: str, pack: Pack = PACK) -> Fired | Silence:
    """What an indicator says of the newest entry, once all have come in this order."""
    history, known = History(token), list(entries)
    for one in known:
        score(history, one, pack)
    ready = pack.by_id[name]
    answer = ready.indicator.judge(max(known), history, ready.params)
    assert (name in history.hits) or not isinstance(answer, Fired)
    return answer


def test_nights_among_many_days_are_told_as_nights_alone_are() -> None:
    alone = [*nights((25, 20, 15, 10, 5)), deposit("night", -7.5)]
    quiet, busy = heard(ME, alone, "b-nightly-cash"), heard(ME, sorted([*alone, *days(26)]), "b-nightly-cash")
    assert isinstance(quiet, Fired)
    assert isinstance(busy, Fired)
    assert quiet.said == busy.said


def test_four_nights_among_many_days_are_no_pattern() -> None:
    known = [*sorted([*nights((25, 20, 15)), *days(26)]), deposit("night", -7.5)]
    assert heard(ME, known, "b-nightly-cash") is Silence.INSUFFICIENT_HISTORY


OEP = tok("oep", "gone")
_BOOKED = [{"role": "recruiter", "tokens": [OEP]}, {"role": "traveller", "tokens": [tok("cnic", "t")]}]


def papers(count: int, hours_ago: float, **job: str) -> list[Entry]:
    parties = [{"role": "recruiter", "tokens": [OEP]}, {"role": "candidate", "tokens": [tok("cnic", "w")]}]
    told = {"country": "SAU", "occupation": "9312", **job}
    sort: dict[str, Any] = {"partner": "oep-kohsar", "sector": "recruiter", "kind": "registration", "job": told}
    return [entry(f"{hours_ago}-{n}", parties, hours_ago=hours_ago - n / 100, **sort) for n in range(count)]


@pytest.mark.parametrize("others", [0, 70])
def test_a_cancelled_licence_is_remembered_whatever_is_registered_after(others: int) -> None:
    known = [*papers(1, 240, licence="cancelled"), *papers(others, 120), entry("bk", _BOOKED, trip=trip())]
    assert isinstance(heard(OEP, known, "x-cancelled-oep-bookings"), Fired)


@pytest.mark.parametrize("others", [0, 70])
def test_a_licence_that_was_restored_is_remembered_as_long(others: int) -> None:
    cancelled, restored = papers(1, 240, licence="cancelled"), papers(1, 200, licence="valid")
    known = [*cancelled, *restored, *papers(others, 120), entry("bk", _BOOKED, trip=trip())]
    assert not isinstance(heard(OEP, known, "x-cancelled-oep-bookings"), Fired)


KEEPS = sorted(one.id for one in INDICATORS if one.keeps)
FLIES_AGAIN = frozenset({"x-fee-then-fly"})
"""It rests on every flight as well, and flights are ordinary."""


@pytest.mark.parametrize("name", [name for name in KEEPS if name not in FLIES_AGAIN])
def test_what_it_rests_on_is_not_pushed_out_by_twenty_sightings_that_say_nothing(name: str) -> None:
    example = EXAMPLES[name]
    known = sorted(sightings(example.of, example.fires))
    roles = sorted({one.role for one in known})
    apart = [(role, n) for role in roles for n in range(20 // len(roles) + 1)]
    before = [_nothing(known[-1], role, -1 - n, example.of) for role, n in apart]
    after = [_nothing(known[-1], role, 1 + n, example.of) for role, n in apart]
    history = History(example.of)
    for one in (*known[:-1], *before, known[-1], *after):
        score(history, one, NARROW)
    assert name in history.hits
    assert history.quoted(history.hits[name])


def _nothing(last: Entry, role: str, seconds: float, of: str) -> Entry:
    """A sighting that says nothing, so long after the last of an example."""
    since = (NOW.timestamp() - last.time - seconds) / 3600
    return entry(f"nothing-{role}-{seconds}", [{"role": role, "tokens": [of]}], kind="checkin", hours_ago=since)


EVEN = Kept("even", 3, lambda one: int(one.event[-2:]) % 2 == 0)
THIRD = Kept("third", 2, lambda one: int(one.event[-2:]) % 3 == 0)
SORTS = (EVEN, THIRD)


def numbered(count: int) -> list[Entry]:
    return [entry(f"{n:02}", [{"role": "holder", "tokens": [ME]}], hours_ago=100 - n) for n in range(count)]


def filled(entries: Iterable[Entry]) -> History:
    history = History(ME)
    for one in entries:
        history.remember(one, Brakes(entries=4), SORTS)
    return history


@given(st.permutations(numbered(24)))
@settings(max_examples=60, deadline=None)
def test_the_newest_and_the_newest_of_each_sort_are_kept_in_any_order_of_arrival(order: list[Entry]) -> None:
    history = filled(order)
    assert [one.event[-2:] for one in history.entries] == ["14", "15", "16", "18", "20", "21", "22", "23"]
    assert history.keys.keys() == {one.key for one in history.entries}
    assert history.dropped == 16 == len(history.fallen)
    assert load(ME, dump(history)).entries == history.entries


def test_what_is_kept_grows_too_old_as_anything_does() -> None:
    later = entry("later-01", [{"role": "holder", "tokens": [ME]}], hours_ago=-9_700)
    history = filled([*numbered(12), later])
    assert [one.event for one in history.entries] == ["air-nilkanth/later-01"]


def test_no_token_holds_many_more_than_the_bound() -> None:
    assert sum(sort.most for sort in PACK.keeps) <= 170
