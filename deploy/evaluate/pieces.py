"""Which cases some sectors can tell of at all: what their reports say about a subject, whatever a scorer makes of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from deploy.evaluate.labels import Labelled
from deploy.evaluate.recall import cases_of
from schemas.codes import Sector

ENOUGH = 2
"""Independent reports, as for `detectable` in docs/truth.md: one by itself is never clear evidence (FinCEN FIN-2020-A008, II)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """An accepted report of a case that shows a subject of it."""

    sector: Sector
    occasion: str
    """What it is independent of: the reports of one booking are one occasion, any other report is one of its own."""


def reports_of(labels: Iterable[Labelled]) -> frozenset[str]:
    """`partner/report id` of every report that the truth names."""
    return frozenset(f"{ref.partner}/{ref.id}" for label in labels for ref in label.truth.reports)


def pieces(labels: Iterable[Labelled], facts: Mapping[str, bytes]) -> dict[str, tuple[Piece, ...]]:
    """Case id -> its pieces. `facts`: `partner/report id` -> the accepted fact in JSON, with tokens for identities."""
    return {
        label.truth.id: tuple(
            piece
            for name in sorted(reports_of([label]))
            if name in facts and (piece := _piece(name, orjson.loads(facts[name]), label)) is not None
        )
        for label in cases_of(labels)
    }


def told_by(sectors: Iterable[Sector], known: Mapping[str, tuple[Piece, ...]]) -> frozenset[str]:
    """Ids of the cases of which these sectors hold enough independent pieces."""
    seen = frozenset(sectors)
    return frozenset(
        case
        for case, found in known.items()
        if len({piece.occasion for piece in found if piece.sector in seen}) >= ENOUGH
    )


def _piece(name: str, fact: Mapping[str, Any], label: Labelled) -> Piece | None:
    tokens = {token for party in fact["parties"] for token in party.get("tokens", ())}
    if not any(subject.tokens & tokens for subject in label.subjects):
        return None
    booking = min((token for token in tokens if token.startswith("pnr:")), default=name)
    return Piece(Sector(fact["ref"]["sector"]), booking)
