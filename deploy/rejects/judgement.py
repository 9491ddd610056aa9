"""May these bytes come in again? The same checks as intake's, and what only a second look can know."""

from collections.abc import Container, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from schemas.codec import parse
from schemas.errors import Malformed, Refused
from schemas.partner import Partner
from schemas.reject import Reason, Reject
from schemas.reject_work import RejectWork, WorkStatus
from streams.intake import Refused as IntakeRefused
from streams.intake import Source, decide


class Fit(NamedTuple):
    """What may come in again."""

    raw: bytes
    key: str
    """The first event's id: its Kafka key."""
    events: int


def judged(
    reject: Reject, raw: bytes, partner: Partner, token_keys: Container[str], now: datetime, *, mended: bool
) -> Fit:
    """Judge as intake would if the bytes were published now. Raises Malformed with the first finding.

    A repetition under a used id is only known to intake itself: that event would be refused again, as a conflict.
    """
    source = Source(reject.topic, reject.partition, reject.offset, int(now.timestamp() * 1000))
    ids: list[str] = []
    for verdict in decide(raw, source, partner, token_keys):
        if isinstance(verdict, IntakeRefused):
            raise verdict.why
        ids.append(verdict.event_id)
    if mended:
        _check_against(reject, raw, ids)
    elif reject.reason is Reason.CONFLICTING_DUPLICATE:
        raise Malformed(reject.reason, reject.field, "this id is in use for ever; mend the event with a new one")
    return Fit(raw, ids[0], len(ids))


def _check_against(reject: Reject, raw: bytes, ids: list[str]) -> None:
    before = _events(reject.original)
    if reject.reason is Reason.CONFLICTING_DUPLICATE and 0 <= reject.index < len(before):
        used = before[reject.index].get("id")
        if used in ids:
            raise Malformed(Reason.CONFLICTING_DUPLICATE, "id", "give the changed event a new id and seal it again")
    names = {_box(event): (event["id"], event.get("source")) for event in before if _box(event) and event.get("id")}
    for event in _events(raw):
        bound = names.get(_box(event))
        if bound is not None and bound != (event.get("id"), event.get("source")):
            mend = "a seal is bound to id and source; with another id or source the report must be sealed again"
            raise Malformed(Reason.BROKEN_SEAL, "data.sealed.box", mend)


def _events(raw: bytes) -> list[Mapping[str, Any]]:
    """The objects in these bytes, as far as there are any: a refused message may be anything."""
    try:
        value = parse(raw)
    except Malformed:
        return []
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def _box(event: Mapping[str, Any]) -> Any:
    data = event.get("data")
    sealed = data.get("sealed") if isinstance(data, dict) else None
    box = sealed.get("box") if isinstance(sealed, dict) else None
    return box if isinstance(box, str) else None


def check_step(work: RejectWork | None, to: WorkStatus) -> None:
    """Raise Refused when this step does not follow from where the work is. What came in again, stays in."""
    status = work.status if work else WorkStatus.OPEN
    if status in (WorkStatus.MENDED, WorkStatus.REPLAYED):
        raise Refused(f"this reject is {status} already; if its event was refused again, that is a reject of its own")
    if status is WorkStatus.DISCARDED and to is WorkStatus.DISCARDED:
        raise Refused("this reject is discarded already")
