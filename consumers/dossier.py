"""The dossier of an alert: its evidence fetched, judged, opened, and kept in the store with the audit of every opening."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, select

from consumers import metrics
from consumers.archive import Archive
from consumers.audit import Action, Deed, append
from consumers.clock import millis
from consumers.erasure import barred_events
from consumers.evidence import NO_KEY, EvidenceState, Keys, Missed, Piece, judged
from consumers.store import Store, upsert
from consumers.tables import EVIDENCE
from schemas.evidence import EvidenceRef
from schemas.route import Profile
from schemas.view import View

logger = logging.getLogger(__name__)

ACTOR = "evidence"
Place = tuple[str, int, int, int]
"""Topic, partition, offset, element."""


class Kept(NamedTuple):
    """A piece of evidence beside an alert in an inbox."""

    inbox: str
    alert_id: str
    piece: Piece


def gather(store: Store, views: Sequence[View], archive: Archive, keys: Keys, now: datetime) -> None:
    """Fetch, open and keep whatever evidence of these views the store does not have yet. Views of other profiles are passed over."""
    wanted: dict[tuple[str, str], dict[Place, EvidenceRef]] = {}
    for view in views:
        if view.profile is Profile.FIA and view.alert is not None:
            refs = [*view.alert.evidence, *(ref for hit in view.alert.hits for ref in hit.evidence)]
            refs += [ref for against in view.alert.against for ref in against.evidence]
            wanted.setdefault((view.inbox, view.alert_id), {}).update({_place(ref): ref for ref in refs})
    for (inbox, alert_id), refs_by_place in wanted.items():
        for place in _kept(store, inbox, alert_id) & refs_by_place.keys():
            del refs_by_place[place]
    barred = barred_events(store, {place[0] for places in wanted.values() for place in places})
    for refs_by_place in wanted.values():
        for place in barred & refs_by_place.keys():
            del refs_by_place[place]
    positions = {place[:3] for refs_by_place in wanted.values() for place in refs_by_place}
    if not positions:
        return
    records = archive.read(positions)
    pieces = [
        Kept(inbox, alert_id, judged(ref, records.get(place[:3], Missed.UNREACHABLE), keys))
        for (inbox, alert_id), refs_by_place in wanted.items()
        for place, ref in refs_by_place.items()
    ]
    _keep(store, pieces, now)


def pieces_of(store: Store, inbox: str, alert_id: str) -> list[Piece]:
    """The evidence kept for this inbox beside this alert, oldest event first."""
    with store.reading() as connection:
        rows = connection.execute(
            select(EVIDENCE).where(and_(EVIDENCE.c.inbox == inbox, EVIDENCE.c.alert_id == alert_id))
        ).all()
    return sorted((_piece(row) for row in rows), key=lambda piece: (piece.ref.time, _place(piece.ref)))


def _keep(store: Store, pieces: Sequence[Kept], now: datetime) -> None:
    with store.writing() as connection:
        upsert(connection, EVIDENCE, [_row(one, now) for one in pieces])
        append(connection, [_deed(one) for one in pieces], now)
    for _, alert_id, piece in pieces:
        metrics.EVIDENCE.labels(piece.state.value).inc()
        if piece.state is not EvidenceState.FOUND:
            said = (alert_id, piece.ref.event, piece.ref.partner, piece.state.value, piece.reason)
            logger.warning("alert %s: evidence %s of %s is %s (%s)", *said)


def _deed(kept: Kept) -> Deed:
    inbox, alert_id, piece = kept
    action = Action.OPENED if piece.state is EvidenceState.FOUND else Action.UNOPENED
    return Deed(f"{ACTOR}:{inbox}", action, f"{alert_id} {piece.ref.partner}/{piece.ref.event} {piece.reason}".rstrip())


def _kept(store: Store, inbox: str, alert_id: str) -> set[Place]:
    """What need not be looked for again: everything but what another time, or another key, may bring."""
    with store.reading() as connection:
        rows = connection.execute(
            select(EVIDENCE.c.topic, EVIDENCE.c.partition, EVIDENCE.c.offset, EVIDENCE.c.element).where(
                EVIDENCE.c.inbox == inbox,
                EVIDENCE.c.alert_id == alert_id,
                EVIDENCE.c.reason.not_in([Missed.UNREACHABLE.value, Missed.GONE.value, NO_KEY]),
            )
        )
        return {(row.topic, row.partition, row.offset, row.element) for row in rows}


def _place(ref: EvidenceRef) -> Place:
    return ref.topic, ref.partition, ref.offset, ref.index


def _row(kept: Kept, now: datetime) -> dict[str, Any]:
    inbox, alert_id, piece = kept
    return {
        "inbox": inbox,
        "alert_id": alert_id,
        "topic": piece.ref.topic,
        "partition": piece.ref.partition,
        "offset": piece.ref.offset,
        "element": piece.ref.index,
        "ref": piece.ref.model_dump_json(),
        "raw": piece.raw,
        "sha256": piece.sha256,
        "opened": piece.opened,
        "state": piece.state.value,
        "reason": str(piece.reason),
        "fetched_at": millis(now),
    }


def _piece(row: Any) -> Piece:
    ref = EvidenceRef.model_validate_json(row.ref)
    return Piece(ref, EvidenceState(row.state), row.reason, row.raw, row.opened)
