"""A history in bytes, as it stands in the state topic; and what the ledger reads of it without reading it in full."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import orjson

from streams.entry import Entry, Way
from streams.history import Episode, History, Met
from streams.summary import Summary
from streams.wording import Said

_RISES = b',"rises":'
"""Last in the head; in no string of it, for there a quotation mark is escaped."""


def dump(history: History) -> bytes:
    """A history in bytes: one line of JSON, then one line an entry. The facts are copied as they came."""
    lines = [b"%s %s" % (line_of(history, entry), entry.raw) for entry in history.entries]
    return b"\n".join([head(history), *lines])


def load(token: str, data: bytes) -> History:
    """The history that `dump` wrote."""
    first, lines = parted(data)
    return built(token, first, lines)


def parted(data: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """What `dump` wrote: the first line; and of each entry its own line and its fact."""
    first, *lines = data.split(b"\n")
    ends = [line.index(b" ", line.index(b" ") + 1) for line in lines]
    return first, [(line[:end], line[end + 1 :]) for line, end in zip(lines, ends, strict=True)]


def head(history: History) -> bytes:
    """All but the entries."""
    return orjson.dumps(
        {
            "position": history.position,
            "taken": history.taken,
            "undone": history.undone,
            "aliases": {alias: dict(sorted(bond.items())) for alias, bond in sorted(history.bonds.items())},
            "strangers": sorted(history.strangers),
            "hits": [[m.indicator, list(m.said), m.events, m.time, m.size] for m in history.hits.values()],
            "episodes": {about: list(episode) for about, episode in history.episodes.items()},
            **({"days": history.summary.dump()} if history.summary else {}),
            **({"rises": at} if (at := next_rise(history)) else {}),
        }
    )


def next_rise(history: History) -> int:
    """When the clock alone makes one of its alerts more urgent, milliseconds since 1970; 0: never, as far as is known."""
    return min((episode.rises for episode in history.episodes.values() if episode.rises), default=0)


def rise_of(data: bytes) -> int:
    """The same of what `dump` wrote, without reading it: a partition that is taken up has a million of them."""
    end = data.find(b"\n")
    at = data.rfind(_RISES, 0, end if end >= 0 else len(data))
    return int(data[at + len(_RISES) :].partition(b"}")[0]) if at >= 0 else 0


def line_of(history: History, entry: Entry) -> bytes:
    """What an entry has of its own, beside the fact: its party, and the ways it came by."""
    return b"%d %s" % (entry.party, _ways(history.keys[entry.key]))


def built(token: str, first: bytes, lines: Iterable[tuple[bytes, bytes]]) -> History:
    """A history from its head, and each entry's own line and fact."""
    fields = orjson.loads(first)
    history = History(token)
    history.position = fields["position"]
    history.taken = fields["taken"]
    history.undone = fields["undone"]
    history.bonds = fields["aliases"]
    history.strangers = set(fields["strangers"])
    history.hits = {met[0]: _met(*met) for met in fields["hits"]}
    history.episodes = {about: Episode(*episode) for about, episode in fields["episodes"].items()}
    history.summary = Summary.load(fields.get("days", {}))
    for own, raw in lines:
        party, written = own.split(b" ")
        ways = tuple((int(way[:1]), way[1:]) for way in written.decode().split(","))
        entry = Entry(raw, int(party), *ways[0])
        history.entries.append(entry)
        history.keys[entry.key] = ways
    return history


def _ways(ways: tuple[Way, ...]) -> bytes:
    return ",".join(f"{hops}{via}" for hops, via in ways).encode()


def _met(indicator: str, said: list[Any], events: list[str], time: float, size: int) -> Met:
    key, values = said
    return Met(indicator, Said(key, tuple((name, value) for name, value in values)), tuple(events), time, size)


class Outline(NamedTuple):
    """What a stored history holds, without reading its facts in full: for the ledger."""

    taken: int
    keys: set[tuple[bytes, int]]
    """(`partner/event`, party) of the entries held."""
    episodes: dict[str, Episode]
    position: int = -1


def outline(data: bytes) -> Outline:
    """The outline of what `dump` wrote; a tenth of the work of `load`."""
    head, *lines = data.split(b"\n")
    fields = orjson.loads(head)
    keys: set[tuple[bytes, int]] = set()
    for line in lines:
        keys.add((origin_of(line)[1], int(line[: line.index(b" ")])))
    episodes = {about: Episode(*episode) for about, episode in fields["episodes"].items()}
    return Outline(fields["taken"], keys, episodes, fields["position"])


def origin_of(raw: bytes) -> tuple[bytes, bytes]:
    """Where the event of a fact lies (`place_of`) and which it is (`partner/event`), without reading the fact.

    Intake writes the reference behind everything that the partner says, in this order; any other is read as JSON. What
    stands before the fact, in a line of a history, does no harm.
    """
    partner, sector = raw.rfind(b',"partner":"'), raw.rfind(b'","sector":"')
    at, event = raw.rfind(b',"ref":{', 0, partner), raw.find(b'","event":"', partner, sector)
    if 0 <= at < partner < event < sector:
        return raw[at + 8 : partner], raw[partner + 12 : event] + b"/" + raw[event + 11 : sector]
    ref = orjson.loads(raw[raw.index(b"{") :])["ref"]
    place = place_of(ref["topic"], ref["partition"], ref["offset"], ref["index"])
    return place, f"{ref['partner']}/{ref['event']}".encode()


def place_of(topic: str, partition: int, offset: int, index: int) -> bytes:
    """A place as it stands in a fact."""
    return b'"topic":"%s","partition":%d,"offset":%d,"index":%d' % (topic.encode(), partition, offset, index)
