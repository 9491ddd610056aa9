"""The way out: one producer per stage, so that waiting for its deliveries waits for nobody else's."""

import logging
import time
from collections.abc import Iterable

from confluent_kafka import KafkaError, KafkaException, Message, Producer

from schemas.errors import Unavailable
from schemas.settings import KafkaSettings
from streams.ports import Headers

logger = logging.getLogger(__name__)

LARGEST_BYTES = 13 * 1024 * 1024
"""The largest record we hand to the broker: a reject holds an 8 MiB event in base64. The topic has the last word."""

StateRecord = tuple[bytes, bytes | None]


class KafkaOutbox:
    """Sends records and knows when all of them are durable. One thread at a time."""

    def __init__(self, settings: KafkaSettings, name: str) -> None:
        self.sent = 0
        """Records handed over by `send` since the start."""
        self._failure: str | None = None
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
                "delivery.report.only.error": True,  # a success costs no call into Python
                "on_delivery": self._on_failure,
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

    def write_state(self, topic: str, partition: int, records: Iterable[StateRecord]) -> int:
        """Queue state records for one partition of the state topic and count them.

        `Producer.produce_batch` was measured for this: no faster than `produce` (1.5 us a record either way).
        """
        count = 0
        for count, (key, value) in enumerate(records, 1):  # noqa: B007 - the count is the result
            self._produce(topic, value, key, partition, ())
        return count

    def settle(self) -> None:
        """Return when the broker has everything queued so far, however long that takes.

        Raises Unavailable when a record was refused or the producer is beyond repair: nothing may be acknowledged then.
        """
        waiting_since = time.monotonic()
        said = 0.0
        while self._producer.flush(1.0):
            self.check()
            waited = time.monotonic() - waiting_since
            if waited > said + 5.0:
                said = waited
                logger.warning(
                    "the broker has not confirmed %d records for %.0f s; waiting", len(self._producer), waited
                )
        self.check()

    def check(self) -> None:
        """Serve pending reports. Raises Unavailable as `settle` does."""
        self._producer.poll(0)
        if self._failure is not None:
            raise Unavailable(f"records could not be delivered: {self._failure}")

    def _produce(self, topic: str, value: bytes | None, key: bytes | None, partition: int, headers: Headers) -> None:
        while True:
            try:
                if headers:
                    self._producer.produce(topic, value, key, partition, headers=list(headers))
                else:
                    self._producer.produce(topic, value, key, partition)
                return
            except BufferError:  # the queue is full: wait for the broker instead of dropping
                self._producer.poll(0.05)
                self.check()
            except KafkaException as error:
                reason: KafkaError = error.args[0]
                if reason.fatal() or reason.code() == KafkaError._FATAL:
                    raise Unavailable(f"the producer is beyond repair: {reason.name()}") from None
                raise

    def _on_failure(self, error: KafkaError | None, message: Message) -> None:
        if error is not None:
            self._failure = f"{error.name()} on {message.topic()}"

    def _on_error(self, error: KafkaError) -> None:
        if error.fatal():
            self._failure = error.name()
        else:
            logger.warning("producer: %s", error.name())
