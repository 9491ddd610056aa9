"""How far the groups are behind, asked of the cluster itself: a worker that is gone reports no lag."""

from confluent_kafka import ConsumerGroupTopicPartitions, KafkaException, TopicPartition
from confluent_kafka.admin import AdminClient
from confluent_kafka.admin._listoffsets import (
    OffsetSpec,
)  # confluent_kafka.admin has it too, but does not say so to mypy

from deploy.composition import Composition
from schemas.settings import KafkaSettings

PATIENCE = 3.0
"""Seconds a question may take."""


class LagWatch:
    """Records published and not yet acknowledged, over the workers' group and every inbox."""

    def __init__(self, settings: KafkaSettings, composition: Composition) -> None:
        self._admin = AdminClient({**settings.librdkafka(), "log_level": 0, "reconnect.backoff.max.ms": 1000})
        topics, numbers = composition.topics, range(composition.partitions)
        inboxes = [topics.inbox(name) for name in composition.routes.inboxes]
        sources = [topic for stage in composition.stages() for topic in stage.topics]
        workers = f"{topics.prefix}-streams-{'-'.join(stage.name for stage in composition.stages())}"
        self._groups = {workers: sources} | {inbox: [inbox] for inbox in inboxes}
        latest: OffsetSpec = OffsetSpec.latest()  # type: ignore[no-untyped-call]
        self._ends = {TopicPartition(topic, n): latest for topic in (*sources, *inboxes) for n in numbers}

    def records(self) -> int | None:
        """How many; None while the cluster does not answer in time."""
        try:
            ends = self._admin.list_offsets(self._ends, request_timeout=PATIENCE)
            asked = [
                self._admin.list_consumer_group_offsets([ConsumerGroupTopicPartitions(group)], request_timeout=PATIENCE)
                for group in self._groups
            ]
            reached = [
                offset for one in asked for future in one.values() for offset in future.result().topic_partitions
            ]
            known = {(offset.topic, offset.partition): max(0, offset.offset) for offset in reached}
            behind = 0
            for place, future in ends.items():
                end: int = future.result().offset
                behind += max(0, end - known.get((place.topic, place.partition), 0))
            return behind
        except KafkaException:
            return None

    def copies_missing(self) -> int | None:
        """Copies of partitions that are not in sync; None while the cluster does not answer in time."""
        try:
            topics = self._admin.list_topics(timeout=PATIENCE).topics.values()
        except KafkaException:
            return None
        return sum(len(one.replicas) - len(one.isrs) for topic in topics for one in topic.partitions.values())
