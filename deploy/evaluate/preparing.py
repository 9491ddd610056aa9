"""Reports pass intake once; what intake sends on is kept in a file, and every run of the scorer reads it from there."""

import struct
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from deploy.evaluate.arrival import FileClock
from deploy.evaluate.reading import Bad, Made
from schemas.codes import Sector
from schemas.errors import Malformed
from schemas.partner import Partner
from schemas.reject import Reason, Reject
from schemas.topic import Topics
from streams.frame import pairs
from streams.intake_state import IntakeState
from streams.ports import Headers, Record
from streams.stored import origin_of

TOPICS = Topics()
_HEAD = struct.Struct("<BqI")
_SECTORS = tuple(Sector)
DRAIN = 20_000
"""Events after which intake forgets ids that are older than it has to remember."""


@dataclass
class Prepared:
    """What intake made of a stream."""

    path: Path
    lines: int = 0
    events: Counter[Sector] = field(default_factory=Counter)
    """Accepted, by sector."""
    repeated: int = 0
    """Lines that said again what an earlier one with the same id had said."""
    bad: list[Bad] = field(default_factory=list)
    first: int = 0
    """Publication of the first event, milliseconds since 1970."""
    last: int = 0
    known: set[str] = field(default_factory=set)
    """Those of the events asked for that were accepted."""

    @property
    def days(self) -> float:
        """Length of the stream; at least one day."""
        return max(1.0, (self.last - self.first) / 86_400_000)


class Preparation:
    """Intake at work, with a file for its outbox.

    The order of the lines is the order of arrival. The clock is the newest time of occurrence seen so far: a report that
    happened before an earlier line is late, and arrives then.
    """

    def __init__(self, path: Path, token_keys: frozenset[str], wanted: frozenset[str] = frozenset()) -> None:
        """`wanted`: `partner/event id` of events whose acceptance is of interest."""
        self.prepared = Prepared(path)
        self._wanted = wanted
        self._partners: dict[str, Partner] = {}
        self._intake = IntakeState(self._partners, token_keys, TOPICS, 1)
        self._offsets: Counter[str] = Counter()
        self._sector = 0
        self._line = 0
        self._clock = FileClock()

    def run(self, made: Iterable[Made | Bad], told: Callable[[int], None] = lambda lines: None) -> Prepared:
        """Take all in. `told` hears after every line how many there were."""
        prepared = self.prepared
        with prepared.path.open("wb", buffering=1 << 20) as self._file:
            for item in made:
                prepared.lines += 1
                told(prepared.lines)
                if isinstance(item, Bad):
                    prepared.bad.append(item)
                else:
                    self._take(item)
        prepared.repeated = self._intake.tally["duplicates_absorbed",]
        prepared.bad.sort(key=lambda bad: bad.line)
        return prepared

    _file: BinaryIO

    def _take(self, item: Made) -> None:
        topic, prepared = TOPICS.events(item.partner.id), self.prepared
        known = self._partners.setdefault(topic, item.partner)
        if known.sector is not item.partner.sector:
            why = Malformed(Reason.WRONG_SECTOR, "sector", f"an earlier line says {known.sector} of this partner")
            prepared.bad.append(Bad(item.line, why.reason, why.field, why.mend))
            return
        prepared.last = self._clock.tick(item)
        prepared.first = prepared.first or prepared.last
        self._line, self._sector = item.line, _SECTORS.index(known.sector)
        offset = self._offsets[topic]
        self._offsets[topic] += 1
        self._intake.take([Record(topic, 0, offset, prepared.last, None, item.event, ())], self)
        if prepared.lines % DRAIN == 0:
            self._intake.drain()

    def send(
        self, topic: str, value: bytes, *, key: bytes | None = None, partition: int | None = None, headers: Headers = ()
    ) -> None:
        """The outbox of intake: sightings are kept, a reject is a bad line."""
        prepared = self.prepared
        if topic != TOPICS.sightings:
            prepared.bad.append(self._clock.refused(self._line, Reject.model_validate_json(value)))
            return
        prepared.events[_SECTORS[self._sector]] += 1
        self._file.write(_HEAD.pack(self._sector, prepared.last, len(value)))
        self._file.write(value)
        name = origin_of(value)[1].decode()
        if name in self._wanted:
            prepared.known.add(name)


def sightings(path: Path, sectors: frozenset[Sector]) -> Iterator[tuple[int, bytes]]:
    """(publication in milliseconds since 1970, frame) of the events of these sectors, in order of arrival."""
    wanted = {index for index, sector in enumerate(_SECTORS) if sector in sectors}
    with path.open("rb", buffering=1 << 20) as file:
        while head := file.read(_HEAD.size):
            sector, published, size = _HEAD.unpack(head)
            if sector in wanted:
                yield published, file.read(size)
            else:
                file.seek(size, 1)


def facts(path: Path, wanted: Container[str]) -> dict[str, bytes]:
    """`partner/event id` -> the fact in JSON, of the events wanted."""
    found: dict[str, bytes] = {}
    for _, frame in sightings(path, frozenset(Sector)):
        for _, fact in pairs(frame):
            name = origin_of(fact)[1].decode()
            if name in wanted:
                found[name] = fact
    return found
