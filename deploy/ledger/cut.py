"""The cut: how far each stage had acknowledged when the ledger began to read, so that it can read a live system.

A stage acknowledges only what is durable downstream. Whatever it had acknowledged before we began must therefore be
found by us, who read the outputs afterwards; what it had not is under way, and nobody's debt.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from deploy.wholetopic import Stored

Partition = tuple[str, int]
"""Topic and number."""


@dataclass(frozen=True)
class Cut:
    """What was acknowledged, and when we looked."""

    now: int
    """Milliseconds since 1970."""
    acknowledged: Mapping[Partition, int] | None = None
    """Partition -> the first offset its stage has not acknowledged; None: all must have arrived."""
    patience: int = 0
    """How old a stored view without a receipt may be, in milliseconds, where no store tells more."""
    since: int = 0
    """Events published before then are not accounted for, only known; milliseconds since 1970."""

    def passed(self, topic: str, partition: int, offset: int) -> bool:
        """Whether the stage that reads this record has acknowledged it."""
        return self.acknowledged is None or offset < self.acknowledged.get((topic, partition), 0)


QUIET = Cut(now=2**62)
"""Nothing is on its way any more: whatever has not arrived is owed."""


@dataclass
class Starts:
    """The first record left of each partition: before it, retention has taken what would tell."""

    now: int
    first: dict[Partition, tuple[int, int]] = field(default_factory=dict)
    """Partition -> offset and time stamp of its first record."""

    def noting(self, records: Iterable[Stored]) -> Iterator[Stored]:
        """The same records; notes where each partition begins."""
        for record in records:
            if (record.topic, record.partition) not in self.first:
                self.first[record.topic, record.partition] = (record.offset, record.timestamp)
            yield record

    def doubtful(self, ends: Mapping[Partition, int]) -> set[Partition]:
        """Partitions that do not begin with their first offset: deleted by retention, or taken back by a transaction."""
        for partition, end in ends.items():
            self.first.setdefault(partition, (end, self.now))  # it holds no record
        return {partition for partition, (offset, _) in self.first.items() if offset}

    def settle(self, lows: Mapping[Partition, int]) -> None:
        """Told by the cluster where doubtful partitions begin: at 0, nothing was deleted."""
        for partition, low in lows.items():
            self.first[partition] = (max(0, low), self.first[partition][1])

    def gone(self) -> dict[str, int]:
        """Topic -> records deleted from its start, of the topics that have lost any."""
        found: dict[str, int] = {}
        for (topic, _), (offset, _) in self.first.items():
            if offset:
                found[topic] = found.get(topic, 0) + offset
        return found

    def horizon(self, topics: Iterable[str]) -> int:
        """What was published up to then may have left traces on these topics that are gone; -1: nothing is gone."""
        wanted = set(topics)
        return max((at for (topic, _), (offset, at) in self.first.items() if offset and topic in wanted), default=-1)
