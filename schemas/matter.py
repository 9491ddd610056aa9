"""Matter: alerts that rest on the same reports. An officer reads them together, as one thing to look into. Pure.

A possible victim keeps an alert of their own, for it is about a person, and so does whoever sends them; but ten pilgrims of
one hand, and the hand, are one thing to look into. What two alerts must have in common is a report that a sign of either
rests on: an agency, a phone or a flight in common would tie strangers together.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from schemas.alert import Alert, Hit


class Ground(NamedTuple):
    """A report that a sign of an alert rests on."""

    partner: str
    event: str
    """Unique at that partner."""


def grounds(alert: Alert) -> frozenset[Ground]:
    """The reports that its counting signs rest on; those of all its signs where none counts, as in an alert that ended."""
    return _of(hit for hit in alert.hits if hit.counts) or _of(alert.hits)


def together(grounds_of: Mapping[str, Collection[Ground]]) -> list[tuple[str, ...]]:
    """Alert id -> its grounds in; out come the matters: ids of alerts that share grounds, directly or through others.

    Every alert is in exactly one, in the order in which it was given; whatever the order, the matters are the same.
    """
    matter_of: dict[str, list[str]] = {}
    first_with: dict[Ground, str] = {}
    for alert, resting in grounds_of.items():
        matter_of[alert] = [alert]
        for ground in resting:
            _unite(matter_of, first_with.setdefault(ground, alert), alert)
    place = {alert: number for number, alert in enumerate(grounds_of)}
    matters = {id(matter): matter for matter in matter_of.values()}.values()
    return sorted((tuple(sorted(matter, key=place.__getitem__)) for matter in matters), key=lambda m: place[m[0]])


def _unite(matter_of: dict[str, list[str]], one: str, other: str) -> None:
    larger, smaller = matter_of[one], matter_of[other]
    if larger is smaller:
        return
    if len(larger) < len(smaller):
        larger, smaller = smaller, larger
    larger.extend(smaller)
    matter_of.update(dict.fromkeys(smaller, larger))


def _of(hits: Iterable[Hit]) -> frozenset[Ground]:
    return frozenset(Ground(ref.partner, ref.event) for hit in hits for ref in hit.evidence)
