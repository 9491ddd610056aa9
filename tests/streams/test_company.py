"""What people show reaches whoever stands beside them, ends there, and is taken back with what it rested on."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.rules import load_rules
from schemas.alert import Alert, Status
from schemas.rulepack import Subject
from schemas.token import TokenKind, kind_of
from streams.bounds import MOST_BESIDE
from streams.company import heard
from streams.corrections import broadcast
from streams.entry import BESIDE
from streams.erasure import erase
from streams.explain import Outcome, explain
from streams.frame import EVERY_PARTY, TAKEN_BACK, Target, encode
from streams.pack import Pack
from streams.scoring_state import ScoringState
from streams.stored import dump, load
from tests.streams.facts import tok
from tests.streams.indicators.build import Tale, air, bank, hire, opening, who
from tests.streams.test_scoring import TOPICS, Loop

PACK = Pack(load_rules(Path("deploy/rules.toml")))
SIGN = "x-people-with-signs"
AGENT, HIS_PHONE = tok("cnic", "agent"), tok("phone", "agent")


class Partition(Loop):
    """One partition, told of events as intake tells it: every party by every token that can have a history."""

    def __init__(self, *tales: Tale) -> None:
        super().__init__(ScoringState(PACK, TOPICS, 1))
        self.told = 0
        for tale in tales:
            self.tell(tale)

    def tell(self, tale: Tale) -> None:
        self.told += 1
        number = tale.get("number", self.told)
        said = {name: value for name, value in tale.items() if name not in ("number", "corrects")}
        raw = orjson.dumps({**said, "ref": {**said["ref"], "event": f"e-{number}", "offset": number, "index": 0}})
        if "corrects" in tale:
            word = Target("", EVERY_PARTY, TAKEN_BACK, f"{said['ref']['partner']}/e-{tale['corrects']}")
            self.send(TOPICS.sightings, encode([([word], broadcast(orjson.loads(raw)))]))
        pairs = [(token, at) for at, party in enumerate(said["parties"]) for token in party["tokens"]]
        self.send(TOPICS.sightings, encode([([Target(token, at, 0) for token, at in pairs if _lives(token)], raw)]))
        self.run()

    def hits(self, token: str) -> set[str]:
        return set(self.state.history(token).hits)

    def open(self, about: Subject = Subject.FACILITATOR) -> list[Alert]:
        return [a for a in self.latest().values() if a.status is Status.OPEN and a.about is about]


def _lives(token: str) -> bool:
    return kind_of(token) not in (TokenKind.FAMILY, TokenKind.ADDRESS, TokenKind.PNR)


def person(role: str, name: str, *more: str, family: str = "", **known: Any) -> dict[str, Any]:
    return who(role, name, f"family={family or name}", *more, **known)


def agent(role: str = "recruiter") -> dict[str, Any]:
    """Recruiters know his phone as well."""
    return person(role, "agent", *(["phone=agent"] if role == "recruiter" else []))


def kept(name: str, day: float = 0, **of: Any) -> Tale:
    """A recruiter's desk hears that the agent keeps somebody's passport."""
    return hire(person("candidate", name, **of), agent(), day=day, kind="complaint", passport_held_days=60)


def coached(name: str, day: float = 1, **of: Any) -> Tale:
    """An airline hears a story learnt by heart from somebody whose ticket the agent has paid."""
    return air(person("traveller", name, **of), agent("payer"), day=day, kind="checkin", observations=["scripted"])


def held(name: str, day: float = 2, **of: Any) -> Tale:
    """A bank opens somebody's account while the agent answers."""
    return opening(person("holder", name, **of), agent("conductor"), day=day, observations=["spoken-for"])


THREE = (kept("asif"), coached("noor"), held("zara"))


def test_three_people_of_three_sectors_with_a_sign_each_point_to_the_one_beside_them() -> None:
    seen = Partition(*THREE)
    met = seen.state.history(AGENT).hits[SIGN]
    assert dict(met.said.values)["count"] == 3
    assert set(met.events) == {"oep-sitara/e-1", "air-nilkanth/e-2", "bank-shaheen/e-3"}
    assert not seen.open(), "a single sign is no alert"


@pytest.mark.parametrize("role", ["opener", "conductor"])
def test_whoever_opens_an_account_for_somebody_stands_beside_that_person(role: str) -> None:
    opened = opening(person("holder", "zara"), agent(role), observations=["spoken-for"])
    assert SIGN in Partition(opened, kept("asif")).hits(AGENT)


@pytest.mark.parametrize("role", ["candidate", "guarantor"])
def test_a_fellow_candidate_or_a_guarantor_is_told_nothing(role: str) -> None:
    seen = [
        hire(person("candidate", name), agent(role), kind="complaint", passport_held_days=60)
        for name in ("asif", "zara")
    ]
    assert SIGN not in Partition(*seen).hits(AGENT)


def test_one_person_with_signs_is_not_several() -> None:
    assert SIGN not in Partition(kept("asif"), held("asif")).hits(AGENT)


def test_people_of_one_family_are_not_several() -> None:
    seen = Partition(kept("asif", family="gul"), held("zara", family="gul"))
    assert SIGN not in seen.hits(AGENT)


def test_a_class_on_one_booking_is_seen_once() -> None:
    pupils = [person("traveller", name, "pnr=x1", age=15) for name in ("asif", "noor", "zara")]
    seen = air(*pupils, agent("companion"), kind="checkin", observations=["scripted"])
    again = air(*pupils, agent("companion"), day=1, kind="checkin", observations=["scripted"])
    assert SIGN not in Partition(seen, again).hits(AGENT)
    other = air(person("traveller", "hina", "pnr=x2", age=15), agent("companion"), day=2, observations=["scripted"])
    assert SIGN in Partition(seen, other).hits(AGENT)


def test_kin_of_whoever_stands_beside_them_do_not_count() -> None:
    seen = Partition(kept("asif", family="agent"), held("zara", family="agent"), coached("noor"))
    assert SIGN not in seen.hits(AGENT)


def test_what_the_party_itself_does_is_no_sign_of_the_others() -> None:
    paid = [air(person("traveller", name), agent("payer"), paid_by="cash") for name in ("asif", "noor", "zara")]
    seen = Partition(*paid)
    assert all("a-third-party-cash" in seen.hits(tok("cnic", name)) for name in ("asif", "noor", "zara"))
    assert SIGN not in seen.hits(AGENT)


def test_weak_signs_are_not_told() -> None:
    one_way = [air(person("traveller", name), agent("contact"), visa_class="visit") for name in ("asif", "noor")]
    seen = Partition(*one_way)
    assert not any(entry.hops == BESIDE for entry in seen.state.history(AGENT).entries)


def test_of_a_busy_office_a_share_of_its_people_must_show_signs() -> None:
    others = [hire(person("candidate", f"worker-{n}"), agent()) for n in range(20)]
    seen = Partition(*others, *THREE)
    assert SIGN not in seen.hits(AGENT)
    assert SIGN in Partition(*others[:8], *THREE).hits(AGENT)
    assert SIGN not in Partition(*THREE, *others).hits(AGENT), "in whatever order they are told"


@pytest.mark.parametrize(("last", "fires"), [(120, True), (120.001, False)])
def test_it_counts_those_whose_signs_lie_within_its_window(last: float, fires: bool) -> None:
    assert (SIGN in Partition(kept("asif"), held("zara", day=last)).hits(AGENT)) is fires


def test_with_a_sign_of_its_own_the_party_is_alerted_once_under_its_best_token() -> None:
    unlicensed = hire(person("candidate", "hina"), agent(), day=3, licence="none")
    (alert,) = Partition(*THREE, unlicensed).open()
    assert alert.subject == AGENT
    assert {hit.indicator for hit in alert.hits} >= {SIGN, "r-unlicensed"}
    showing = {one.token for one in alert.linked if one.shows_signs}
    assert showing == {tok("cnic", name) for name in ("asif", "noor", "zara")}
    assert [one.shows_signs for one in alert.linked] == sorted((one.shows_signs for one in alert.linked), reverse=True)
    assert {ref.sector for ref in alert.evidence} == {"airline", "bank", "recruiter"}
    linked = {link.token for link in alert.linked}
    assert {tok("cnic", name) for name in ("asif", "noor", "zara")} <= linked
    assert not linked & {AGENT, HIS_PHONE}


def test_signs_and_what_shows_the_two_together_may_come_from_different_events() -> None:
    """A desk hears of a passport kept by nobody named; the bank sees who collects the wages."""
    alone = hire(person("candidate", "asif"), kind="complaint", passport_held_days=60)
    wages = bank(person("holder", "asif"), agent("beneficiary"), way="out", day=3)
    assert SIGN in Partition(alone, wages, held("zara")).hits(AGENT)
    assert SIGN not in Partition(alone, held("zara")).hits(AGENT)


@settings(max_examples=40, deadline=None)
@given(st.permutations([*THREE, hire(person("candidate", "hina"), agent(), day=3, licence="none")]))
def test_the_order_of_arrival_changes_nothing(order: Sequence[Tale]) -> None:
    numbered = {id(tale): number for number, tale in enumerate(THREE, 1)}
    seen = Partition(*({**tale, "number": numbered.get(id(tale), 9)} for tale in order))
    history = seen.state.history(AGENT)
    assert set(history.hits[SIGN].events) == {"oep-sitara/e-1", "air-nilkanth/e-2", "bank-shaheen/e-3"}
    assert [(e.event, e.hops) for e in history.entries if e.hops == BESIDE] == [
        ("oep-sitara/e-1", BESIDE),
        ("air-nilkanth/e-2", BESIDE),
        ("bank-shaheen/e-3", BESIDE),
    ]
    (alert,) = seen.open()
    assert {hit.indicator for hit in alert.hits} >= {SIGN, "r-unlicensed"}


def scripted(name: str, day: float, **fields: Any) -> Tale:
    """Staff hear a coached story from somebody on a booking of their own, which the agent has paid."""
    traveller = person("traveller", name, f"pnr={name}")
    return air(traveller, agent("payer"), day=day, kind="checkin", observations=["scripted"], **fields)


ONE = "x-person-with-sign"


def test_one_person_with_a_sign_adds_to_what_the_party_does_itself() -> None:
    unlicensed = [hire(person("candidate", name), agent(), licence="none") for name in ("zara", "omar")]
    seen = Partition(*unlicensed, kept("asif"))
    (alert,) = [alert for alert in seen.open() if alert.subject == AGENT]
    assert {hit.indicator for hit in alert.hits if hit.counted} == {"r-unlicensed", ONE}
    assert not Partition(*unlicensed).open()
    assert not Partition(kept("asif")).open(), "a moderate sign is no alert"


def test_one_relative_or_one_of_many_clients_with_a_sign_adds_nothing() -> None:
    assert ONE not in Partition(kept("asif", family="agent")).hits(AGENT)
    others = [hire(person("candidate", f"worker-{n}"), agent()) for n in range(9)]
    assert ONE not in Partition(*others, kept("asif")).hits(AGENT)


SEEN = "x-people-seen"


def test_what_staff_saw_of_three_people_on_journeys_apart_stands_by_itself() -> None:
    seen = Partition(*(scripted(name, day) for day, name in enumerate(("asif", "noor", "zara"))))
    (alert,) = seen.open()
    assert alert.subject == AGENT
    assert alert.combination == "1 strong, repeated in 3 events"
    assert SEEN in {hit.indicator for hit in alert.hits if hit.counted}


def test_what_papers_say_is_not_what_staff_saw() -> None:
    assert SEEN not in Partition(kept("asif"), coached("noor"), held("zara")).hits(AGENT)
    assert SEEN not in Partition(*(scripted(name, 0) for name in ("asif", "noor"))).hits(AGENT)


@pytest.mark.parametrize(("last", "fires"), [(120, True), (120.001, False)])
def test_what_staff_saw_counts_within_its_window(last: float, fires: bool) -> None:
    seen = Partition(scripted("asif", 0), scripted("noor", 60), scripted("zara", last))
    assert (SEEN in seen.hits(AGENT)) is fires


def test_one_more_who_is_seen_long_after_takes_nothing_back() -> None:
    three = [scripted(name, day) for day, name in enumerate(("asif", "noor", "zara"))]
    (alert,) = Partition(*three, scripted("hina", 400)).open()
    assert SEEN in {hit.indicator for hit in alert.hits if hit.counted}
    late = Partition(scripted("hina", 400), *three)
    assert SEEN in late.hits(AGENT), "in whatever order they are told"


def test_of_a_busy_office_staff_must_have_seen_a_share_of_its_people() -> None:
    others = [hire(person("candidate", f"worker-{n}"), agent()) for n in range(20)]
    seen = [scripted(name, 1) for name in ("asif", "noor", "zara")]
    assert SEEN not in Partition(*others, *seen).hits(AGENT)


PILGRIMS = "x-pilgrims-with-signs"


def pilgrims(day: float, *names: str, **fields: Any) -> Tale:
    """A party that the agent sends on Umrah on one booking; staff find that they do not know where they will stay."""
    aboard = [person("traveller", name, f"pnr=u{day}") for name in names]
    said = {"visa_class": "umrah", "trip_type": "return", "observations": ["unaware-of-destination"], **fields}
    return air(*aboard, agent("payer"), day=day, kind="checkin", destination="JED", **said)


def test_staff_see_one_party_of_pilgrims_once_and_that_adds_to_how_they_were_sent() -> None:
    names = ("asif", "noor", "zara", "hina", "omar")
    sent: dict[str, Any] = {"visa_class": "umrah", "destination": "JED", "hotel_booked": False, "trip_type": "return"}
    bare = [air(person("traveller", name, sex="F"), agent("payer"), **sent) for name in names]
    (alert,) = Partition(*bare, pilgrims(9, *names)).open()
    assert {hit.indicator for hit in alert.hits if hit.counted} >= {PILGRIMS, "a-umrah-agent-group"}
    assert not Partition(pilgrims(9, *names)).open(), "a moderate sign is no alert"
    assert not Partition(*bare).open()


@pytest.mark.parametrize(("others", "fires"), [(18, True), (19, False)])
def test_of_all_whom_an_agent_sends_a_tenth_must_show_something(others: int, fires: bool) -> None:
    plain = [
        air(person("traveller", f"plain{n}"), agent("payer"), destination="JED", visa_class="umrah")
        for n in range(others)
    ]
    assert (PILGRIMS in Partition(*plain, pilgrims(9, "asif", "noor")).hits(AGENT)) is fires


def test_other_journeys_and_families_are_no_party_of_pilgrims() -> None:
    assert PILGRIMS not in Partition(pilgrims(1, "asif", "noor", visa_class="visit")).hits(AGENT)
    assert PILGRIMS not in Partition(pilgrims(1, "asif")).hits(AGENT)


@pytest.mark.parametrize(("last", "fires"), [(30, True), (30.001, False)])
def test_pilgrims_are_seen_within_a_month(last: float, fires: bool) -> None:
    seen = Partition(pilgrims(0, "asif"), pilgrims(last, "noor"))
    assert (PILGRIMS in seen.hits(AGENT)) is fires


def test_a_pilgrim_who_is_seen_long_after_takes_nothing_back() -> None:
    assert PILGRIMS in Partition(pilgrims(0, "asif", "noor"), pilgrims(100, "zara")).hits(AGENT)


WRONG_SIGN = {**kept("asif"), "number": 1}
RIGHT_SIGN = {**hire(person("candidate", "asif"), agent(), kind="complaint"), "number": 7, "corrects": 1}
WRONG_LINK = {**bank(person("holder", "noor"), agent("beneficiary"), way="out"), "number": 2}
RIGHT_LINK = {**bank(person("holder", "noor"), person("beneficiary", "aunt"), way="out"), "number": 8, "corrects": 2}
OTHERS = [
    {**hire(person("candidate", "noor"), kind="complaint", passport_held_days=60), "number": 3},
    {**held("zara"), "number": 4},
]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([(WRONG_SIGN, RIGHT_SIGN), (WRONG_LINK, RIGHT_LINK)]).flatmap(
        lambda pair: st.tuples(st.just(pair), st.permutations([*OTHERS, WRONG_SIGN, WRONG_LINK, pair[1]]))
    )
)
def test_in_any_order_a_correction_leaves_all_as_if_the_wrong_event_had_never_been(
    drawn: tuple[tuple[Tale, Tale], list[Tale]],
) -> None:
    (wrong, _), order = drawn
    corrected, never = Partition(*order), Partition(*(tale for tale in order if tale is not wrong))
    for token in (AGENT, HIS_PHONE, *(tok("cnic", name) for name in ("asif", "noor", "zara", "aunt"))):
        one, other = corrected.state.history(token), never.state.history(token)
        assert [(e.key, one.keys[e.key]) for e in one.entries] == [(e.key, other.keys[e.key]) for e in other.entries]
        assert one.hits == other.hits


def test_a_sign_that_is_corrected_withdraws_the_alert_that_rested_on_it() -> None:
    unlicensed = {**hire(person("candidate", "hina"), agent(), licence="none"), "number": 5}
    seen = Partition(WRONG_SIGN, unlicensed)
    assert seen.open()
    seen.tell(RIGHT_SIGN)
    assert not seen.open()
    assert Status.WITHDRAWN in {alert.status for alert in seen.latest().values() if alert.about is Subject.FACILITATOR}


def test_what_is_told_goes_no_further_and_speaks_for_nobody_else() -> None:
    seen = Partition(*THREE, air(person("traveller", "hina"), agent("payer"), person("companion", "boss"), day=4))
    view = heard(seen.state.history(AGENT), PACK)
    assert not any(entry.hops == BESIDE for entry in view.entries)
    assert {entry.me.role for entry in view.entries} == {"recruiter", "payer", "conductor"}
    for token in (tok("cnic", "hina"), tok("cnic", "boss")):
        assert not any(entry.hops == BESIDE for entry in seen.state.history(token).entries)


NAMES = st.sampled_from("abcd")


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(NAMES, NAMES, st.sampled_from([kept, coached, held])), min_size=2, max_size=8))
def test_people_who_stand_beside_one_another_come_to_rest(told: list[tuple[str, str, Any]]) -> None:
    """Whoever answers for somebody may be answered for by another, in a circle."""
    seen = Partition()
    for number, (name, other, way) in enumerate(told):
        tale = way(name, day=number)
        other_party = {**tale["parties"][1], "tokens": [tok("cnic", other), tok("family", other)]}
        seen.tell({**tale, "parties": [tale["parties"][0], other_party]})
        assert len(seen.taken) < 500


def test_very_many_signs_stay_bounded_and_push_out_nothing_of_its_own() -> None:
    seen = Partition(*(kept(f"worker-{n}", day=n) for n in range(40)))
    history = seen.state.history(AGENT)
    beside = [entry for entry in history.entries if entry.hops == BESIDE]
    assert len(beside) == MOST_BESIDE
    assert len(history.own) == 40
    assert beside[0].event == f"oep-sitara/e-{40 - MOST_BESIDE + 1}"
    assert not history.summary, "what is dropped of others is not counted as the party's own"


def test_it_survives_being_put_away() -> None:
    history = Partition(*THREE).state.history(AGENT)
    again = load(AGENT, dump(history))
    assert [(e.key, e.hops, e.via) for e in again.entries] == [(e.key, e.hops, e.via) for e in history.entries]
    assert heard(again, PACK).companions == heard(history, PACK).companions


def test_whoever_is_erased_is_nobodys_companion_any_more() -> None:
    history = Partition(*THREE).state.history(AGENT)
    assert erase(history, [tok("cnic", "asif")])
    assert tok("cnic", "asif") not in dump(history).decode()
    assert len(heard(history, PACK).companions) == 2


def test_an_officer_may_ask_why() -> None:
    history = Partition(*THREE).state.history(AGENT)
    answers = {answer.indicator: answer for answer in explain(history, history.own[-1], PACK)}
    assert answers[SIGN].outcome is Outcome.FIRED
    assert len(answers[SIGN].evidence) == 3
    alone = Partition(kept("asif")).state.history(AGENT)
    assert {a.outcome for a in explain(alone, alone.own[0], PACK) if a.indicator == SIGN} == {
        Outcome.INSUFFICIENT_HISTORY
    }
