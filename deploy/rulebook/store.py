"""The rulebook on its topic: read it, write to it, and hear who works by what."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from confluent_kafka import KafkaException, Producer
from pydantic import ValidationError

from deploy.wholetopic import read_whole
from schemas.errors import Refused, Unavailable
from schemas.rulebook import Acknowledgement, Decision, Entry
from schemas.settings import KafkaSettings
from schemas.topic import Topics
from streams.pack import Pack
from streams.packs import Packs
from streams.rulebook import Rulebook, key_of

WRITTEN_WITHIN = 20.0
ALIVE = timedelta(minutes=3)
"""A worker says every minute by what it works: silent for longer, it is gone."""


class Store(NamedTuple):
    """One house's rulebook."""

    settings: KafkaSettings
    topics: Topics

    def book(self) -> Rulebook:
        """The rulebook as it stands now. Raises Unavailable."""
        book = Rulebook()
        for record in read_whole(self.settings, [self.topics.rulepacks], group=self._group):
            book.take(record.key, record.value)
        return book

    def packs(self, house: Pack) -> Packs:
        """Every pack that an event may have begun on, and the active one: `house` until another was. Raises Unavailable."""
        book, packs = self.book(), Packs(house)
        for version, entry in book.entries.items():
            pack = Pack(entry.pack, entered=entry.digest)
            packs.know(pack)
            if version == book.active:
                packs.activate(pack)
        return packs

    def write(self, records: Iterable[Entry | Decision]) -> Rulebook:
        """Write these in order, and give the rulebook as it stands then.

        Raises Unavailable when the cluster does not take them, Refused when the rulebook does not obey one of them,
        because somebody else was quicker.
        """
        wanted = list(records)
        failed: list[str] = []
        producer = Producer({**self.settings.librdkafka(), "acks": "all", "enable.idempotence": True, "log_level": 0})
        try:
            for record in wanted:
                value = record.model_dump_json().encode()
                producer.produce(
                    self.topics.rulepacks,
                    value,
                    key_of(record),
                    0,
                    lambda error, _: failed.append(error.name()) if error else None,
                )
            missing = producer.flush(WRITTEN_WITHIN)
        except KafkaException as error:
            raise Unavailable(f"the rulebook could not be written: {error.args[0].name()}") from None
        if missing or failed:
            raise Unavailable(f"the rulebook could not be written: {failed[0] if failed else 'no answer'}")
        book = self.book()
        known = {one.id for one in book.decisions}
        for record in wanted:
            taken = book.entries.get(record.pack.version) == record if isinstance(record, Entry) else record.id in known
            if not taken:
                raise Refused(
                    f"the rulebook does not take it: {book.set_aside[-1] if book.set_aside else 'read it again'}"
                )
        return book

    def workers(self, now: datetime) -> list[Acknowledgement]:
        """The newest word of every worker that is alive. Raises Unavailable."""
        found: dict[str, Acknowledgement] = {}
        for record in read_whole(self.settings, [self.topics.rulepack_acks], group=self._group):
            try:
                said = Acknowledgement.model_validate_json(record.value or b"")
            except ValidationError:
                raise Refused(f"{record.topic}/{record.partition}/{record.offset} is no acknowledgement") from None
            found[said.worker] = said
        return sorted((one for one in found.values() if now - one.at < ALIVE), key=lambda one: one.worker)

    @property
    def _group(self) -> str:
        return f"{self.topics.prefix}-rules"
