"""What officers read when they cannot read all, and how much of it is right."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2
from statistics import fmean

from deploy.evaluate.intervals import Estimate, Share, bootstrap, share
from deploy.evaluate.matching import Course, Matcher
from deploy.evaluate.matters import grouped
from schemas.alert import Alert, Status, as_taken
from schemas.matter import grounds

BUDGETS = (1, 2, 5, 10, 20, 50, 100)
"""Matters a day, for the curve."""
DEFAULT_BUDGET = 20
"""Matters that one officer looks into in a day: our own default [D]."""
PAKISTAN_MS = 5 * 3_600_000
DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read under one budget: matters, or alerts one by one."""

    budget: int
    """Matters, or alerts, a day that all officers together look into."""
    precision: Share
    """Of those read: right when they were read. A matter is right when the alert that is taken first in it is."""
    cases: int
    """Different cases among them."""
    unread: int
    """Alerts that never came to the top of their day."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Whether what is right stands above what is wrong. 1 is perfect."""

    daily: Estimate
    """nDCG of a day's alerts as an officer sees them, mean of the days that have right and wrong ones."""
    whole: float | None
    """nDCG of all alerts that stand at the end, by their rank alone."""


def day_of(published: int) -> int:
    """Days since 1970, as the calendar in Pakistan counts them."""
    return (published + PAKISTAN_MS) // DAY_MS


def days(courses: Sequence[Course]) -> list[list[Alert]]:
    """For each day with news, the alerts with news that stand at its end, as that evening shows them, the first to read first."""
    news: dict[int, dict[str, Alert]] = {}
    for course in courses:
        for version in course.versions:
            news.setdefault(day_of(version.published), {})[version.id] = version
    return [sorted(_standing(alerts), key=as_taken) for _, alerts in sorted(news.items())]


def evenings(courses: Sequence[Course]) -> list[list[tuple[Alert, ...]]]:
    """For each day with news, the matters with news as that evening shows them, the first to read first. A matter is all of its
    alerts that stand, also those without news."""
    of_day: dict[int, list[Alert]] = {}
    for course in courses:
        for version in course.versions:
            of_day.setdefault(day_of(version.published), []).append(version)
    latest: dict[str, Alert] = {}
    shown = []
    for _, news in sorted(of_day.items()):
        latest.update((version.id, version) for version in news)
        matters = grouped(sorted(_standing(latest), key=as_taken), grounds)
        told = {version.id for version in news}
        shown.append([matter for matter in matters if any(alert.id in told for alert in matter)])
    return shown


def reading(shown: Sequence[Sequence[tuple[Alert, ...]]], matcher: Matcher, budget: int) -> Reading:
    """Read at most `budget` matters of each day, from the top. A matter of which something was read is not read again; what was
    not read comes back only on a day on which there is news of it."""
    seen: set[str] = set()
    met: set[str] = set()
    cases: set[str] = set()
    read = right = 0
    for matters in shown:
        fresh = [matter for matter in matters if seen.isdisjoint(alert.id for alert in matter)]
        met.update(alert.id for matter in matters for alert in matter)
        seen.update(alert.id for matter in matters if matter not in fresh for alert in matter)
        for matter in fresh[:budget]:
            read += 1
            right += bool(matcher.cases(matter[0]))
            cases.update(case for alert in matter for case in matcher.cases(alert))
            seen.update(alert.id for alert in matter)
    return Reading(budget, share(right, read), len(cases), len(met - seen))


def ranking(shown: Sequence[Sequence[Alert]], courses: Sequence[Course], matcher: Matcher) -> Ranking:
    """Rank quality, day by day and over all."""
    per_day = [[bool(matcher.cases(alert)) for alert in alerts] for alerts in shown]
    telling = [ndcg(day) for day in per_day if any(day) and not all(day)]
    standing = sorted((course.last for course in courses if course.open), key=lambda alert: (-alert.rank, alert.id))
    right = [bool(matcher.cases(alert)) for alert in standing]
    return Ranking(bootstrap(telling, fmean), ndcg(right) if any(right) else None)


def ndcg(right: Sequence[bool]) -> float:
    """Normalised discounted cumulative gain of a list with gains 0 and 1 (Järvelin and Kekäläinen 2002). Raises ValueError
    when nothing in it is right, since then no order is better than another."""
    if not any(right):
        raise ValueError("nothing is right: no order is better than another")
    return _gain(right) / _gain(sorted(right, reverse=True))


def _gain(right: Sequence[bool]) -> float:
    return sum(1 / log2(place + 2) for place, good in enumerate(right) if good)


def _standing(alerts: dict[str, Alert]) -> list[Alert]:
    return [alert for alert in alerts.values() if alert.status is Status.OPEN]
