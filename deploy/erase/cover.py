"""What an order covers, found in the topics themselves."""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

import orjson

from deploy.wholetopic import Stored
from schemas.erasure import Place
from schemas.token import IDENTITY_KINDS, kind_of
from streams.erasure import mentions


class Covered(NamedTuple):
    """Where the subject stands."""

    alerts: dict[str, int]
    """About the subject: id -> newest version."""
    mentions: tuple[str, ...]
    """About others."""
    events: tuple[Place, ...]


class Left(NamedTuple):
    """What the histories still tell of the subject."""

    filled: int
    """Histories of its tokens that are not empty."""
    mentioned: int
    """Histories of others that show one of its tokens."""

    def __bool__(self) -> bool:
        return bool(self.filled or self.mentioned)


def alerts_of(records: Iterable[Stored], tokens: Collection[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Alerts about one of these tokens with their newest version, and alerts about others that show one."""
    marks = [token.encode() for token in tokens]
    about: dict[str, int] = {}
    others: set[str] = set()
    for record in records:
        if record.value is not None and mentions(record.value, marks):
            alert = orjson.loads(record.value)
            if alert["subject"] in tokens:
                about[alert["id"]] = max(alert["version"], about.get(alert["id"], 0))
            else:
                others.add(alert["id"])
    return about, tuple(sorted(others))


def events_of(records: Iterable[Stored], tokens: Collection[str]) -> Iterator[Place]:
    """Every event that shows one of these tokens."""
    marks = [token.encode() for token in tokens]
    for record in records:
        if record.value is None or not mentions(record.value, marks):
            continue
        try:
            value = orjson.loads(record.value)
        except orjson.JSONDecodeError:  # a refused message: it is in no alert, and goes with its retention
            continue
        for index, event in enumerate(value if isinstance(value, list) else [value]):
            if mentions(orjson.dumps(event), marks):
                yield Place(topic=record.topic, partition=record.partition, offset=record.offset, index=index)


def aliases_in(states: Iterable[tuple[bytes, bytes]], tokens: Collection[str]) -> set[str]:
    """Other tokens of the same person, as the histories of these have learnt them."""
    found: set[str] = set()
    for key, value in states:
        if key.decode() in tokens:
            found |= set(orjson.loads(value.partition(b"\n")[0])["aliases"])
    return found - set(tokens)


def leads_on(tokens: Iterable[str]) -> list[str]:
    """Those of a person's tokens by which further ones may be looked for. A name with a phone may be two people's: it would lead
    from a father to his son."""
    return sorted(token for token in tokens if kind_of(token) in IDENTITY_KINDS)


def left_in(states: Iterable[tuple[bytes, bytes]], tokens: Collection[str]) -> Left:
    """What is still told by the newest state records (token, history)."""
    marks = [token.encode() for token in tokens]
    filled = mentioned = 0
    for key, value in states:
        if key.decode() in tokens:
            head, *entries = value.split(b"\n")
            fields = orjson.loads(head)
            filled += bool(entries or fields["aliases"] or fields["hits"])
        else:
            mentioned += mentions(value, marks)
    return Left(filled, mentioned)
