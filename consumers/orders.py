"""The reader of erasure orders: every order ever given is read at the start, and each is obeyed once."""

import logging
from collections.abc import Callable

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, TopicPartition
from pydantic import ValidationError

from consumers.clock import utc_now
from consumers.erasure import obey
from consumers.patience import patiently
from consumers.store import Store
from schemas.erasure import Erasure
from schemas.settings import KafkaSettings

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.5


class OrderReader:
    """Obeys in one thread until told to stop."""

    def __init__(self, settings: KafkaSettings, topic: str, group: str, store: Store) -> None:
        """`group` is one that this user may name; it is never joined."""
        self._store = store
        self._said: set[str] = set()
        self._consumer = Consumer(
            {
                **settings.librdkafka(),
                "group.id": group,
                "client.id": "raabta-orders",
                "enable.auto.commit": False,
                "enable.auto.offset.store": False,
                "fetch.wait.max.ms": 500,
                "error_cb": lambda error: logger.warning("erasures: %s", error.name()),
                "logger": logging.getLogger("librdkafka"),
            }
        )
        self._consumer.assign([TopicPartition(topic, 0, OFFSET_BEGINNING)])

    def work(self, stopping: Callable[[], bool], wake: Callable[[], None]) -> None:
        """Obey what comes until `stopping`; `wake` is called when receipts wait to be published."""
        while not stopping():
            message = self._consumer.poll(POLL_SECONDS)
            if message is None:
                continue
            error = message.error()
            if error is not None:
                self._complain(error)
            elif message.value() is not None:
                self._obey(message.value() or b"", int(message.offset() or 0))
                wake()

    def _obey(self, value: bytes, offset: int) -> None:
        try:
            order = Erasure.model_validate_json(value)
        except ValidationError:  # only operators write here: it stays on the topic, for a person
            logger.error("erasures: the record at offset %d is no order", offset)
            return
        done = patiently(lambda: obey(self._store, order, utc_now()), "erasures")
        if done is not None:
            logger.info("erasures: obeyed %s: %d views, %d pieces of evidence, %d redacted", order.id, *done)

    def _complain(self, error: KafkaError) -> None:
        """Once a reason: orders that cannot be read now are read when they can."""
        if error.name() not in self._said:
            self._said.add(error.name())
            logger.error("erasures cannot be read: %s; run raabta access apply", error.name())
