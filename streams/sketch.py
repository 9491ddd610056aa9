"""Sketch: how many different ones there were, of what is no longer held. Small, mergeable, and the same in any order.

K minimum values (Bar-Yossef et al. 2002): of all hashes seen, the smallest `SIZE` are kept. Up to `SIZE` different ones the count is
exact; beyond, (SIZE - 1) / (largest hash kept, as a share of all) estimates it with a relative standard error of ERROR. Sketches
hash alike, so they merge without loss, and the kept ones are a fair sample: of two sketches together it can be told which share is in one.
"""

from collections.abc import Iterable
from hashlib import blake2b
from math import sqrt
from typing import NamedTuple

SIZE = 48
"""Hashes kept: 192 bytes at the most. Most indicators ask for fewer at once and are answered exactly; a permission for more jobs is
answered with what is certain."""
ERROR = 1 / sqrt(SIZE - 2)
"""Relative standard error of a count beyond SIZE: 15 %."""
_ALL = 1 << 32

Sketch = tuple[int, ...]
"""The smallest hashes, in order."""


class Count(NamedTuple):
    """How many different ones."""

    about: int
    """The estimate; exact up to SIZE."""
    at_least: int
    """Two standard errors less: what may be said of anybody."""


def sketch(seen: Iterable[str]) -> Sketch:
    """The sketch of what is seen, whatever comes twice."""
    return tuple(sorted({mark_of(one) for one in seen})[:SIZE])


def mark_of(one: str) -> int:
    """The hash of one: 32 bits, as good as random whatever it is."""
    return int.from_bytes(blake2b(one.encode(), digest_size=4).digest(), "big")


def merged(*sketches: Sketch) -> Sketch:
    """The sketch of all that any of them has seen."""
    return tuple(sorted({mark for one in sketches for mark in one})[:SIZE])


def count(one: Sketch) -> Count:
    """How many different ones a sketch has seen."""
    if len(one) < SIZE:
        return Count(len(one), len(one))
    about = (SIZE - 1) * _ALL / (one[-1] + 1)
    return Count(round(about), max(SIZE, int(about * (1 - 2 * ERROR))))


def share(part: Sketch, *others: Sketch) -> float:
    """Which share of all that is seen is in `part`, 0 to 1: exact up to SIZE together, beyond it from a fair sample of SIZE
    (standard error at most 7 points)."""
    whole = merged(part, *others)
    return sum(mark in set(part) for mark in whole) / len(whole) if whole else 0.0
