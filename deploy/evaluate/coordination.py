"""What joining adds: the same detectors in each sector alone, put together, at the same number of matters, and of alerts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deploy.evaluate.hints import Hint
from deploy.evaluate.intervals import Estimate, Share, ratio, share
from deploy.evaluate.labels import Labelled
from deploy.evaluate.matching import Course, Matcher
from deploy.evaluate.matters import grouped, singly
from deploy.evaluate.recall import cases_of
from schemas.alert import Alert, as_taken
from schemas.matter import grounds

NUMBERS = (10, 20, 50, 100)
"""Matters, or alerts, at which joined and apart are compared, beside all."""

Read = tuple[Alert | Hint, ...]
"""What is read at once: a matter, or an alert by itself."""


@dataclass(frozen=True, slots=True)
class Side:
    """What some detectors found, and how much there is to read of it."""

    cases: Share
    alerts: int
    """That stand at the end, or lie below the line and were added."""
    matters: int
    """What is read at once: as many as alerts where each is read by itself."""


@dataclass(frozen=True, slots=True)
class Point:
    """Both sides at one number of matters, or of alerts, those read first."""

    read: int
    joined: Side
    apart: Side
    times: Estimate


@dataclass(frozen=True, slots=True)
class Comparison:
    """Joined against apart, as much to read on both sides."""

    apart: Side
    """As much as the joined scorer made: of what was raised, that read first; where it is less, what lies below the line is
    added, the highest rank first, so that the sectors apart are not behind for want of alerts."""
    added: int
    """How much of it lies below the line."""
    times: Estimate
    """How many times the cases of `apart` the joined scorer finds."""
    curve: tuple[Point, ...]
    """The same at less to read; the last point is that of all that the joined scorer made."""


@dataclass(frozen=True, slots=True)
class Coordination:
    """Joined against apart."""

    joined: Side
    alone: dict[str, Side]
    together: Side
    """The three sectors apart, their findings put together, however much that is to read."""
    matters: Comparison
    """At as many matters: what an officer has to look into. Apart, each sector knows what its own alerts have in common."""
    alerts: Comparison
    """At as many alerts, each read by itself."""


def coordination(
    joined: Sequence[Course],
    alone: Mapping[str, Sequence[Course]],
    below: Mapping[str, Sequence[Hint]],
    labels: Sequence[Labelled],
    matcher: Matcher,
) -> Coordination:
    """Compare. What one sector makes of a subject that another sector has too is a matter of its own: apart, nobody knows of
    the other. `alone`, `below`: by the same names, what each sector raises and what lies below its line."""
    mine, theirs = _first(joined), {name: _first(courses) for name, courses in alone.items()}
    hints = {name: sorted(below.get(name, ()), key=_by_rank) for name in alone}
    whole, raised = grouped(mine, grounds), {name: grouped(alerts, grounds) for name, alerts in theirs.items()}
    further = [matter for name in alone for matter in _further(raised[name], hints[name])]
    matters = [matter for found in raised.values() for matter in found]
    one_by_one: list[Read] = [*singly([alert for alerts in theirs.values() for alert in alerts])]
    one_by_one += singly([hint for found in hints.values() for hint in found])
    return Coordination(
        joined=_read(whole, labels, matcher),
        alone={name: _read(found, labels, matcher) for name, found in raised.items()},
        together=_read(matters, labels, matcher),
        matters=_compared(whole, [*matters, *further], labels, matcher),
        alerts=_compared(singly(mine), one_by_one, labels, matcher),
    )


def _further(raised: Iterable[Sequence[Alert]], hints: Sequence[Hint]) -> list[tuple[Hint, ...]]:
    """Matters below the line of one sector; what rests on a report that a raised one rests on is no further matter."""
    read = {ground for matter in raised for alert in matter for ground in grounds(alert)}
    return grouped([hint for hint in hints if read.isdisjoint(hint.grounds)], lambda hint: hint.grounds)


def _compared(mine: Sequence[Read], theirs: Iterable[Read], labels: Sequence[Labelled], matcher: Matcher) -> Comparison:
    every = sorted(theirs, key=_in_order)[: len(mine)]
    numbers = [*(number for number in NUMBERS if number < len(mine)), len(mine)]
    curve = []
    for number in numbers:
        one, other = (_read(read[:number], labels, matcher) for read in (mine, every))
        curve.append(Point(number, one, other, ratio(one.cases, other.cases)))
    added = sum(1 for read in every if isinstance(read[0], Hint))
    return Comparison(curve[-1].apart, added, curve[-1].times, tuple(curve))


def _first(courses: Iterable[Course]) -> list[Alert]:
    """The alerts that stand, those read first at the front."""
    return sorted((course.last for course in courses if course.open), key=as_taken)


def _in_order(read: Read) -> tuple[object, ...]:
    """What was raised as an officer takes it, then what lies below the line by its rank."""
    first = read[0]
    return (1, *_by_rank(first)) if isinstance(first, Hint) else (0, *as_taken(first))


def _by_rank(hint: Hint) -> tuple[float, str]:
    return -hint.rank, hint.subject


def _read(some: Sequence[Read], labels: Sequence[Labelled], matcher: Matcher) -> Side:
    ids = {label.truth.id for label in cases_of(labels)}
    found = {case for read in some for named in read for case in matcher.cases(named)}
    return Side(share(len(found & ids), len(ids)), sum(map(len, some)), len(some))
