"""Is a partner improbably quiet? Its own past answers: the same hours of earlier weeks. Pure."""

import math
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

HOUR, DAY, WEEK = 3600, 86_400, 604_800
WINDOWS = (HOUR, 6 * HOUR, DAY, WEEK)
"""Seconds looked at; the shortest in which enough is expected is taken, so that a small partner is watched too."""
ENOUGH = 10.0
"""Events expected in a window before its silence can mean anything: of 10 expected, none by chance is 1 in 22,000."""
WEEKS, DAYS = 5, 7
"""How far back the same hours are looked up: of the week, and of the day while there are too few weeks."""
FEWEST = {WEEK: 2, DAY: 3}
"""Comparable windows that must lie in the partner's history, by their distance."""
IMPROBABLE = 1e-4
"""Chance of so little, at most, before a partner is called silent: about one false call in ten thousand windows."""
MOST_UNEVEN = 4.0
MAD_TO_VARIANCE = 1.4826**2
"""From the squared median absolute deviation to a variance, for what is about normal."""


class Verdict(NamedTuple):
    """What was seen in a window, what was to be expected, and how probable so little is."""

    window: int
    """Seconds."""
    seen: int
    expected: float
    probability: float

    @property
    def silent(self) -> bool:
        """Whether chance does not explain it."""
        return self.probability < IMPROBABLE


@dataclass
class Past:
    """When a partner's events were published, in seconds since 1970, sorted."""

    times: list[float] = field(default_factory=list)

    def add(self, at: float) -> None:
        """One more; they may come in any order."""
        if self.times and at < self.times[-1]:
            insort(self.times, at)
        else:
            self.times.append(at)

    def forget(self, before: float) -> None:
        """Drop what no window looks at any more."""
        del self.times[: bisect_left(self.times, before)]

    def count(self, end: float, seconds: float) -> int:
        """Events after `end - seconds` and not after `end`."""
        return bisect_right(self.times, end) - bisect_right(self.times, end - seconds)


OLDEST = (WEEKS + 1) * WEEK
"""What lies further back is never looked at."""


def verdict(past: Past, now: float) -> Verdict | None:
    """Judge the shortest window that says something; None while the history is too short or too thin for any."""
    for window in WINDOWS:
        samples = comparable(past, now, window)
        if samples and median(samples) >= ENOUGH:
            seen, expected = past.count(now, window), float(median(samples))
            over = dispersion(samples) * (1 + math.pi / 2 / len(samples))  # the median of a few is uncertain itself
            return Verdict(window, seen, expected, chance_of_so_few(seen, expected, over))
    return None


def comparable(past: Past, now: float, window: int) -> list[int]:
    """Counts of the same hours in earlier weeks, or on earlier days while there are too few weeks; empty without either."""
    for distance, times in ((WEEK, WEEKS), (DAY, DAYS)):
        ends = [now - distance * back for back in range(1, times + 1)]
        within = [end for end in ends if past.times and end - window >= past.times[0]]
        if window <= distance and len(within) >= FEWEST[distance]:
            return [past.count(end, window) for end in within]
    return []


def dispersion(samples: Sequence[int]) -> float:
    """Variance over mean, robustly: at least a Poisson's 1, for people come less independently than photons, and at most
    `MOST_UNEVEN`, for one earlier outage among few samples must not hide the next one."""
    middle = median(samples)
    spread = median(abs(one - middle) for one in samples)
    return min(MOST_UNEVEN, max(1.0, MAD_TO_VARIANCE * spread**2 / middle))


def chance_of_so_few(seen: int, expected: float, over: float) -> float:
    """P(X <= seen) of a Poisson with this mean; both are scaled by the dispersion (quasi-Poisson)."""
    mean, most = expected / over, math.floor(seen / over)
    if mean > 700:  # exp underflows; a normal says the same there
        return 0.5 * math.erfc((mean - most - 0.5) / math.sqrt(2 * mean))
    term = total = math.exp(-mean)
    for k in range(1, most + 1):
        term *= mean / k
        total += term
    return min(1.0, total)
