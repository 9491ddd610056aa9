"""Forget a subject: empty the histories of its tokens, and take the tokens out of every other history.

What is left of an emptied history is how many sightings it took, up to which position, and the numbers of its alerts: without the
first two a replay would bring all of it back (and the ledger would call it lost), without the last a later alert would be taken for
one that was told already.
"""

from collections.abc import Collection, Sequence
from zlib import crc32

import orjson

from streams.history import Entry, History
from streams.summary import Summary


def mentions(data: bytes, tokens: Sequence[bytes]) -> bool:
    """Whether a history in bytes shows one of these tokens."""
    return any(token in data for token in tokens)


def erase(history: History, tokens: Collection[str]) -> bool:
    """Forget these tokens; False when the history does not know them. Doing it twice changes nothing."""
    return _empty(history) if history.token in tokens else _redact(history, tokens)


def _empty(history: History) -> bool:
    held = bool(history.entries or history.bonds or history.strangers or history.hits)
    history.entries, history.keys = [], {}
    history.bonds, history.strangers, history.hits = {}, set(), {}
    history.undone, history.summary = history.taken, Summary()
    history.revision += 1
    history.episodes = {about: one._replace(fingerprint="", rises=0) for about, one in history.episodes.items()}
    return held


def _redact(history: History, tokens: Collection[str]) -> bool:
    marks = [token.encode() for token in tokens]
    known = not history.aliases.isdisjoint(tokens)
    history.bonds = {alias: bond for alias, bond in history.bonds.items() if alias not in tokens}
    history.strangers -= {crc32(mark) for mark in marks}
    known = history.summary.forget(tokens) or known
    for at, entry in enumerate(history.entries):
        shown, ways = mentions(entry.raw, marks), history.keys[entry.key]
        if shown or any(via in tokens for _, via in ways):
            known = True
            raw = _without(entry.raw, tokens) if shown else entry.raw
            ways = tuple(sorted({(hops, "" if via in tokens else via) for hops, via in ways}))
            history.entries[at] = Entry(raw, entry.party, *ways[0])
            history.keys[entry.key] = ways
    history.revision += known
    return known


def _without(raw: bytes, tokens: Collection[str]) -> bytes:
    """The fact without these tokens: who the party was to the others stays, which person it was does not."""
    fact = orjson.loads(raw)
    for party in fact["parties"]:
        if any(token in tokens for token in party.get("tokens", ())):
            party["tokens"] = [token for token in party["tokens"] if token not in tokens]
            for name in ("age", "sex", "nationality"):
                party.pop(name, None)
    return orjson.dumps(fact)
