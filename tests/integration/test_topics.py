"""Creating topics, and refusing those that do not fit, on a real broker."""

from uuid import uuid4

import pytest

from deploy.topics import create_topics
from schemas.errors import Misconfigured, Unavailable
from schemas.settings import KafkaSettings
from schemas.topic import TopicSpec
from streams.ports import Stage
from streams.worker import check_topics
from tests.integration.counting_worker import CountingState

pytestmark = pytest.mark.broker


@pytest.fixture
def settings(cluster_settings: KafkaSettings) -> KafkaSettings:
    return cluster_settings


def stage(source: str, state: str) -> Stage:
    return Stage("counting", (source,), state, lambda number: CountingState("any"))


def test_topics_are_made_once_and_asking_again_changes_nothing(settings: KafkaSettings) -> None:
    name = f"test-{uuid4().hex[:8]}"
    wanted = [TopicSpec(name, 3, retention_ms=86_400_000), TopicSpec(f"{name}.state", 3, compact=True)]
    assert create_topics(settings, wanted) == [name, f"{name}.state"]
    assert create_topics(settings, wanted) == []
    check_topics(settings, [stage(name, f"{name}.state")])


def test_a_topic_with_other_partitions_is_named_with_its_mend(settings: KafkaSettings) -> None:
    name = f"test-{uuid4().hex[:8]}"
    create_topics(settings, [TopicSpec(name, 2)])
    with pytest.raises(Misconfigured, match=rf"topic {name}: it has 2 partitions, 4 are wanted; set the partitions"):
        create_topics(settings, [TopicSpec(name, 4)])


def test_a_stage_does_not_start_on_topics_that_are_missing_or_unequal(settings: KafkaSettings) -> None:
    name = f"test-{uuid4().hex[:8]}"
    create_topics(settings, [TopicSpec(name, 2), TopicSpec(f"{name}.state", 3)])
    with pytest.raises(Misconfigured, match=f"topic {name}: it has 2 partitions and {name}.state has 3"):
        check_topics(settings, [stage(name, f"{name}.state")])
    with pytest.raises(Misconfigured, match=f"topic {name}.none: it does not exist"):
        check_topics(settings, [stage(name, f"{name}.none")])


@pytest.mark.slow
def test_a_cluster_that_is_not_there_is_unavailable() -> None:
    with pytest.raises(Unavailable, match="did not answer"):
        create_topics(KafkaSettings(bootstrap="127.0.0.1:1"), [TopicSpec("any", 1)])
