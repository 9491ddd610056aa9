"""Whom false alerts trouble: the share of honest people with an alert, group by group."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from deploy.evaluate.intervals import Estimate, Share, ratio, share
from deploy.evaluate.matching import Course, names
from deploy.evaluate.people import Person

DIMENSIONS = ("sex", "age", "nationality", "province")
FEWEST = 200
"""People below which a group is listed and not compared [D]: one alert more or less would say anything."""


@dataclass(frozen=True, slots=True)
class GroupRate:
    """One group of honest people."""

    dimension: str
    group: str
    alerted: Share
    compared: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """The group of a dimension that is troubled most, against the one troubled least."""

    dimension: str
    most: str
    least: str
    times: Estimate


@dataclass(frozen=True, slots=True)
class Fairness:
    """How groups of honest people fare."""

    people: int
    alerted: Share
    origin: str
    """`truth`: listed in the truth file; `reports`: everybody seen in the reports."""
    groups: tuple[GroupRate, ...]
    gaps: tuple[Gap, ...]
    reasons: dict[str, dict[str, int]]
    """For each gap's dimension: the indicators in alerts on the group troubled most, and in how many."""


def fairness(courses: Sequence[Course], people: Sequence[Person], origin: str) -> Fairness:
    """Whom alerts that stand name among these people, whatever they take them for."""
    standing = [course.last for course in courses if course.open]
    alerts = {token: alert for alert in standing for token in names(alert)}
    troubled = [next((alerts[t] for t in sorted(person.tokens) if t in alerts), None) for person in people]
    rates, reasons = [], {}
    gaps = []
    for dimension in DIMENSIONS:
        size: Counter[str] = Counter()
        hit: Counter[str] = Counter()
        for person, alert in zip(people, troubled, strict=True):
            group = person.groups.get(dimension)
            if group is not None:
                size[group] += 1
                hit[group] += alert is not None
        found = [
            GroupRate(dimension, g, share(hit[g], size[g]), size[g] >= FEWEST) for g in sorted(size, key=_by_number)
        ]
        rates += found
        if (gap := _gap(dimension, [rate for rate in found if rate.compared])) is not None:
            gaps.append(gap)
            signs: Counter[str] = Counter()
            for person, alert in zip(people, troubled, strict=True):
                if alert is not None and person.groups.get(dimension) == gap.most:
                    signs.update({h.indicator for h in alert.hits if h.counts})
            reasons[dimension] = dict(signs.most_common(8))
    total = share(sum(alert is not None for alert in troubled), len(people))
    return Fairness(len(people), total, origin, tuple(rates), tuple(gaps), reasons)


def _gap(dimension: str, rates: Sequence[GroupRate]) -> Gap | None:
    if len(rates) < 2 or not any(rate.alerted.count for rate in rates):
        return None  # nobody was troubled: there is nothing to compare
    most = max(rates, key=lambda rate: rate.alerted.value or 0.0)
    least = min(rates, key=lambda rate: rate.alerted.value or 0.0)
    return Gap(dimension, most.group, least.group, ratio(most.alerted, least.alerted))


def _by_number(group: str) -> tuple[int, str]:
    first = group.split(" ")[0]
    return (int(first) if first.isdigit() else -1, group)
