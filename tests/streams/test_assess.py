"""Lines: what raises an alert, what keeps it open, what is lower for a child, and what is news."""

from collections.abc import Callable
from typing import Any

import pytest

from schemas.alert import Alert, Line, Priority, Status, Unused, as_taken
from schemas.codes import InformationGrade, SourceGrade
from schemas.facts import Benign, Observation
from schemas.role import Role
from schemas.rulepack import Rule, RulePack, Strength, Subject, Typology
from streams.history import Entry, History
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.indicators.cross_benign import CROSS_BENIGN
from streams.pack import Pack
from streams.scoring_state import ScoringState
from streams.wording import say
from tests.streams.facts import fact, tok, trip
from tests.streams.packs import rule_pack
from tests.streams.test_scoring import TOPICS, Loop

WATCHED = {
    "held": Observation.DOCS_HELD_BY_OTHER,
    "spoken": Observation.SPOKEN_FOR,
    "scripted": Observation.SCRIPTED,
    "vague": Observation.VAGUE_JOB,
}
ROLES = frozenset({Role.TRAVELLER, Role.CANDIDATE, Role.HOLDER})


def watcher(name: str, about: Subject, *typologies: Typology) -> Indicator:
    """An indicator that fires on one coded observation."""
    roles = ROLES if about is Subject.POSSIBLE_VICTIM else frozenset({Role.PAYER})

    def judge(sighting: Entry, history: History, params: Params) -> Fired | Silence:
        seen = WATCHED[name.rpartition("_")[2]] in sighting.fact.observations
        return Fired(say("a-obs-docs-held"), (sighting,)) if seen else Silence.ABSENT

    judge.__name__ = name
    return Indicator(judge, about, roles, "test", typologies)


VICTIM = [watcher(name, Subject.POSSIBLE_VICTIM) for name in WATCHED]
BEHIND = [
    watcher("behind_held", Subject.FACILITATOR),
    watcher("behind_spoken", Subject.FACILITATOR, Typology.CHILD_TRAFFICKING),
]
STRENGTHS = {
    "held": Strength.STRONG,
    "spoken": Strength.MODERATE,
    "scripted": Strength.MODERATE,
    "vague": Strength.WEAK,
    "behind-held": Strength.STRONG,
    "behind-spoken": Strength.MODERATE,
}
RULES = rule_pack(
    {name: Rule(strength=strength) for name, strength in STRENGTHS.items()},
    answers={Benign.CHARITY_ESCORT: ("spoken", "scripted"), Benign.FAMILY_LINK: ("held",)},
)
CNIC, PAYER = tok("cnic", "a"), tok("cnic", "p")


def rules(**changes: Any) -> RulePack:
    return RulePack.model_validate(RULES.model_dump() | changes, strict=False)


def play(*tales: tuple[bytes, tuple[str, ...]], pack: RulePack = RULES) -> Loop:
    loop = Loop(ScoringState(Pack(pack, (*VICTIM, *BEHIND)), TOPICS, 1))
    for raw, tokens in tales:
        loop.publish(raw, tokens)
    return loop


def told(event: str, name: str, *, age: int = 22, hours_ago: float = 5, **fields: Any) -> tuple[bytes, tuple[str, ...]]:
    """One event that shows one sign of the possible victim."""
    party = {"role": "traveller", "tokens": [CNIC], "age": age}
    seen: dict[str, Any] = {"observations": [WATCHED[name].value]} if name else {}
    return fact(event, [party], hours_ago=hours_ago, **seen, **fields), (CNIC,)


KIN_PACK = RULES.model_copy(
    update={
        "indicators": {**RULES.indicators, "x-benign-dampener": Rule(strength=Strength.WEAK)},
        "answers": {Benign.FAMILY_LINK: ("held", "spoken")},
    }
)


def family(event: str, name: str, hours_ago: float) -> tuple[bytes, tuple[str, ...]]:
    """The possible victim travels with a sister: one surname, nobody says that they are kin."""
    parties = [
        {"role": role, "tokens": [token, tok("family", "gul")], "age": 22}
        for role, token in (("traveller", CNIC), ("companion", tok("cnic", "sister")))
    ]
    seen: dict[str, Any] = {"observations": [WATCHED[name].value]} if name else {}
    return fact(event, parties, hours_ago=hours_ago, trip=trip(), **seen), (CNIC,)


def test_kin_who_go_along_again_and_again_speak_against_a_sign_though_nobody_states_it() -> None:
    tales = [family("e1", "held", 5), family("e2", "spoken", 4), family("e3", "", 3)]
    indicators = (*VICTIM, *BEHIND, *CROSS_BENIGN)
    loop = Loop(ScoringState(Pack(KIN_PACK, indicators), TOPICS, 1))
    for raw, tokens in tales[:2]:
        loop.publish(raw, tokens)
    assert [alert.status for alert in loop.alerts] == [Status.OPEN]  # twice may be chance
    loop.publish(*tales[2])
    assert [alert.status for alert in loop.alerts] == [Status.OPEN, Status.WITHDRAWN]
    assert [one.reason for one in loop.alerts[-1].against] == [Benign.FAMILY_LINK]
    assert [alert.status for alert in play(*tales).alerts] == [Status.OPEN]


def versions(loop: Loop, subject: str = CNIC) -> list[tuple[int, Status, str, Line]]:
    return [(a.version, a.status, a.combination, a.line) for a in loop.alerts if a.subject == subject]


BOTH = (told("e1", "held"), told("e2", "spoken", partner="bank-chinar", sector="bank", hours_ago=4))
CHARITY = told("e2", "spoken", partner="bank-chinar", sector="bank", hours_ago=4, against=["charity-escort"])


def test_a_reason_against_that_leaves_one_strong_sign_keeps_a_raised_alert_open_and_says_so() -> None:
    before = play(*BOTH)
    assert versions(before) == [(1, Status.OPEN, "1 strong + 1 moderate", Line.RAISED)]
    again = told("e3", "spoken", hours_ago=3, against=["charity-escort"])
    late = told("e4", "spoken", hours_ago=2, against=["charity-escort"])
    loop = play(*BOTH, again, late)
    assert versions(loop)[-1] == (2, Status.OPEN, "1 strong + 1 weak", Line.RAISED)


def strict(**lines: str) -> RulePack:
    """Two reasons lower the moderate sign to nothing."""
    answers = {"charity-escort": ("spoken",), "guardian-consent": ("spoken",), "family-link": ("held",)}
    return rules(answers=answers, **({"lines": lines} if lines else {}))


REASONS = ["charity-escort", "guardian-consent"]
OUTWEIGHED = told("e3", "spoken", hours_ago=3, against=REASONS)
KIN = told("e5", "held", hours_ago=1, against=["family-link"])


def test_an_alert_stays_open_on_the_lower_line_and_is_withdrawn_below_it() -> None:
    loop = play(*BOTH, OUTWEIGHED, pack=strict())
    assert versions(loop)[-1] == (2, Status.OPEN, "1 strong", Line.KEPT)
    (spoken,) = [hit for hit in loop.alerts[-1].hits if hit.indicator == "spoken"]
    assert spoken.unused is Unused.OUTWEIGHED
    loop.publish(*KIN)
    assert versions(loop)[-1][:2] == (3, Status.WITHDRAWN)


def test_what_the_lower_line_is_stands_in_the_pack() -> None:
    assert versions(play(*BOTH, OUTWEIGHED, pack=strict(kept="published")))[-1][:2] == (2, Status.WITHDRAWN)


def test_one_strong_sign_that_never_raised_an_alert_keeps_none_open() -> None:
    assert play(told("e1", "held"), told("e2", "", hours_ago=2), pack=strict()).alerts == []


def test_a_withdrawn_alert_that_is_met_again_opens_under_the_same_id() -> None:
    loop = play(*BOTH, OUTWEIGHED, KIN, pack=strict())
    loop.publish(*told("e6", "scripted", hours_ago=0.5))
    loop.publish(*told("e7", "vague", hours_ago=0.4))
    assert len({alert.id for alert in loop.alerts}) == 1
    assert [alert.status for alert in loop.alerts[-3:]] == [Status.OPEN, Status.WITHDRAWN, Status.OPEN]
    assert [alert.version for alert in loop.alerts] == list(range(1, len(loop.alerts) + 1))


def test_sightings_that_say_nothing_new_make_no_version() -> None:
    loop = play(*BOTH)
    for number in range(5):
        loop.publish(*told(f"n{number}", "held", hours_ago=3 - number / 10))
    assert len(loop.alerts) == 1


def test_another_version_of_the_rules_is_no_news() -> None:
    loop = play(*BOTH)
    renamed = rules(version="2026.12.1")
    again = Loop(ScoringState(Pack(renamed, (*VICTIM, *BEHIND)), TOPICS, 1))
    for key, value in loop.state.drain():
        assert value is not None
        again.state.restore(key, value)
    again.publish(*told("e9", "held", hours_ago=1, offset=1))
    assert again.alerts == []


def test_two_signs_of_one_event_raise_no_alert_and_a_second_event_does() -> None:
    both: dict[str, Any] = {"observations": ["docs-held-by-other", "spoken-for"]}
    party = {"role": "traveller", "tokens": [CNIC], "age": 22}
    once = (fact("e1", [party], **both), (CNIC,))
    assert play(once).alerts == []
    loop = play(once, told("e2", "spoken", hours_ago=3))
    assert versions(loop) == [(1, Status.OPEN, "1 strong + 1 moderate", Line.RAISED)]


def test_signs_that_measure_the_same_thing_raise_no_alert() -> None:
    assert play(*BOTH, pack=rules(overlaps={"held": ("spoken",)})).alerts == []


def test_a_child_needs_two_moderate_signs_and_an_adult_more() -> None:
    pair = [("e1", "spoken", 5.0), ("e2", "scripted", 4.0)]
    assert play(*(told(event, name, hours_ago=ago) for event, name, ago in pair)).alerts == []
    loop = play(*(told(event, name, hours_ago=ago, age=15) for event, name, ago in pair))
    assert versions(loop) == [(1, Status.OPEN, "2 moderate", Line.CHILD)]
    assert loop.alerts[0].child
    assert loop.alerts[0].priority is Priority.P1


def test_for_a_child_one_strong_sign_is_enough_once_it_was_seen_twice() -> None:
    assert play(told("e1", "held", age=9)).alerts == []
    loop = play(told("e1", "held", age=9), told("e2", "held", age=9, hours_ago=2))
    assert versions(loop) == [(1, Status.OPEN, "1 strong", Line.CHILD)]


def test_an_age_that_another_event_shows_counts_too() -> None:
    blind = [told("e1", "spoken", age=9), told("e2", "scripted", hours_ago=4, age=9)]
    unknown = [(raw.replace(b',"age":9', b""), tokens) for raw, tokens in blind]
    assert play(*unknown).alerts == []
    assert versions(play(*unknown, told("e3", "", hours_ago=1, age=9)))[-1][3] is Line.CHILD


def paid(event: str, name: str, *, age: int, hours_ago: float, **fields: Any) -> tuple[bytes, tuple[str, ...]]:
    """One event in which somebody pays for another's flight."""
    parties: list[dict[str, Any]] = [
        {"role": "payer", "tokens": [PAYER]},
        {"role": "traveller", "tokens": [tok("cnic", event)], "age": age},
    ]
    return fact(event, parties, observations=[WATCHED[name].value], hours_ago=hours_ago, **fields), (PAYER,)


@pytest.mark.parametrize(("held", "spoken", "child"), [(9, 30, False), (30, 9, True), (30, 30, False)])
def test_a_facilitator_alert_concerns_children_only_by_a_sign_about_children(
    held: int, spoken: int, *, child: bool
) -> None:
    loop = play(paid("e1", "held", age=held, hours_ago=5), paid("e2", "spoken", age=spoken, hours_ago=4))
    (alert,) = [a for a in loop.alerts if a.subject == PAYER]
    assert alert.child is child
    assert alert.priority is (Priority.P1 if child else Priority.P3)


def test_flights_outside_the_evidence_do_not_hurry_a_facilitator_alert() -> None:
    soon = (fact("e3", [{"role": "payer", "tokens": [PAYER]}], trip=trip(), hours_ago=3), (PAYER,))
    loop = play(paid("e1", "held", age=30, hours_ago=5), paid("e2", "spoken", age=30, hours_ago=4), soon)
    (alert,) = loop.alerts
    assert (alert.journeys, alert.priority) == ((), Priority.P3)


def test_a_facilitator_who_shows_signs_of_a_possible_victim_is_said_to_be_perhaps_one() -> None:
    own = (
        fact("e3", [{"role": "traveller", "tokens": [PAYER]}], observations=["docs-held-by-other"], hours_ago=3),
        (PAYER,),
    )
    tales = (paid("e1", "held", age=30, hours_ago=5), paid("e2", "spoken", age=30, hours_ago=4))
    assert [a.may_be_victim for a in play(*tales, own).alerts] == [False, True]


def test_whoever_only_pays_for_a_companion_is_no_facilitator() -> None:
    tales = [told("e1", "held"), told("e2", "spoken", hours_ago=4)]
    loop = play(*tales)
    assert {alert.about for alert in loop.alerts} == {Subject.POSSIBLE_VICTIM}


def test_every_hit_carries_both_grades_and_corroboration_raises_the_information() -> None:
    fourth: dict[str, Any] = {"information_grade": "4"}
    alone = play(told("e1", "held", **fourth), told("e2", "spoken", hours_ago=4, **fourth)).alerts[0]
    assert {(hit.source_grade, hit.information_grade) for hit in alone.hits} == {
        (SourceGrade.B, InformationGrade.UNCORROBORATED)
    }
    other = told("e3", "held", hours_ago=4.5, partner="bank-chinar", sector="bank", **fourth)
    held = play(told("e1", "held", **fourth), other, told("e2", "spoken", hours_ago=4, **fourth)).alerts[-1].hits[0]
    assert (held.indicator, held.information_grade) == ("held", InformationGrade.CORROBORATED)


def test_an_alert_shows_which_key_brought_which_evidence() -> None:
    passport = tok("passport", "a")
    shown = (fact("e0", [{"role": "traveller", "tokens": [CNIC, passport]}], hours_ago=9), (CNIC, passport))
    raw = fact("e2", [{"role": "traveller", "tokens": [passport]}], observations=["spoken-for"], hours_ago=4)
    loop = play(told("e1", "held", partner="bank-chinar", sector="bank"), shown, (raw, (passport,)))
    (alert,) = [a for a in loop.alerts if a.subject == CNIC and a.status is Status.OPEN]
    direct, relayed = alert.joins
    assert (direct.kind, direct.hops, direct.partners, direct.through) == ("cnic", 0, ("bank-chinar",), None)
    assert (relayed.kind, relayed.hops, relayed.partners) == ("passport", 1, ("air-nilkanth",))
    assert relayed.shown_by == ("air-nilkanth",)
    assert CNIC[5:] not in "".join(join.model_dump_json() for join in alert.joins)


def test_no_two_alerts_tie() -> None:
    one = play(*BOTH).alerts[0]
    changes: list[Callable[[Alert], Alert]] = [
        lambda alert: alert.model_copy(update={"priority": Priority.P1}),
        lambda alert: alert.model_copy(update={"rank": alert.rank + 1}),
        lambda alert: alert.model_copy(update={"child": True}),
        lambda alert: alert.model_copy(update={"id": "f" * 32}),
    ]
    assert [as_taken(change(one)) < as_taken(one) for change in changes] == [True, True, True, False]
    assert as_taken(changes[-1](one)) != as_taken(one)


PHONE = tok("phone", "shared")


def by_phone(event: str, name: str, person: str) -> tuple[bytes, tuple[str, ...]]:
    party = {"role": "traveller", "tokens": [tok("cnic", person), PHONE] if person else [PHONE], "age": 22}
    return fact(event, [party], observations=[WATCHED[name].value]), (PHONE,)


def test_behind_a_phone_that_several_people_show_nobody_is_one_possible_victim() -> None:
    alone = play(by_phone("e1", "held", ""), by_phone("e2", "spoken", "")).latest()
    assert [alert.status for alert in alone.values()] == [Status.OPEN]
    assert not play(by_phone("e1", "held", "a"), by_phone("e2", "spoken", "b")).latest()


def test_an_alert_on_a_phone_is_withdrawn_when_it_turns_out_to_be_of_several_people() -> None:
    tales = by_phone("e1", "held", "a"), by_phone("e2", "spoken", ""), by_phone("e3", "vague", "b")
    assert [alert.status for alert in play(*tales).latest().values()] == [Status.WITHDRAWN]
