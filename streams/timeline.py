"""The entries of a history in event time: stretches of days, and how many different ones were seen in them. Pure."""

from collections.abc import Iterator, Sequence

from streams.entry import DAY, Entry
from streams.held import Held
from streams.sketch import Sketch, count, merged, sketch
from streams.summary import Facet


class Timeline(Held):
    """What is held, asked by event time."""

    __slots__ = ()

    def windows(self, sighting: Entry, days: float) -> Iterator[Sequence[Entry]]:
        """Every stretch of at most `days` that holds the sighting, longest first seen; one only, when it is the newest.

        Whatever order sightings come in, the last one of a telling group sees the whole group in one of these.
        """
        span = days * DAY
        ends = [e.time for e in self.entries if sighting.time <= e.time <= sighting.time + span]
        for end in dict.fromkeys(ends or [sighting.time]):
            yield [e for e in self.entries if end - span <= e.time <= end]

    def around(self, sighting: Entry, days: float) -> list[Entry]:
        """The entries at most `days` before or after the sighting, itself included."""
        return [e for e in self.entries if abs(e.time - sighting.time) <= days * DAY]

    def apart(self, facet: Facet, window: Sequence[Entry], days: float) -> Sketch:
        """The different ones of a facet in the `days` that end with the window: of the entries that it holds, and of those before
        that a bound dropped. Empty window: nobody."""
        if not window:
            return ()
        held = sketch(mark for entry in window for mark in facet.marks(entry))
        if not self.summary:
            return held
        until = window[-1].time
        return merged(held, self.summary.seen(facet.name, until - days * DAY, until))

    def whole(self, facet: Facet, since: float, until: float) -> int:
        """About so many different ones at this time, held and dropped, rather too many: of how many something is a part."""
        held = sketch(
            mark for entry in self.entries if since <= facet.at(entry) <= until for mark in facet.marks(entry)
        )
        return count(merged(held, self.summary.touched(facet.name, since, until))).about

    def least(self, facet: Facet, window: Sequence[Entry], days: float) -> int:
        """At least so many different ones: see `apart` and `streams.sketch`."""
        return count(self.apart(facet, window, days)).at_least
