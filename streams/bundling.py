"""Relays bundled into frames of sightings, one for each partition that they go to. Pure."""

from collections.abc import Iterable, Iterator

from streams.frame import TAKEN_BACK, Relay, Target, encode
from streams.spread import partition_of


def bundled(relays: Iterable[Relay], partitions: int) -> Iterator[tuple[int, bytes]]:
    """(partition, frame), each fact once for all who get it. What is taken back stays between what goes before and after."""
    frames: dict[int, dict[tuple[int, bytes], list[Target]]] = {}
    turns, back = 0, False
    for relay in relays:
        if (relay.target.hops == TAKEN_BACK) is not back:
            turns, back = turns + 1, not back
        frame = frames.setdefault(partition_of(relay.target.token, partitions), {})
        frame.setdefault((turns, relay.raw), []).append(relay.target)
    for number, items in frames.items():
        yield number, encode((targets, raw) for (_, raw), targets in items.items())
