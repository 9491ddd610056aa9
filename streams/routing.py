"""Who gets an alert: a tree of routes, the deepest match wins, `continue` goes on. Pure."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from schemas.alert import Alert
from schemas.route import Match, Route, RouteTable

STILL_TOLD = timedelta(hours=24)
"""After a departure, that it came near: the person may still be met on arrival [D]."""


class Chosen(NamedTuple):
    """An inbox, with the route that chose it."""

    inbox: str
    route: str


class Routed(NamedTuple):
    """A decision: inboxes, or the named reason why there are none."""

    chosen: tuple[Chosen, ...]
    suppressed: str = ""


def routed(alert: Alert, table: RouteTable, told: tuple[str, ...] = ()) -> Routed:
    """Decide who gets this version. Whoever was told of an earlier one (`told`) is told of this one too."""
    chosen: dict[str, Chosen] = {}
    reasons: list[str] = []
    for leaf, inboxes, reason in _leaves(alert, table.root, (), None):
        if reason is not None:
            reasons.append(reason)
            continue
        for inbox in inboxes:
            chosen.setdefault(inbox, Chosen(inbox, leaf.name))
    for inbox in told:
        if inbox in table.inboxes:
            chosen.setdefault(inbox, Chosen(inbox, "told-before"))
    if chosen:
        return Routed(tuple(chosen.values()))
    return Routed((), reasons[0] if reasons else "no-route")


def is_over(alert: Alert, now: int) -> bool:
    """It says only that a departure came near, and long after that: whoever reads all sightings anew must not tell officers of
    every flight of a year. `now`: milliseconds since 1970."""
    last = datetime.fromtimestamp(now / 1000, UTC) - STILL_TOLD
    return alert.by_clock and all(journey.departs_at < last for journey in alert.journeys)


def _leaves(
    alert: Alert, route: Route, inherited: tuple[str, ...], muted: str | None
) -> list[tuple[Route, tuple[str, ...], str | None]]:
    """The deepest matching routes under this one, with what they inherit. Empty: this one does not match.

    A child that goes on is beside, not instead: where no other child matches, this route is meant as well.
    """
    if not matches(alert, route.match):
        return []
    inboxes = route.inboxes or inherited
    reason = route.mute_reason or muted
    found: list[tuple[Route, tuple[str, ...], str | None]] = []
    for child in route.routes:
        below = _leaves(alert, child, inboxes, reason)
        found += below
        if below and not child.goes_on:
            return found
    return [*found, (route, inboxes, reason)]


def matches(alert: Alert, match: Match) -> bool:
    """Whether all named conditions hold. Journeys count while they lie ahead of the alert's publication."""
    now = datetime.fromtimestamp(alert.published / 1000, UTC)
    ahead = [journey for journey in alert.journeys if journey.departs_at > now]
    return (
        _any(match.about, (alert.about,))
        and _any(match.priority, (alert.priority,))
        and _any(match.typology, alert.typologies)
        and _any(match.sector, alert.sectors)
        and _any(match.indicator, tuple(hit.indicator for hit in alert.hits))
        and _any(match.origin, tuple(journey.origin for journey in ahead))
        and _any(match.destination_country, tuple(j.destination_country for j in alert.journeys))
        and (not match.partner or all(ref.partner in match.partner for ref in alert.evidence))
        and match.child in (None, alert.child)
        and (match.min_sectors is None or len(alert.sectors) >= match.min_sectors)
        and (
            match.departs_within_hours is None
            or any(j.departs_at - now <= timedelta(hours=match.departs_within_hours) for j in ahead)
        )
    )


def _any(wanted: tuple[object, ...], found: tuple[object, ...]) -> bool:
    return not wanted or any(value in wanted for value in found)
