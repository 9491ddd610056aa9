"""Joins: which key brought which evidence to a subject: the small graph that an alert shows.

    from streams.joins import joins
    for join in joins(history, evidence): ...

Pure; `history` is that of the subject's token, `evidence` the entries that its hits rest on (`Counted.evidence`, or all of them).
For whoever composes an alert: `Join.key` and `Join.through` are tokens, so show them as short tokens or leave them out of a view;
`sectors`, `events`, `hops`, `confidence` and `conflicting` name nobody. Hops 0 comes first: what the events themselves show.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from schemas.token import IDENTITY_KINDS, TokenKind, kind_of
from streams.bonds import confidence
from streams.entry import BESIDE, IDENTITY, JOINING, Entry
from streams.history import History
from streams.strands import strands


class Join(NamedTuple):
    """An edge of the graph: evidence that one key brought to the subject."""

    key: str
    """The token that the events show: the subject's own, or that of an alias."""
    kind: TokenKind
    """What kind of key it is."""
    hops: int
    """Aliases between that key and the subject: 0, 1 or 2."""
    through: str
    """The alias that the subject was shown with; empty at hops 0, the key itself at hops 1."""
    sectors: tuple[str, ...]
    """Sectors of the events, in alphabetical order: more than one, and this key alone joins them."""
    events: tuple[str, ...]
    """`partner/event id`, oldest first."""
    shown_by: tuple[str, ...]
    """Events that show the subject's token beside `through`; empty at hops 0."""
    confidence: float
    """How sure it is that both are one person, 0 to 1: from how many independent partners and events show the two tokens together
    (`streams.bonds`); halved at the second hop, and when names or documents contradict. 1.0 at hops 0."""
    conflicting: bool
    """Other evidence of this subject contradicts: another name and birth date, or another CNIC."""


def joins(history: History, evidence: Iterable[Entry]) -> tuple[Join, ...]:
    """The edges that brought this evidence here, nearest first; each event stands in exactly one of them."""
    edges: dict[tuple[int, str, str], list[Entry]] = defaultdict(list)
    own = (entry for entry in evidence if entry.hops != BESIDE)
    for entry in sorted({entry.key: entry for entry in own}.values()):
        edges[_edge(history.token, entry)].append(entry)
    conflicting = history.kind in IDENTITY_KINDS and len(strands(history.token, history.entries)) > 1
    return tuple(_join(history, edge, brought, conflicting) for edge, brought in sorted(edges.items()))


def _edge(token: str, entry: Entry) -> tuple[int, str, str]:
    if entry.hops == 0:
        return 0, token, ""
    if entry.hops == 1:
        return 1, entry.via, entry.via
    names = sorted((t for t in entry.me.tokens if t.startswith(JOINING)), key=lambda t: not t.startswith(IDENTITY))
    return entry.hops, names[0] if names else entry.via, entry.via


def _join(history: History, edge: tuple[int, str, str], brought: list[Entry], conflicting: bool) -> Join:
    hops, key, through = edge
    shown = (
        {entry.event for entry in history.entries if entry.hops == 0 and through in entry.me.tokens} if hops else set()
    )
    shown.update(history.bonds.get(through, {}).values())
    return Join(
        key=key,
        kind=kind_of(key),
        hops=hops,
        through=through,
        sectors=tuple(sorted({entry.fact.ref.sector for entry in brought})),
        events=tuple(dict.fromkeys(entry.event for entry in brought)),
        shown_by=tuple(sorted(shown)),
        confidence=confidence(shown, hops=hops, conflicting=conflicting) if hops else 1.0,
        conflicting=conflicting,
    )
