"""What officers read when they cannot read all, and how much of it is right."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2
from statistics import fmean

from deploy.evaluate.intervals import Estimate, Share, bootstrap, share
from deploy.evaluate.matching import Course, Matcher
from schemas.alert import Alert, Status, as_taken

BUDGETS = (1, 2, 5, 10, 20, 50, 100)
"""Alerts a day, for the curve."""
DEFAULT_BUDGET = 20
"""Alerts that one officer looks into in a day: our own default [D]."""
PAKISTAN_MS = 5 * 3_600_000
DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read under one budget."""

    budget: int
    """Alerts a day that all officers together look into."""
    precision: Share
    """Of the alerts read: right when they were read."""
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


def reading(shown: Sequence[Sequence[Alert]], matcher: Matcher, budget: int) -> Reading:
    """Read at most `budget` alerts of each day, from the top. What was read is not read again; what was not read comes back
    only on a day on which there is news of it."""
    read: dict[str, frozenset[str]] = {}
    met: set[str] = set()
    for alerts in shown:
        fresh = [alert for alert in alerts if alert.id not in read]
        met.update(alert.id for alert in fresh)
        read.update((alert.id, matcher.cases(alert)) for alert in fresh[:budget])
    right = sum(1 for cases in read.values() if cases)
    cases = {case for found in read.values() for case in found}
    return Reading(budget, share(right, len(read)), len(cases), len(met) - len(read))


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
