"""A reject and the work on it, seen together; and many of them, counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from deploy.rejects.owner import first_owner
from schemas.reject import Reason, Reject
from schemas.reject_work import RejectWork, WorkStatus


@dataclass(frozen=True, slots=True)
class Case:
    """All that is known of one reject but its bytes, which may be large and may be what must not be shown."""

    id: str
    partner: str
    reason: Reason
    field: str
    mend: str
    at: datetime
    place: str
    """Of the refused message: topic/partition/offset/index."""
    size: int
    sha256: str
    status: WorkStatus
    owner: str
    work: RejectWork | None
    came_of: str | None
    """The reject whose mend or replay this message was: it was refused again."""


class Key(NamedTuple):
    """What cases are counted by."""

    partner: str
    reason: Reason
    owner: str
    status: WorkStatus


@dataclass(frozen=True, slots=True)
class Group:
    """Cases with one key."""

    key: Key
    count: int
    oldest: datetime
    newest: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases are meant; None is any."""

    reason: Reason | None = None
    owner: str | None = None
    status: WorkStatus | None = None
    older_than: timedelta | None = None

    def takes(self, case: Case, now: datetime) -> bool:
        """Whether this case is meant."""
        return (
            self.reason in (None, case.reason)
            and self.owner in (None, case.owner)
            and self.status in (None, case.status)
            and (self.older_than is None or now - case.at > self.older_than)
        )


def place_of(reject: Reject) -> str:
    """Where the refused message lay: topic/partition/offset/index."""
    return f"{reject.topic}/{reject.partition}/{reject.offset}/{reject.index}"


def case_of(reject: Reject, works: Mapping[str, RejectWork], sent: Mapping[str, str]) -> Case:
    """The reject with the work on it. `sent`: for each place where an event came in again, the reject it came of."""
    work = works.get(reject.id)
    return Case(
        id=reject.id,
        partner=reject.partner,
        reason=reject.reason,
        field=reject.field,
        mend=reject.mend,
        at=reject.at,
        place=place_of(reject),
        size=len(reject.original),
        sha256=reject.sha256,
        status=work.status if work else WorkStatus.OPEN,
        owner=work.owner if work else first_owner(reject.partner, reject.reason),
        work=work,
        came_of=sent.get(f"{reject.topic}/{reject.partition}/{reject.offset}"),
    )


def reentries(works: Iterable[RejectWork]) -> dict[str, str]:
    """topic/partition/offset of every event that came in again -> the reject it came of."""
    return {f"{w.reentry.topic}/{w.reentry.partition}/{w.reentry.offset}": w.id for w in works if w.reentry}


def grouped(cases: Iterable[Case]) -> list[Group]:
    """Counted by partner, reason, owner and status, in that order."""
    found: dict[Key, Group] = {}
    for case in cases:
        key = Key(case.partner, case.reason, case.owner, case.status)
        known = found.get(key) or Group(key, 0, case.at, case.at)
        found[key] = Group(key, known.count + 1, min(known.oldest, case.at), max(known.newest, case.at))
    return [found[key] for key in sorted(found)]
