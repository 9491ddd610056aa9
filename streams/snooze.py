"""Whether an inbox asked not to be told of this, and whether what is new is worth telling all the same. Pure."""

from collections.abc import Iterable
from datetime import UTC, datetime

from schemas.alert import Alert, Priority, Status
from schemas.snooze import Snooze

MUCH_MORE = 2.0
"""[D] Evidence that has doubled since is news."""


def held_by(alert: Alert, inbox: str, snoozes: Iterable[Snooze]) -> Snooze | None:
    """The snooze that keeps this version from this inbox, or None.

    A snooze is of one inbox and one subject, and ends. It never holds back that an alert is withdrawn or goes on elsewhere,
    nor what was not known when it was given: another sector, harm, a child, a departure within 12 h, twice the evidence.
    """
    if alert.status is not Status.OPEN:
        return None
    now = datetime.fromtimestamp(alert.published / 1000, UTC)
    known = {alert.subject, *alert.aliases}
    for snooze in snoozes:
        mine = snooze.inbox == inbox and snooze.about is alert.about
        if mine and now < snooze.until and not known.isdisjoint((snooze.subject, *snooze.aliases)):
            return None if is_news(alert, snooze) else snooze
    return None


def is_news(alert: Alert, snooze: Snooze) -> bool:
    """It shows what whoever gave the snooze did not know."""
    return (
        not set(alert.sectors) <= set(snooze.sectors)
        or (alert.harm_seen and not snooze.harm_seen)
        or (alert.child and not snooze.child)
        or (alert.priority is Priority.P1 and snooze.priority is not Priority.P1)
        or alert.rank >= snooze.rank * MUCH_MORE
    )
