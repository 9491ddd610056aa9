"""Frames: many sightings of one partition in one message, each fact written once for all of its tokens."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import orjson

from schemas.errors import Malformed
from schemas.reject import Reason

TAKEN_BACK = -1
"""In place of hops: the alias `via` takes back what it relayed. Without a token, `via` is an event that this fact corrects."""
EVERY_PARTY = -1
"""In place of a party: all that the alias ever relayed."""


class Target(NamedTuple):
    """Where a fact goes: a token, the party that shows it, how many aliases it has travelled along, and the last of them."""

    token: str
    party: int
    hops: int
    via: str = ""


class Relay(NamedTuple):
    """A sighting on its way to another token, or word that it is taken back."""

    target: Target
    raw: bytes


def encode(items: Iterable[tuple[list[Target], bytes]]) -> bytes:
    """Two lines an item: the targets, then the fact as it is."""
    return b"\n".join(line for targets, fact in items for line in (orjson.dumps(list(map(list, targets))), fact))


def decode(frame: bytes) -> Iterator[tuple[list[Target], bytes]]:
    """The items of a frame. Raises Malformed if it is not one: only our own intake and scoring write frames."""
    for head, fact in pairs(frame):
        try:
            targets = [Target(*target) for target in orjson.loads(head)]
        except (orjson.JSONDecodeError, TypeError):
            targets = []
        if not targets:
            raise Malformed(Reason.NOT_JSON, "", "the first line of an item lists its targets")
        yield targets, fact


def pairs(frame: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The two lines of each item of a frame, as they are. Raises Malformed when there is an odd one."""
    lines = frame.split(b"\n")
    if len(lines) % 2:
        raise Malformed(Reason.NOT_JSON, "", "a frame has two lines an item")
    yield from zip(lines[::2], lines[1::2], strict=True)
