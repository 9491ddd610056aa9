"""Loading the state of a partition, on a real broker."""

from uuid import uuid4

import pytest

from deploy.topics import create_topics
from schemas.settings import KafkaSettings
from schemas.topic import TopicSpec
from streams.changelog import load
from streams.outbox import KafkaOutbox

pytestmark = pytest.mark.broker


@pytest.fixture
def settings(cluster_settings: KafkaSettings) -> KafkaSettings:
    return cluster_settings


@pytest.fixture
def topic(settings: KafkaSettings) -> str:
    name = f"test-{uuid4().hex[:8]}"
    create_topics(settings, [TopicSpec(name, 2, compact=True)])
    return name


def test_the_tail_of_the_changelog_is_loaded_whole_after_every_flush(settings: KafkaSettings, topic: str) -> None:
    outbox = KafkaOutbox(settings, "test")
    for flush in range(1, 31):
        written = {b"key-%d" % key: b"flush %d" % flush for key in range(flush * 3)}
        for partition in (0, 1):
            outbox.write_state(topic, partition, list(written.items()))
        outbox.settle()
        assert load(settings, topic, 1).records == written


def test_a_partition_nobody_wrote_loads_as_nothing(settings: KafkaSettings, topic: str) -> None:
    assert load(settings, topic, 0) == ({}, 0)


def test_the_newest_record_of_a_key_wins_and_a_tombstone_forgets_it(settings: KafkaSettings, topic: str) -> None:
    outbox = KafkaOutbox(settings, "test")
    outbox.write_state(topic, 0, [(b"stays", b"old"), (b"goes", b"old"), (b"stays", b"new"), (b"goes", None)])
    outbox.settle()
    assert load(settings, topic, 0) == ({b"stays": b"new"}, 4)
