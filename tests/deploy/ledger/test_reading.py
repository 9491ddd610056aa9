"""The command, on a cluster: a stage that has not begun, one that acknowledged without effect, a start that was deleted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Timer
from uuid import uuid4

import orjson
import pytest
from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient

from deploy.commands.ledger import as_object, settled
from deploy.composition import Composition, compose
from deploy.embedded import free_port
from deploy.inmemory import TOPICS
from deploy.ledger import Balance
from deploy.ledger.reading import balance, take_cut
from deploy.settings import DeploySettings
from deploy.topics import create_topics
from schemas.errors import Unavailable
from schemas.settings import KafkaSettings
from schemas.topic import Topics
from tests.deploy.ledger.day import EVENTS, INBOX, REJECTS, ROUTES, Log, sound

pytestmark = [pytest.mark.broker, pytest.mark.slow]


@dataclass
class Line:
    """A Raabta of its own on a shared cluster, whose records are written by hand."""

    settings: KafkaSettings
    composition: Composition

    def write(self, log: Log, *topics: str) -> None:
        producer = Producer(self.settings.librdkafka())
        for topic in topics:
            for record in log[topic]:
                producer.produce(self.named(topic), self.renamed(record.value or b""), partition=0)
        producer.flush()

    def write_state(self, state: dict[bytes, bytes]) -> None:
        producer = Producer(self.settings.librdkafka())
        for key, value in state.items():
            producer.produce(self.composition.topics.state("scoring"), self.renamed(value), key, 0)
        producer.flush()

    def acknowledge(self, group: str, topic: str, offset: int) -> None:
        consumer = Consumer({**self.settings.librdkafka(), "group.id": group})
        consumer.commit(offsets=[TopicPartition(self.named(topic), 0, offset)], asynchronous=False)
        consumer.close()

    def delete(self, topic: str, before: int) -> None:
        admin = AdminClient(self.settings.librdkafka())
        at = TopicPartition(self.named(topic), 0, before)
        admin.delete_records([at], request_timeout=10.0)[at].result(15.0)

    def balance(self) -> Balance:
        return balance(self.settings, self.composition, take_cut(self.settings, self.composition))

    def named(self, topic: str) -> str:
        return topic.replace("raabta", self.composition.topics.prefix, 1)

    def renamed(self, value: bytes) -> bytes:
        return value.replace(b'"raabta.', f'"{self.composition.topics.prefix}.'.encode())

    @property
    def workers(self) -> str:
        return f"{self.composition.topics.prefix}-streams-intake-scoring-routing"


@contextmanager
def line(settings: KafkaSettings) -> Iterator[Line]:
    topics = Topics(f"l{uuid4().hex[:8]}")
    composition = replace(compose(DeploySettings()), topics=topics, routes=ROUTES, partitions=1)
    create_topics(settings, composition.topic_specs())
    yield Line(settings, composition)


DOWNSTREAM = (TOPICS.sightings, REJECTS, TOPICS.alerts, INBOX, TOPICS.receipts)


def test_a_running_system_owes_only_what_it_acknowledged(cluster_settings: KafkaSettings) -> None:
    log, state = sound()
    with line(cluster_settings) as made:
        made.write(log, EVENTS)
        found = made.balance()
        assert (found.lost, found.under_way["intake"].count) == (0, 8)
        made.acknowledge(made.workers, EVENTS, 2)
        found = made.balance()
        assert (found.lost, found.under_way["intake"].count) == (2, 6)
        assert [(owed.stage, owed.place.offset) for owed in found.unbalanced] == [("intake", 0), ("intake", 1)]
        made.write(log, *DOWNSTREAM)
        made.write_state(state)
        found = made.balance()
        assert (found.quiet, found.unbalanced) == (True, [])
        assert settled(made.settings, made.composition, 0.0).lost == 0
        told = orjson.loads(orjson.dumps(as_object(found, 0)))
        assert (told["lost"], told["under_way"], told["unbalanced"]) == (0, {}, [])


def test_a_topic_whose_start_was_deleted_is_a_figure_and_no_loss(cluster_settings: KafkaSettings) -> None:
    if not cluster_settings.security_protocol.startswith("SASL"):
        pytest.skip("the embedded broker deletes no records")
    log, state = sound()
    with line(cluster_settings) as made:
        made.write(log, EVENTS, *DOWNSTREAM)
        made.write_state(state)
        made.delete(TOPICS.sightings, 2)
        made.acknowledge(made.workers, EVENTS, 7)
        found = made.balance()
        assert found.lost == 0
        assert found.gone == {made.named(TOPICS.sightings): 2}
        assert found.unaccountable > 0
        made.delete(TOPICS.receipts, len(log[TOPICS.receipts]))
        found = made.balance()
        assert found.lost == 0
        assert found.gone[made.named(TOPICS.receipts)] == len(log[TOPICS.receipts])


def test_days_leave_out_what_is_older(cluster_settings: KafkaSettings) -> None:
    log, _ = sound()
    with line(cluster_settings) as made:
        made.write(log, EVENTS)
        made.acknowledge(made.workers, EVENTS, 7)
        recent = balance(made.settings, made.composition, take_cut(made.settings, made.composition, days=1.0))
        assert recent.lost == 8
        none = balance(made.settings, made.composition, take_cut(made.settings, made.composition, days=1e-9))
        assert (none.lost, none.hours, none.gone) == (0, {}, {})


def test_what_lies_behind_an_open_transaction_is_waited_for(cluster_settings: KafkaSettings) -> None:
    if not cluster_settings.transactions:
        pytest.skip("the embedded broker has no transactions")
    log, state = sound()
    with line(cluster_settings) as made:
        made.write(log, EVENTS)
        other = Producer({**made.settings.librdkafka(), "transactional.id": f"{made.composition.topics.prefix}.other"})
        other.init_transactions(10.0)
        other.begin_transaction()
        other.produce(made.named(TOPICS.sightings), b"taken back", partition=0)
        other.flush()
        made.write(log, *DOWNSTREAM)
        made.write_state(state)
        made.acknowledge(made.workers, EVENTS, 7)
        ending = Timer(2.0, other.abort_transaction, (10.0,))
        ending.start()
        found = made.balance()
        ending.join()
        assert (found.quiet, found.gone) == (True, {})


def test_an_address_where_nobody_answers_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.ledger.reading.ASKED_WITHIN", 1.0)
    nowhere = KafkaSettings(bootstrap=f"127.0.0.1:{free_port()}")
    with pytest.raises(Unavailable, match="is cannot be asked"):
        take_cut(nowhere, compose(DeploySettings()))
