"""What became of one event on its way to the broker, and what librdkafka's errors mean for a partner."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from confluent_kafka import KafkaError

from schemas.errors import RaabtaError, Refused, Unavailable

SHOWN_IDS = 20
"""How many event ids an error text names; the exception's `event_ids` has all of them."""


@dataclass(frozen=True, slots=True)
class Published:
    """The event is with the broker, on as many replicas as the topic asks for."""

    event_id: str
    topic: str
    partition: int
    offset: int
    """Position in the partition; -1 when nothing was sent (preflight)."""
    size: int
    """Bytes of the event before compression."""


class FailReason(StrEnum):
    """Why an event is not with the broker. Closed: it labels a metric."""

    BROKER_AWAY = "broker_away"
    UNKNOWN_TOPIC = "unknown_topic"
    NOT_ALLOWED = "not_allowed"
    TOO_LARGE = "too_large"
    OTHER = "other"


MENDS = {
    FailReason.BROKER_AWAY: "emit it again when the broker answers; the same id is counted once",
    FailReason.UNKNOWN_TOPIC: "ask the operator to run raabta topics",
    FailReason.NOT_ALLOWED: "ask the operator which user may write this topic",
    FailReason.TOO_LARGE: "split the report; the broker takes no message of this size",
    FailReason.OTHER: "emit it again; if it fails again, show the log to the operator",
}


@dataclass(frozen=True, slots=True)
class Failed:
    """The event is not with the broker, or, if the broker went away while answering, may be: the same id can be sent again."""

    event_id: str
    reason: FailReason

    @property
    def mend(self) -> str:
        """What to do about it."""
        return MENDS[self.reason]


class Undelivered(Unavailable):
    """Events are not with the broker; sending the same ids again is safe."""

    def __init__(self, text: str, event_ids: Sequence[str]) -> None:
        super().__init__(text)
        self.event_ids = tuple(event_ids)


class RefusedByBroker(Refused):
    """Events the broker would refuse again."""

    def __init__(self, text: str, event_ids: Sequence[str]) -> None:
        super().__init__(text)
        self.event_ids = tuple(event_ids)


_REASONS = {
    KafkaError.UNKNOWN_TOPIC_OR_PART: FailReason.UNKNOWN_TOPIC,
    KafkaError._UNKNOWN_TOPIC: FailReason.UNKNOWN_TOPIC,
    KafkaError._UNKNOWN_PARTITION: FailReason.UNKNOWN_TOPIC,
    KafkaError.TOPIC_AUTHORIZATION_FAILED: FailReason.NOT_ALLOWED,
    KafkaError.CLUSTER_AUTHORIZATION_FAILED: FailReason.NOT_ALLOWED,
    KafkaError.SASL_AUTHENTICATION_FAILED: FailReason.NOT_ALLOWED,
    KafkaError._AUTHENTICATION: FailReason.NOT_ALLOWED,
    KafkaError.MSG_SIZE_TOO_LARGE: FailReason.TOO_LARGE,
    KafkaError.RECORD_LIST_TOO_LARGE: FailReason.TOO_LARGE,
    KafkaError._MSG_TIMED_OUT: FailReason.BROKER_AWAY,
    KafkaError._TIMED_OUT: FailReason.BROKER_AWAY,
    KafkaError._TRANSPORT: FailReason.BROKER_AWAY,
    KafkaError._ALL_BROKERS_DOWN: FailReason.BROKER_AWAY,
    KafkaError._RESOLVE: FailReason.BROKER_AWAY,
    KafkaError._PURGE_QUEUE: FailReason.BROKER_AWAY,
    KafkaError._PURGE_INFLIGHT: FailReason.BROKER_AWAY,
}


def reason_of(error: KafkaError) -> FailReason:
    """What the error means for the event that met it."""
    retriable = FailReason.BROKER_AWAY if error.retriable() else FailReason.OTHER
    return _REASONS.get(error.code(), retriable)


def undelivered(failures: Sequence[Failed]) -> RaabtaError:
    """One exception for all failures: RefusedByBroker when sending again cannot help, else Undelivered."""
    ids = [failed.event_id for failed in failures]
    more = f" and {len(ids) - SHOWN_IDS} more" if len(ids) > SHOWN_IDS else ""
    reasons = sorted({failed.reason for failed in failures})
    count = "1 event is" if len(ids) == 1 else f"{len(ids)} events are"
    mends = "; ".join(MENDS[reason] for reason in reasons)
    text = f"{count} not with the broker ({', '.join(reasons)}): {', '.join(ids[:SHOWN_IDS])}{more}; {mends}"
    lasting = {FailReason.UNKNOWN_TOPIC, FailReason.NOT_ALLOWED, FailReason.TOO_LARGE}
    return RefusedByBroker(text, ids) if lasting & set(reasons) else Undelivered(text, ids)
