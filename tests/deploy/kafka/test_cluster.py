"""A real Kafka: who gets in, and what survives the loss of a broker."""

import os
import time
from pathlib import Path

import orjson
import pytest
from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient
from typer.testing import CliRunner

from deploy.commands.kafka import kafka_app
from deploy.kafka.artefacts import missing_tools
from deploy.kafka.cluster import Cluster, running_cluster
from deploy.kafka.detached import Node, nodes, settings_in
from deploy.topics import create_topics
from schemas.errors import Misconfigured
from schemas.settings import KafkaSettings
from schemas.topic import TopicSpec
from tests.tools import skip_or_fail

pytestmark = pytest.mark.broker


def reached(settings: KafkaSettings) -> bool:
    """Whether the cluster talks to a client with these settings."""
    quiet = {"log_level": 0, "socket.connection.setup.timeout.ms": 2000}
    try:
        return bool(AdminClient({**settings.librdkafka(), **quiet}).list_topics(timeout=2.0).brokers)
    except KafkaException:
        return False


def test_the_super_user_gets_in_and_nobody_else(kafka: Cluster, tmp_path: Path) -> None:
    assert reached(kafka.settings)
    assert not reached(kafka.settings_of("admin", "wrong"))
    assert not reached(kafka.settings_of("nobody", "wrong"))
    assert not reached(KafkaSettings(bootstrap=kafka.settings.bootstrap))
    assert not reached(kafka.settings.model_copy(update={"security_protocol": "SSL"}))
    kafka.authority.issue("mallory", tmp_path / "other.pem")
    with_certificate = {"ssl_certificate": tmp_path / "other.pem", "ssl_key": tmp_path / "other.pem"}
    assert not reached(kafka.settings.model_copy(update={"security_protocol": "SSL", **with_certificate}))


def test_an_authority_that_did_not_sign_the_broker_is_not_believed(kafka: Cluster, tmp_path: Path) -> None:
    type(kafka.authority).new().save(tmp_path / "other-ca.pem")
    assert not reached(kafka.settings.model_copy(update={"ssl_ca": tmp_path / "other-ca.pem"}))


def test_no_secret_of_the_cluster_can_be_read_by_others(kafka: Cluster) -> None:
    secret = kafka.settings.sasl_password.get_secret_value()
    assert (kafka.folder.stat().st_mode & 0o077) == 0
    offsets = {
        ".index",
        ".timeindex",
    }  # numbers, ten megabytes a file, of holes: two files for each partition of each test
    files = [path for path in kafka.folder.rglob("*") if path.is_file() and path.suffix not in offsets]
    readable = [path for path in files if path.stat().st_mode & 0o077]
    assert not any(b"PRIVATE KEY" in path.read_bytes() for path in readable)
    assert not any(secret.encode() in path.read_bytes() for path in files)
    assert secret not in repr(kafka)


@pytest.mark.slow
@pytest.mark.kafka
def test_what_was_acknowledged_survives_the_loss_of_its_leader(tmp_path: Path) -> None:
    if missing := missing_tools():
        skip_or_fail("java", missing)
    with running_cluster(tmp_path / "three", brokers=3) as cluster:
        create_topics(cluster.settings, [TopicSpec("kept", 1)], replication=3)
        producer = Producer({**cluster.settings.librdkafka(), "acks": "all", "log_level": 0})
        leader = (
            AdminClient(cluster.settings.librdkafka())
            .list_topics("kept", timeout=10.0)
            .topics["kept"]
            .partitions[0]
            .leader
        )
        for value in (b"before", b"without its leader"):
            producer.produce("kept", value, partition=0)
            assert producer.flush(60.0) == 0
            cluster.brokers[leader - 1].kill()
        assert everything(cluster.settings, "kept", 2) == [b"before", b"without its leader"]


def everything(settings: KafkaSettings, topic: str, count: int) -> list[bytes | None]:
    consumer = Consumer({**settings.librdkafka(), "group.id": "reader", "log_level": 0})
    consumer.assign([TopicPartition(topic, 0, 0)])
    found: list[bytes | None] = []
    deadline = time.monotonic() + 30.0
    while len(found) < count and time.monotonic() < deadline:
        record = consumer.poll(1.0)
        if record is not None and record.error() is None:
            found.append(record.value())
    consumer.close()
    return found


@pytest.mark.slow
@pytest.mark.kafka
def test_up_status_and_down_by_the_command(tmp_path: Path) -> None:
    if missing := missing_tools():
        skip_or_fail("java", missing)
    command, folder = CliRunner(), ["--folder", str(tmp_path / "k")]
    assert command.invoke(kafka_app, ["status", *folder]).exit_code == 1
    done = command.invoke(kafka_app, ["up", *folder])
    try:
        assert done.exit_code == 0, done.output
        assert reached(settings_in(tmp_path / "k"))
        assert settings_in(tmp_path / "k").sasl_password.get_secret_value() not in done.output
        again = command.invoke(kafka_app, ["up", *folder])
        assert isinstance(again.exception, Misconfigured)
        assert "runs here already" in str(again.exception)
        told = orjson.loads(command.invoke(kafka_app, ["status", "--json", *folder]).output)
        assert [broker["alive"] for broker in told["brokers"]] == [True]
    finally:
        assert command.invoke(kafka_app, ["down", *folder]).output == "stopped 1 brokers\n"
    assert nodes(tmp_path / "k") == []


def test_a_process_that_took_over_the_number_of_a_broker_is_not_the_broker() -> None:
    assert not Node(1, os.getpid(), started=1, port=9).alive()


def test_a_damaged_record_is_named_with_its_mend(tmp_path: Path) -> None:
    (tmp_path / "cluster.json").write_text("[{]")
    with pytest.raises(Misconfigured, match="not the record of a cluster"):
        nodes(tmp_path)


def test_too_many_brokers_are_refused(tmp_path: Path) -> None:
    with (
        pytest.raises(Misconfigured, match="--brokers: 9 is not between 1 and 5"),
        running_cluster(tmp_path, brokers=9),
    ):
        pass
