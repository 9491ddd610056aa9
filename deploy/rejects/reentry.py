"""Let an event come in again, and write down what was done. In this order: a crash between the two leaves the reject open,
the same bytes come in once more, and intake absorbs them as the repetition that they are."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from types import TracebackType
from typing import Any, Self
from zlib import crc32

from confluent_kafka import KafkaError, KafkaException, Message, Producer

from deploy.rejects.case import place_of
from deploy.rejects.judgement import Fit, check_step
from deploy.rejects.owner import first_owner
from deploy.rejects.reading import Desk
from schemas.errors import Refused, Unavailable
from schemas.reject import Reject
from schemas.reject_work import MENDED_FROM, ORIGINAL, REPLAYED_FROM, Reentry, RejectWork, Step, WorkStatus
from schemas.topic import EVENT_MAX_BYTES

ACKNOWLEDGED_WITHIN = 20.0
CONTENT_TYPE = ("content-type", b"application/cloudevents+json; charset=UTF-8")
_REFUSALS = (KafkaError.TOPIC_AUTHORIZATION_FAILED, KafkaError.MSG_SIZE_TOO_LARGE, KafkaError._AUTHENTICATION)


class Hand:
    """Writes on behalf of one principal; used as a context manager."""

    def __init__(self, desk: Desk, by: str) -> None:
        self._desk, self._by = desk, by

    def __enter__(self) -> Self:
        self._producer = Producer(
            {
                **self._desk.settings.librdkafka(),
                "client.id": "raabta-rejects",
                "acks": "all",
                "enable.idempotence": True,
                "message.max.bytes": 2 * EVENT_MAX_BYTES,
                "message.timeout.ms": int(ACKNOWLEDGED_WITHIN * 1000),
                "log_level": 0,
            }
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._producer.flush(0)

    def reenter(
        self, reject: Reject, work: RejectWork | None, fit: Fit, status: WorkStatus, now: datetime, note: str = ""
    ) -> RejectWork:
        """Publish on the partner's events topic, with its lineage in the headers; then note it.

        Raises Refused when the work is past that, Unavailable when the broker does not take it.
        """
        check_step(work, status)
        topic = self._desk.topics.events(reject.partner)
        source = MENDED_FROM if status is WorkStatus.MENDED else REPLAYED_FROM
        headers = [CONTENT_TYPE, (source, reject.id.encode()), (ORIGINAL, place_of(reject).encode())]
        # As producers.publisher: one id, one partition, so that intake sees a repetition.
        partition = crc32(fit.key.encode()) % self._partitions(topic)
        at = self._send(topic, fit.raw, fit.key, partition, headers)
        reentry = Reentry(topic=topic, partition=at[0], offset=at[1], sha256=sha256(fit.raw).hexdigest())
        return self.note(reject, work, status, now, note=note, reentry=reentry)

    def note(
        self,
        reject: Reject,
        work: RejectWork | None,
        status: WorkStatus,
        now: datetime,
        *,
        note: str = "",
        owner: str | None = None,
        reentry: Reentry | None = None,
    ) -> RejectWork:
        """Write down one more step. Raises Refused when it does not follow, Unavailable when the broker does not take it."""
        check_step(work, status)
        before = work.owner if work else first_owner(reject.partner, reject.reason)
        step = Step(status=status, at=now, by=self._by, owner=owner or before, note=note)
        steps = (*(work.steps if work else ()), step)
        done = RejectWork(id=reject.id, partner=reject.partner, steps=steps, reentry=reentry)
        self._send(self._desk.work_topic(reject.partner), done.model_dump_json().encode(), reject.id, 0, ())
        return done

    def _partitions(self, topic: str) -> int:
        try:
            found = self._producer.list_topics(topic, timeout=ACKNOWLEDGED_WITHIN).topics[topic]
        except KafkaException as error:
            raise Unavailable(f"the cluster does not answer: {error.args[0].name()}") from None
        if found.error is not None or not found.partitions:
            raise Refused(f"topic {topic} is unknown here; run raabta access apply, or let this user write it")
        return len(found.partitions)

    def _send(
        self, topic: str, value: bytes, key: str, partition: int, headers: Sequence[tuple[str, bytes]]
    ) -> tuple[int, int]:
        fate: list[tuple[KafkaError | None, Message]] = []
        keeping: Any = lambda error, message: fate.append((error, message))  # noqa: E731
        self._producer.produce(topic, value, key.encode(), partition, keeping, headers=list(headers))
        while not fate:  # ends: message.timeout.ms gives every record a fate
            self._producer.poll(0.1)
        error, message = fate[0]
        if error is not None:
            trouble = Refused if error.code() in _REFUSALS else Unavailable
            raise trouble(f"{topic} did not take the record: {error.name()}")
        return message.partition() or 0, message.offset() or 0
