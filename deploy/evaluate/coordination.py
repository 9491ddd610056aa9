"""What joining adds: the same detectors in each sector alone, put together, at the same number of alerts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deploy.evaluate.intervals import Estimate, Share, ratio, share
from deploy.evaluate.labels import Labelled
from deploy.evaluate.matching import Course, Matcher
from deploy.evaluate.recall import cases_of, found
from schemas.alert import as_taken


@dataclass(frozen=True, slots=True)
class Side:
    """What some detectors found, and with how many alerts."""

    cases: Share
    alerts: int
    """That stand at the end."""


@dataclass(frozen=True, slots=True)
class Coordination:
    """Joined against apart."""

    joined: Side
    alone: dict[str, Side]
    together: Side
    """The three sectors apart, their findings put together, however many alerts that takes."""
    apart: Side
    """The same, but no more alerts than the joined scorer made: those read first."""
    times: Estimate
    """How many times the cases of `apart` the joined scorer finds."""


def coordination(
    joined: Sequence[Course],
    alone: Mapping[str, Sequence[Course]],
    labels: Sequence[Labelled],
    matcher: Matcher,
) -> Coordination:
    """Compare. An alert of one sector on a subject on which another sector has one too is an alert of its own: apart, nobody
    knows of the other."""
    whole = _side(joined, labels, matcher)
    every = [course for courses in alone.values() for course in courses]
    first = sorted((course for course in every if course.open), key=lambda course: as_taken(course.last))[
        : whole.alerts
    ]
    apart = _side(first, labels, matcher)
    return Coordination(
        joined=whole,
        alone={name: _side(courses, labels, matcher) for name, courses in alone.items()},
        together=_side(every, labels, matcher),
        apart=apart,
        times=ratio(whole.cases, apart.cases),
    )


def _side(courses: Sequence[Course], labels: Sequence[Labelled], matcher: Matcher) -> Side:
    ids = {label.truth.id for label in cases_of(labels)}
    return Side(share(len(found(courses, matcher) & ids), len(ids)), sum(1 for course in courses if course.open))
