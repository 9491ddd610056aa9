"""Rank: an evidence total that never saturates, so that officers can sort under a limited capacity."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from schemas.rulepack import Strength, Weights
from streams.history import DAY, Entry


class Weighed(NamedTuple):
    """A counted hit with its evidence."""

    strength: Strength
    evidence: Sequence[Entry]


def rank(hits: Iterable[Weighed], weights: Weights, *, newest: float) -> float:
    """Sum of strength x recency x source grade, times independent sectors. `newest`: seconds since 1970."""
    total = 0.0
    sectors: set[str] = set()
    for hit in hits:
        strength = getattr(weights, hit.strength)
        last = max(entry.time for entry in hit.evidence)
        recency = 0.5 ** ((newest - last) / DAY / weights.half_life_days)
        grade = max(weights.grade[entry.fact.grade] for entry in hit.evidence)
        total += strength * recency * grade
        sectors.update(entry.fact.ref.sector for entry in hit.evidence)
    return round(total * (1 + weights.sector_step * max(0, len(sectors) - 1)), 3)
