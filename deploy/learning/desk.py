"""The desk's hands: read alerts and decisions from their topics, and write a decision with its snooze."""

from collections.abc import Mapping
from typing import NamedTuple

from confluent_kafka import KafkaException, Producer
from pydantic import ValidationError

from deploy.wholetopic import read_whole
from schemas.alert import Alert
from schemas.disposition import Disposition
from schemas.errors import Refused, Unavailable
from schemas.receipt import ROUTER, Receipt
from schemas.settings import KafkaSettings
from schemas.snooze import Snooze
from schemas.topic import Topics

PARTITION_UA = -1
"""librdkafka chooses by the key."""
WRITTEN_WITHIN = 20.0
"""Seconds."""


class Desk(NamedTuple):
    """Where decisions are recorded and read."""

    settings: KafkaSettings
    topics: Topics
    partitions: int

    def dispositions(self) -> list[Disposition]:
        """Every decision, each once, the oldest first. Raises Unavailable."""
        found: dict[str, Disposition] = {}
        for record in read_whole(self.settings, [self.topics.dispositions], group=self._group):
            try:
                one = Disposition.model_validate_json(record.value or b"")
            except ValidationError:
                raise Refused(f"{record.topic}/{record.partition}/{record.offset} holds no decision") from None
            found[one.id] = one
        return sorted(found.values(), key=lambda one: (one.at, one.id))

    def alerts(self, wanted: Mapping[str, int]) -> dict[str, Alert]:
        """These alerts, each in the version named, or the newest if that is 0. Raises Unavailable."""
        found: dict[str, Alert] = {}
        for record in read_whole(self.settings, [self.topics.alerts], group=self._group):
            alert_id = (record.key or b"").decode(errors="replace")
            if alert_id not in wanted:
                continue
            alert = Alert.model_validate_json(record.value or b"")
            if wanted[alert_id] in (0, alert.version):
                found[alert_id] = alert
        return found

    def inboxes(self, alert_id: str) -> list[str]:
        """Inboxes that got the alert, in any version, by the receipts of their channels. Raises Unavailable.

        The desk reads no inbox; a receipt says the same of it, and is kept as long as the alert. The router's are of what
        was held back.
        """
        found = set[str]()
        for record in read_whole(self.settings, [self.topics.receipts], group=self._group):
            if alert_id.encode() in (record.value or b""):
                receipt = Receipt.model_validate_json(record.value or b"")
                if receipt.alert_id == alert_id and receipt.inbox is not None and receipt.channel != ROUTER:
                    found.add(receipt.inbox)
        return sorted(found)

    def record(self, disposition: Disposition, snooze: Snooze | None) -> None:
        """Write a decision; and a snooze, for every partition, since any may route the subject's next alert.

        Raises Unavailable when the cluster does not take all of it: then write it again, under the same ids.
        """
        topic, value = self.topics.dispositions, disposition.model_dump_json(exclude_none=True).encode()
        records: list[tuple[str, int, str, bytes]] = [(topic, PARTITION_UA, disposition.alert_id, value)]
        if snooze is not None:
            said = snooze.model_dump_json().encode()
            records += [(self.topics.snoozes, number, snooze.id, said) for number in range(self.partitions)]
        self._write(records)

    @property
    def _group(self) -> str:
        return f"{self.topics.prefix}-desk"

    def _write(self, records: list[tuple[str, int, str, bytes]]) -> None:
        failed: list[str] = []
        producer = Producer({**self.settings.librdkafka(), "acks": "all", "enable.idempotence": True, "log_level": 0})
        try:
            for topic, partition, key, value in records:
                producer.produce(
                    topic, value, key.encode(), partition, lambda e, _: failed.append(e.name()) if e else None
                )
            missing = producer.flush(WRITTEN_WITHIN)
        except KafkaException as error:
            raise Unavailable(f"the decision could not be written: {error.args[0].name()}") from None
        if missing or failed:
            raise Unavailable(f"the decision could not be written: {failed[0] if failed else 'no answer'}")
