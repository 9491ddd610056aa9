"""Create the topics. A step of its own, before any worker starts: a topic made on first use is unknown for a moment."""

import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic  # confluent_kafka.admin has it too, but does not say so to mypy

from schemas.errors import Misconfigured, Refused, Unavailable
from schemas.settings import KafkaSettings
from schemas.topic import TopicSpec

KNOWN_WITHIN = 30.0
"""Seconds the cluster may take until every partition has a leader."""

COMPACTION = {
    # Kafka compacts only closed segments: small, short ones keep a takeover as short as the state is small.
    "cleanup.policy": "compact",
    "segment.ms": str(10 * 60 * 1000),
    "segment.bytes": str(32 * 1024 * 1024),
    "min.cleanable.dirty.ratio": "0.1",
    # What was overwritten or erased is gone a day later, however little is written.
    "max.compaction.lag.ms": str(24 * 60 * 60 * 1000),
}


OVERSTAY = 20
"""A record outstays its retention by a twentieth of it at the most."""


def create_topics(settings: KafkaSettings, wanted: Sequence[TopicSpec], *, replication: int = 1) -> list[str]:
    """Create those of `wanted` that do not exist, wait until every partition has a leader, and name the ones made.

    Raises Misconfigured when a topic exists with another number of partitions (keys would change their partition),
    Refused when the cluster says no, Unavailable when it does not answer.
    """
    admin = AdminClient(settings.librdkafka())
    there = _counts(admin)
    for spec in wanted:
        if spec.name in there and there[spec.name].partitions != spec.partitions:
            raise _unequal(spec, there[spec.name].partitions)
    made = [spec.name for spec in wanted if spec.name not in there and _create(admin, spec, replication)]
    await_leaders(admin, {spec.name: spec.partitions for spec in wanted})
    return made


class _Count(NamedTuple):
    partitions: int
    led: int
    """How many of them have a leader; a topic made a moment ago may lack some."""


def _counts(admin: AdminClient) -> Mapping[str, _Count]:
    try:
        topics = admin.list_topics(timeout=10.0).topics
    except KafkaException as error:
        raise Unavailable(f"the cluster did not answer: {error.args[0].name()}") from None
    return {
        name: _Count(len(topic.partitions), sum(one.leader >= 0 for one in topic.partitions.values()))
        for name, topic in topics.items()
        if topic.error is None
    }


def _unequal(spec: TopicSpec, partitions: int) -> Misconfigured:
    return Misconfigured(
        f"topic {spec.name}",
        f"it has {partitions} partitions, {spec.partitions} are wanted",
        f"set the partitions to {partitions}, or let the topic run empty, delete it and create it again",
    )


def topic_config(spec: TopicSpec) -> dict[str, str]:
    """What the topic says where the cluster's defaults would not do, in Kafka's words."""
    config = {"max.message.bytes": str(spec.max_message_bytes)}
    if spec.compact:
        config |= COMPACTION
    if spec.retention_ms is not None:
        config["retention.ms"] = str(spec.retention_ms)
        if spec.compact:
            config["cleanup.policy"] = "compact,delete"
        else:  # Kafka deletes whole segments, once their newest record is too old
            config["segment.ms"] = str(spec.retention_ms // OVERSTAY)
    return config


def _create(admin: AdminClient, spec: TopicSpec, replication: int) -> bool:
    topic = NewTopic(spec.name, spec.partitions, replication, config=topic_config(spec))
    try:
        admin.create_topics([topic], request_timeout=15.0)[spec.name].result()
    except KafkaException as error:
        reason = error.args[0]
        if reason.code() == KafkaError.TOPIC_ALREADY_EXISTS:  # someone else was quicker
            return False
        trouble = Unavailable if reason.retriable() or reason.code() == KafkaError._TIMED_OUT else Refused
        raise trouble(f"topic {spec.name} could not be created: {reason.name()}") from None
    return True


def await_leaders(admin: AdminClient, wanted: Mapping[str, int]) -> None:
    """Return when each of these topics has a leader for that many partitions. Raises Unavailable when that takes too long."""
    deadline = time.monotonic() + KNOWN_WITHIN
    while True:
        there = _counts(admin)
        late = [name for name, partitions in wanted.items() if there.get(name, _Count(0, 0)).led < partitions]
        if not late:
            return
        if time.monotonic() > deadline:
            raise Unavailable(f"topic {late[0]} was created, but not all its partitions have a leader")
        time.sleep(0.05)
