"""Reads on and on what the watch lives from: when each partner's events were published, and the receipts."""

from collections.abc import Callable, Iterable

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, TopicPartition

from deploy.watch.silence import OLDEST, Past
from schemas.errors import Unavailable
from schemas.receipt import Receipt
from schemas.settings import KafkaSettings
from schemas.topic import Topics

BATCH = 2000


class Follower:
    """One consumer on all events topics and the receipts, from their beginning: nothing has to be kept between two starts."""

    def __init__(
        self, settings: KafkaSettings, topics: Topics, partners: Iterable[str], on_receipt: Callable[[Receipt], object]
    ) -> None:
        """Raises Unavailable when the cluster does not answer or a topic is not there."""
        self.past = {partner: Past() for partner in partners}
        self._topics = topics
        self._on_receipt = on_receipt
        self._consumer = Consumer(
            {
                **settings.librdkafka(),
                "group.id": f"{topics.prefix}-watch",  # never joined
                "client.id": f"{topics.prefix}-watch",
                "enable.auto.commit": False,
                "auto.offset.reset": "earliest",
                "enable.partition.eof": True,
                "fetch.wait.max.ms": 100,
                "fetch.message.max.bytes": 16 * 1024 * 1024,
                "message.max.bytes": 16 * 1024 * 1024,
            }
        )
        self._behind = self._assign([*(topics.events(partner) for partner in self.past), topics.receipts])

    @property
    def caught_up(self) -> bool:
        """Whether the end of every partition has been seen since the start: before that nobody is called silent."""
        return not self._behind

    def poll(self, seconds: float) -> None:
        """Take what has come, waiting for it this long. Raises Unavailable when the cluster refuses us for good."""
        for record in self._consumer.consume(BATCH, seconds):
            error = record.error()
            topic, partition = record.topic() or "", record.partition() or 0
            if error is None:
                self._take(topic, record.timestamp()[1], record.value() or b"")
            elif error.code() == KafkaError._PARTITION_EOF:
                self._behind.discard((topic, partition))
            elif error.fatal() or error.code() == KafkaError.TOPIC_AUTHORIZATION_FAILED:
                raise Unavailable(f"reading {topic} failed: {error.name()}")

    def forget(self, now: float) -> None:
        """Drop what no verdict looks at any more."""
        for past in self.past.values():
            past.forget(now - OLDEST)

    def close(self) -> None:
        """Leave."""
        self._consumer.close()

    def _take(self, topic: str, timestamp: int, value: bytes) -> None:
        partner = self._topics.partner_of(topic)
        if partner is None:
            self._on_receipt(Receipt.model_validate_json(value))
        else:
            self.past[partner].add(timestamp / 1000)

    def _assign(self, names: Iterable[str]) -> set[tuple[str, int]]:
        found: set[tuple[str, int]] = set()
        for name in names:
            try:
                topic = self._consumer.list_topics(name, timeout=10).topics[name]
            except KafkaException as error:
                raise Unavailable(f"the cluster does not answer: {error.args[0].name()}") from None
            if topic.error is not None:
                raise Unavailable(f"the topic {name} cannot be read: {topic.error.name()}; run `raabta topics`")
            found |= {(name, number) for number in topic.partitions}
        self._consumer.assign([TopicPartition(name, number, OFFSET_BEGINNING) for name, number in found])
        return found
