"""Loading the state of a partition, on a real broker."""

import time
from uuid import uuid4

import pytest
from confluent_kafka.admin import AdminClient, ScramCredentialInfo, ScramMechanism, UserScramCredentialUpsertion

from deploy.kafka.cluster import Cluster
from deploy.kafka.scram import new_password
from deploy.topics import create_topics
from schemas.errors import Unavailable
from schemas.settings import KafkaSettings
from schemas.topic import TopicSpec
from streams.changelog import load
from streams.membership import Membership
from streams.statewriter import FencedWriter, LeasedWriter, StateRecord

pytestmark = pytest.mark.broker


@pytest.fixture
def settings(cluster_settings: KafkaSettings) -> KafkaSettings:
    return cluster_settings


@pytest.fixture
def topic(settings: KafkaSettings) -> str:
    return fresh(settings)


def test_the_tail_of_the_changelog_is_loaded_whole_after_every_flush(settings: KafkaSettings, topic: str) -> None:
    writer = claimed(settings, topic)
    for flush in range(1, 31):
        written = {b"key-%d" % key: b"flush %d" % flush for key in range(flush * 3)}
        records: list[StateRecord] = list(written.items())
        assert writer.write({0: records, 1: records}, lambda: True)
        assert load(settings, topic, 1).records == written


def test_a_partition_nobody_wrote_loads_as_nothing(settings: KafkaSettings, topic: str) -> None:
    assert load(settings, topic, 0) == ({}, 0)


def test_the_newest_record_of_a_key_wins_and_a_tombstone_forgets_it(settings: KafkaSettings, topic: str) -> None:
    writer = claimed(settings, topic)
    records = [(b"stays", b"old"), (b"goes", b"old"), (b"stays", b"new"), (b"goes", None)]
    assert writer.write({0: records}, lambda: True)
    assert load(settings, topic, 0) == ({b"stays": b"new"}, 4)


@pytest.mark.parametrize("given", [{}, {b"begun": b"by the old"}])
def test_who_claims_a_partition_shuts_out_whoever_wrote_it_before(kafka: Cluster, given: dict[bytes, bytes]) -> None:
    topic = fresh(kafka.settings)
    old, new = claimed(kafka.settings, topic), FencedWriter(kafka.settings, topic)
    assert old.write({0: [(b"key", b"old")]}, lambda: True)
    new.claim(0)
    assert new.write({0: [(b"key", b"new")]}, lambda: True)
    assert not old.write({0: [(b"key", b"woken"), *given.items()]}, lambda: True)
    assert not old.write({0: [(b"key", b"again")]}, lambda: True)
    assert old.write({1: [(b"other", b"still mine")]}, lambda: True)
    assert load(kafka.settings, topic, 0).records == {b"key": b"new"}


def test_half_a_flush_of_a_dead_worker_is_never_seen_and_holds_nobody_up(kafka: Cluster) -> None:
    topic = fresh(kafka.settings)
    dead = claimed(kafka.settings, topic)
    assert dead.write({0: [(b"key", b"whole")]}, lambda: True)
    producer = dead._producers[0]
    producer.begin_transaction()
    producer.produce(topic, b"half", b"key", 0)
    assert producer.flush(10.0) == 0
    heir = claimed(kafka.settings, topic)
    assert load(kafka.settings, topic, 0).records == {b"key": b"whole"}
    assert heir.write({0: [(b"key", b"next")]}, lambda: True)
    assert load(kafka.settings, topic, 0).records == {b"key": b"next"}


def test_what_the_owner_before_wrote_until_the_claim_is_read_too(kafka: Cluster) -> None:
    topic = fresh(kafka.settings)
    before, heir = claimed(kafka.settings, topic), FencedWriter(kafka.settings, topic)
    assert before.write({0: [(b"key", b"first"), (b"other", b"kept")]}, lambda: True)

    def claim() -> None:
        time.sleep(1.0)  # long after all there was has been read
        assert before.write({0: [(b"key", b"last")]}, lambda: True)
        heir.claim(0)

    assert load(kafka.settings, topic, 0, claim=claim) == ({b"key": b"last", b"other": b"kept"}, 3)


def test_a_worker_without_the_right_to_claim_is_told_so(kafka: Cluster) -> None:
    topic = fresh(kafka.settings)
    user = f"stranger-{topic}"
    password = made_user(kafka, user)
    with pytest.raises(Unavailable, match="could not be claimed: TRANSACTIONAL_ID_AUTHORIZATION_FAILED"):
        FencedWriter(kafka.settings_of(user, password), topic).claim(0)


def made_user(kafka: Cluster, name: str) -> str:
    """A user without any right; gives its password."""
    password = new_password()
    admin = AdminClient(kafka.settings.librdkafka())
    info = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 8192)
    made = admin.alter_user_scram_credentials([UserScramCredentialUpsertion(name, info, password.encode())])
    made[name].result(20.0)
    return password


def test_nothing_is_written_once_the_partition_is_no_longer_ours(kafka: Cluster) -> None:
    topic = fresh(kafka.settings)
    assert not claimed(kafka.settings, topic).write({0: [(b"key", b"late")]}, lambda: False)
    assert load(kafka.settings, topic, 0).records == {}


def claimed(settings: KafkaSettings, topic: str) -> FencedWriter:
    """A writer that owns both partitions."""
    writer = FencedWriter(settings, topic) if settings.transactions else LeasedWriter(settings, topic, Certain())
    for number in (0, 1):
        writer.claim(number)
    return writer  # type: ignore[return-value]


def fresh(settings: KafkaSettings) -> str:
    name = f"test-{uuid4().hex[:8]}"
    create_topics(settings, [TopicSpec(name, 2, compact=True)])
    return name


class Certain(Membership):
    """In no doubt of being a member."""

    def __init__(self) -> None:
        super().__init__(None)

    def is_certain(self, now: float) -> bool:
        return True
