"""A hub is judged by what is odd in itself, or by the part of its people who show it; not by how many it met."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from deploy.rules import load_rules
from streams.entry import BESIDE, Entry
from streams.history import History
from streams.indicators import INDICATORS
from streams.pack import Pack
from streams.scoring import score
from tests.streams.facts import tok
from tests.streams.indicators.build import Tale, air, bank, hire, sar, sightings, who
from tests.streams.indicators.cross_examples import got, umrah
from tests.streams.indicators.test_indicators import EXAMPLES

PACK = Pack(load_rules(Path("deploy/rules.toml")))
ALI = tok("cnic", "ali")
MANY = 250


def clients(count: int, day: float = -20, **fields: Any) -> list[Tale]:
    """Ordinary clients of Ali's agency, each with a journey of his own."""
    more: dict[str, Any] = {"visa_class": "visit", "trip_type": "return", **fields}
    return [
        air(who("agency", "ali"), who("traveller", f"client{n}"), day=day + n / 100, **{"leaves": 3 + n / 25, **more})
        for n in range(count)
    ]


def payers(count: int, day: float = -20) -> list[Tale]:
    return [got(day + n / 100, f"payer{n}", pkr=2_000, purpose="other") for n in range(count)]


def housed(count: int) -> list[Tale]:
    """Pilgrims with hotel and return, who depart when the others do."""
    return [umrah(f"guest{n}", -10 + n / 100, hotel_booked=True, trip_type="return") for n in range(count)]


def hits(entries: Iterable[Entry]) -> set[str]:
    """What Ali's token shows once all have come."""
    return set(_heard(entries).hits)


def _heard(entries: Iterable[Entry]) -> History:
    history = History(ALI)
    for one in entries:
        score(history, one, PACK)
    return history


def told(tales: Sequence[Tale]) -> list[Entry]:
    return sightings(ALI, tales)


BARE = [umrah(f"woman{n}", 1 + n / 10, trip_type="one-way", funds_declared=sar(200)) for n in range(10)]
FROM_THERE = [got(30 + day * 5, counterparty_country="SAU", channel="remittance") for day in range(3)]
GROUPS = {"a-umrah-agent-group", "x-umrah-agent-cash"}


@pytest.mark.parametrize("others", [[], clients(MANY), housed(MANY)], ids=["quiet", "busy", "guests"])
def test_an_agency_that_sends_women_without_hotel_is_told_unless_most_have_one(others: list[Tale]) -> None:
    found = hits(told([*others, *BARE, *FROM_THERE]))
    assert (found >= GROUPS) is (others != housed(MANY))
    assert not GROUPS & found or others != housed(MANY)


def family(tales: Iterable[Tale]) -> list[Tale]:
    """The same, each traveller of a family of her own."""
    found = []
    for number, tale in enumerate(tales):
        office, traveller = tale["parties"]
        tokens = [*traveller["tokens"], tok("family", f"{number}")]
        found.append({**tale, "parties": [office, {**traveller, "tokens": tokens}]})
    return found


@pytest.mark.parametrize(("others", "fires"), [(0, True), (12, True), (MANY, False)])
def test_poor_pilgrims_are_told_where_they_are_a_good_part_of_all_pilgrims_then(others: int, fires: bool) -> None:
    found = hits(told([*clients(MANY), *housed(others), *family(BARE)]))
    assert ("a-umrah-poor-group" in found) is fires


def seen_beside(tales: Sequence[Tale], some: int) -> list[Entry]:
    """What Ali is told of some of the travellers, of whom staff saw something."""
    shown = [{**tale, "observations": ["scripted", "docs-held-by-other"], "kind": "checkin"} for tale in tales[:some]]
    relayed = []
    for entry in sightings(ALI, shown):
        raw = entry.raw.replace(b'"event":"e-', b'"event":"seen-')
        relayed.append(Entry(raw, 1, BESIDE, entry.fact.parties[1].tokens[0]))
    return relayed


@pytest.mark.parametrize(("others", "fires"), [([], True), (clients(MANY), True), (housed(MANY), False)])
def test_staff_must_see_something_of_a_part_of_the_pilgrims_of_a_busy_agency(others: list[Tale], fires: bool) -> None:
    women = family(BARE)
    found = hits([*told([*others, *women]), *seen_beside(women, 3)])
    assert ("x-pilgrims-with-signs" in found) is fires


def back(count: int, early: int) -> list[Tale]:
    """So many workers of Ali are registered; some come home within weeks."""
    sent = [hire(who("candidate", f"w{n}"), who("recruiter", "ali"), day=n / 10) for n in range(count)]
    home = [
        hire(who("candidate", f"w{n}"), who("recruiter", "ali"), day=60 + n / 10, kind="return", days_abroad=20)
        for n in range(early)
    ]
    return [*sent, *home]


@pytest.mark.parametrize(("workers", "early", "fires"), [(12, 4, True), (400, 80, True), (400, 10, False)])
def test_workers_who_are_soon_back_are_told_as_a_part_of_all(workers: int, early: int, fires: bool) -> None:
    assert ("r-early-return-cluster" in hits(told(back(workers, early)))) is fires


def fees(count: int, day: float = 0) -> list[Tale]:
    paid = [got(day + n / 100, f"fee{n}", purpose="recruitment-fee") for n in range(count)]
    flown = [air(who("agency", "ali"), who("traveller", f"fee{n}"), day=day + 5, leaves=day + 12) for n in range(count)]
    return [*paid, *flown]


@pytest.mark.parametrize(("others", "payers", "fires"), [(0, 3, True), (MANY, 20, True), (MANY, 3, False)])
def test_a_part_of_the_travellers_of_a_busy_agent_must_have_paid_for_a_job(
    others: int, payers: int, fires: bool
) -> None:
    assert ("x-fee-then-fly" in hits(told([*clients(others, -5), *fees(payers)]))) is fires


@pytest.mark.parametrize("name", ["r-subagent-chain", "b-fees-far-over-norm", "b-brideprice-payer"])
def test_what_is_odd_in_itself_is_told_of_a_hub_as_well(name: str) -> None:
    assert EXAMPLES[name].of == ALI
    assert name in hits(told(EXAMPLES[name].fires))
    busy = _heard(told([*clients(MANY), *payers(MANY), *EXAMPLES[name].fires]))
    assert busy.is_hub(PACK.brakes)
    assert name in busy.hits


def test_an_honest_hub_shows_nothing_whatever_its_trade() -> None:
    promoter = who("recruiter", "ali", "oep=ali")
    placed = [hire(who("candidate", f"w{n}"), promoter, day=n / 10, licence="valid") for n in range(MANY)]
    spent = [bank(who("holder", "ali"), who("beneficiary", f"b{n}"), day=n / 10, way="out") for n in range(MANY)]
    counted = {one.id for one in INDICATORS if one.volume is None and (one.facets or one.keeps)}
    assert not hits(told([*clients(MANY), *housed(MANY), *payers(MANY), *placed, *spent])) & counted
