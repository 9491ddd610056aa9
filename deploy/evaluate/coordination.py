"""What joining adds: the same detectors in each sector alone, put together, at the same number of alerts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deploy.evaluate.hints import Hint
from deploy.evaluate.intervals import Estimate, Share, ratio, share
from deploy.evaluate.labels import Labelled
from deploy.evaluate.matching import Course, Matcher, Named
from deploy.evaluate.recall import cases_of, found
from schemas.alert import as_taken

NUMBERS = (10, 20, 50, 100)
"""Alerts at which joined and apart are compared, beside all."""


@dataclass(frozen=True, slots=True)
class Side:
    """What some detectors found, and with how many alerts."""

    cases: Share
    alerts: int
    """That stand at the end."""


@dataclass(frozen=True, slots=True)
class Point:
    """Both sides at one number of alerts, those read first."""

    alerts: int
    joined: Side
    apart: Side
    times: Estimate


@dataclass(frozen=True, slots=True)
class Coordination:
    """Joined against apart."""

    joined: Side
    alone: dict[str, Side]
    together: Side
    """The three sectors apart, their findings put together, however many alerts that takes."""
    apart: Side
    """As many as the joined scorer made: of the alerts those read first; where they are fewer, what lies below the line is
    added, the highest rank first, so that the sectors apart are not behind for want of alerts."""
    added: int
    """How many of `apart` lie below the line."""
    times: Estimate
    """How many times the cases of `apart` the joined scorer finds."""
    curve: tuple[Point, ...]
    """The same comparison at fewer alerts; the last point is that of all that the joined scorer made."""


def coordination(
    joined: Sequence[Course],
    alone: Mapping[str, Sequence[Course]],
    below: Iterable[Hint],
    labels: Sequence[Labelled],
    matcher: Matcher,
) -> Coordination:
    """Compare. An alert of one sector on a subject on which another sector has one too is an alert of its own: apart, nobody
    knows of the other."""
    whole = _side(joined, labels, matcher)
    every = [course for courses in alone.values() for course in courses]
    mine, theirs = _first(joined), _first(every)
    more = sorted(below, key=lambda hint: (-hint.rank, hint.subject))[: max(0, whole.alerts - len(theirs))]
    numbers = [*(number for number in NUMBERS if number < whole.alerts), whole.alerts]
    curve = tuple(_point(number, mine, [*theirs, *more], labels, matcher) for number in numbers)
    return Coordination(
        joined=whole,
        alone={name: _side(courses, labels, matcher) for name, courses in alone.items()},
        together=_side(every, labels, matcher),
        apart=curve[-1].apart,
        added=len(more),
        times=curve[-1].times,
        curve=curve,
    )


def _first(courses: Iterable[Course]) -> list[Named]:
    """The alerts that stand, those read first at the front."""
    return [*sorted((course.last for course in courses if course.open), key=as_taken)]


def _point(
    number: int, mine: Sequence[Named], theirs: Sequence[Named], labels: Sequence[Labelled], matcher: Matcher
) -> Point:
    joined, apart = (_read(named[:number], labels, matcher) for named in (mine, theirs))
    return Point(number, joined, apart, ratio(joined.cases, apart.cases))


def _read(some: Sequence[Named], labels: Sequence[Labelled], matcher: Matcher) -> Side:
    return _shown({case for named in some for case in matcher.cases(named)}, labels, len(some))


def _side(courses: Sequence[Course], labels: Sequence[Labelled], matcher: Matcher) -> Side:
    return _shown(found(courses, matcher), labels, sum(1 for course in courses if course.open))


def _shown(cases: set[str], labels: Sequence[Labelled], alerts: int) -> Side:
    ids = {label.truth.id for label in cases_of(labels)}
    return Side(share(len(cases & ids), len(ids)), alerts)
