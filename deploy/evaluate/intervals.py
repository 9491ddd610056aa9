"""How sure a figure is: Wilson for shares, Katz for ratios of shares, the bootstrap for everything else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from random import Random
from typing import TypeVar

Z = 1.959963984540054
"""Two-sided, 95 %."""
RESAMPLES = 2_000
FEWEST = 5
"""Observations below which the bootstrap tells no interval [D]: resamples of one are all alike, and would promise certainty."""
SEED = 4
"""Of every bootstrap: the same stream gives the same interval."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the 95 % interval of Wilson (1927). Of none, the value is unknown."""

    count: int
    of: int
    value: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval; unknown when there is nothing to take it from."""

    value: float | None
    low: float | None
    high: float | None
    of: int
    """How many observations it rests on."""


def share(count: int, of: int) -> Share:
    """The share and its interval. Raises ValueError when more are counted than there are."""
    if not 0 <= count <= of:
        raise ValueError("a share counts some of all")
    if of == 0:
        return Share(0, 0, None, 0.0, 1.0)
    part, spread = count / of, Z * Z / of
    middle = (part + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * sqrt(part * (1 - part) / of + spread / (4 * of))
    low = 0.0 if count == 0 else max(0.0, middle - half)
    return Share(count, of, part, low, 1.0 if count == of else min(1.0, middle + half))


def ratio(one: Share, other: Share) -> Estimate:
    """How many times the one share is the other, with the interval of Katz et al. (1978); a half is added to each count, so
    that a count of zero has one too."""
    if not one.of or not other.of:
        return Estimate(None, None, None, 0)
    (part, whole), (other_part, other_whole) = _with_halves(one), _with_halves(other)
    spread = Z * sqrt(1 / part - 1 / whole + 1 / other_part - 1 / other_whole)
    value = (one.count / one.of) / (other.count / other.of) if other.count else None
    found = log((part / whole) / (other_part / other_whole))
    return Estimate(value, exp(found - spread), exp(found + spread), one.of + other.of)


def _with_halves(some: Share) -> tuple[float, float]:
    """A share of all lacks a half to all of it: it would have no spread, and one of one would be sure of itself."""
    return some.count + 0.5, some.of + (1.0 if some.count == some.of else 0.5)


def bootstrap(items: Sequence[Item], figure: Callable[[Sequence[Item]], float]) -> Estimate:
    """The figure of the items, with the percentile interval of resamples of them; without one where they are too few."""
    if not items:
        return Estimate(None, None, None, 0)
    if len(items) < FEWEST:
        return Estimate(figure(items), None, None, len(items))
    chance = Random(SEED)
    found = sorted(figure(chance.choices(items, k=len(items))) for _ in range(RESAMPLES))
    return Estimate(
        figure(items), found[round(0.025 * (RESAMPLES - 1))], found[round(0.975 * (RESAMPLES - 1))], len(items)
    )


def quantile(values: Sequence[float], part: float) -> float:
    """The quantile, linear between neighbours (type 7). Raises ValueError when there is no value."""
    if not values:
        raise ValueError("no values, no quantile")
    ordered, place = sorted(values), part * (len(values) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def median(values: Sequence[float]) -> float:
    """The middle value. Raises ValueError when there is none."""
    return quantile(values, 0.5)
