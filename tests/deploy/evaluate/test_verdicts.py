"""Which alerts are wrong and why, and which signs of missed cases are not enough."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from deploy.evaluate.labels import TokenedSubject
from deploy.evaluate.matching import Matcher, courses
from deploy.evaluate.missed import missed_cases, watched
from deploy.evaluate.recall import recall
from deploy.evaluate.signs import Sign
from deploy.evaluate.verdicts import AlertVerdict, verdicts, wrong
from deploy.evaluate.watching import Showing, showings
from schemas.alert import Alert, Status
from schemas.rulepack import Strength, Subject
from schemas.token import TokenKind
from schemas.truth import Label
from streams.history import History
from streams.scoring import score
from streams.stored import dump
from tests.deploy.evaluate.alerts import FACILITATOR, VICTIM, alert, hit, record, token
from tests.streams.facts import tok
from tests.streams.indicators.air_examples import noor
from tests.streams.indicators.build import air, sightings
from tests.streams.test_explain import PACK

CASES = [
    record("one", ("A", VICTIM), ("B", FACILITATOR), scenario="first"),
    record("two", ("C", VICTIM), scenario="second"),
    record("innocent", ("H", VICTIM), label=Label.LOOK_ALIKE, scenario="a-wedding"),
]


def on(letter: str, event: str, rank: float, **more: object) -> Alert:
    """An alert that rests on one event."""
    return alert(letter, rank=rank, hits=(hit("a-last-minute", Strength.WEAK, event),), **more)  # type: ignore[arg-type]


ALERTS = [
    on("A", "e1", 9.0),  # right
    on("B", "e1", 8.0, about=FACILITATOR),  # right, of the same matter
    on("C", "e2", 7.0, about=FACILITATOR),  # the right person, taken for something else
    on("H", "e3", 6.0, aliases="A"),  # names a look-alike and a case
    on("H", "e4", 5.0, about=FACILITATOR),  # a look-alike
    on("Z", "e5", 4.0),  # nobody, and withdrawn
    on("Z", "e5", 4.0, version=2, status=Status.WITHDRAWN),
    on("Y", "e6", 3.0, status=Status.WITHDRAWN),  # never shown
]


def of(alerts: Sequence[AlertVerdict], rank: float) -> AlertVerdict:
    """The one with this rank."""
    return next(alert for alert in alerts if alert.rank == rank)


def test_every_alert_that_was_shown_is_told_with_its_matter_and_its_verdict() -> None:
    found = verdicts(courses(ALERTS), Matcher(CASES))
    assert [(one.rank, one.matter, one.right) for one in found] == [
        (9.0, 1, True),
        (8.0, 1, True),
        (7.0, 2, False),
        (6.0, 3, True),
        (5.0, 4, False),
        (4.0, None, False),
    ]
    assert [one.withdrawn for one in found] == [False] * 5 + [True]
    assert [one.rank for one in wrong(found)] == [7.0, 5.0, 4.0]
    assert of(found, 9.0).signs[0].evidence == ("air-nilkanth/e1",)
    assert of(found, 9.0).signs[0].counted is Strength.WEAK


def test_an_alert_says_whom_of_the_truth_file_it_names_and_whether_it_takes_them_for_what_they_are() -> None:
    found = verdicts(courses(ALERTS), Matcher(CASES))
    named = {one.rank: [(n.id, n.label, n.scenario, n.subject, n.same_meaning) for n in one.names] for one in found}
    assert named[8.0] == [("one", Label.CASE, "first", 1, True)]
    assert named[7.0] == [("two", Label.CASE, "second", 0, False)]
    assert named[6.0] == [
        ("innocent", Label.LOOK_ALIKE, "a-wedding", 0, True),
        ("one", Label.CASE, "first", 0, True),
    ]
    assert named[5.0] == [("innocent", Label.LOOK_ALIKE, "a-wedding", 0, False)]
    assert named[4.0] == []


def test_without_a_truth_file_an_alert_is_neither_right_nor_wrong() -> None:
    found = verdicts(courses(ALERTS), Matcher([]), known=False)
    assert {one.right for one in found} == {None}
    assert wrong(found) == ()


def shows(letter: str, kind: str, *signs: Sign, about: Subject = VICTIM) -> Showing:
    """What a token of this letter shows."""
    return Showing(token(letter, kind), TokenKind(kind), about, "1 weak", signs)


def sign(indicator: str, *events: str) -> Sign:
    """A weak sign that counts."""
    return Sign(indicator, Strength.WEAK, Strength.WEAK, None, (), "Invented.", events)


def test_a_missed_case_says_what_its_subjects_show_and_which_alerts_name_them() -> None:
    missed = replace(CASES[1], subjects=(TokenedSubject(VICTIM, frozenset({token("C"), token("C", "phone")})),))
    labels = [CASES[0], missed]
    one, two = sign("a-last-minute", "air-nilkanth/e9"), sign("b-velocity", "bank-chinar/t1")
    found = courses(ALERTS)
    fates = recall(found, labels, Matcher(labels)).fates
    shown = [shows("C", "phone", two), shows("C", "cnic", one), shows("A", "cnic", one)]
    (case,) = missed_cases(fates, labels, verdicts(found, Matcher(labels)), shown)
    assert (case.id, case.scenario, case.told, case.alerts) == ("two", "second", True, (ALERTS[2].id,))
    assert [(s.subject, s.known_by, s.same_meaning, s.signs) for s in case.shows] == [
        (0, TokenKind.CNIC, True, (one,)),
        (0, TokenKind.PHONE, True, (two,)),
    ]


def test_a_token_that_shows_only_what_another_one_shows_is_not_told_again() -> None:
    tokens = frozenset({token("C"), token("C", "phone")})
    labels = [replace(CASES[1], subjects=(TokenedSubject(VICTIM, tokens),))]
    one, two = sign("a-last-minute", "air-nilkanth/e9"), sign("b-velocity", "bank-chinar/t1")
    shown = [
        shows("C", "cnic", one),
        shows("C", "phone", one, two),
        shows("C", "cnic", sign("b-funnel", "bank-chinar/t2"), about=FACILITATOR),
    ]
    (case,) = missed_cases(recall([], labels, Matcher(labels)).fates, labels, (), shown)
    assert [(s.known_by, s.about, s.same_meaning) for s in case.shows] == [
        (TokenKind.PHONE, VICTIM, True),
        (TokenKind.CNIC, FACILITATOR, False),
    ]


def test_only_cases_that_count_are_watched() -> None:
    assert watched(CASES) == {token("A"), token("B"), token("C")}
    assert watched([record("hidden", ("A", VICTIM), detectable=False)]) == frozenset()


@pytest.fixture(scope="module")
def seen() -> History:
    """A traveller on a visit visa without return: signs, and no alert."""
    history = History(tok("cnic", "noor"))
    for entry in sightings(history.token, [air(noor(), visa_class="visit")]):
        assert not score(history, entry, PACK).alerts
    return history


def test_a_history_below_the_line_says_its_signs_with_their_sentences(seen: History) -> None:
    (found,) = showings([seen, History(tok("cnic", "nobody"))], PACK)
    assert (found.token, found.kind, found.about) == (seen.token, TokenKind.CNIC, VICTIM)
    assert "strong" not in found.counts
    told = next(sign for sign in found.signs if sign.indicator == "a-oneway-no-return")
    assert told.evidence == ("air-nilkanth/e-0",)
    assert "visit" in told.sentence
    assert told.counted is PACK.by_id[told.indicator].rule.strength


def test_to_be_asked_changes_nothing(seen: History) -> None:
    before = dump(seen)
    assert showings([seen], PACK) == showings([seen], PACK)
    assert dump(seen) == before
