"""Entrant (c): the limit in Python. One confluent-kafka consumer, one producer and a dict of states, in one loop.

It does the same work in the same order (outputs, then state, then offsets) and through the same topics, without Faust:
without a group, without fencing, without metrics, and it simply ends when something goes wrong.
"""

import time
from collections.abc import Mapping
from typing import Any

from confluent_kafka import Consumer, KafkaException, Message, Producer, TopicPartition

from deploy.bench.lane import Lane
from deploy.bench.meter import collect_seldom, read, result, say
from schemas.settings import KafkaSettings
from streams.ports import Headers, PartitionState, Record, Stage

BATCH = 500
FLUSH_SECONDS = 0.5
"""As often as a stage of ours flushes."""
QUIET = 1.5
Position = tuple[str, int]


class _Out:
    """The producer as the stages know it."""

    def __init__(self, settings: KafkaSettings) -> None:
        self.producer = Producer(
            {
                **settings.librdkafka(),
                "enable.idempotence": True,
                "compression.type": "lz4",
                "linger.ms": 5,
                "message.max.bytes": 13 * 1024 * 1024,
                "queue.buffering.max.messages": 500_000,
                "queue.buffering.max.kbytes": 256 * 1024,
                "partitioner": "murmur2_random",
                "delivery.report.only.error": True,
            }
        )

    def send(
        self,
        topic: str,
        value: bytes | None,
        *,
        key: bytes | None = None,
        partition: int | None = None,
        headers: Headers = (),
    ) -> None:
        while True:
            try:
                self.producer.produce(topic, value, key, -1 if partition is None else partition)
                return
            except BufferError:
                self.producer.poll(0.05)


def loop(lane: Lane) -> None:
    """Do it all and say how long it took."""
    composition = lane.composition()
    stages = {topic: stage for stage in composition.stages()[:2] for topic in stage.topics}
    settings = KafkaSettings()
    consumer = _consumer(settings, lane)
    # By hand and from offset 0: on the embedded broker each question for the earliest offset takes half a second.
    consumer.assign([TopicPartition(topic, number, 0) for topic in stages for number in range(lane.partitions)])
    out = _Out(settings)
    states: dict[tuple[str, int], PartitionState] = {}
    pending: dict[Position, int] = {}
    collect_seldom()
    before = first = last = read(lane.broker_pid)
    events = frames = flushes = 0
    flushed = taken_at = time.monotonic()
    while not (events and not pending and time.monotonic() - taken_at > QUIET):
        fetched = _records(consumer.consume(BATCH, 0.02))
        if fetched and not events:
            first = before
        for (topic, number), records in fetched.items():
            stage = stages[topic]
            _state(states, stage, number).take(records, out)
            pending[topic, number] = records[-1].offset + 1
            if stage.name == "intake":
                events += len(records)
            else:
                frames += len(records)
            taken_at = time.monotonic()
        out.producer.poll(0)
        if time.monotonic() - flushed > FLUSH_SECONDS:
            if pending:
                _flush(out, consumer, stages, states, pending)
                flushes += 1
                last = read(lane.broker_pid)
            flushed = time.monotonic()
        if not events:
            before = read(lane.broker_pid)
    say(result(first, last, events, frames, flushes))


def _consumer(settings: KafkaSettings, lane: Lane) -> Consumer:
    return Consumer(
        {
            **settings.librdkafka(),
            "group.id": f"{lane.prefix}-loop",
            "enable.auto.commit": False,
            "fetch.wait.max.ms": 20,
            "fetch.message.max.bytes": 16 * 1024 * 1024,
        }
    )


def _records(messages: list[Message]) -> Mapping[Position, list[Record]]:
    found: dict[Position, list[Record]] = {}
    for one in messages:
        error = one.error()
        if error is not None:
            if error.retriable():
                continue
            raise KafkaException(error)
        topic: Any = one.topic()
        number: Any = one.partition()
        offset: Any = one.offset()
        record = Record(topic, number, offset, one.timestamp()[1], one.key(), one.value(), ())
        found.setdefault((topic, number), []).append(record)
    return found


def _state(states: dict[tuple[str, int], PartitionState], stage: Stage, number: int) -> PartitionState:
    state = states.get((stage.name, number))
    if state is None:
        state = states[stage.name, number] = stage.new_state(number)
    return state


def _flush(
    out: _Out,
    consumer: Consumer,
    stages: Mapping[str, Stage],
    states: Mapping[tuple[str, int], PartitionState],
    pending: dict[Position, int],
) -> None:
    out.producer.flush()
    for stage, number in {(stages[topic], number) for topic, number in pending}:
        for key, value in states[stage.name, number].drain():
            out.send(stage.state_topic, value, key=key, partition=number)
    out.producer.flush()
    offsets = [TopicPartition(topic, number, at) for (topic, number), at in pending.items()]
    consumer.commit(offsets=offsets, asynchronous=False)
    pending.clear()
