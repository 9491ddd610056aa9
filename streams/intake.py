"""Intake decides: one message in, events accepted or refused with a reason. Pure; `published` is the only clock."""

from collections.abc import Container, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any, NamedTuple

import orjson
from pydantic import ValidationError

from schemas.codec import elements, malformed_of, parse
from schemas.errors import Malformed
from schemas.event import MAX_BYTES, MAX_PARTIES, Event, source_of, type_of
from schemas.facts import Kind, dateless, misdirected
from schemas.partner import Partner
from schemas.reject import Reason
from schemas.token import COMPARED_KINDS, TokenKind, key_of
from streams.corrections import broadcast
from streams.frame import Target

OLDEST = timedelta(days=400)
"""An event older than the longest history joins with nothing."""
AHEAD = timedelta(minutes=10)
"""How far a partner's clock may run ahead of the broker's time stamp."""
_COMPARED = tuple(f"{kind}:" for kind in COMPARED_KINDS)
_KINDS = tuple(f"{kind}:" for kind in TokenKind)


class Source(NamedTuple):
    """Where a message was found."""

    topic: str
    partition: int
    offset: int
    published: int
    """Milliseconds since 1970."""


class Accepted(NamedTuple):
    """An event that can be scored."""

    event_id: str
    digest: bytes
    """Of everything but the seal, which is never twice the same: tells a repetition from a conflict."""
    fact: bytes
    """`schemas.sighting.Fact` in JSON."""
    targets: list[Target]
    corrects: str | None = None
    """The event that it replaces or takes back, `partner/event id`."""
    mark: bytes = b""
    """With `corrects`: what every partition is told of this event."""


class Refused(NamedTuple):
    """An event that cannot be taken, with the bytes it came in."""

    position: int
    """Inside a batch; 0 for a single event."""
    why: Malformed
    original: bytes


def decide(
    raw: bytes | None, source: Source, partner: Partner, token_keys: Container[str]
) -> Iterator[Accepted | Refused]:
    """Judge a message of a partner's topic: a single CloudEvent, or a batch (a JSON array of them)."""
    if not raw:
        yield Refused(0, Malformed(Reason.EMPTY, "", "send a CloudEvent; an empty message says nothing"), raw or b"")
        return
    try:
        if len(raw) > MAX_BYTES and not raw.lstrip()[:1] == b"[":
            raise Malformed(Reason.TOO_LARGE, "", f"an event has at most {MAX_BYTES} bytes; this one has {len(raw)}")
        value = parse(raw)
    except Malformed as why:
        yield Refused(0, why, raw)
        return
    if isinstance(value, list):
        yield from _batch(value, raw, source, partner, token_keys)
    else:
        yield _one(value, raw, 0, source, partner, token_keys)


def _batch(
    values: list[Any], raw: bytes, source: Source, partner: Partner, token_keys: Container[str]
) -> Iterator[Accepted | Refused]:
    if not values:
        yield Refused(0, Malformed(Reason.EMPTY, "", "a batch holds at least one event"), raw)
    for index, original in enumerate(elements(raw)):
        yield _one(values[index], original, index, source, partner, token_keys)


def _one(
    value: Any, raw: bytes, index: int, source: Source, partner: Partner, token_keys: Container[str]
) -> Accepted | Refused:
    try:
        if len(raw) > MAX_BYTES:
            raise Malformed(Reason.TOO_LARGE, "", f"an event has at most {MAX_BYTES} bytes; this one has {len(raw)}")
        _check_envelope(value, partner)
        event = _event(raw)
        _check_type(event, partner)
        _check_time(event.time, source.published)
        _check_correction(event)
        _check_trip(event)
        targets = _targets(event, token_keys)
    except Malformed as why:
        return Refused(index, why, raw)
    return _accept(event, value, index, source, partner, targets)


def _check_envelope(value: Any, partner: Partner) -> None:
    """What deserves a reason of its own, before the model names the first field it dislikes."""
    if not isinstance(value, dict):
        raise Malformed(Reason.WRONG_TYPE, "", "send a JSON object: a CloudEvent in structured mode")
    if "source" not in value:
        raise Malformed(Reason.MISSING_FIELD, "source", f"set source to {source_of(partner.id)}")
    if value["source"] != source_of(partner.id):
        raise Malformed(Reason.WRONG_SOURCE, "source", f"this topic takes only {source_of(partner.id)}")
    data = value.get("data")
    parties = data.get("parties") if isinstance(data, dict) else None
    if isinstance(parties, list) and not parties:
        raise Malformed(Reason.EMPTY_PARTIES, "data.parties", "name at least one party")
    if isinstance(parties, list) and len(parties) > MAX_PARTIES:
        raise Malformed(
            Reason.TOO_MANY_PARTIES, "data.parties", f"name at most {MAX_PARTIES} parties; split the report"
        )


def _event(raw: bytes) -> Event:
    try:
        return Event.model_validate_json(raw)
    except ValidationError as error:
        why = malformed_of(error)
    if why.field.startswith("data.sealed") and why.reason == Reason.BAD_VALUE:
        why = Malformed(Reason.BROKEN_SEAL, why.field, why.mend)
    raise why


def _check_type(event: Event, partner: Partner) -> None:
    wanted = type_of(partner.sector, event.data.kind)
    if event.type != wanted:
        raise Malformed(Reason.WRONG_SECTOR, "type", f"a report of this kind by this partner has the type {wanted}")


def _check_time(time: datetime, published: int) -> None:
    now = datetime.fromtimestamp(published / 1000, UTC)
    if time < now - OLDEST:
        raise Malformed(Reason.TIME_TOO_OLD, "time", f"an event is at most {OLDEST.days} days old when it is published")
    if time > now + AHEAD:
        raise Malformed(Reason.TIME_IN_FUTURE, "time", "an event lies in the past; check clock and time zone")


def _check_correction(event: Event) -> None:
    misled = misdirected(event.data.kind, event.data.corrects, event.id, "data.")
    if misled is not None:
        raise misled


def _check_trip(event: Event) -> None:
    wrong = dateless(event.data.trip, event.time, "data.")
    if wrong is not None:
        raise wrong


def _targets(event: Event, token_keys: Container[str]) -> list[Target]:
    targets: list[Target] = []
    for index, party in enumerate(event.data.parties):
        for token in party.tokens:
            if key_of(token) not in token_keys:
                raise Malformed(
                    Reason.UNKNOWN_TOKEN_KEY,
                    f"data.parties.{index}.tokens",
                    "use a token key in force; see `raabta keys`",
                )
            if not token.startswith(_KINDS):
                raise Malformed(Reason.BAD_VALUE, f"data.parties.{index}.tokens", "this kind of token is not known")
            if not token.startswith(_COMPARED):
                targets.append(Target(token, index, 0))
    if not targets and event.data.kind is not Kind.RETRACTION:
        raise Malformed(
            Reason.NO_IDENTIFIER,
            "data.parties",
            "give at least one identifier that is no placeholder, or nothing can join",
        )
    return targets


def _accept(
    event: Event, value: dict[str, Any], index: int, source: Source, partner: Partner, targets: list[Target]
) -> Accepted:
    data = {name: field for name, field in value["data"].items() if name != "sealed"}
    digest = blake2b(orjson.dumps([value["type"], value["time"], data], option=orjson.OPT_SORT_KEYS), digest_size=8)
    data["ref"] = {
        "topic": source.topic,
        "partition": source.partition,
        "offset": source.offset,
        "index": index,
        "partner": partner.id,
        "event": event.id,
        "sector": partner.sector,
        "time": value["time"],
    }
    data["published"] = source.published
    data["grade"] = partner.grade
    if event.data.corrects is None:
        return Accepted(event.id, digest.digest(), orjson.dumps(data), targets)
    kept = [] if event.data.kind is Kind.RETRACTION else targets
    corrected = f"{partner.id}/{event.data.corrects}"
    return Accepted(event.id, digest.digest(), orjson.dumps(data), kept, corrected, broadcast(data))
