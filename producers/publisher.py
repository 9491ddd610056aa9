"""The publisher: the one way from a partner's system to its events topic."""

import logging
import time
from collections.abc import Callable
from functools import partial
from threading import BoundedSemaphore, Lock
from types import TracebackType
from typing import Self
from zlib import crc32

from confluent_kafka import KafkaError, KafkaException, Message, Producer

from producers import metrics
from producers.connection import configuration, count_partitions, refusal
from producers.delivery import Failed, FailReason, Published, reason_of, undelivered
from producers.preflight import Done, protected
from producers.protect.seal import SealingKey
from producers.protect.token import TokenKeys
from schemas.errors import Malformed, RaabtaError, Refused, Unavailable
from schemas.event import MAX_BYTES
from schemas.partner import Partner
from schemas.reject import Reason
from schemas.report import Report
from schemas.settings import KafkaSettings
from schemas.topic import Topics

logger = logging.getLogger(__name__)

HEADERS: list[tuple[str, str | bytes | None]] = [("content-type", b"application/cloudevents+json; charset=UTF-8")]
"""CloudEvents Kafka protocol binding, structured mode."""
GRACE = 2.0
"""Seconds after which we give an event up ourselves: librdkafka 2.16 at times never times out what was handed over just as
the broker died before the first batch (seen in 1 of 15 runs)."""
WAIT = 0.05
"""Seconds to wait for delivery reports at a time; short, so that Ctrl-C and other threads are heard."""


class Publisher:
    """Protects reports and publishes them; used as a context manager, by any number of threads.

    Leaving the `with` block returns when every event is with the broker, or raises and names those that are not. Fates are
    learnt, and `on_done` called, inside `publish`, `poll` and `flush`, in the calling thread.
    """

    def __init__(
        self,
        settings: KafkaSettings,
        topics: Topics,
        partner: Partner,
        keys: TokenKeys,
        fia: SealingKey,
        *,
        in_flight: int = 1000,
        queue_bytes: int = 32 * 1024 * 1024,
        gives_up_after: float = 30.0,
    ) -> None:
        """`in_flight` events at most wait for the broker, in `queue_bytes` of memory; `publish` waits when there are more.
        An event that the broker has not acknowledged `gives_up_after` seconds later has failed."""
        self.partner = partner
        self.topic = topics.events(partner.id)
        self._keys, self._fia = keys, fia
        self._gives_up_after = gives_up_after
        self._room = BoundedSemaphore(in_flight)
        self._lock = Lock()
        self._waiting = 0
        self._moved_at = 0.0
        """When the last fate was learnt, or the first event handed over after a rest; by time.monotonic."""
        self._failures: list[Failed] = []
        self._refusal: str | None = None
        self._stale = False
        self._partitions = 0
        self._producer: Producer | None = None
        config = configuration(settings, partner.id, in_flight, queue_bytes, gives_up_after)
        self._config = {**config, "error_cb": self._on_error}

    def __enter__(self) -> Self:
        """Connect. Raises Refused for wrong credentials or an unknown topic, Unavailable when no broker answers."""
        producer = Producer(self._config)
        self._partitions = count_partitions(producer, self.topic, self._gives_up_after, lambda: self._refusal)
        self._producer = producer
        metrics.begin(self.partner.id)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for every event, then close. Raises as `flush`; an error that is not ours gets the missing ids as a note."""
        try:
            self.flush()
        except RaabtaError as missing:
            if error is not None and not isinstance(error, Unavailable | Refused):
                error.add_note(str(missing))
                return
            raise missing from None
        finally:
            self._producer = None

    def publish(self, report: Report, on_done: Done | None = None) -> None:
        """Protect a report and hand the event over; waits while too many are under way.

        Raises Malformed when the report cannot become an event (nothing is sent), and as `publish_event`.
        """
        self._open()
        try:
            raw = protected(report, self.partner, self._keys, self._fia)
        except Malformed as why:
            metrics.MALFORMED.labels(self.partner.id, Reason(why.reason)).inc()
            raise
        self.publish_event(raw, report.id, on_done)

    def publish_event(self, raw: bytes, event_id: str, on_done: Done | None = None) -> None:
        """Hand over an event that is protected already. The same id always goes to the same partition.

        Raises Malformed above `MAX_BYTES`, Refused when closed or turned away. Once an event has failed no further one is
        taken: Unavailable (or Refused) is raised until `flush` has named all that are missing.
        """
        producer = self._open()
        if len(raw) > MAX_BYTES:
            raise Malformed(Reason.TOO_LARGE, "", f"an event has at most {MAX_BYTES} bytes; split the report")
        key = event_id.encode()
        self._serve(producer, 0)
        self._check()
        while not self._room.acquire(blocking=False):
            self._wait(self._open())
            self._check()
        with self._lock:
            producer = self._fresh()
            if not self._waiting:
                self._moved_at = time.monotonic()
            self._waiting += 1
        report = partial(self._on_delivery, event_id, len(raw), on_done)
        try:
            self._produce(producer, raw, key, report)
        except BaseException:
            self._left()
            raise

    def poll(self, seconds: float = 0.0) -> int:
        """Serve delivery reports for at most this long; gives how many events still wait for the broker."""
        self._wait(self._open(), seconds)
        return self._waiting

    def flush(self) -> None:
        """Return when every event is with the broker. Raises Unavailable or Refused naming how many are not, and which;
        the exception's `event_ids` has all of them. After that the publisher takes events again."""
        while self._waiting:  # ends: each event is acknowledged or given up
            self._wait(self._open())
        self._serve(self._open(), 0)
        with self._lock:
            failures, self._failures = self._failures, []
            self._stale = self._stale or bool(failures)
        if failures:
            raise undelivered(failures)

    def _open(self) -> Producer:
        if self._producer is None:
            raise Refused("the publisher is closed; use it inside its with block")
        return self._producer

    def _fresh(self) -> Producer:
        """The producer; a new one after a failure, since brokers may fence one whose batch timed out half written."""
        producer = self._open()
        if self._stale and not self._waiting:
            producer = self._producer = Producer(self._config)
            self._stale = False
        return producer

    def _wait(self, producer: Producer, seconds: float = WAIT) -> None:
        """Serve delivery reports for a moment, and see to it that every event has a fate in the end."""
        self._serve(producer, seconds)
        if self._waiting and time.monotonic() - self._moved_at > self._gives_up_after + GRACE:
            producer.purge()  # what is under way fails by the next poll

    def _serve(self, producer: Producer, seconds: float) -> None:
        """Serve callbacks. A fatal error ends this producer: what it still held has failed, and the next one begins anew."""
        try:
            producer.poll(seconds)
        except KafkaException as error:
            self._on_error(error.args[0])
            self._stale = True
            producer.purge()

    def _check(self) -> None:
        if self._refusal is not None:
            raise Refused(self._refusal)
        if self._failures:
            raise undelivered(self._failures)

    def _produce(
        self, producer: Producer, raw: bytes, key: bytes, report: Callable[[KafkaError | None, Message], None]
    ) -> None:
        partition = crc32(key) % self._partitions
        while True:
            try:
                producer.produce(self.topic, raw, key, partition, on_delivery=report, headers=HEADERS)
                return
            except BufferError:  # the queue is full of bytes: wait for the broker instead of dropping
                self._wait(producer)
                self._check()
            except KafkaException as error:
                code: KafkaError = error.args[0]
                kind = Unavailable if reason_of(code) in (FailReason.BROKER_AWAY, FailReason.OTHER) else Refused
                raise kind(f"the event could not be handed over: {code.name()}") from None

    def _on_delivery(
        self, event_id: str, size: int, on_done: Done | None, error: KafkaError | None, message: Message
    ) -> None:
        fate: Published | Failed
        if error is None:
            fate = Published(event_id, self.topic, message.partition() or 0, message.offset() or 0, size)
            metrics.PUBLISHED.labels(self.partner.id).inc()
            metrics.BYTES.labels(self.partner.id).inc(size)
            metrics.DELIVERY_SECONDS.labels(self.partner.id).observe(message.latency() or 0.0)
        else:
            fate = Failed(event_id, FailReason.NOT_ALLOWED if self._refusal else reason_of(error))
            metrics.FAILED.labels(self.partner.id, fate.reason).inc()
            logger.info("event %s is not with the broker: %s", event_id, error.name())
            with self._lock:
                self._failures.append(fate)
        try:
            if on_done is not None:
                on_done(fate)
        finally:
            self._left()

    def _left(self) -> None:
        with self._lock:
            self._waiting -= 1
            self._moved_at = time.monotonic()
        self._room.release()

    def _on_error(self, error: KafkaError) -> None:
        self._refusal = refusal(error, self.partner.id) or self._refusal
        logger.warning("publisher of %s: %s", self.partner.id, error.name())
