"""Summary: what is still known of sightings that a bound dropped: by day of the event, how many, and how many different ones.

An indicator that counts over a window declares what it counts as a `Facet`; what falls out of a history is entered under the facets
that it shows. A day is entered whole: a window is answered from the days that lie in it altogether, so an answer is never too much.
"""

from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Callable, Iterable
from operator import attrgetter
from struct import Struct
from typing import Any, NamedTuple

from streams.entry import DAY, Entry
from streams.sketch import Sketch, mark_of, merged, sketch

MOST_DAYS = 200
"""Days summarised, the newest: longer than the longest window of an indicator that asks [D]."""
_MARK = Struct(">I")


class Facet(NamedTuple):
    """Something that an indicator counts: a name, and what is counted in a sighting that shows it."""

    name: str
    marks: Callable[[Entry], Iterable[str]]
    """What tells the counted ones apart, such as a token of each person; nothing, if the sighting does not show it."""
    at: Callable[[Entry], float] = attrgetter("time")
    """When it counts, seconds since 1970: when it happened, unless something else matters, such as the departure."""


class _Day:
    """One day of events."""

    __slots__ = ("events", "sketches")

    def __init__(self) -> None:
        self.events: Counter[str] = Counter()
        """By sector and kind."""
        self.sketches: dict[str, Sketch] = {}
        """By facet."""


class Summary:
    """Of one token."""

    __slots__ = ("_days",)

    def __init__(self) -> None:
        self._days: dict[int, _Day] = {}

    def __bool__(self) -> bool:
        return bool(self._days)

    def add(self, entry: Entry, facets: Iterable[Facet]) -> None:
        """Enter a sighting that is dropped. Twice changes no number of different ones."""
        day = self._day(entry.time)
        if day is not None:
            day.events[f"{entry.fact.ref.sector} {entry.fact.kind}"] += 1
        for facet in facets:
            shown = sketch(facet.marks(entry))
            day = self._day(facet.at(entry)) if shown else None
            if day is not None:
                day.sketches[facet.name] = merged(day.sketches.get(facet.name, ()), shown)

    def _day(self, time: float) -> _Day | None:
        """The day to enter something under; None if it is too long ago."""
        number = int(time // DAY)
        if number not in self._days and len(self._days) >= MOST_DAYS:
            oldest = min(self._days)
            if number < oldest:
                return None
            del self._days[oldest]
        return self._days.setdefault(number, _Day())

    def seen(self, facet: str, since: float, until: float) -> Sketch:
        """The different ones of a facet on the days that lie in this stretch altogether, seconds since 1970."""
        days = (day for number, day in self._days.items() if since <= number * DAY and (number + 1) * DAY <= until)
        return merged(*(day.sketches[facet] for day in days if facet in day.sketches))

    def touched(self, facet: str, since: float, until: float) -> Sketch:
        """The same on every day that the stretch touches: rather too many, for whoever asks of how many something is a part."""
        days = (day for number, day in self._days.items() if since < (number + 1) * DAY and number * DAY <= until)
        return merged(*(day.sketches[facet] for day in days if facet in day.sketches))

    def events(self, since: float, until: float) -> Counter[str]:
        """How many sightings were dropped, by `sector kind`, on the days that lie in this stretch altogether."""
        days = (day for number, day in self._days.items() if since <= number * DAY and (number + 1) * DAY <= until)
        return sum((day.events for day in days), Counter())

    def forget(self, tokens: Iterable[str]) -> bool:
        """Take the hashes of these tokens out. False when none is there."""
        marks, found = {mark_of(token) for token in tokens}, False
        for day in self._days.values():
            for name, one in day.sketches.items():
                if not marks.isdisjoint(one):
                    day.sketches[name], found = tuple(mark for mark in one if mark not in marks), True
        return found

    def dump(self) -> dict[str, Any]:
        """For JSON; `load` reads it."""
        return {
            str(number): [
                dict(sorted(day.events.items())),
                {name: _text(one) for name, one in sorted(day.sketches.items())},
            ]
            for number, day in sorted(self._days.items())
        }

    @classmethod
    def load(cls, days: dict[str, Any]) -> "Summary":
        """What `dump` made."""
        summary = cls()
        for number, (events, sketches) in days.items():
            day = summary._days[int(number)] = _Day()
            day.events = Counter(events)
            day.sketches = {name: _sketch(text) for name, text in sketches.items()}
        return summary


def _text(one: Sketch) -> str:
    return b64encode(b"".join(map(_MARK.pack, one))).decode()


def _sketch(text: str) -> Sketch:
    return tuple(mark for (mark,) in _MARK.iter_unpack(b64decode(text)))
