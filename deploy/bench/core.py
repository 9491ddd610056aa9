"""Entrant (d): the limit of our own code. The same states over the same records, already in memory; no Kafka at all."""

import time
from collections import defaultdict, deque
from collections.abc import Iterator
from pathlib import Path

from deploy.bench.lane import Lane
from deploy.bench.meter import collect_seldom, read, result, say
from deploy.composition import Composition
from deploy.wholetopic import read_whole
from schemas.settings import KafkaSettings
from streams.fetch import FRAME_RECORDS
from streams.ports import Headers, PartitionState, Record, Stage

FLUSH_SECONDS = 0.5
"""As often as a stage of ours flushes: state that changes often is written once in that time."""


class Core:
    """Intake and scoring on all partitions, fed by hand; what they send on is fed back."""

    def __init__(self, composition: Composition, *, state: bool) -> None:
        self._stages = {topic: stage for stage in composition.stages()[:2] for topic in stage.topics}
        self._sightings = composition.topics.sightings
        self._alerts = composition.topics.alerts
        self._states: dict[tuple[str, int], PartitionState] = {}
        self._dirty: set[tuple[str, int]] = set()
        self._writes_state = state
        self._queue: deque[Record] = deque()
        self._ends: dict[int, int] = defaultdict(int)
        self._flushed = time.monotonic()
        self._now = 0
        self.alerts: list[bytes] = []
        self.frames = self.flushes = 0

    def send(
        self, topic: str, value: bytes, *, key: bytes | None = None, partition: int | None = None, headers: Headers = ()
    ) -> None:
        """The outbox of the stages."""
        if topic == self._sightings and partition is not None:
            self._queue.append(Record(topic, partition, self._ends[partition], self._now, key, value, ()))
            self._ends[partition] += 1
        elif topic == self._alerts:
            self.alerts.append(value)

    def feed(self, records: list[Record]) -> None:
        """One fetch of events, and all that follows from it."""
        self._now = records[0].timestamp
        self._take(records)
        while self._queue:
            self.frames += 1
            self._take([self._queue.popleft()])
        if self._writes_state and time.monotonic() - self._flushed > FLUSH_SECONDS:
            self.flush()

    def states(self, stage: str) -> Iterator[tuple[bytes, bytes | None]]:
        """The state records of one stage that changed since they were last asked for."""
        for (name, _), state in self._states.items():
            if name == stage:
                yield from state.drain()

    def flush(self) -> None:
        """Serialise the state that changed."""
        for key in self._dirty:
            self._states[key].drain()
        self._dirty.clear()
        self.flushes += 1
        self._flushed = time.monotonic()

    def _take(self, records: list[Record]) -> None:
        first = records[0]
        stage: Stage = self._stages[first.topic]
        key = (stage.name, first.partition)
        if key not in self._states:
            self._states[key] = stage.new_state(first.partition)
        self._states[key].take(records, self)
        self._dirty.add(key)


def fetches(lane: Lane, composition: Composition) -> list[list[Record]]:
    """All events as fetches would bring them: the partitions in turn, each in order."""
    topics = list(composition.stages()[0].topics)
    by_partition: dict[tuple[str, int], list[Record]] = defaultdict(list)
    for one in read_whole(KafkaSettings(), topics):
        by_partition[one.topic, one.partition].append(Record(*one))
    parts = [
        records[at : at + FRAME_RECORDS]
        for at in range(0, lane.events, FRAME_RECORDS)
        for records in by_partition.values()
    ]
    return [part for part in parts if part]


def compute(lane: Lane, alerts: Path) -> None:
    """Do it all, keep the alerts in this file, and say how long it took."""
    composition = lane.composition()
    parts = fetches(lane, composition)
    core = Core(composition, state=lane.state)
    collect_seldom()
    first = read(lane.broker_pid)
    for part in parts:
        core.feed(part)
    if lane.state:
        core.flush()
    last = read(lane.broker_pid)
    alerts.write_bytes(b"\n".join(core.alerts))
    say(result(first, last, sum(map(len, parts)), core.frames, core.flushes))
