"""The audit: what was done with what, each entry carrying the hash of the one before, so that no entry can be taken out unseen.

Whoever can write the whole file can also compute a new chain; the head is therefore logged at start and stop, outside the file.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from consumers.clock import millis
from consumers.tables import AUDIT, AUDIT_HEAD

ORIGIN = "0" * 64
"""The hash before the first entry."""
PAGE = 5000


class Action(StrEnum):
    """What was done."""

    STORED = "stored"
    STRAY = "stray"
    """A record that is no view for this inbox was set aside."""
    OPENED = "opened"
    """A sealed identity was opened; written in the transaction that keeps it, before anybody can see it."""
    UNOPENED = "unopened"
    """Evidence was looked for and is missing, or its seal did not open."""
    DELIVERED = "delivered"
    FAILED = "failed"
    SUPPRESSED = "suppressed"
    ERASED = "erased"
    """An order to forget a subject was obeyed."""
    REDACTED = "redacted"
    """An erased subject's tokens were taken out of a view about somebody else."""
    FORGOTTEN = "forgotten"
    """All that was kept of an alert was deleted: its time was over, or its subject was erased."""


class Deed(NamedTuple):
    """One entry to be: who did what with which ids."""

    actor: str
    action: str
    subject: str


class Head(NamedTuple):
    """The newest entry."""

    seq: int
    hash: str


class Verdict(NamedTuple):
    """What checking the whole chain found."""

    entries: int
    broken_at: int | None
    """The first entry that does not follow from the one before; None when all do."""


def append(connection: Connection, deeds: Sequence[Deed], now: datetime) -> None:
    """Add entries within the caller's transaction; other writers wait at the head until it ends."""
    if not deeds:
        return
    newest, previous = head(connection, lock=True)
    rows = []
    for seq, (actor, action, subject) in enumerate(deeds, newest + 1):
        entry = _hash(previous, seq, millis(now), actor, action, subject)
        rows.append(
            {
                "seq": seq,
                "at": millis(now),
                "actor": actor,
                "action": str(action),
                "subject": subject,
                "previous": previous,
                "hash": entry,
            }
        )
        previous = entry
    connection.execute(insert(AUDIT), rows)
    connection.execute(update(AUDIT_HEAD).where(AUDIT_HEAD.c.id == 1).values(seq=newest + len(deeds), hash=previous))


def head(connection: Connection, *, lock: bool = False) -> Head:
    """The newest entry, (0, ORIGIN) when there is none."""
    wanted = select(AUDIT_HEAD.c.seq, AUDIT_HEAD.c.hash).where(AUDIT_HEAD.c.id == 1)
    row = connection.execute(wanted.with_for_update() if lock else wanted).one()
    return Head(row.seq, row.hash)


def verify(connection: Connection) -> Verdict:
    """Recompute the chain from the first entry to the head. Changed, missing, added and cut-off entries are all found."""
    expected, previous = 0, ORIGIN
    while rows := connection.execute(
        select(AUDIT).where(AUDIT.c.seq > expected).order_by(AUDIT.c.seq).limit(PAGE)
    ).all():
        for row in rows:
            entry = _hash(previous, row.seq, row.at, row.actor, row.action, row.subject)
            if row.seq != expected + 1 or row.previous != previous or row.hash != entry:
                return Verdict(expected, row.seq)
            expected, previous = row.seq, entry
    if (expected, previous) != head(connection):
        return Verdict(expected, expected + 1)
    return Verdict(expected, None)


def _hash(previous: str, seq: int, at: int, actor: str, action: str, subject: str) -> str:
    entry = json.dumps([previous, seq, at, actor, str(action), subject], separators=(",", ":"), ensure_ascii=True)
    return sha256(entry.encode()).hexdigest()
