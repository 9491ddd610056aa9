"""Matters in the store: which alerts of an inbox rest on the same reports, kept true with every view that comes or goes.

Only an inbox of profile fia has any: a service is not told what an alert rests on, so it cannot be told who shares it.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, select

from consumers.clock import millis
from consumers.matter import Held, named
from consumers.store import insert_new, upsert
from consumers.tables import GROUNDS, MATTERS
from schemas.alert import Status
from schemas.matter import Ground, grounds, together
from schemas.view import View


def enter(connection: Connection, views: Sequence[View], now: datetime) -> int:
    """Take these into account, which have just been stored, and return how many matters are new with them.

    A version that ended its alert leaves the grounds as they were: the matter is still what it was about.
    """
    entered: dict[tuple[str, str], View] = {}
    for view in views:
        if view.alert is not None and entered.get((view.inbox, view.alert_id), view).version <= view.version:
            entered[view.inbox, view.alert_id] = view
    opened = 0
    for inbox in dict.fromkeys(inbox for inbox, _ in entered):
        fresh = {alert: view for (where, alert), view in entered.items() if where == inbox}
        opened += _enter(connection, inbox, fresh, now)
    return opened


def leave(connection: Connection, inbox: str, alerts: Collection[str]) -> None:
    """These alerts were forgotten; what only they tied together falls apart."""
    torn = _matters_of(connection, inbox, alerts)
    for table in (GROUNDS, MATTERS):
        connection.execute(delete(table).where(table.c.inbox == inbox, table.c.alert_id.in_(alerts)))
    _regroup(connection, inbox, torn)


def _enter(connection: Connection, inbox: str, views: Mapping[str, View], now: datetime) -> int:
    known = _held(connection, inbox, MATTERS.c.alert_id.in_(views))
    later = [alert for alert, view in views.items() if alert not in known or known[alert].version < view.version]
    held = {alert: known.get(alert, Held(alert, millis(now))) for alert in later}
    upsert(connection, MATTERS, [_row(inbox, alert, _as_of(held[alert], views[alert])) for alert in later])
    resting = {alert: grounds(shown) for alert in later if (shown := views[alert].alert) is not None}
    before = grounds_in(connection, inbox, later)
    stays = {alert for alert in before if views[alert].status is not Status.OPEN or before[alert] == resting[alert]}
    changed = [alert for alert in later if alert not in stays]
    _rest(connection, inbox, {alert: resting[alert] for alert in changed})
    _regroup(connection, inbox, _matters_of(connection, inbox, _near(connection, inbox, changed)))
    return _opened(connection, inbox, frozenset(later) - known.keys())


def _opened(connection: Connection, inbox: str, new: Collection[str]) -> int:
    """Matters of these new alerts that nothing else is a part of."""
    names = _matters_of(connection, inbox, new)
    joined = _held(connection, inbox, MATTERS.c.matter.in_(names))
    return len(names - {one.matter for alert, one in joined.items() if alert not in new})


def _as_of(held: Held, view: View) -> Held:
    rank = view.alert.rank if view.alert is not None else 0.0
    return held._replace(version=view.version, standing=view.status is Status.OPEN, rank=rank)


def _rest(connection: Connection, inbox: str, resting: Mapping[str, Collection[Ground]]) -> None:
    """Put these grounds in the place of those of earlier versions."""
    connection.execute(delete(GROUNDS).where(GROUNDS.c.inbox == inbox, GROUNDS.c.alert_id.in_(resting)))
    rows = [{"inbox": inbox, "alert_id": alert, **one._asdict()} for alert, found in resting.items() for one in found]
    insert_new(connection, GROUNDS, rows)


def _regroup(connection: Connection, inbox: str, matters: Collection[str]) -> None:
    """Find out anew what the alerts of these matters have in common."""
    held = _held(connection, inbox, MATTERS.c.matter.in_(matters))
    resting = grounds_in(connection, inbox, held)
    named_so = select(MATTERS.c.matter).where(MATTERS.c.inbox == inbox, MATTERS.c.matter.in_(held)).distinct()
    elsewhere = set(connection.scalars(named_so)) - set(matters)
    names = named(together({alert: resting.get(alert, frozenset()) for alert in held}), held, elsewhere)
    moved = [alert for alert, name in names.items() if name != held[alert].matter]
    upsert(connection, MATTERS, [_row(inbox, one, held[one]._replace(matter=names[one])) for one in moved])


def _near(connection: Connection, inbox: str, alerts: Collection[str]) -> set[str]:
    """These alerts, and those that share a ground with one of them."""
    mine, theirs = GROUNDS.alias(), GROUNDS.alias()
    same = and_(mine.c.inbox == theirs.c.inbox, mine.c.partner == theirs.c.partner, mine.c.event == theirs.c.event)
    shared = (
        select(theirs.c.alert_id).join(mine, same).where(mine.c.inbox == inbox, mine.c.alert_id.in_(alerts)).distinct()
    )
    return {*alerts, *connection.scalars(shared)}


def _matters_of(connection: Connection, inbox: str, alerts: Collection[str]) -> set[str]:
    return {one.matter for one in _held(connection, inbox, MATTERS.c.alert_id.in_(alerts)).values()}


def _held(connection: Connection, inbox: str, which: ColumnElement[bool]) -> dict[str, Held]:
    rows = connection.execute(select(MATTERS).where(MATTERS.c.inbox == inbox, which))
    return {row.alert_id: Held(row.matter, row.since, row.version, row.standing, row.rank) for row in rows}


def grounds_in(connection: Connection, inbox: str, alerts: Collection[str]) -> dict[str, frozenset[Ground]]:
    """Alert id -> the reports that it rests on."""
    found: dict[str, set[Ground]] = {}
    wanted = select(GROUNDS).where(GROUNDS.c.inbox == inbox, GROUNDS.c.alert_id.in_(alerts))
    for row in connection.execute(wanted):
        found.setdefault(row.alert_id, set()).add(Ground(row.partner, row.event))
    return {alert: frozenset(resting) for alert, resting in found.items()}


def _row(inbox: str, alert: str, held: Held) -> dict[str, Any]:
    return {"inbox": inbox, "alert_id": alert, **held._asdict()}
