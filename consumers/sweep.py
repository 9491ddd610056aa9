"""The sweep: what the store no longer needs is deleted, alert by alert; the audit keeps that it was there, and when it went."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, and_, delete, func, select

from consumers.audit import Action, Deed, append
from consumers.clock import millis
from consumers.grouping import leave
from consumers.store import Store
from consumers.tables import DELIVERIES, EVIDENCE, RECEIPTS, STRAYS, VIEWS

ACTOR = "retention"
AT_ONCE = 100
"""Alerts in one transaction: a view that comes meanwhile waits for no more than that."""


class Swept(NamedTuple):
    """What is gone."""

    alerts: int
    strays: int


class _Past(NamedTuple):
    inbox: str
    alert_id: str


def sweep(store: Store, before: datetime, now: datetime) -> Swept:
    """Delete every alert whose newest version was stored before then, with its evidence, and every stray as old.

    An alert that still has something to deliver, or a receipt to publish, stays.
    """
    alerts = 0
    while past := _past(store, before):
        with store.writing() as connection:
            forget(connection, past, ACTOR, now)
        alerts += len(past)
    with store.writing() as connection:
        strays = connection.execute(delete(STRAYS).where(STRAYS.c.stored_at < millis(before))).rowcount
    if alerts or strays:
        store.scrub()
    return Swept(alerts, strays)


def forget(connection: Connection, alerts: Sequence[tuple[str, str]], actor: str, now: datetime) -> None:
    """Delete all that is kept of these (inbox, alert id), and enter it in the audit, in the caller's transaction."""
    for inbox, alert_id in alerts:
        views = select(VIEWS.c.id).where(VIEWS.c.inbox == inbox, VIEWS.c.alert_id == alert_id)
        connection.execute(delete(DELIVERIES).where(DELIVERIES.c.view_id.in_(views)))
        connection.execute(delete(VIEWS).where(VIEWS.c.inbox == inbox, VIEWS.c.alert_id == alert_id))
        connection.execute(delete(EVIDENCE).where(EVIDENCE.c.inbox == inbox, EVIDENCE.c.alert_id == alert_id))
        left = select(VIEWS.c.id).where(VIEWS.c.alert_id == alert_id).exists()
        connection.execute(
            delete(RECEIPTS).where(RECEIPTS.c.alert_id == alert_id, RECEIPTS.c.published.is_(True), ~left)
        )
    for inbox in sorted({inbox for inbox, _ in alerts}):
        leave(connection, inbox, [alert_id for where, alert_id in alerts if where == inbox])
    append(connection, [Deed(actor, Action.FORGOTTEN, f"{inbox} {alert_id}") for inbox, alert_id in alerts], now)


def _past(store: Store, before: datetime) -> list[_Past]:
    waiting = select(DELIVERIES.c.view_id).where(DELIVERIES.c.state == "pending")
    unsaid = select(RECEIPTS.c.alert_id).where(RECEIPTS.c.published.is_(False))
    busy = select(VIEWS.c.alert_id).where(VIEWS.c.id.in_(waiting))
    wanted = (
        select(VIEWS.c.inbox, VIEWS.c.alert_id)
        .where(VIEWS.c.alert_id.not_in(busy), VIEWS.c.alert_id.not_in(unsaid))
        .group_by(VIEWS.c.inbox, VIEWS.c.alert_id)
        .having(and_(func.max(VIEWS.c.stored_at) < millis(before)))
        .limit(AT_ONCE)
    )
    with store.reading() as connection:
        return [_Past(row.inbox, row.alert_id) for row in connection.execute(wanted)]
