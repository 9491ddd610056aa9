"""The hands of an erasure: read what is covered, write the orders, see that they were obeyed."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from confluent_kafka import KafkaException, Producer

from deploy.composition import Composition
from deploy.erase.cover import Covered, Left, alerts_of, aliases_in, events_of, left_in
from deploy.wholetopic import Stored, read_whole
from schemas.erasure import Erasure, Forget
from schemas.errors import Unavailable
from schemas.settings import KafkaSettings

WRITTEN_WITHIN = 20.0
AGAIN_SECONDS = 5.0
"""A sighting that was under way when the order came may tell of the subject once more: then the order is given again."""


class Register(NamedTuple):
    """One Raabta's erasures."""

    settings: KafkaSettings
    composition: Composition

    def aliases(self, tokens: Sequence[str]) -> set[str]:
        """Other tokens of the same person. Raises Unavailable when the cluster does not answer."""
        return aliases_in(self._states(), tokens)

    def covered(self, tokens: Sequence[str]) -> Covered:
        """All that is about the subject. Reads every event. Raises Unavailable when the cluster does not answer."""
        topics = self.composition.topics
        about, others = alerts_of(self._read(topics.alerts), tokens)
        events = events_of(self._read(*(topics.events(name) for name in self.composition.partners.partners)), tokens)
        return Covered(about, others, tuple(events))

    def order(self, erasure: Erasure) -> None:
        """Enter the order. Raises Unavailable when the cluster does not take it."""
        self._write([(self.composition.topics.erasures, 0, erasure.id, erasure.model_dump_json().encode())])

    def forget(self, forget: Forget, seconds: float, note: Callable[[Left], None] = lambda _: None) -> Left:
        """Tell every partition of the scoring stage, until nothing is left or the time is up; what is left then."""
        topic, value = self.composition.topics.forget, forget.model_dump_json().encode()
        deadline, said = time.monotonic() + seconds, 0.0
        while True:
            if time.monotonic() - said >= AGAIN_SECONDS:
                self._write([(topic, n, forget.order, value) for n in range(self.composition.partitions)])
                said = time.monotonic()
            left = left_in(self._states(), forget.tokens)
            note(left)
            if not left or time.monotonic() > deadline:
                return left
            time.sleep(0.5)

    def orders(self) -> list[Erasure]:
        """Every order ever given, the oldest first."""
        found = [
            Erasure.model_validate_json(one.value) for one in self._read(self.composition.topics.erasures) if one.value
        ]
        return sorted({one.id: one for one in found}.values(), key=lambda one: one.at)

    def _states(self) -> Iterator[tuple[bytes, bytes]]:
        newest: dict[bytes, bytes] = {}
        for record in self._read(self.composition.topics.state("scoring")):
            if record.key is not None and record.value is not None:
                newest[record.key] = record.value
            elif record.key is not None:
                newest.pop(record.key, None)
        yield from newest.items()

    def _read(self, *topics: str) -> Iterator[Stored]:
        return read_whole(self.settings, topics, group=f"{self.composition.topics.prefix}-erase")

    def _write(self, records: Sequence[tuple[str, int, str, bytes]]) -> None:
        failed: list[str] = []
        producer = Producer({**self.settings.librdkafka(), "acks": "all", "enable.idempotence": True, "log_level": 0})
        try:
            for topic, partition, key, value in records:
                producer.produce(
                    topic,
                    value,
                    key.encode(),
                    partition,
                    lambda error, _: failed.append(error.name()) if error else None,
                )
            missing = producer.flush(WRITTEN_WITHIN)
        except KafkaException as error:
            raise Unavailable(f"the order could not be written: {error.args[0].name()}") from None
        if missing or failed:
            raise Unavailable(f"the order could not be written: {failed[0] if failed else 'no answer'}")
