"""How long partitions stood still, read off the times at which their state was written. Pure."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

Stamps = Mapping[tuple[str, int], Sequence[int]]
"""By state topic and partition: when its records were written, milliseconds since 1970, in order."""


class Pause(NamedTuple):
    """The longest stretch without a write."""

    began: int
    """Of the last write before it, milliseconds since 1970."""
    ended: int

    @property
    def seconds(self) -> float:
        """How long it was."""
        return (self.ended - self.began) / 1000


def longest(stamps: Stamps, begin: int, end: int) -> dict[tuple[str, int], Pause]:
    """The longest pause of each partition that was over between `begin` and `end` (milliseconds since 1970).

    A partition that was not written again before `end` has a pause up to `end`.
    """
    found = {}
    for place, times in stamps.items():
        first = max(0, bisect_right(times, begin) - 1)
        seen = [*times[first : bisect_right(times, end)], end]
        gaps = [Pause(one, other) for one, other in pairwise(seen)]
        found[place] = max(gaps, key=lambda gap: gap.seconds) if gaps else Pause(begin, end)
    return found
