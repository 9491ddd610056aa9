"""What each threshold of a rule pack measures, and so what it may be. By the name of the parameter, the same for every indicator."""

from collections.abc import Mapping
from enum import StrEnum
from math import isfinite


class Measure(StrEnum):
    """What a number stands for."""

    COUNT = "count"
    """Sightings, people, bookings: a history must hold so many."""
    NUMBER = "number"
    """What one event tells: bags, a headcount; or an allowance, which may be none."""
    LOOKBACK = "lookback"
    """Days over which a history is read: it must remember so long."""
    DAYS = "days"
    """Days between two things that one event tells."""
    HOURS = "hours"
    CLOCK = "clock"
    """An hour of the day."""
    PERCENT = "percent"
    OVER = "over"
    """A percentage that may be above 100: of what was declared."""
    AGE = "age"
    YEARS = "years"
    MONEY = "money"
    TIMES = "times"
    """How many times the lawful sum."""


MEASURES: Mapping[str, Measure] = {
    **dict.fromkeys(("days", "paper_days", "group_days"), Measure.LOOKBACK),
    **dict.fromkeys(("stay", "stay_days", "held_days", "early"), Measure.DAYS),
    "hours": Measure.HOURS,
    **dict.fromkeys(("from_hour", "until_hour"), Measure.CLOCK),
    **dict.fromkeys(("percent", "night_percent", "low", "high"), Measure.PERCENT),
    **dict.fromkeys(("age", "youngest", "oldest"), Measure.AGE),
    "years": Measure.YEARS,
    **dict.fromkeys(("rupees", "advance", "limit", "even"), Measure.MONEY),
    **dict.fromkeys(("times", "far"), Measure.TIMES),
    **dict.fromkeys(("bags", "unknown"), Measure.NUMBER),
    "headcount": Measure.NUMBER,
    **dict.fromkeys(("accounts", "bookings", "brides", "candidates", "charges", "children"), Measure.COUNT),
    **dict.fromkeys(("bare", "cities", "customers", "deposits", "events", "fares", "holders"), Measure.COUNT),
    **dict.fromkeys(("households", "lodging", "needs", "numbers", "passengers", "payers", "payments"), Measure.COUNT),
    **dict.fromkeys(("people", "segments", "senders", "sharing", "sums", "surnames", "told"), Measure.COUNT),
    **dict.fromkeys(("transport", "travellers", "women"), Measure.COUNT),
}

_WHOLE = frozenset({Measure.COUNT, Measure.NUMBER, Measure.CLOCK, Measure.AGE})
_WINDOWS: Mapping[Measure, float] = {Measure.LOOKBACK: 3650, Measure.DAYS: 3650, Measure.HOURS: 87_600}
"""The longest of each: none is empty or runs backwards."""
_RANGES: Mapping[Measure, tuple[float, float]] = {
    Measure.CLOCK: (0, 24),
    Measure.PERCENT: (0, 100),
    Measure.OVER: (0, 1000),
    Measure.AGE: (0, 120),
    Measure.YEARS: (0, 120),
}


def measure_of(name: str, wanted: float) -> Measure:
    """What the parameter of this name measures; `wanted` is its default in the code. A name that is new counts something."""
    measure = MEASURES.get(name, Measure.COUNT)
    return Measure.OVER if measure is Measure.PERCENT and wanted > 100 else measure


def amiss(name: str, value: float, wanted: float) -> str | None:
    """What a number of this name must be, if this one is not."""
    if not isfinite(value):
        return "write a finite number"
    measure = measure_of(name, wanted)
    if measure in _WINDOWS:
        longest = _WINDOWS[measure]
        return None if 0 < value <= longest else f"a window has a length: write more than 0 and at most {longest:g}"
    if measure in _WHOLE and value % 1:
        return "write a whole number: it is compared with something that is counted"
    if measure in _RANGES:
        least, most = _RANGES[measure]
        return None if least <= value <= most else f"write a number from {least:g} to {most:g}"
    if wanted >= 1 and value < 1 and name not in _MAY_BE_NONE:
        return "write at least 1"
    return "write no negative number" if value < 0 else None


_MAY_BE_NONE = frozenset({"bags", "unknown"})
