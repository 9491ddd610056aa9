"""The way out: one producer per stage, so that waiting for its deliveries waits for nobody else's."""

import logging
import time
from threading import Lock

from confluent_kafka import KafkaError, KafkaException, Message, Producer

from schemas.errors import Unavailable
from schemas.settings import KafkaSettings
from streams.ports import Headers

logger = logging.getLogger(__name__)

LARGEST_BYTES = 13 * 1024 * 1024
"""The largest record we hand to the broker: a reject holds an 8 MiB event in base64. The topic has the last word."""


class Tranche:
    """What was sent between two flushes, and how much of it the broker has."""

    __slots__ = ("_lock", "delivered", "failure", "sent")

    def __init__(self) -> None:
        self.sent = 0
        self.delivered = 0
        self.failure: str | None = None
        self._lock = Lock()  # reports are served by whichever thread polls

    def note(self, error: KafkaError | None, message: Message) -> None:
        """The broker's report on one record."""
        with self._lock:
            self.delivered += 1
        if error is not None:
            self.failure = f"{error.name()} on {message.topic()}"


class KafkaOutbox:
    """Sends records, tranche by tranche, and knows when a tranche is durable. While one is waited for, the next is filled."""

    def __init__(self, settings: KafkaSettings, name: str) -> None:
        self.sent = 0
        """Records handed over by `send` since the start."""
        self._failure: str | None = None
        self._open = Tranche()
        self._producer = Producer(
            {
                **settings.librdkafka(),
                "client.id": f"raabta-{name}",
                "enable.idempotence": True,  # implies acks=all and keeps the order through retries
                "compression.type": "lz4",
                "linger.ms": 5,
                "message.timeout.ms": 0,  # a broker that is away is waited for; only a refusal is a failure
                "message.max.bytes": LARGEST_BYTES,
                "queue.buffering.max.messages": 500_000,
                "queue.buffering.max.kbytes": 256 * 1024,
                "partitioner": "murmur2_random",  # as Java's and aiokafka's, so that a key has one partition for all
                "error_cb": self._on_error,
                "logger": logging.getLogger("librdkafka"),
            }
        )

    def send(
        self,
        topic: str,
        value: bytes,
        *,
        key: bytes | None = None,
        partition: int | None = None,
        headers: Headers = (),
    ) -> None:
        """Queue one record; see `streams.ports.Outbox`. Raises Unavailable when the producer can deliver no more."""
        self._produce(topic, value, key, -1 if partition is None else partition, headers)
        self.sent += 1

    def cut(self) -> Tranche:
        """Close the present tranche and begin the next."""
        closed, self._open = self._open, Tranche()
        return closed

    def settle(self, tranche: Tranche) -> None:
        """Return when the broker has all of a closed tranche, however long that takes. In a thread of its own.

        Raises Unavailable when a record was refused or the producer is beyond repair: nothing may be acknowledged then.
        """
        waiting_since = time.monotonic()
        said = 0.0
        while tranche.delivered < tranche.sent:
            self._producer.poll(0.1)
            self.check(tranche)
            waited = time.monotonic() - waiting_since
            if waited > said + 5.0:
                said = waited
                missing = tranche.sent - tranche.delivered
                logger.warning("the broker has not confirmed %d records for %.0f s; waiting", missing, waited)
        self.check(tranche)

    def check(self, tranche: Tranche | None = None) -> None:
        """Serve pending reports. Raises Unavailable as `settle` does."""
        self._producer.poll(0)
        failure = self._failure or (tranche or self._open).failure
        if failure is not None:
            raise Unavailable(f"records could not be delivered: {failure}")

    def _produce(self, topic: str, value: bytes, key: bytes | None, partition: int, headers: Headers) -> None:
        tranche = self._open
        while True:
            try:
                if headers:
                    self._producer.produce(topic, value, key, partition, tranche.note, headers=list(headers))
                else:
                    self._producer.produce(topic, value, key, partition, tranche.note)
                tranche.sent += 1
                return
            except BufferError:  # the queue is full: wait for the broker instead of dropping
                self._producer.poll(0.05)
                self.check()
            except KafkaException as error:
                reason: KafkaError = error.args[0]
                if reason.fatal() or reason.code() == KafkaError._FATAL:
                    raise Unavailable(f"the producer is beyond repair: {reason.name()}") from None
                raise

    def _on_error(self, error: KafkaError) -> None:
        if error.fatal():
            self._failure = error.name()
        else:
            logger.warning("producer: %s", error.name())
