"""Write the state of partitions, and never one that has become somebody else's.

A worker may sleep through its session (SIGSTOP, a stalled machine) and wake when another has taken its partitions over.
What it then writes would be the last word on keys that the other has moved on. Two ways to shut it out:

`FencedWriter`  on Kafka: a transactional producer for each partition, named after it. Whoever claims the partition next
                gets a newer epoch from the broker; from then on the old producer's records are refused, and what it had
                begun is aborted. Loads read committed records only, so half a flush is never seen either.
`LeasedWriter`  on brokers without transactions (the embedded one): writes only while the last accepted heartbeat is
                younger than the session. A pause of the very milliseconds between look and write can slip through.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Protocol

from confluent_kafka import KafkaError, KafkaException, Message, Producer

from schemas.errors import Unavailable
from schemas.settings import KafkaSettings
from streams.membership import Membership

logger = logging.getLogger(__name__)

StateRecord = tuple[bytes, bytes | None]
States = Mapping[int, Sequence[StateRecord]]
"""By partition: the records of the state topic to write."""

TRY_SECONDS = 5.0
"""How long one call waits for the transaction coordinator before it is made again."""
PATIENCE_SECONDS = 120.0
"""How long the coordinator may be away before the worker leaves, to be started again."""
TRANSACTION_MS = 300_000
"""After which the broker aborts a transaction that nobody ends; whoever claims the partition aborts it at once."""
AT_ONCE = 8
"""Partitions whose transactions are committed side by side."""
_FENCED = frozenset({KafkaError._FENCED, KafkaError.PRODUCER_FENCED, KafkaError.INVALID_PRODUCER_EPOCH})


class StateWriter(Protocol):
    """Where a stage's state becomes durable. All methods block; run them in a thread."""

    def claim(self, number: int) -> None:
        """From now on nobody who wrote this partition before may write it. Comes before its state is read.

        Raises Unavailable when the broker refuses or stays away.
        """

    def write(self, states: States, still_ours: Callable[[], bool]) -> bool:
        """Make the records durable. False when a partition is somebody else's now: nothing may be acknowledged then.

        Raises Unavailable as `claim` does.
        """

    def release(self, numbers: Sequence[int]) -> None:
        """These partitions are not ours any more."""


def state_writer(settings: KafkaSettings, topic: str, membership: Membership) -> StateWriter:
    """The writer for what the cluster can do."""
    return FencedWriter(settings, topic) if settings.transactions else LeasedWriter(settings, topic, membership)


class FencedWriter:
    """A transactional producer a partition."""

    def __init__(self, settings: KafkaSettings, topic: str) -> None:
        self._settings = settings
        self._topic = topic
        self._producers: dict[int, Producer] = {}
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix=topic)

    def claim(self, number: int) -> None:
        """See `StateWriter`."""
        producer = Producer(_given(self._settings) | self._transactional(number))
        what = f"{self._topic}/{number} could not be claimed"
        try:
            _insist(partial(producer.init_transactions, TRY_SECONDS), what)
        except KafkaException as error:
            raise Unavailable(f"{what}: {error.args[0].name()}") from None
        self._producers[number] = producer

    def write(self, states: States, still_ours: Callable[[], bool]) -> bool:
        """See `StateWriter`."""
        if not still_ours():
            return False
        return all(self._pool.map(self._write, states.keys(), states.values()))

    def release(self, numbers: Sequence[int]) -> None:
        """See `StateWriter`. Does not block: letting a producer go takes its threads' time."""
        gone = [self._producers.pop(number, None) for number in numbers]
        self._pool.submit(gone.clear)

    def _write(self, number: int, records: Sequence[StateRecord]) -> bool:
        """One transaction; begun again when the broker calls for its end."""
        producer = self._producers.get(number)
        if producer is None or not records:
            return producer is not None
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                producer.begin_transaction()
                _produce(producer, self._topic, number, records)
                _insist(partial(producer.commit_transaction, TRY_SECONDS), f"{self._topic}/{number} was not written")
                return True
            except KafkaException as error:
                reason: KafkaError = error.args[0]
                if reason.code() in _FENCED:
                    logger.warning("%s/%d: this partition was claimed by another worker", self._topic, number)
                    self._producers.pop(number, None)
                    return False
                if reason.fatal() or not reason.txn_requires_abort() or time.monotonic() > deadline:
                    raise Unavailable(f"{self._topic}/{number} was not written: {reason.name()}") from None
                logger.warning("%s/%d: written again after %s", self._topic, number, reason.name())
                time.sleep(0.5)
                _insist(partial(producer.abort_transaction, TRY_SECONDS), f"{self._topic}/{number} was not written")

    def _transactional(self, number: int) -> dict[str, Any]:
        return {
            "transactional.id": f"{self._topic}.{number}",
            "transaction.timeout.ms": TRANSACTION_MS,
            "client.id": f"{self._topic}.{number}",
        }


class LeasedWriter:
    """One plain producer, and a look at the lease before each write."""

    def __init__(self, settings: KafkaSettings, topic: str, membership: Membership) -> None:
        self._topic = topic
        self._membership = membership
        self._failure = ""
        waits = {"enable.idempotence": True, "message.timeout.ms": 0}  # a broker that is away is waited for
        self._producer = Producer({**_given(settings), **waits, "on_delivery": self._note})

    def claim(self, number: int) -> None:
        """Nothing can be claimed here."""

    def write(self, states: States, still_ours: Callable[[], bool]) -> bool:
        """See `StateWriter`."""
        while not self._membership.is_certain(time.monotonic()):  # someone else may own them: their state is newer
            if not still_ours() or not self._membership.is_member():
                return False
            time.sleep(0.05)
        if not still_ours():  # certain again, but of what came after: we were away and have rejoined
            return False
        for number, records in states.items():
            _produce(self._producer, self._topic, number, records)
        while self._producer.flush(1.0) and not self._failure:
            pass
        if self._failure:
            raise Unavailable(f"{self._topic} was not written: {self._failure}")
        return still_ours()

    def release(self, numbers: Sequence[int]) -> None:
        """Nothing was claimed."""

    def _note(self, error: KafkaError | None, _: Message) -> None:
        if error is not None:
            self._failure = error.name()


def _given(settings: KafkaSettings) -> dict[str, Any]:
    return {
        **settings.librdkafka(),
        "compression.type": "lz4",
        "linger.ms": 5,
        "message.max.bytes": 13 * 1024 * 1024,
        "queue.buffering.max.messages": 500_000,
        "queue.buffering.max.kbytes": 1024 * 1024,
        "delivery.report.only.error": True,  # a success costs no call into Python
        "logger": logging.getLogger("librdkafka"),
    }


def _produce(producer: Producer, topic: str, number: int, records: Sequence[StateRecord]) -> None:
    """Queue the records. `Producer.produce_batch` was measured for this: no faster (1.5 us a record either way)."""
    for key, value in records:
        while True:
            try:
                producer.produce(topic, value, key, number)
                break
            except BufferError:  # the queue is full: wait for the broker
                producer.poll(0.05)


def _insist(call: Callable[[], object], what: str) -> None:
    """Make a call of the transactional producer until it is through. Errors that call for an abort are the caller's.

    Raises Unavailable when the coordinator stays away, KafkaException for everything that trying again does not mend.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            call()
            return
        except KafkaException as error:
            reason: KafkaError = error.args[0]
            if not reason.retriable():
                raise
            if time.monotonic() > deadline:
                raise Unavailable(f"{what}: {reason.name()}") from None
