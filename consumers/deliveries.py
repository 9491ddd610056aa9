"""Deliveries in the store: which are due, and how each ended. The outcome, its receipt and its audit are one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, and_, func, select, update

from consumers.audit import Action, Deed, append
from consumers.clock import millis
from consumers.store import Store, upsert
from consumers.tables import DELIVERIES, RECEIPTS, VIEWS
from schemas.receipt import Outcome, Receipt, receipt_id
from schemas.view import View

UNREACHABLE = "unreachable"
"""The server itself could not be reached: says nothing about this one delivery."""
_DEEDS = {Outcome.DELIVERED: Action.DELIVERED, Outcome.FAILED: Action.FAILED, Outcome.SUPPRESSED: Action.SUPPRESSED}


@dataclass(frozen=True)
class Due:
    """One delivery to be made now."""

    view: View
    channel: str
    attempts: int
    newest: int
    """Latest version of this alert stored for this inbox."""
    due_at: int


class Backlog(NamedTuple):
    """What one inbox still waits for."""

    pending: int
    oldest: int
    """When the oldest of them was stored, milliseconds since 1970."""


def due(store: Store, channel: str, now: datetime, limit: int) -> list[Due]:
    """Deliveries of this channel that may be tried, the nearest decision first, then the priority."""
    with store.reading() as connection:
        return [
            Due(View.model_validate_json(row.raw), row.channel, row.attempts, row.newest, row.due_at)
            for row in connection.execute(_due(channel, now, limit))
        ]


def next_due(store: Store, channel: str) -> int | None:
    """When the next delivery of this channel may be tried, milliseconds since 1970."""
    with store.reading() as connection:
        at: int | None = connection.scalar(
            select(func.min(DELIVERIES.c.due_at)).where(
                DELIVERIES.c.state == "pending", DELIVERIES.c.channel == channel
            )
        )
        return at


def settle(
    store: Store, delivery: Due, outcome: Outcome, now: datetime, *, reason: str = "", message_id: str = ""
) -> None:
    """The last word on a delivery. Saying it twice, after a crash, changes nothing."""
    view, tried = delivery.view, outcome is not Outcome.SUPPRESSED
    receipt = Receipt(
        id=receipt_id(view.alert_id, view.version, view.inbox, delivery.channel),
        alert_id=view.alert_id,
        version=view.version,
        inbox=view.inbox,
        channel=delivery.channel,
        outcome=outcome,
        reason=reason,
        attempts=delivery.attempts + tried,
        at=now,
        published=view.published,
    )
    with store.writing() as connection:
        changed = _update(
            connection,
            delivery,
            state=outcome.value,
            attempts=receipt.attempts,
            last_error="" if outcome is Outcome.DELIVERED else reason[:64],
            message_id=message_id,
            settled_at=millis(now),
        )
        if not changed:
            return
        row = {"id": receipt.id, "alert_id": receipt.alert_id, "raw": receipt.model_dump_json().encode()}
        # Overwrites the `failed` of a delivery that was put back in line: the last word counts.
        upsert(connection, RECEIPTS, [row | {"published": False, "at": millis(now)}])
        append(connection, [Deed(delivery.channel, _DEEDS[outcome], view.id)], now)


def postpone(store: Store, delivery: Due, until: datetime, reason: str) -> None:
    """It did not work now; try again then."""
    with store.writing() as connection:
        _update(connection, delivery, attempts=delivery.attempts + 1, due_at=millis(until), last_error=reason[:64])


def hasten(store: Store, channel: str, now: datetime) -> int:
    """The channel's server is back: whatever waits only because it was away is due now. Returns how many that are."""
    with store.writing() as connection:
        waiting = and_(
            DELIVERIES.c.channel == channel,
            DELIVERIES.c.state == "pending",
            DELIVERIES.c.last_error == UNREACHABLE,
            DELIVERIES.c.due_at > millis(now),
        )
        return connection.execute(update(DELIVERIES).where(waiting).values(due_at=millis(now))).rowcount


def release(store: Store, views: Sequence[str], now: datetime) -> None:
    """These views have all the evidence they will get: they may be sent."""
    with store.writing() as connection:
        first = and_(DELIVERIES.c.view_id.in_(views), DELIVERIES.c.state == "pending", DELIVERIES.c.attempts == 0)
        connection.execute(update(DELIVERIES).where(first).values(due_at=millis(now)))


def requeue_failed(store: Store, channel: str, now: datetime) -> int:
    """For the operator, when the cause is mended: try everything again that failed on this channel. Returns how many."""
    with store.writing() as connection:
        failed = and_(DELIVERIES.c.channel == channel, DELIVERIES.c.state == "failed")
        return connection.execute(
            update(DELIVERIES).where(failed).values(state="pending", attempts=0, due_at=millis(now))
        ).rowcount


def earlier(store: Store, view: View, channel: str) -> View | None:
    """The last version of this alert that this channel did deliver to this inbox."""
    sent = (
        select(VIEWS.c.raw)
        .join(DELIVERIES, DELIVERIES.c.view_id == VIEWS.c.id)
        .where(
            VIEWS.c.alert_id == view.alert_id,
            VIEWS.c.inbox == view.inbox,
            VIEWS.c.version < view.version,
            DELIVERIES.c.channel == channel,
            DELIVERIES.c.state == "delivered",
        )
        .order_by(VIEWS.c.version.desc())
        .limit(1)
    )
    with store.reading() as connection:
        raw = connection.scalar(sent)
    return View.model_validate_json(raw) if raw is not None else None


def pending_views(store: Store, inbox: str) -> list[View]:
    """Views of this inbox that some channel has not been tried with yet; what a crash may have left without evidence."""
    wanted = (
        select(VIEWS.c.raw)
        .where(VIEWS.c.inbox == inbox)
        .where(VIEWS.c.id.in_(select(DELIVERIES.c.view_id).where(DELIVERIES.c.state == "pending")))
    )
    with store.reading() as connection:
        return [View.model_validate_json(raw) for raw in connection.scalars(wanted)]


def backlog(store: Store) -> dict[str, Backlog]:
    """Inbox -> what it still waits for; inboxes that wait for nothing are left out."""
    wanted = (
        select(VIEWS.c.inbox, func.count().label("pending"), func.min(VIEWS.c.stored_at).label("oldest"))
        .join(DELIVERIES, DELIVERIES.c.view_id == VIEWS.c.id)
        .where(DELIVERIES.c.state == "pending")
        .group_by(VIEWS.c.inbox)
    )
    with store.reading() as connection:
        return {row.inbox: Backlog(row.pending, row.oldest) for row in connection.execute(wanted)}


def overdue(store: Store, now: datetime) -> dict[str, int]:
    """Inbox -> alerts whose decide-by time has passed while no channel has delivered this or a later version."""
    told, tale = VIEWS.alias(), DELIVERIES.alias()
    delivered = (
        select(told.c.id)
        .join(tale, tale.c.view_id == told.c.id)
        .where(
            told.c.alert_id == VIEWS.c.alert_id,
            told.c.inbox == VIEWS.c.inbox,
            told.c.version >= VIEWS.c.version,
            tale.c.state == "delivered",
        )
    )
    wanted = (
        select(VIEWS.c.inbox, func.count(VIEWS.c.alert_id.distinct()).label("alerts"))
        .join(DELIVERIES, DELIVERIES.c.view_id == VIEWS.c.id)
        .where(DELIVERIES.c.state.in_(("pending", "failed")), VIEWS.c.decide_by < millis(now), ~delivered.exists())
        .group_by(VIEWS.c.inbox)
    )
    with store.reading() as connection:
        return {row.inbox: row.alerts for row in connection.execute(wanted)}


def _due(channel: str, now: datetime, limit: int) -> Select[Any]:
    later = VIEWS.alias()
    newest = (
        select(func.max(later.c.version))
        .where(later.c.alert_id == VIEWS.c.alert_id, later.c.inbox == VIEWS.c.inbox)
        .scalar_subquery()
    )
    return (
        select(VIEWS.c.raw, DELIVERIES.c.channel, DELIVERIES.c.attempts, DELIVERIES.c.due_at, newest.label("newest"))
        .join(DELIVERIES, DELIVERIES.c.view_id == VIEWS.c.id)
        .where(DELIVERIES.c.state == "pending", DELIVERIES.c.channel == channel, DELIVERIES.c.due_at <= millis(now))
        .order_by(VIEWS.c.decide_by, VIEWS.c.priority, VIEWS.c.stored_at, VIEWS.c.version, VIEWS.c.id)
        .limit(limit)
    )


def _update(connection: Connection, delivery: Due, **values: Any) -> int:
    this = and_(
        DELIVERIES.c.view_id == delivery.view.id,
        DELIVERIES.c.channel == delivery.channel,
        DELIVERIES.c.state == "pending",
    )
    return connection.execute(update(DELIVERIES).where(this).values(**values)).rowcount
