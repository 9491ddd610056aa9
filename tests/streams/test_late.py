"""What comes late answers a sign as what came in time would have kept it away; what was raised is withdrawn."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.rules import load_rules
from schemas.alert import Alert, Status
from streams.company import heard
from streams.history import Entry, History
from streams.judging import judge_anew
from streams.pack import Pack
from streams.scoring import score
from tests.streams.facts import tok
from tests.streams.indicators.air_examples import came_back
from tests.streams.indicators.build import Tale, air, bank, hire, rupees, sightings, who
from tests.streams.indicators.test_indicators import EXAMPLES

RULES = load_rules(Path("deploy/rules.toml"))
PACK = Pack(RULES)
AGENCY, LICENCE, ALI, NOOR = tok("agency", "a1"), tok("oep", "kohsar"), tok("cnic", "ali"), tok("cnic", "noor")
PERMISSION = tok("permission", "q1")


def scored(of: str, arrival: Iterable[Entry], pack: Pack = PACK) -> tuple[History, list[Alert]]:
    """The history of the token when all has come, and its alerts."""
    history, alerts = History(of), list[Alert]()
    for entry in arrival:
        alerts += score(history, entry, pack).alerts
    return history, alerts


def signs(of: str, *tales: Tale) -> set[str]:
    """The signs that stand, the same whichever half of the tales comes first."""
    entries = sightings(of, tales)
    half = len(entries) // 2
    told = [set(scored(of, arrival)[0].hits) for arrival in (entries, entries[::-1], entries[half:] + entries[:half])]
    assert told[0] == told[1] == told[2]
    return told[0]


@pytest.mark.parametrize("name", sorted(EXAMPLES))
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_whatever_comes_first_the_signs_that_stand_are_those_of_all_that_is_known(
    name: str, data: st.DataObject
) -> None:
    """Of every indicator: tales that make it fire among tales that do not, some left out, in any order."""
    example = EXAMPLES[name]
    every = sightings(example.of, [*example.fires, *example.silent])
    arrival: Sequence[Entry] = data.draw(st.permutations(every))
    assert_as_judged_at_once(example.of, arrival[: data.draw(st.integers(1, len(arrival)))])


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_so_are_those_of_tales_of_several_signs_moved_in_time(data: st.DataObject) -> None:
    of = data.draw(st.sampled_from(sorted(TALES)))
    moved = st.tuples(st.sampled_from(TALES[of]), st.sampled_from((0, 0.5, 1, 10, 31, 61, 91)))
    tales = [later(tale, days) for tale, days in data.draw(st.lists(moved, min_size=2, max_size=20))]
    assert_as_judged_at_once(of, data.draw(st.permutations(sightings(of, tales))))


def assert_as_judged_at_once(of: str, arrival: Sequence[Entry]) -> None:
    """The signs are those that judging all of it anew finds, unless a bound dropped some of it."""
    history, _ = scored(of, arrival)
    told, view = set(history.hits), heard(history, PACK)
    judge_anew(view, PACK)
    assert told == set(view.hits) or history.dropped, [entry.event for entry in arrival]


def later(tale: Tale, days: float) -> Tale:
    time = datetime.fromisoformat(tale["ref"]["time"]) + timedelta(days=days)
    return {**tale, "ref": {**tale["ref"], "time": time.isoformat()}}


TALES: dict[str, list[Tale]] = {}
"""By token, what the examples of all indicators tell of it."""
for one in EXAMPLES.values():
    TALES.setdefault(one.of, []).extend((*one.fires, *one.silent))


def holding(entries: int) -> Pack:
    """The rules, with room for so many sightings of one token."""
    return Pack(RULES.model_copy(update={"brakes": RULES.brakes.model_copy(update={"entries": entries})}))


def bare(number: int, *, hotel: bool) -> Tale:
    """An agency sends somebody on Umrah, and it is known whether a hotel is booked."""
    pilgrim = who("traveller", f"p{number}", f"family=f{number}", sex="F", age=30)
    said: dict[str, Any] = {"visa_class": "umrah", "destination": "JED", "hotel_booked": hotel, "trip_type": "return"}
    return air(who("agency", "", "agency=a1"), pilgrim, **said)


def complaint(number: int, day: float = 100) -> Tale:
    return hire(who("recruiter", "", "oep=kohsar"), who("candidate", f"c{number}"), kind="complaint", day=day)


def registered(number: int, day: float = 50) -> Tale:
    return hire(who("recruiter", "", "oep=kohsar"), who("candidate", f"w{number}"), day=day)


def placed(number: int, day: float, **job: Any) -> Tale:
    return hire(who("recruiter", "", "permission=q1"), who("candidate", f"w{number}"), day=day, **job)


ORDINARY = {
    "a-umrah-agent-group": (
        AGENCY,
        [bare(n, hotel=False) for n in range(5)],
        [bare(n, hotel=True) for n in range(9, 17)],
    ),
    "a-return-noshow-cluster": (
        AGENCY,
        [came_back(n, 20, used=False) for n in range(10)],
        [came_back(n, 1, used=True) for n in range(20, 40)],
    ),
    "r-complaint-cluster": (LICENCE, [complaint(n) for n in range(3)], [registered(n, 50 + n / 10) for n in range(61)]),
}
"""By sign: whose it is, what would show it, and the ordinary clients among whom that is little."""


@pytest.mark.parametrize("name", sorted(ORDINARY))
def test_ordinary_clients_who_are_told_late_take_the_sign_back(name: str) -> None:
    of, odd, ordinary = ORDINARY[name]
    assert name in scored(of, sightings(of, odd))[0].hits
    assert name not in signs(of, *odd, *ordinary)
    assert name not in signs(of, *ordinary, *odd)


def test_an_alert_that_rested_on_it_is_withdrawn_and_says_so() -> None:
    cancelled = hire(
        who("recruiter", "", "oep=kohsar"), who("candidate", "c1"), day=101, licence="valid", permission="missing"
    )
    of, odd, ordinary = ORDINARY["r-complaint-cluster"]
    _, alerts = scored(of, sightings(of, [cancelled, *odd, *ordinary[:60]]))
    assert alerts[0].status is Status.OPEN
    assert alerts[-1].status is Status.WITHDRAWN
    hits = {hit.indicator: hit.unused for hit in alerts[-1].hits}
    assert hits["r-complaint-cluster"] == "taken-back"
    _, in_time = scored(of, sightings(of, [*ordinary[:60], cancelled, *odd]))
    assert not in_time


def test_what_comes_so_late_that_it_is_only_summarised_takes_a_sign_back_too() -> None:
    late = [registered(n, 10 + n / 100) for n in range(100, 300)]
    held = [*(complaint(n) for n in range(4)), *(registered(n, 99) for n in range(4))]
    history, _ = scored(LICENCE, sightings(LICENCE, held), holding(8))
    assert "r-complaint-cluster" in history.hits
    history, _ = scored(LICENCE, sightings(LICENCE, [*held, *late]), holding(8))
    assert history.dropped == len(late)
    assert "r-complaint-cluster" not in history.hits


def test_what_comes_so_late_that_it_is_only_summarised_completes_a_sign() -> None:
    newest = [placed(n, 99, jobs_permitted=4) for n in range(4)]
    late = [placed(n, 20) for n in range(4, 8)]
    history, _ = scored(PERMISSION, sightings(PERMISSION, [*newest, *late]), holding(4))
    assert history.dropped == 4
    assert "r-over-quota" in history.hits


def test_what_a_bound_drops_of_the_evidence_takes_nothing_back() -> None:
    sent = [who("traveller", f"t{n}", f"family=f{n}", f"pnr=b{n}") for n in range(3)]
    tales = [air(who("payer", "ali"), one, day=n, visa_class="visit") for n, one in enumerate(sent)]
    later = [bank(who("holder", "ali"), day=5 + n) for n in range(3)]
    history, alerts = scored(ALI, sightings(ALI, [*tales, *later]), holding(4))
    assert "a-sends-one-way" in history.hits
    assert Status.WITHDRAWN not in {alert.status for alert in alerts}


def test_two_who_are_found_to_be_one_are_counted_once_from_then_on() -> None:
    def fee(name: str, *more: str) -> Tale:
        return hire(who("candidate", name, "document=d1", *more))

    of = tok("document", "d1")
    three = [fee("", "passport=x"), fee("noor"), fee("zara")]
    assert "r-doc-template-reuse" in signs(of, *three)
    assert "r-doc-template-reuse" not in signs(of, *three, fee("noor", "passport=x"))


def test_the_sentence_speaks_of_what_is_known_now() -> None:
    odd = [came_back(n, 20, used=False) for n in range(20)]
    ordinary = [came_back(n, 1, used=True) for n in range(20, 30)]
    history, _ = scored(AGENCY, sightings(AGENCY, [*odd, *ordinary]))
    assert dict(history.hits["a-return-noshow-cluster"].said.values)["returns"] == 30


def test_what_counts_others_says_nothing_of_a_hub_whenever_it_is_known_to_be_one() -> None:
    def sent(name: str, day: float, visa: str) -> Tale:
        traveller = who("traveller", name, f"family={name}", f"pnr={name}")
        return air(who("payer", "ali"), traveller, day=day, visa_class=visa)

    few = [sent(f"visitor{n}", 100 + n, "visit") for n in range(4)]
    many = [sent(f"worker{n}", n / 10, "work") for n in range(RULES.brakes.hub_degree)]
    assert "a-sends-one-way" in signs(ALI, *few)
    assert "a-sends-one-way" not in signs(ALI, *few, *many)


def deposit(number: float, **account: Any) -> Tale:
    return bank(
        who("holder", "ali"),
        day=number,
        hour=23,
        pkr=200_000,
        cash=True,
        channel="counter",
        account={"business": True, **account},
    )


def test_a_turnover_that_one_event_tells_holds_for_the_others_whichever_comes_last() -> None:
    told = deposit(6, monthly_turnover=rupees(100_000))
    assert "b-offhours-oversize" in signs(ALI, *(deposit(n) for n in range(5)), told)
    more = deposit(2.5, monthly_turnover=rupees(5_000_000))
    assert "b-offhours-oversize" not in signs(ALI, *(deposit(n) for n in range(5)), told, more)


def test_a_permission_is_overdrawn_whichever_event_tells_for_how_many_it_is() -> None:
    told = hire(
        who("recruiter", "", "permission=q1"), who("candidate", "w0"), kind="complaint", day=3, jobs_permitted=2
    )
    four = [placed(n, n) for n in range(4)]
    assert "r-over-quota" in signs(PERMISSION, *four, told)
    assert "r-over-quota" not in signs(PERMISSION, *four, told, placed(9, 9, jobs_permitted=50))


def test_a_paper_near_the_flight_protects_whichever_event_comes_last() -> None:
    asked = hire(who("candidate", "noor"))
    flies = air(who("traveller", "noor"), day=80, leaves=85, destination="RUH", visa_class="visit")
    paper = hire(who("candidate", "noor"), day=120, protector_stamp=True)
    assert "x-unprotected-departure" in signs(NOOR, asked, flies)
    assert "x-unprotected-departure" not in signs(NOOR, asked, flies, paper)
