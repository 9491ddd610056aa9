"""What joining adds: the same detectors in each sector alone, put together, at the same number of alerts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deploy.evaluate.hints import Hint
from deploy.evaluate.intervals import Estimate, Share, ratio, share
from deploy.evaluate.labels import Labelled
from deploy.evaluate.matching import Course, Matcher, Named
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
    """As many as the joined scorer made: of the alerts those read first; where they are fewer, what lies below the line is
    added, the highest rank first, so that the sectors apart are not behind for want of alerts."""
    added: int
    """How many of `apart` lie below the line."""
    times: Estimate
    """How many times the cases of `apart` the joined scorer finds."""


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
    standing = sorted((course.last for course in every if course.open), key=as_taken)
    first: list[Named] = [*standing[: whole.alerts]]
    more = sorted(below, key=lambda hint: (-hint.rank, hint.subject))[: whole.alerts - len(first)]
    met = {case for named in (*first, *more) for case in matcher.cases(named)}
    apart = _shown(met, labels, len(first) + len(more))
    return Coordination(
        joined=whole,
        alone={name: _side(courses, labels, matcher) for name, courses in alone.items()},
        together=_side(every, labels, matcher),
        apart=apart,
        added=len(more),
        times=ratio(whole.cases, apart.cases),
    )


def _side(courses: Sequence[Course], labels: Sequence[Labelled], matcher: Matcher) -> Side:
    return _shown(found(courses, matcher), labels, sum(1 for course in courses if course.open))


def _shown(cases: set[str], labels: Sequence[Labelled], alerts: int) -> Side:
    ids = {label.truth.id for label in cases_of(labels)}
    return Side(share(len(cases & ids), len(ids)), alerts)
