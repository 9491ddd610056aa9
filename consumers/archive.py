"""The events topics as an archive: read single records by their positions."""

import logging
import time
from collections.abc import Iterable, Mapping
from typing import Protocol

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, TopicPartition

from consumers.evidence import Missed
from schemas.settings import KafkaSettings

logger = logging.getLogger(__name__)

Position = tuple[str, int, int]
"""Topic, partition, offset."""
Place = tuple[str, int]
"""Topic, partition."""
NEAR = 500
"""Records between two wanted ones that are read over rather than jumped over: a jump costs a round trip."""
PATIENCE = 0.5
"""Seconds of silence after which we ask whether there is anything at a position."""
SECONDS = 5.0
"""How long one look may take; what was not found by then is `unreachable`."""


class Archive(Protocol):
    """Where the original events lie."""

    def read(self, wanted: Iterable[Position]) -> Mapping[Position, bytes | Missed]:
        """The record at each position, or why it could not be read."""


class KafkaArchive:
    """Reads by assignment and position: no group, nothing committed. One thread at a time."""

    def __init__(self, settings: KafkaSettings, group: str, *, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._consumer = Consumer(
            {
                **settings.librdkafka(),
                "group.id": group,  # librdkafka insists on one; it is never joined
                "client.id": "raabta-archive",
                "enable.auto.commit": False,
                "auto.offset.reset": "error",
                "enable.partition.eof": True,
                "fetch.wait.max.ms": 20,
                "queued.max.messages.kbytes": 16 * 1024,
                "fetch.message.max.bytes": 9 * 1024 * 1024,
                "logger": logging.getLogger("librdkafka"),
            }
        )

    def read(self, wanted: Iterable[Position]) -> Mapping[Position, bytes | Missed]:
        """See `Archive`. Asks all partitions at once, each from its first wanted position on."""
        left: dict[Place, list[int]] = {}
        for topic, partition, offset in sorted(set(wanted)):
            left.setdefault((topic, partition), []).append(offset)
        found: dict[Position, bytes | Missed] = {}
        deadline = time.monotonic() + self._seconds
        try:
            while left and time.monotonic() < deadline:
                self._consumer.assign([TopicPartition(*place, offsets[0]) for place, offsets in left.items()])
                stretches = {place: _stretch(offsets) for place, offsets in left.items()}
                self._round(stretches, found, min(deadline, time.monotonic() + PATIENCE))
                for place, offsets in stretches.items():  # said nothing: is there anything?
                    found |= self._outside(place, offsets)
                for place in list(left):
                    left[place] = [offset for offset in left[place] if (*place, offset) not in found]
                left = {place: offsets for place, offsets in left.items() if offsets}
        finally:
            self._consumer.unassign()
        missed = {(*place, offset): Missed.UNREACHABLE for place, offsets in left.items() for offset in offsets}
        return found | missed

    def close(self) -> None:
        """Give the connections back."""
        self._consumer.close()

    def _round(self, stretches: dict[Place, list[int]], found: dict[Position, bytes | Missed], deadline: float) -> None:
        """Read on until each partition has passed the last position of its stretch; what said nothing stays in `stretches`."""
        while stretches and time.monotonic() < deadline:
            for message in self._consumer.consume(500, timeout=0.02):
                place = (str(message.topic()), _number(message.partition()))
                if place in stretches:
                    offsets = stretches[place]
                    for offset in _told(message, offsets):
                        found[(*place, offset)] = _content(message, offset)
                        offsets.remove(offset)
                    if not offsets or message.error() is not None:
                        del stretches[place]

    def _outside(self, place: Place, offsets: list[int]) -> Mapping[Position, Missed]:
        """Those that lie outside the log. Some brokers answer a fetch beyond the end with silence."""
        try:
            low, high = self._consumer.get_watermark_offsets(TopicPartition(*place), timeout=1.0)
        except KafkaException as error:
            reason: KafkaError = error.args[0]
            if reason.code() not in _GONE:
                logger.warning("evidence in %s/%d could not be read: %s", *place, reason.name())
                return {}
            low = high = 0
        return {(*place, offset): Missed.GONE for offset in offsets if not low <= offset < high}


def _stretch(offsets: list[int]) -> list[int]:
    """The first wanted offsets that lie near to one another."""
    stretch = offsets[:1]
    for offset in offsets[1:]:
        if offset - stretch[-1] > NEAR:
            break
        stretch.append(offset)
    return stretch


def _told(message: Message, offsets: list[int]) -> list[int]:
    """Of which wanted offsets this message, or error, decides."""
    error = message.error()
    if error is None:
        return [offset for offset in offsets if offset <= _number(message.offset())]
    if error.code() == KafkaError._AUTO_OFFSET_RESET:  # outside the log: the next one may be inside
        return offsets[:1]
    return list(offsets)  # the end of the partition, or nothing to be had there


def _content(message: Message, offset: int) -> bytes | Missed:
    error = message.error()
    if error is None:
        return (message.value() or b"") if message.offset() == offset else Missed.GONE
    return Missed.GONE if error.code() in _GONE else Missed.UNREACHABLE


_GONE = (
    KafkaError._PARTITION_EOF,
    KafkaError._AUTO_OFFSET_RESET,
    KafkaError._UNKNOWN_PARTITION,
    KafkaError._UNKNOWN_TOPIC,
    KafkaError.UNKNOWN_TOPIC_OR_PART,
)


def _number(value: int | None) -> int:
    return -1 if value is None else value
