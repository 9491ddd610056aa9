"""Read the state of one partition back from its compacted topic."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from confluent_kafka import Consumer, KafkaError, TopicPartition

from schemas.errors import Unavailable
from schemas.settings import KafkaSettings

BATCH = 10_000


class Loaded(NamedTuple):
    """The live state records of one partition, and how many records had to be read for them."""

    records: dict[bytes, bytes]
    read: int


def load(
    settings: KafkaSettings,
    topic: str,
    partition: int,
    *,
    claim: Callable[[], None] | None = None,
    patience: float = 60.0,
) -> Loaded:
    """Read one partition of a state topic to its end; the newest record of a key wins, a tombstone forgets it.

    `claim` shuts out whoever wrote it before; it is called while most is read, and what was written until then is read on.
    The end is where a fetch comes back empty at the high watermark (`enable.partition.eof`), never what ListOffsets
    says: Tansu answers that with the start of the last batch. Blocks; run it in a thread. Raises Unavailable when
    nothing was heard for `patience` seconds or the broker refuses.
    """
    consumer = Consumer(
        {
            **settings.librdkafka(),
            "group.id": f"{topic}.load",  # never joined: the partition is assigned by hand; rights go by the name
            "enable.auto.commit": False,
            "enable.partition.eof": True,
            "auto.offset.reset": "earliest",  # begins at 0: asking for the earliest offset costs half a second each time
            "fetch.wait.max.ms": 10,
            "fetch.queue.backoff.ms": 5,  # librdkafka rests a second whenever its queue is full: 100 MB took 1.3 s, now 0.3 s
            "log_level": 2,  # leaving amid a sign-in makes it speak of failure; real trouble comes as an event
            "fetch.message.max.bytes": 8 * 1024 * 1024,
        }
    )
    where, live = f"{topic}/{partition}", dict[bytes, bytes]()
    try:
        with ThreadPoolExecutor(1) as beside:
            claimed = beside.submit(claim) if claim else None
            end = _read(consumer, TopicPartition(topic, partition, 0), live, where, patience)
        if claimed is not None:
            claimed.result()
            end = _read(consumer, TopicPartition(topic, partition, end.next), live, where, patience, end.read)
        return Loaded(live, end.read)
    finally:
        consumer.close()


class _End(NamedTuple):
    next: int
    """Offset after the last record read."""
    read: int


def _read(
    consumer: Consumer, begin: TopicPartition, live: dict[bytes, bytes], where: str, patience: float, read: int = 0
) -> _End:
    consumer.assign([begin])
    after, heard = begin.offset, time.monotonic()
    while time.monotonic() - heard < patience:
        for message in consumer.consume(BATCH, 0.02):  # returns what is there after 20 ms
            heard = time.monotonic()
            error = message.error()
            if error is not None:
                if error.code() == KafkaError._PARTITION_EOF:
                    return _End(after, read)
                if error.retriable() or error.code() in _PASSING:
                    continue
                raise Unavailable(f"the state in {where} could not be read: {error.name()}")
            read += 1
            after = (message.offset() or 0) + 1
            _apply(live, message.key(), message.value())
    raise Unavailable(f"the state in {where} could not be read: silence for {patience:.0f} s")


_PASSING = (KafkaError._TRANSPORT, KafkaError._ALL_BROKERS_DOWN, KafkaError._TIMED_OUT)


def _apply(live: dict[bytes, bytes], key: bytes | None, value: bytes | None) -> None:
    if key is None:  # not ours: a compacted topic takes no record without a key
        return
    if value is None:
        live.pop(key, None)
    else:
        live[key] = value
