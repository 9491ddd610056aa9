"""Obey an order to forget a subject: its alerts, its events and its tokens leave the store, and do not come back from a topic."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from consumers.audit import Action, Deed, append
from consumers.clock import millis
from consumers.grouping import leave
from consumers.store import Store, insert_new, upsert
from consumers.tables import DELIVERIES, ERASED_ALERTS, ERASED_EVENTS, ERASURES, EVIDENCE, RECEIPTS, STRAYS, VIEWS
from schemas.erasure import Erasure, digest_of
from schemas.receipt import Outcome, Receipt, receipt_id
from schemas.view import View

ACTOR = "erasure"
ERASED = "erased"
"""The reason of a receipt, a stray or a piece of evidence that an order has taken."""


class Obeyed(NamedTuple):
    """What left the store."""

    views: int
    pieces: int
    """Of evidence."""
    redacted: int
    """Views about others that showed the subject."""


def obey(store: Store, order: Erasure, now: datetime) -> Obeyed | None:
    """Carry out an order, once: None when that was done already. All of it is one transaction, with its audit."""
    with store.writing() as connection:
        if connection.scalar(select(ERASURES.c.id).where(ERASURES.c.id == order.id)) is not None:
            return None
        connection.execute(insert(ERASURES), [{"id": order.id, "at": millis(now)}])
        _bar(connection, order)
        done = Obeyed(
            sum(_forget_views(connection, alert, version, now) for alert, version in order.alerts.items()),
            _forget_events(connection, order),
            sum(_redact(connection, alert, frozenset(order.subject), now) for alert in order.mentions),
        )
        append(connection, [Deed(ACTOR, Action.ERASED, order.id)], now)
    store.scrub()
    return done


def barred_versions(connection: Connection, alerts: Collection[str]) -> Mapping[str, int]:
    """Alert id -> up to which version it was erased."""
    if not alerts:
        return {}
    found = connection.execute(select(ERASED_ALERTS).where(ERASED_ALERTS.c.alert_id.in_(alerts)))
    return {row.alert_id: row.version for row in found}


def barred_events(store: Store, topics: Collection[str]) -> set[tuple[str, int, int, int]]:
    """Topic, partition, offset and element of events that no inbox may open any more."""
    with store.reading() as connection:
        found = connection.execute(select(ERASED_EVENTS).where(ERASED_EVENTS.c.topic.in_(topics)))
        return {(row.topic, row.partition, row.offset, row.element) for row in found}


def suppress(connection: Connection, views: Iterable[tuple[View, str]], now: datetime) -> None:
    """The last word on these (view, channel): not sent, for it was erased."""
    upsert(connection, RECEIPTS, [_receipt(view, channel, now) for view, channel in views])


def _bar(connection: Connection, order: Erasure) -> None:
    known = barred_versions(connection, list(order.alerts))
    newest = {alert: max(version, known.get(alert, 0)) for alert, version in order.alerts.items()}
    upsert(connection, ERASED_ALERTS, [{"alert_id": alert, "version": version} for alert, version in newest.items()])
    places: list[dict[str, Any]] = [
        {"topic": one.topic, "partition": one.partition, "offset": one.offset, "element": one.index, "order": order.id}
        for one in order.events
    ]
    upsert(connection, ERASED_EVENTS, places)


def _forget_views(connection: Connection, alert: str, version: int, now: datetime) -> int:
    """Views of an alert up to a version; its evidence too, unless a newer version has come since."""
    this = and_(VIEWS.c.alert_id == alert, VIEWS.c.version <= version)
    waiting = connection.execute(
        select(VIEWS.c.raw, DELIVERIES.c.channel)
        .join(DELIVERIES, DELIVERIES.c.view_id == VIEWS.c.id)
        .where(this, DELIVERIES.c.state == "pending")
    ).all()
    suppress(connection, [(View.model_validate_json(row.raw), row.channel) for row in waiting], now)
    rows = connection.execute(select(VIEWS).where(this)).all()
    strays = [
        {
            "topic": row.topic,
            "partition": row.partition,
            "offset": row.offset,
            "reason": ERASED,
            "field": "alert_id",
            "sha256": sha256(row.raw).hexdigest(),
            "raw": None,
            "stored_at": millis(now),
        }
        for row in rows
    ]
    insert_new(connection, STRAYS, strays)  # so that nobody misses a view that the topic still has
    connection.execute(delete(DELIVERIES).where(DELIVERIES.c.view_id.in_(select(VIEWS.c.id).where(this))))
    connection.execute(delete(VIEWS).where(this))
    if not connection.scalar(select(func.count()).select_from(VIEWS).where(VIEWS.c.alert_id == alert)):
        connection.execute(delete(EVIDENCE).where(EVIDENCE.c.alert_id == alert))
        for inbox in sorted({row.inbox for row in rows}):
            leave(connection, inbox, [alert])
    append(
        connection,
        [Deed(ACTOR, Action.FORGOTTEN, f"{inbox} {alert}") for inbox in sorted({r.inbox for r in rows})],
        now,
    )
    return len(rows)


def _forget_events(connection: Connection, order: Erasure) -> int:
    """The bytes and identities of these events, beside whatever alert they lie."""
    gone = 0
    for one in order.events:
        this = and_(
            EVIDENCE.c.topic == one.topic,
            EVIDENCE.c.partition == one.partition,
            EVIDENCE.c.offset == one.offset,
            EVIDENCE.c.element == one.index,
        )
        emptied = update(EVIDENCE).where(this).values(raw=None, opened=None, sha256="", state="missing", reason=ERASED)
        gone += connection.execute(emptied).rowcount
    return gone


def _redact(connection: Connection, alert: str, digests: frozenset[str], now: datetime) -> int:
    """Take the subject's tokens out of the views of an alert about somebody else."""
    changed = 0
    for row in connection.execute(select(VIEWS.c.id, VIEWS.c.raw).where(VIEWS.c.alert_id == alert)).all():
        clean = without(View.model_validate_json(row.raw), digests)
        if clean is not None:
            raw = clean.model_dump_json().encode()
            connection.execute(update(VIEWS).where(VIEWS.c.id == row.id).values(raw=raw))
            append(connection, [Deed(ACTOR, Action.REDACTED, row.id)], now)
            changed += 1
    return changed


def without(view: View, digests: frozenset[str]) -> View | None:
    """The view without the tokens of these digests; None when it shows none of them."""
    alert = view.alert
    if alert is None:
        return None
    linked = tuple(one for one in alert.linked if digest_of(one.token) not in digests)
    aliases = tuple(one for one in alert.aliases if digest_of(one) not in digests)
    if (linked, aliases) == (alert.linked, alert.aliases):
        return None
    return view.model_copy(update={"alert": alert.model_copy(update={"linked": linked, "aliases": aliases})})


def _receipt(view: View, channel: str, now: datetime) -> dict[str, Any]:
    receipt = Receipt(
        id=receipt_id(view.alert_id, view.version, view.inbox, channel),
        alert_id=view.alert_id,
        version=view.version,
        inbox=view.inbox,
        channel=channel,
        outcome=Outcome.SUPPRESSED,
        reason=ERASED,
        attempts=0,
        at=now,
        published=view.published,
    )
    raw = receipt.model_dump_json().encode()
    return {"id": receipt.id, "alert_id": receipt.alert_id, "raw": raw, "published": False, "at": millis(now)}
