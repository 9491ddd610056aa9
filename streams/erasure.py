"""Forget a subject: empty the histories of its tokens, and take the tokens out of every other history.

What is left of an emptied history is how many sightings it took, up to which position, and the numbers of its alerts: without the
first two a replay would bring all of it back (and the ledger would call it lost), without the last a later alert would be taken for
one that was told already.
"""

from collections.abc import Collection, Sequence
from zlib import crc32

import orjson

from streams.history import Entry, History


def mentions(data: bytes, tokens: Sequence[bytes]) -> bool:
    """Whether a history in bytes shows one of these tokens."""
    return any(token in data for token in tokens)


def erase(history: History, tokens: Collection[str]) -> bool:
    """Forget these tokens; False when the history does not know them. Doing it twice changes nothing."""
    return _empty(history) if history.token in tokens else _redact(history, tokens)


def _empty(history: History) -> bool:
    held = bool(history.entries or history.aliases or history.strangers or history.hits)
    history.entries, history.keys = [], {}
    history.aliases, history.strangers, history.hits = set(), set(), {}
    history.episodes = {about: one._replace(fingerprint="") for about, one in history.episodes.items()}
    return held


def _redact(history: History, tokens: Collection[str]) -> bool:
    marks = [token.encode() for token in tokens]
    known = bool(history.aliases & set(tokens))
    history.aliases -= set(tokens)
    history.strangers -= {crc32(mark) for mark in marks}
    for at, entry in enumerate(history.entries):
        shown, travelled = mentions(entry.raw, marks), entry.via in tokens
        if shown or travelled:
            known = True
            raw = _without(entry.raw, tokens) if shown else entry.raw
            new = Entry(raw, entry.party, entry.hops, "" if travelled else entry.via)
            history.entries[at] = new
            history.keys[new.event, new.party] = (new.hops, new.via)
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
