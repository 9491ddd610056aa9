"""Faust, handed many records at a time, and acknowledged by us.

Faust spends about 240 us on every message, so one Faust message carries everything one fetch returned for one topic
partition (a frame). What Faust 0.15.3 does otherwise and is overridden here, and why:

`Consumer.getmany`                 yields one message a record; ours yields one a frame
`Consumer._add_gap`                takes the offsets between two messages for holes and builds a tree of them; a frame
                                   has no holes that matter
`Consumer.on_buffer_full / _drop`  pause partitions one by one and can wake one that was revoked; ours are no-ops, a full
                                   queue simply blocks the fetcher
`Consumer.verify_event_path`       complains unless Faust itself commits; `streams.progress` is our measure
`Consumer.on_partitions_revoked /  tell nobody who could still write in time; ours wait for the last flush before the
 on_partitions_assigned`           partitions go, and show the new assignment before its first record comes
`AIOKafkaConsumerThread.           RoundRobinPartitionAssignor, whenever there is no Faust Table, gives partition p of two
 _create_worker_consumer`          topics to two workers as soon as partitions do not divide by workers. Range does not
                                   (topics of equal partition counts), and a worker stops if it ever happens. It also
                                   has 1500 ms for `fetch_max_wait_ms`, which Tansu sleeps through
Faust acknowledges nothing: it would do so when an agent raised. `Membership.commit` does, when all effects are durable.
"""

from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Any, NamedTuple, Protocol

import faust
from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from aiokafka.errors import IllegalStateError, KafkaError
from aiokafka.structs import TopicPartition
from faust.serializers import codecs
from faust.transport.drivers import aiokafka as driver
from faust.types import TP

from schemas.errors import Misconfigured
from streams.membership import Membership
from streams.ports import Record

WRITTEN_FOR = "0.15."
"""The minor version of faust-streaming whose inner methods are overridden here."""
FRAME_RECORDS = 500
FRAME_BYTES = 1024 * 1024
"""A frame ends after so many records or bytes: it holds the loop for a few milliseconds and no longer."""
FETCH_WAIT_MS = 20
"""How long the broker may hold an empty fetch. Kafka answers at the first byte, Tansu after half of this time."""
CODEC = "raabta-frame"


class Frame(NamedTuple):
    """Records of one topic partition in order, and the epoch (count of rebalances) they were fetched in."""

    epoch: int
    records: list[Record]


class Shift(Protocol):
    """Whoever must act when partitions come and go."""

    async def hand_over(self, *, expelled: bool) -> None:
        """Finish what was taken. `expelled`: the group already gave our partitions away, so write nothing more."""

    async def take_over(self, assigned: frozenset[TP], generation: int) -> None:
        """The partitions of this worker from now on."""


class _AsItIs(codecs.Codec):  # type: ignore[misc]
    """A frame is no bytes: pass it through Faust's decoding untouched."""

    def _loads(self, s: Any) -> Any:
        return s

    def _dumps(self, s: Any) -> Any:
        return s


class FrameConsumer(driver.Consumer):  # type: ignore[misc]
    """Faust's consumer with frames for messages."""

    epoch = 0
    leaving = False

    def leave(self) -> None:
        """Give no more frames, for good. A new epoch alone would drop what is queued and give what lies behind it."""
        self.leaving = True

    def wants(self, frame: Frame) -> bool:
        """Whether a frame may still be taken: nothing before it was dropped, and the group has not moved on."""
        return frame.epoch == self.epoch and not self.leaving

    def _new_consumer_thread(self) -> "_Thread":
        return _Thread(self, loop=self.loop, beacon=self.beacon)

    async def getmany(self, timeout: float) -> AsyncIterator[tuple[TP, Any]]:
        """Fetch, and yield each partition's records as frames."""
        epoch = self.epoch
        fetched, active = await self._wait_next_records(timeout)
        if fetched is None or self.should_stop or self.leaving:
            return
        if not self.flow_active or epoch != self.epoch:
            await self._read_again()
            return
        for tp, records in fetched.items():
            if active is not None and tp not in active:
                continue
            for part in cut(records):
                if epoch != self.epoch:
                    return
                message = self._to_message(tp, part[-1])
                message.key, message.value = None, Frame(epoch, [_record(one) for one in part])
                yield tp, message

    async def _read_again(self) -> None:
        """A rebalance came while we waited, and nobody can say which assignment the records belong to: drop them.

        A seek that fails amid yet another rebalance does no harm, for each rebalance ends with a seek of its own.
        """
        epoch = self.epoch
        try:
            await self.perform_seek()
            await self._seek_the_unacknowledged()
        except (IllegalStateError, KafkaError):
            if self.flow_active and epoch == self.epoch:
                raise

    async def _seek_the_unacknowledged(self) -> None:
        """Where nothing was ever acknowledged aiokafka's seek_to_committed moves nothing: what we drop would be skipped."""
        new = [TopicPartition(*tp) for tp in self.assignment() if not self._read_offset[tp]]
        if new:
            await self._thread.call_thread(self._thread._ensure_consumer().seek_to_beginning, *new)

    async def _add_gap(self, tp: TP, offset_from: int, offset_to: int) -> None:
        return None

    def on_buffer_full(self, tp: TP) -> None:
        return None

    def on_buffer_drop(self, tp: TP) -> None:
        return None

    def verify_event_path(self, now: float, tp: TP) -> None:
        return None

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Stop the flow first, then let the shift finish while we are still a member."""
        self.epoch += 1
        await super().on_partitions_revoked(revoked)
        await self.app.shift.hand_over(expelled=not self.app.membership.is_member())

    async def on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        """Show the shift its partitions, then let the flow begin."""
        self.epoch += 1
        await self.app.shift.take_over(frozenset(assigned), generation_id)
        await super().on_partitions_assigned(assigned, generation_id)


class _Thread(driver.AIOKafkaConsumerThread):  # type: ignore[misc]
    def _create_worker_consumer(self, transport: Any) -> Any:
        consumer = super()._create_worker_consumer(transport)
        consumer._partition_assignment_strategy = (RangePartitionAssignor,)
        consumer._fetch_max_wait_ms = FETCH_WAIT_MS
        return consumer


class _Transport(driver.Transport):  # type: ignore[misc]
    Consumer = FrameConsumer


class FrameApp(faust.App):  # type: ignore[misc]
    """A Faust app whose agents are given frames; set `shift` before it starts."""

    shift: Shift

    def __init__(self, *args: Any, **settings: Any) -> None:
        if not faust.__version__.startswith(WRITTEN_FOR):
            raise Misconfigured(
                "faust-streaming",
                f"version {faust.__version__} is installed, streams/fetch.py overrides inner methods of {WRITTEN_FOR}x",
                "install faust-streaming>=0.15.3,<0.16",
            )
        codecs.register(CODEC, _AsItIs())
        super().__init__(*args, **settings)
        self.membership = Membership(self)

    def _new_transport(self) -> _Transport:
        return _Transport(self.conf.broker_consumer, self)

    def frames_of(self, topics: Sequence[str]) -> Any:
        """The channel of frames of these topics, for an agent."""
        return self.topic(*topics, key_type=bytes, value_type=None, value_serializer=CODEC)


def cut(records: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """Cut what one fetch returned into frames of bounded count and bytes; one large record is a frame of its own."""
    start = size = 0
    for index, record in enumerate(records):
        weight = len(record.value or b"")
        if index > start and (size + weight > FRAME_BYTES or index - start >= FRAME_RECORDS):
            yield records[start:index]
            start, size = index, 0
        size += weight
    if start < len(records):
        yield records[start:]


def _record(one: Any) -> Record:
    return Record(one.topic, one.partition, one.offset, one.timestamp, one.key, one.value, one.headers)
