"""Evidence, judged and opened: the original event behind an alert, its hash, and the identities sealed in it. Profile fia only."""

from collections.abc import Mapping
from enum import StrEnum
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey
from pydantic import ValidationError

from consumers.identity import Opened
from consumers.unseal import open_sealed
from schemas.codec import elements, parse
from schemas.errors import Malformed, SealBroken
from schemas.event import Event, source_of
from schemas.evidence import EvidenceRef

NO_KEY = "no_key"
"""Sealed to a key that is not here; looked at again with the next version, when it may be."""

Keys = Mapping[str, MLKEM768X25519PrivateKey]


class EvidenceState(StrEnum):
    """What became of looking for it."""

    FOUND = "found"
    MISSING = "missing"
    SEAL_BROKEN = "seal_broken"


class Missed(StrEnum):
    """Why a record could not be read from its position."""

    GONE = "gone"
    """Nothing lies there any more, or yet."""
    UNREACHABLE = "unreachable"
    """The broker did not answer in time, or does not let us read; looked for again with the next version or start."""


class Piece(NamedTuple):
    """One piece of evidence as it is kept beside the alert."""

    ref: EvidenceRef
    state: EvidenceState
    reason: str = ""
    """A word when it was not found or not opened."""
    raw: bytes | None = None
    """The event as it was published; of a batch its element alone, because the others concern other people."""
    opened: bytes | None = None
    """The identities in JSON."""

    @property
    def sha256(self) -> str:
        """Of the original bytes; empty when missing."""
        return sha256(self.raw).hexdigest() if self.raw is not None else ""

    def event(self) -> Event | None:
        """The event, if it was found."""
        return Event.model_validate_json(self.raw) if self.raw is not None else None

    def identities(self) -> Opened | None:
        """What the seal held, if it was opened."""
        return Opened.model_validate_json(self.opened) if self.opened is not None else None


def judged(ref: EvidenceRef, record: bytes | Missed, keys: Keys) -> Piece:
    """The piece of evidence in a record: found only if it is the very event that the alert quotes, and its seal opens."""
    if isinstance(record, Missed):
        return Piece(ref, EvidenceState.MISSING, record)
    raw = element(record, ref.index)
    if raw is None:
        return Piece(ref, EvidenceState.MISSING, "not_in_record")
    try:
        event = Event.model_validate_json(raw)
    except ValidationError:
        return Piece(ref, EvidenceState.MISSING, "not_an_event")
    if event.id != ref.event or event.source != source_of(ref.partner):
        return Piece(ref, EvidenceState.MISSING, "another_event")
    return _opened(ref, raw, event, keys)


def _opened(ref: EvidenceRef, raw: bytes, event: Event, keys: Keys) -> Piece:
    sealed = event.data.sealed
    if sealed.key_id not in keys:
        return Piece(ref, EvidenceState.SEAL_BROKEN, NO_KEY, raw)
    try:
        clear = open_sealed(sealed, keys, event.id, event.source)
    except SealBroken:
        return Piece(ref, EvidenceState.SEAL_BROKEN, "broken", raw)
    try:
        Opened.model_validate_json(clear)
    except ValidationError:
        return Piece(ref, EvidenceState.SEAL_BROKEN, "unreadable", raw)
    return Piece(ref, EvidenceState.FOUND, "", raw, clear)


def element(record: bytes, index: int) -> bytes | None:
    """The event at this place of a record, in its original bytes: an element of a CloudEvents batch, or the record itself."""
    if record.lstrip()[:1] != b"[":
        return record if index == 0 else None
    try:
        parse(record)  # strict, as the intake was; below it is known to be a JSON array
    except Malformed:
        return None
    return next(islice(elements(record), index, None), None)
