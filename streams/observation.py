"""Which evidence is a separate observation: what one booking says twice was seen once. Pure."""

from collections.abc import Iterable

from schemas.facts import Kind
from schemas.token import TokenKind
from streams.history import Entry

_REPEATS = frozenset({Kind.BOOKING, Kind.CHECKIN})
_PNR = f"{TokenKind.PNR}:"


def observations(evidence: Iterable[Entry]) -> dict[str, list[Entry]]:
    """The evidence by separate observation, in its order.

    An event is one, but a booking and a check-in under one booking number say the same of the journey and are one
    together; unless trained staff saw something or held the document against the booking: that is a fresh look.
    """
    found: dict[str, list[Entry]] = {}
    for entry in evidence:
        found.setdefault(_unit(entry), []).append(entry)
    return found


def _unit(entry: Entry) -> str:
    fact = entry.fact
    if fact.kind not in _REPEATS or fact.observations or fact.document is not None:
        return entry.event
    booked = [token for party in fact.parties for token in party.tokens if token.startswith(_PNR)]
    return min(booked, default=entry.event)
