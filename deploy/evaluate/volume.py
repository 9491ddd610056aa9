"""How many alerts there are: for the events that caused them, for a day, for an officer's day; how many are right."""

from collections.abc import Sequence
from dataclasses import dataclass

from deploy.evaluate.attention import day_of
from deploy.evaluate.intervals import Share, share
from deploy.evaluate.matching import Course, Matcher
from deploy.evaluate.matters import grouped
from schemas.alert import Alert, as_taken
from schemas.matter import grounds


@dataclass(frozen=True, slots=True)
class Volume:
    """Counts of alerts; one alert has one or more versions."""

    raised: int
    """Ever shown."""
    standing: int
    """At the end neither withdrawn nor merged into another."""
    versions: int
    right: Share
    """Of those that stand: right."""
    matters: int
    """What is to look into at the end: alerts that stand and rest on the same reports are one."""
    matters_right: Share
    """Of these: the alert that is taken first is right."""
    matters_per_officer_day: float
    """New ones: of whose alerts nothing was shown on an earlier day; over the days of the stream and the officers."""
    look_alikes: int
    """Of those that stand: mistaken look-alikes."""
    mistaken: tuple[str, ...]
    """Ids of the look-alikes."""
    per_100_000_events: float
    """Raised."""
    per_officer_day: float
    """Raised, over the days of the stream and the officers."""
    by_day: tuple[tuple[int, int, int], ...]
    """(days since 1970, right, wrong) alerts by the day on which each was first shown."""


def volume(
    courses: Sequence[Course],
    evenings: Sequence[Sequence[tuple[Alert, ...]]],
    matcher: Matcher,
    events: int,
    days: float,
    officers: int,
) -> Volume:
    """Count them. `evenings`: the matters with news of each day, as `deploy.evaluate.attention` shows them."""
    raised = [course for course in courses if course.shown]
    standing = [course for course in courses if course.open]
    wrong = [course for course in standing if not matcher.cases(course.last)]
    mistaken = {id for course in wrong for id in matcher.look_alikes(course.last)}
    matters = grouped(sorted((course.last for course in standing), key=as_taken), grounds)
    by_day: dict[int, list[int]] = {}
    for course in raised:
        counts = by_day.setdefault(day_of(course.shown[0].published), [0, 0])
        counts[0 if matcher.cases(course.shown[-1]) else 1] += 1
    return Volume(
        raised=len(raised),
        standing=len(standing),
        versions=sum(len(course.versions) for course in courses),
        right=share(len(standing) - len(wrong), len(standing)),
        matters=len(matters),
        matters_right=share(sum(bool(matcher.cases(matter[0])) for matter in matters), len(matters)),
        matters_per_officer_day=round(_new(evenings) / days / officers, 3),
        look_alikes=sum(1 for course in wrong if matcher.look_alikes(course.last)),
        mistaken=tuple(sorted(mistaken)),
        per_100_000_events=round(len(raised) / events * 100_000, 2) if events else 0.0,
        per_officer_day=round(len(raised) / days / officers, 3),
        by_day=tuple((day, right, wrong) for day, (right, wrong) in sorted(by_day.items())),
    )


def _new(evenings: Sequence[Sequence[tuple[Alert, ...]]]) -> int:
    """Matters that were new when they were first shown."""
    seen: set[str] = set()
    count = 0
    for matters in evenings:
        for matter in matters:
            count += seen.isdisjoint(alert.id for alert in matter)
            seen.update(alert.id for alert in matter)
    return count
