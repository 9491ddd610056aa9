"""One apply at a time: whoever holds the only partition of a topic in a consumer group may change the cluster.

Kafka itself gives it to one member and takes it back ten seconds after that one has died, so that no lock is left behind.
The group's protocol is cooperative-sticky: a second member that asks never moves the partition away from the first.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from confluent_kafka import Consumer, KafkaError

from schemas.errors import Misconfigured, Refused, Unavailable
from schemas.settings import KafkaSettings

LEASE = 10.0
"""Seconds after which a holder that died has lost it."""
WAITS = 15.0
"""Seconds a second apply waits; more than a lease."""

BUSY = "another `raabta access apply` is at work on this cluster; nothing was changed, try again when it is done"
LOST = (
    "the lock on the cluster was lost, for this process stood still too long; run apply again, it goes on where it was"
)


@contextmanager
def alone(settings: KafkaSettings, topic: str, group: str, *, waits: float = WAITS) -> Iterator[Callable[[], None]]:
    """Hold the lock for a `with` block; call what it gives before each change: it raises Refused once the lock is lost.

    Raises Refused when another one holds it for longer than `waits`, Unavailable when the cluster does not answer.
    """
    consumer = Consumer(
        {
            **settings.librdkafka(),
            "group.id": group,
            "partition.assignment.strategy": "cooperative-sticky",
            "session.timeout.ms": int(LEASE * 1000),
            "heartbeat.interval.ms": 1000,
            "enable.auto.commit": False,
            "auto.offset.reset": "latest",
            "log_level": 0,
        }
    )
    try:
        consumer.subscribe([topic])
        _await_assignment(consumer, waits)
        consumer.pause(consumer.assignment())  # the records are nobody's business here

        seen = time.monotonic()

        def still_mine() -> None:
            nonlocal seen
            # After a standstill the broker's word that the lease is over is still on its way.
            _served(consumer, 1.0 if time.monotonic() - seen > LEASE / 2 else 0.0)
            seen = time.monotonic()
            if not consumer.assignment():
                raise Refused(LOST)

        yield still_mine
    finally:
        consumer.close()


def _await_assignment(consumer: Consumer, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not consumer.assignment():
        _served(consumer, 0.1)
        if time.monotonic() > deadline:
            raise Refused(BUSY)


def _served(consumer: Consumer, seconds: float = 0.0) -> None:
    """Let the client do its part of the group's protocol."""
    record = consumer.poll(seconds)
    error = record.error() if record is not None else None
    if error is None or error.code() in (KafkaError.UNKNOWN_TOPIC_OR_PART, KafkaError._PARTITION_EOF):
        return
    if error.code() in (KafkaError.GROUP_AUTHORIZATION_FAILED, KafkaError.TOPIC_AUTHORIZATION_FAILED):
        mend = "sign in as the cluster's super user"
        raise Misconfigured("RAABTA_SASL_USERNAME", "this user may not hold the lock of apply", mend)
    if not error.retriable():
        raise Unavailable(f"taking the lock of apply: {error.name()}")
