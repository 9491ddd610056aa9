"""Examples drawn apart in time, to see where a window ends."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from tests.streams.indicators.build import Example, Tale, judged, sightings


def fires(name: str, of: str, tales: Sequence[Tale]) -> bool:
    """Whether the indicator fires at any of these."""
    return bool(judged(name, of, sightings(of, tales)))


def needed(name: str, example: Example) -> list[Tale]:
    """The tales of the firing example that it cannot do without, oldest first."""
    kept = sorted(example.fires, key=time_of)
    for told in list(kept):
        rest = [one for one in kept if one is not told]
        if fires(name, example.of, rest):
            kept = rest
    return kept


def time_of(told: Tale) -> datetime:
    """When it happened."""
    return datetime.fromisoformat(told["ref"]["time"])


def apart(tales: Sequence[Tale], seconds: float) -> list[Tale]:
    """The tales, the first and the last of them so far apart, the others together with the first."""
    start = time_of(tales[0])
    return [*(at(one, start) for one in tales[:-1]), at(tales[-1], start + timedelta(seconds=seconds))]


def at(told: Tale, time: datetime) -> Tale:
    """The same tale at another time."""
    return {**told, "ref": {**told["ref"], "time": time.isoformat()}}
