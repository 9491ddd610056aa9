"""What the pure stages and the shell around them know of each other. No Kafka, no Faust, no clock in here."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, runtime_checkable

Headers = Sequence[tuple[str, bytes]]
Tally = Counter[tuple[str, ...]]
"""What a stage counted, such as `('rejected', 'not_json')`; the names are the closed set of `streams.metrics.TALLIED`."""


class Record(NamedTuple):
    """One record of a source topic. A tuple, because making one must cost nothing at 50,000 a second."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    """Kafka's record timestamp, milliseconds since 1970."""
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]


class Outbox(Protocol):
    """Where a stage puts what it made. It leaves at once; the source is acknowledged only after the broker has it."""

    def send(
        self,
        topic: str,
        value: bytes,
        *,
        key: bytes | None = None,
        partition: int | None = None,
        headers: Headers = (),
    ) -> None:
        """Queue one record. Blocks while the queue is full, so that a slow broker slows the stage and loses nothing."""


class PartitionState(Protocol):
    """All that one stage knows of one partition number. Pure: no Kafka, no clock.

    A replay of records it has seen must change nothing, so it remembers the source positions it has applied.
    It may also have an attribute `tally: Tally`, which the shell empties into metrics after every `take`.
    """

    def restore(self, key: bytes, value: bytes) -> None:
        """Take back one live record of the state topic; called before the first `take`, once a key."""

    def take(self, records: Sequence[Record], out: Outbox) -> None:
        """Apply, in order, records of one topic partition. Bad input is set aside in here: an exception is a bug."""

    def drain(self) -> list[tuple[bytes, bytes | None]]:
        """The state records changed since the last drain; None forgets the key."""


@runtime_checkable
class Timed(Protocol):
    """A partition state in which something may follow from time alone."""

    def ring(self, now: int, out: Outbox) -> bool:
        """Send what follows by now, milliseconds since 1970. False: nothing has changed."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the pipeline: what it reads, where its state lives, and how a partition of it begins."""

    name: str
    topics: tuple[str, ...]
    """Source topics, all with as many partitions as `state_topic`: partition p of each shares the state of p."""
    state_topic: str
    new_state: Callable[[int], PartitionState]
    flush_seconds: float = 0.5
    """How often effects are made durable and the source is acknowledged."""
