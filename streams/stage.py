"""Run one stage on the partitions this worker owns: take, make durable, and only then acknowledge.

The order of a flush is the promise of the whole project: (1) every output is with the broker, (2) then the state that
knows of them, (3) then the source is acknowledged. A crash between any two of them replays records, and the state,
which remembers the positions it has applied, absorbs them.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiokafka.errors import KafkaError
from faust.types import TP

from schemas.errors import Unavailable
from schemas.settings import KafkaSettings
from streams import metrics
from streams.changelog import load
from streams.fetch import Frame
from streams.leave import TROUBLE, leave, leave_for
from streams.membership import Membership
from streams.outbox import KafkaOutbox, Tranche
from streams.ports import Outbox, PartitionState, Record, Stage, Timed
from streams.progress import StageProgress
from streams.statewriter import StateRecord, state_writer

__all__ = ["Outbox", "PartitionState", "Record", "Stage", "StageRunner"]

logger = logging.getLogger(__name__)

MUCH = 20_000
"""Records taken and not acknowledged that call for a flush before its time."""
SHUT_OUT_SECONDS = 15.0
"""How long the group may take to tell us that partitions are not ours any more: its session, and time to say so."""
SETTLES_SECONDS = 10.0
"""After an assignment, until the fetches have shown what waits on its partitions."""
RECORDS_COME_WITHIN = 5.0
"""A record on its way may bear a time that is so much older: what follows from time alone waits for it."""


@dataclass(slots=True)
class _Batch:
    """What one flush makes durable: the positions to acknowledge and the state that has applied all before them."""

    tenure: int
    outputs: Tranche
    state: dict[int, list[StateRecord]]
    positions: dict[TP, int]
    records: int


class StageRunner:
    """One stage at work. All methods run on the event loop; what blocks is handed to a thread."""

    def __init__(self, stage: Stage, settings: KafkaSettings, membership: Membership) -> None:
        self.stage = stage
        self.progress = StageProgress(stage.name)
        self._settings = settings
        self._membership = membership
        self._outbox = KafkaOutbox(settings, stage.name)
        self._writer = state_writer(settings, stage.state_topic, membership)
        self._states: dict[int, PartitionState] = {}
        self._loading: dict[int, asyncio.Task[None]] = {}
        self._pending: dict[TP, int] = {}
        self._pending_records = 0
        self._acknowledged: dict[TP, int] = {}
        self._assigned: frozenset[TP] = frozenset()
        self._tenure = 0  # grows whenever partitions may have gone: what is older is never acknowledged
        self._flushing = asyncio.Lock()
        self._shut_out_at: float | None = None
        self._settled_at: float | None = None  # None: our partitions are being handed over
        self._rung: set[int] = set()  # partitions in which something followed from time alone, not flushed yet
        self._taken, self._frames, self._outputs, self._written, self._loaded = (
            counter.labels(stage.name)
            for counter in (
                metrics.TAKEN,
                metrics.FRAMES,
                metrics.OUTPUTS,
                metrics.STATE_RECORDS,
                metrics.LOADED_RECORDS,
            )
        )
        self._latency = metrics.LATENCY_SECONDS.labels(stage.name)
        self._flush_seconds = metrics.FLUSH_SECONDS.labels(stage.name)
        metrics.BUGS.labels(stage.name)

    async def work(self, stream: Any, wanted: Callable[[Frame], bool]) -> None:
        """The body of the Faust agent: take every frame. Nothing is ever raised to Faust, which would acknowledge."""
        async for event in stream.noack().events():
            frame: Frame = event.value
            try:
                if wanted(frame):  # otherwise the group has moved on and will see it again
                    await self._take(frame, wanted)
                if self._pending_records >= MUCH:
                    await self.flush()
            except Unavailable as trouble:
                leave(TROUBLE, "%s: %s", self.stage.name, trouble)
            except Exception as bug:
                self._leave_for(bug, frame.records)

    async def flush_on_time(self) -> None:
        """Flush every `flush_seconds`, for ever; what follows from time alone goes with it."""
        while True:
            await asyncio.sleep(self.stage.flush_seconds)
            try:
                self._tell_the_time(time.time() - RECORDS_COME_WITHIN)
            except Exception as bug:
                self._leave_for(bug, ())
            await self.flush()

    async def flush(self) -> bool:
        """Make everything taken so far durable, then acknowledge it, and go on taking meanwhile.

        False when a rebalance came between, or another worker owns what we took.
        """
        started = time.monotonic()
        async with self._flushing:
            try:
                batch = self._batch()
                if batch is None:
                    return True
                durable = await asyncio.get_running_loop().run_in_executor(None, self._settle, batch)
                done = durable and await self._acknowledge(batch)
                self._note_standing(durable, batch)
            except (Unavailable, KafkaError) as trouble:
                leave(TROUBLE, "%s: nothing more is acknowledged: %s", self.stage.name, trouble)
            except Exception as bug:
                self._leave_for(bug, ())
        self._flush_seconds.observe(time.monotonic() - started)
        return done

    async def hand_over(self, *, expelled: bool) -> None:
        """Finish while we are still a member, so that the next owner has nothing to repeat; if expelled, forget all."""
        self._settled_at = None
        finished = not expelled and await self.flush()
        self._tenure += 1
        self._pending.clear()
        self._pending_records = 0
        self._outbox.cut()
        if not finished:
            self._states.clear()
            self._rung.clear()

    def take_over(self, assigned: frozenset[TP], *, keep: bool) -> None:
        """Own these partitions from now on; what is known of a partition is kept only if nobody owned it between."""
        before = {tp.partition for tp in self._assigned}
        self._assigned = frozenset(tp for tp in assigned if tp.topic in self.stage.topics)
        numbers = {tp.partition for tp in self._assigned}
        self._writer.release(sorted(before - numbers))
        self._states = {number: state for number, state in self._states.items() if keep and number in numbers}
        self._acknowledged = {tp: at for tp, at in self._acknowledged.items() if tp in self._assigned}
        self._tenure += 1
        self._shut_out_at = None
        self._settled_at = time.monotonic() + SETTLES_SECONDS
        self._rung &= self._states.keys()
        for task in self._loading.values():
            task.cancel()
        new = numbers - self._states.keys()
        self._loading = {number: asyncio.create_task(self._load(number, self._tenure)) for number in sorted(new)}

    async def _take(self, frame: Frame, wanted: Callable[[Frame], bool]) -> None:
        records = frame.records
        first, last = records[0], records[-1]
        if first.partition not in self._states:
            await asyncio.wait({self._loading[first.partition]})
            if not wanted(frame):
                return
        state = self._states[first.partition]
        sent = self._outbox.sent
        state.take(records, self._outbox)  # nothing is awaited from here on: a flush has all of a frame or none of it
        self._pending[TP(last.topic, last.partition)] = last.offset + 1
        self._pending_records += len(records)
        self._outbox.check()
        self._count(state, records, self._outbox.sent - sent)

    def _tell_the_time(self, now: float) -> None:
        """Records tell it themselves; where none waits, we do. `now`: seconds since 1970."""
        if self._settled_at is None or time.monotonic() < self._settled_at:
            return
        for number, state in self._states.items():
            if isinstance(state, Timed) and self._has_caught_up(number):
                sent = self._outbox.sent
                if state.ring(int(now * 1000), self._outbox):
                    self._rung.add(number)
                    self._outputs.inc(self._outbox.sent - sent)
                    metrics.publish_of(state, self.stage.name)

    def _has_caught_up(self, number: int) -> bool:
        ours = [tp for tp in self._assigned if tp.partition == number]
        return not self._membership.waiting(self._acknowledged, ours)

    async def _load(self, number: int, tenure: int) -> None:
        """Claim a partition and read its state, beside whatever else is done."""
        try:
            state = await asyncio.get_running_loop().run_in_executor(None, self._claimed, number, tenure)
            if state is not None and tenure == self._tenure:
                self._states[number] = state
        except Unavailable as trouble:
            leave(TROUBLE, "%s: %s", self.stage.name, trouble)
        except Exception as bug:
            self._leave_for(bug, ())

    def _claimed(self, number: int, tenure: int) -> PartitionState | None:
        """In a thread. None when the partition has gone again before we came to it."""
        if tenure != self._tenure:
            return None
        started = time.monotonic()
        loaded = load(self._settings, self.stage.state_topic, number, claim=partial(self._writer.claim, number))
        state = self.stage.new_state(number)
        for key, value in loaded.records.items():
            state.restore(key, value)
        self._loaded.inc(loaded.read)
        logger.info(
            "%s: partition %d begins with %d state records (%d read, %.2f s)",
            self.stage.name, number, len(loaded.records), loaded.read, time.monotonic() - started,
        )  # fmt: skip
        return state

    def _batch(self) -> _Batch | None:
        if not self._pending and not self._rung:
            return None
        touched = {tp.partition for tp in self._pending} | self._rung
        self._rung.clear()
        state = {number: self._states[number].drain() for number in touched}
        batch = _Batch(self._tenure, self._outbox.cut(), state, self._pending, self._pending_records)
        self._pending, self._pending_records = {}, 0
        return batch

    def _settle(self, batch: _Batch) -> bool:
        """In a thread: outputs, then state. False when a partition was lost before its state was written."""
        self._outbox.settle(batch.outputs)
        if not self._writer.write(batch.state, lambda: batch.tenure == self._tenure):
            return False
        self._written.inc(sum(len(records) for records in batch.state.values()))
        return batch.tenure == self._tenure

    async def _acknowledge(self, batch: _Batch) -> bool:
        if batch.tenure != self._tenure:
            return False
        if not batch.positions:  # all of it followed from time alone
            return True
        if await self._membership.commit(batch.positions):
            if batch.tenure == self._tenure:
                self._acknowledged |= batch.positions
            self.progress.acknowledged_at = time.monotonic()
            return True
        if batch.tenure == self._tenure:  # the group is about to rebalance: try once more when handing over
            self._pending = batch.positions | self._pending
            self._pending_records += batch.records
        return False

    def _note_standing(self, durable: bool, batch: _Batch) -> None:
        """Leave when we are shut out of a partition and yet the group goes on counting us its owner: start afresh then."""
        if durable or batch.tenure != self._tenure:
            return
        now = time.monotonic()
        self._shut_out_at = self._shut_out_at or now
        if now - self._shut_out_at > SHUT_OUT_SECONDS:
            leave(TROUBLE, "%s: another worker writes a partition that the group has given to us", self.stage.name)

    def _count(self, state: PartitionState, records: list[Record], outputs: int) -> None:
        self.progress.taken_at = time.monotonic()
        self._taken.inc(len(records))
        self._frames.inc()
        self._outputs.inc(outputs)
        self._latency.observe(max(0.0, time.time() - records[0].timestamp / 1000))
        metrics.publish_of(state, self.stage.name)

    def note_progress(self) -> None:
        """Look at the high watermarks and publish how far behind this stage is."""
        self.progress.pending = self._pending_records
        self.progress.lag = self._membership.waiting(self._acknowledged, self._assigned)
        metrics.PENDING.labels(self.stage.name).set(self.progress.pending)
        metrics.LAG.labels(self.stage.name).set(self.progress.lag)
        for tp, position in self._acknowledged.items():
            metrics.ACKNOWLEDGED.labels(tp.topic, tp.partition).set(position)

    def _leave_for(self, bug: Exception, records: "list[Record] | tuple[()]") -> None:
        metrics.BUGS.labels(self.stage.name).inc()
        where = self.stage.name
        if records:
            first, last = records[0], records[-1]
            where += f" at {first.topic}/{first.partition} offsets {first.offset} to {last.offset}"
        leave_for(bug, where)
