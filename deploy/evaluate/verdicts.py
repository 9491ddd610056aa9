"""Which alerts are right and which are wrong, one by one: what each says, on which reports, whom the truth file says it names. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deploy.evaluate.matching import Course, Fit, Matcher, Way
from deploy.evaluate.matters import grouped
from deploy.evaluate.signs import Sign, of_hit
from schemas.alert import Alert, Line, Priority, Status, as_taken
from schemas.facts import Benign
from schemas.matter import grounds
from schemas.rulepack import Subject
from schemas.truth import Label


@dataclass(frozen=True, slots=True)
class NamedRecord:
    """A truth record of which an alert names a subject."""

    id: str
    label: Label
    scenario: str
    subject: int
    """Which of its subjects, counted from 0."""
    same_meaning: bool
    """The alert takes the subject for what the record says it is; one that does not is not right about it."""


@dataclass(frozen=True, slots=True)
class AlertVerdict:
    """One alert, as it stands at the end or as it was shown last before it was withdrawn."""

    id: str
    version: int
    withdrawn: bool
    """It was shown and taken back later: an officer may have read it, and nothing of it stands."""
    matter: int | None
    """Alerts with one number rest on the same reports; counted from 1, as they are taken at the end. None: withdrawn."""
    about: Subject
    priority: Priority
    rank: float
    combination: str
    line: Line
    right: bool | None
    """None without a truth file: nobody knows."""
    names: tuple[NamedRecord, ...]
    """The truth records that it names; empty: somebody of whom the truth file says nothing."""
    signs: tuple[Sign, ...]
    """The most telling first, as in the alert."""


def verdicts(courses: Iterable[Course], matcher: Matcher, *, known: bool = True) -> tuple[AlertVerdict, ...]:
    """Those that stand, then those that were withdrawn, each as an officer takes them. An alert that was merged into that of a
    better token is told there. `known`: whether there is a truth file to be right by."""
    shown = [course for course in courses if course.shown]
    standing = sorted((course.last for course in shown if course.open), key=as_taken)
    gone = sorted((course.shown[-1] for course in shown if course.last.status is Status.WITHDRAWN), key=as_taken)
    matters = _matters(standing)
    return tuple(_verdict(alert, matcher, matters, known=known) for alert in (*standing, *gone))


def wrong(alerts: Iterable[AlertVerdict]) -> tuple[AlertVerdict, ...]:
    """Those that are right about no case, in the same order."""
    return tuple(alert for alert in alerts if alert.right is False)


def _matters(standing: Sequence[Alert]) -> Mapping[str, int]:
    return {alert.id: number for number, matter in enumerate(grouped(standing, grounds), 1) for alert in matter}


def _verdict(alert: Alert, matcher: Matcher, matters: Mapping[str, int], *, known: bool) -> AlertVerdict:
    return AlertVerdict(
        id=alert.id,
        version=alert.version,
        withdrawn=alert.id not in matters,
        matter=matters.get(alert.id),
        about=alert.about,
        priority=alert.priority,
        rank=alert.rank,
        combination=alert.combination,
        line=alert.line,
        right=bool(matcher.cases(alert)) if known else None,
        names=tuple(dict.fromkeys(_named(fit, alert) for fit in matcher.fits(alert, Way.ANY_MEANING))),
        signs=tuple(of_hit(hit, _against(alert, hit.indicator)) for hit in alert.hits),
    )


def _against(alert: Alert, indicator: str) -> tuple[Benign, ...]:
    return tuple(against.reason for against in alert.against if indicator in against.answers)


def _named(fit: Fit, alert: Alert) -> NamedRecord:
    truth = fit.label.truth
    same = fit.label.subjects[fit.subject].about is alert.about
    return NamedRecord(truth.id, truth.label, truth.scenario, fit.subject, same)
