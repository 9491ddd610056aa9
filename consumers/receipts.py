"""The receipts' way out: from the store to their topic, marked as published only when the broker has confirmed them."""

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from threading import Event

from confluent_kafka import KafkaError, KafkaException, Message, Producer
from sqlalchemy import select, update

from consumers import metrics
from consumers.patience import patiently
from consumers.store import Store
from consumers.tables import RECEIPTS
from schemas.errors import Unavailable
from schemas.settings import KafkaSettings
from schemas.topic import Topics

logger = logging.getLogger(__name__)

BATCH = 500
IDLE_SECONDS = 2.0


class ReceiptPublisher:
    """Publishes in one thread. A receipt may come twice after a crash, with the same id; none is left out."""

    def __init__(self, settings: KafkaSettings, topics: Topics, store: Store) -> None:
        self.bell = Event()
        """Rung when a delivery was settled."""
        self._store = store
        self._topic = topics.receipts
        self._confirmed: list[str] = []
        self._producer = Producer(
            {
                **settings.librdkafka(),
                "client.id": "raabta-receipts",
                "enable.idempotence": True,
                "linger.ms": 5,
                "message.timeout.ms": 0,  # a broker that is away is waited for
                "partitioner": "murmur2_random",
                "error_cb": lambda error: logger.warning("receipts: %s", error.name()),
                "logger": logging.getLogger("librdkafka"),
            }
        )

    def work(self, stopping: Callable[[], bool]) -> None:
        """Publish until `stopping`; what is left then is published after the next start. Raises Unavailable if refused."""
        while not stopping():
            if not self.publish(stopping):
                self.bell.wait(IDLE_SECONDS)
                self.bell.clear()
        self._producer.purge()

    def publish(self, stopping: Callable[[], bool] = lambda: False) -> int:
        """Publish some of what is waiting, and return how many receipts the broker has confirmed."""
        with self._store.reading() as connection:
            waiting = connection.execute(
                select(RECEIPTS).where(RECEIPTS.c.published.is_(False)).order_by(RECEIPTS.c.at).limit(BATCH)
            ).all()
        for row in waiting:
            self._produce(row.alert_id, row.raw, row.id)
        while len(self._producer) and not stopping():
            self._producer.poll(0.05)
        self._producer.poll(0)
        return self._mark({row.id: row.at for row in waiting})

    def _produce(self, key: str, value: bytes, receipt: str) -> None:
        def reported(error: KafkaError | None, _message: Message) -> None:
            if error is not None:
                raise Unavailable(f"receipts could not be delivered: {error.name()}")
            self._confirmed.append(receipt)

        try:
            self._producer.produce(self._topic, value, key.encode(), on_delivery=reported)
        except KafkaException as error:
            raise Unavailable(f"receipts could not be delivered: {error.args[0].name()}") from None

    def _mark(self, written: dict[str, int]) -> int:
        confirmed, self._confirmed = self._confirmed, []
        if confirmed:
            patiently(partial(self._note, confirmed, written), "receipts")
            metrics.RECEIPTS.inc(len(confirmed))
        return len(confirmed)

    def _note(self, confirmed: Sequence[str], written: Mapping[str, int]) -> None:
        with self._store.writing() as connection:
            for receipt in confirmed:
                # Only if it still says what we published: a delivery put back in line may have ended anew meanwhile.
                this = (RECEIPTS.c.id == receipt) & (RECEIPTS.c.at == written[receipt])
                connection.execute(update(RECEIPTS).where(this).values(published=True))
