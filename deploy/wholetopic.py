"""Read topics from their beginning to their end, for the ledger and for tests."""

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, Message, TopicPartition

from schemas.errors import Unavailable
from schemas.settings import KafkaSettings

QUIET_SECONDS = 30.0
"""No answer for this long: the cluster is away."""
TRANSACTION_SECONDS = 90.0
"""The broker ends a dead worker's transaction after 60 s at the latest."""


class Stored(NamedTuple):
    """One record as it lies on the broker."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    """Milliseconds since 1970."""
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()


Ends = dict[tuple[str, int], int]
"""Topic and partition -> the offset behind its last record."""


def read_whole(
    settings: KafkaSettings,
    topics: Sequence[str],
    *,
    group: str = "raabta-reader",
    ends: Ends | None = None,
    at_least: Mapping[tuple[str, int], int] | None = None,
    since: int = 0,
) -> Iterator[Stored]:
    """Every committed record of these topics up to their present end, in order within a partition; fills `ends`.

    The end is where a fetch finds nothing more, not what ListOffsets says: the embedded broker answers that one too low.
    Raises Unavailable when the cluster does not answer, a topic is not there, or retention overtakes the reading.
    `group` is never joined; it must only be one that the user may name. `at_least`: offsets up to which to read, however
    long a transaction that is open before them holds them back; Unavailable if it is longer than any of ours lasts. `since`: leave out
    what was written before, milliseconds since 1970, as far as the broker's index of times tells.
    """
    needed = at_least or {}
    consumer = Consumer(
        {
            **settings.librdkafka(),
            "group.id": group,
            "enable.auto.commit": False,
            "auto.offset.reset": "error",  # else what is deleted under our eyes would be skipped without a word
            "isolation.level": "read_committed",
            "enable.partition.eof": True,
            "fetch.wait.max.ms": 50,
            "fetch.queue.backoff.ms": 10,  # a second by default, whenever the queue is full
            "log_level": 2,  # real trouble comes as an event
            "fetch.message.max.bytes": 16 * 1024 * 1024,
            "message.max.bytes": 16 * 1024 * 1024,
        }
    )
    try:
        open_ends = _assign(consumer, topics, since)
        patience = time.monotonic() + QUIET_SECONDS
        held_back = False
        while open_ends:
            records = consumer.consume(5000, 0.1)  # waits for all 5000 or the whole time, also past the last end
            if records:
                patience = time.monotonic() + (TRANSACTION_SECONDS if held_back else QUIET_SECONDS)
            elif time.monotonic() > patience:
                what = "a transaction stays open" if held_back else "the cluster has stopped answering; is it up?"
                raise Unavailable(what)
            for record in records:
                error = record.error()
                at = (record.topic() or "", record.partition() or 0, record.offset() or 0)
                if error is None:
                    yield Stored(*at, record.timestamp()[1], record.key(), record.value(), _headers(record))
                elif error.code() == KafkaError._PARTITION_EOF:
                    if at[2] < needed.get(at[:2], 0):
                        held_back, patience = True, time.monotonic() + TRANSACTION_SECONDS
                        continue
                    open_ends.discard(at[:2])
                    if ends is not None:
                        ends[at[:2]] = at[2]
                elif error.code() == KafkaError._AUTO_OFFSET_RESET:
                    raise Unavailable(f"records of {at[0]} were deleted while they were being read; read again")
                else:
                    raise Unavailable(f"reading {at[0]} failed: {error.name()}")
    finally:
        consumer.close()


def _headers(record: Message) -> tuple[tuple[str, bytes], ...]:
    found: Any = record.headers() or ()  # pairs, though its annotation also allows a mapping
    return tuple((name, value or b"") for name, value in found)


def _assign(consumer: Consumer, topics: Sequence[str], since: int) -> set[tuple[str, int]]:
    ends: set[tuple[str, int]] = set()
    for topic in topics:
        try:
            found = consumer.list_topics(topic, timeout=10).topics[topic]
        except KafkaException as error:
            raise Unavailable(f"the cluster does not answer: {error.args[0].name()}") from None
        if found.error is not None:
            raise Unavailable(f"the topic {topic} cannot be read: {found.error.name()}; run `raabta topics`")
        ends |= {(topic, number) for number in found.partitions}
    begin = [TopicPartition(topic, number, since or OFFSET_BEGINNING) for topic, number in ends]
    if since:
        try:
            begin = consumer.offsets_for_times(begin, timeout=10)
        except KafkaException as error:
            raise Unavailable(f"the cluster does not answer: {error.args[0].name()}") from None
    consumer.assign(begin)
    return ends
