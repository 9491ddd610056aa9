"""How urgent, and by when: priorities follow the departure, not the strength of the evidence (domain 5.2)."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from schemas.alert import Journey, Priority
from schemas.facts import Trip

SOON = timedelta(hours=12)
NEAR = timedelta(hours=72)
BEFORE_DEPARTURE = timedelta(minutes=45)
"""Check-in usually closes an hour before an international flight; later the alert is worth nothing."""
AT_ONCE = timedelta(hours=1)
"""For a child or seen harm without a known departure."""
WITHIN = timedelta(hours=12)
"""For a departure in 12 to 72 hours, from when it is one."""
WORKING_DAYS = 5
_RISES = {Priority.P3: NEAR, Priority.P2: SOON}


class Urgency(NamedTuple):
    """A priority with the moment it is due and why."""

    priority: Priority
    decide_by: datetime


def urgency(journeys: Iterable[Journey | Trip], *, child: bool, harm: bool, opened: datetime, now: datetime) -> Urgency:
    """P1 within 12 h of departure, or a child, or harm seen; P2 within 72 h; P3 otherwise. Never due after the departure.

    `opened` and `now` are publication times (UTC): when the alert began and when this version's event came.
    """
    ahead = [journey.departs_at for journey in journeys if journey.departs_at > now]
    departure = min(ahead, default=None)
    latest = departure - BEFORE_DEPARTURE if departure else None
    if (departure and departure - now <= SOON) or child or harm:
        due = latest if latest and departure and departure - now <= NEAR else opened + AT_ONCE
        return Urgency(Priority.P1, due.astimezone(UTC))
    if departure and latest and departure - now <= NEAR:
        return Urgency(Priority.P2, min(latest, max(opened, departure - NEAR) + WITHIN).astimezone(UTC))
    due = _working_days(opened, WORKING_DAYS)
    return Urgency(Priority.P3, (min(latest, due) if latest else due).astimezone(UTC))


def rises(journeys: Iterable[Journey | Trip], told: Priority, now: datetime) -> datetime | None:
    """When the clock alone will make an alert of this priority more urgent; None: never, as far as is known."""
    span = _RISES.get(told)
    if span is None:
        return None
    ahead = (journey.departs_at - span for journey in journeys if journey.departs_at > now)
    return min((moment for moment in ahead if moment > now), default=None)


def _working_days(start: datetime, days: int) -> datetime:
    moment = start
    while days:
        moment += timedelta(days=1)
        days -= moment.weekday() < 5  # Monday to Friday, as FIA offices keep them
    return moment
