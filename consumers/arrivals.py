"""What came on an inbox's topic: views to keep and strays to set aside, stored with the reader's position in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from pydantic import ValidationError
from sqlalchemy import Connection, select

from consumers.audit import Action, Deed, append
from consumers.clock import millis
from consumers.erasure import ERASED, barred_versions, suppress
from consumers.grouping import enter
from consumers.store import Store, insert_new, upsert
from consumers.tables import DELIVERIES, POSITIONS, STRAYS, VIEWS
from schemas.codec import malformed_of
from schemas.route import Inbox, Profile
from schemas.view import View, delivery_id

ACTOR = "inbox"
STORE_CHANNEL = "store"
"""The channel of an inbox that is only read on screen: having it stored is having it delivered."""
OVER_EXPOSED = "over_exposed"


class Fetched(NamedTuple):
    """One record of an inbox's topic."""

    topic: str
    partition: int
    offset: int
    value: bytes


class Arrival(NamedTuple):
    """A record that is a view for this inbox."""

    view: View
    record: Fetched


class Stray(NamedTuple):
    """A record that is no view for this inbox, and why."""

    record: Fetched
    reason: str
    field: str


@dataclass
class Taken:
    """What became durable."""

    new: list[View] = field(default_factory=list)
    absorbed: int = 0
    """Views that were there already."""
    strays: int = 0
    matters: int = 0
    """Matters that are new: alerts that rest on no report that an earlier one of this inbox rests on."""


def read_view(record: Fetched, inbox: Inbox) -> Arrival | Stray:
    """The view in a record, or why it is none for this inbox. Nothing in here raises for what a record holds."""
    try:
        view = View.model_validate_json(record.value)
    except ValidationError as error:
        why = malformed_of(error)
        return Stray(record, why.reason, why.field)
    if view.inbox != inbox.name:
        return Stray(record, "wrong_inbox", "inbox")
    if inbox.profile is not Profile.FIA and view.alert is not None:
        return Stray(record, OVER_EXPOSED, "alert")
    if view.profile is not inbox.profile:
        return Stray(record, "wrong_profile", "profile")
    if inbox.profile is Profile.FIA and view.alert is None:
        return Stray(record, "missing_field", "alert")
    if view.id != delivery_id(view.alert_id, view.version, view.inbox):
        return Stray(record, "wrong_id", "id")
    return Arrival(view, record)


def take(
    store: Store, records: Sequence[Fetched], inbox: Inbox, now: datetime, *, first_due: datetime | None = None
) -> Taken:
    """Keep all of these, and where to read on, or nothing at all. A view that is there already is counted and changes nothing.

    `first_due` is when a new view may first be sent; at once unless its evidence is still to be fetched.
    """
    read = [read_view(record, inbox) for record in records]
    arrivals = [one for one in read if isinstance(one, Arrival)]
    strays = [one for one in read if isinstance(one, Stray)]
    with store.writing() as connection:
        barred = barred_versions(connection, {one.view.alert_id for one in arrivals})
        erased = [one for one in arrivals if one.view.version <= barred.get(one.view.alert_id, 0)]
        arrivals = [one for one in arrivals if one not in erased]
        strays += [Stray(one.record, ERASED, "alert_id") for one in erased]
        suppress(connection, [(one.view, channel) for one in erased for channel in channels_of(inbox)], now)
        known = _known(connection, [arrival.view.id for arrival in arrivals])
        new = {arrival.view.id: arrival for arrival in reversed(arrivals) if arrival.view.id not in known}
        fresh = [arrival for arrival in arrivals if new.get(arrival.view.id) is arrival]
        insert_new(connection, VIEWS, [_view_row(arrival, now) for arrival in fresh])
        opened = enter(connection, [arrival.view for arrival in fresh], now)
        insert_new(connection, DELIVERIES, _delivery_rows(fresh, inbox, first_due or now))
        insert_new(connection, STRAYS, [_stray_row(stray, now) for stray in strays])
        upsert(connection, POSITIONS, _positions(records))
        append(connection, [Deed(ACTOR, Action.STORED, arrival.view.id) for arrival in fresh] + _set_aside(strays), now)
    return Taken([arrival.view for arrival in fresh], len(arrivals) - len(fresh), len(strays), opened)


def channels_of(inbox: Inbox) -> tuple[str, ...]:
    """The channels by which an inbox is told."""
    named = {"email": inbox.email, "webhook": inbox.webhook}
    return tuple(name for name, channel in named.items() if channel is not None) or (STORE_CHANNEL,)


def _known(connection: Connection, ids: Sequence[str]) -> set[str]:
    if not ids:
        return set()
    return set(connection.scalars(select(VIEWS.c.id).where(VIEWS.c.id.in_(ids))))


def _view_row(arrival: Arrival, now: datetime) -> dict[str, Any]:
    view, record = arrival
    return {
        "id": view.id,
        "alert_id": view.alert_id,
        "version": view.version,
        "inbox": view.inbox,
        "priority": view.priority.value,
        "decide_by": millis(view.decide_by),
        "raw": record.value,
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
        "published": view.published,
        "stored_at": millis(now),
    }


def _delivery_rows(arrivals: Iterable[Arrival], inbox: Inbox, due: datetime) -> list[dict[str, Any]]:
    at = millis(due)
    return [
        {"view_id": arrival.view.id, "channel": channel, "state": "pending", "due_at": at}
        for arrival in arrivals
        for channel in channels_of(inbox)
    ]


def _stray_row(stray: Stray, now: datetime) -> dict[str, Any]:
    record = stray.record
    return {
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
        "reason": stray.reason,
        "field": stray.field[:255],
        "sha256": sha256(record.value).hexdigest(),
        # What this inbox may not see does not enter its store, not even as a stray; its bytes lie at that position.
        "raw": None if stray.reason in (OVER_EXPOSED, ERASED) else record.value,
        "stored_at": millis(now),
    }


def _set_aside(strays: Iterable[Stray]) -> list[Deed]:
    return [Deed(ACTOR, Action.STRAY, f"{s.record.topic}/{s.record.partition}/{s.record.offset}") for s in strays]


def _positions(records: Sequence[Fetched]) -> list[Mapping[str, Any]]:
    last = {(record.topic, record.partition): record for record in records}
    return [
        {"topic": topic, "partition": partition, "next": one.offset + 1, "sha256": sha256(one.value).hexdigest()}
        for (topic, partition), one in last.items()
    ]
