"""Read topics from their beginning to their end, for the ledger and for tests."""

import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from confluent_kafka import Consumer, KafkaError, KafkaException, TopicPartition

from schemas.errors import Unavailable
from schemas.settings import KafkaSettings

QUIET_SECONDS = 30.0
"""No answer for this long: the cluster is away."""


class Stored(NamedTuple):
    """One record as it lies on the broker."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    """Milliseconds since 1970."""
    key: bytes | None
    value: bytes | None


def read_whole(settings: KafkaSettings, topics: Sequence[str]) -> Iterator[Stored]:
    """Every record of these topics up to their present end, in order within a partition.

    The end is where a fetch finds nothing more, not what ListOffsets says: the embedded broker answers that one too low.
    Raises Unavailable when the cluster does not answer or a topic is not there.
    """
    consumer = Consumer(
        {
            **settings.librdkafka(),
            "group.id": "raabta-reader",
            "enable.auto.commit": False,
            "auto.offset.reset": "earliest",
            "enable.partition.eof": True,
            "fetch.wait.max.ms": 50,
            "fetch.message.max.bytes": 16 * 1024 * 1024,
            "message.max.bytes": 16 * 1024 * 1024,
        }
    )
    try:
        open_ends = _assign(consumer, topics)
        patience = time.monotonic() + QUIET_SECONDS
        while open_ends:
            records = consumer.consume(5000, 0.1)  # waits for all 5000 or the whole time, also past the last end
            if records:
                patience = time.monotonic() + QUIET_SECONDS
            elif time.monotonic() > patience:
                raise Unavailable("the cluster has stopped answering; is it up?")
            for record in records:
                error = record.error()
                if error is None:
                    at = (record.topic() or "", record.partition() or 0, record.offset() or 0)
                    yield Stored(*at, record.timestamp()[1], record.key(), record.value())
                elif error.code() == KafkaError._PARTITION_EOF:
                    open_ends.discard((record.topic(), record.partition()))
                else:
                    raise Unavailable(f"reading {record.topic()} failed: {error.name()}")
    finally:
        consumer.close()


def _assign(consumer: Consumer, topics: Sequence[str]) -> set[tuple[str | None, int | None]]:
    ends: set[tuple[str | None, int | None]] = set()
    for topic in topics:
        try:
            found = consumer.list_topics(topic, timeout=10).topics[topic]
        except KafkaException as error:
            raise Unavailable(f"the cluster does not answer: {error.args[0].name()}") from None
        if found.error is not None:
            raise Unavailable(f"the topic {topic} cannot be read: {found.error.name()}; run `raabta topics`")
        ends |= {(topic, number) for number in found.partitions}
    consumer.assign([TopicPartition(topic or "", number or 0, 0) for topic, number in ends])
    return ends
