"""A subject of a simulated day is erased while everything runs: no state, no store, no output tells of it, and the ledger balances."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest
from confluent_kafka import Producer
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    ResourceType,
)
from sqlalchemy import select
from typer.testing import CliRunner

from consumers.store import open_store
from consumers.tables import EVIDENCE, VIEWS
from deploy.children import wait_for
from deploy.cli import app
from deploy.commands.ledger import settled
from deploy.demo import Plan, Running, latest_alerts, play, running
from deploy.wholetopic import read_whole
from schemas.alert import Alert, Status
from schemas.rulepack import Subject
from schemas.settings import KafkaSettings

pytestmark = [pytest.mark.slow, pytest.mark.broker]


@pytest.fixture
def demo(cluster_settings: KafkaSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    environment = cluster_settings.environment() | {
        "RAABTA_TOPIC_PREFIX": f"era{uuid4().hex[:6]}",
        "RAABTA_PARTITIONS": "2",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with running(Plan(tmp_path, seed=7, reports=600, rate=300.0, cluster=cluster_settings)) as one:
        play(one, lambda now, step: None, finish_within=120.0)
        yield one


class Kept:
    """What the inboxes keep."""

    def __init__(self, demo: Running) -> None:
        store = open_store(demo.plan.store)
        with store.reading() as connection:
            self.opened = {
                (row.topic, row.partition, row.offset, row.element): names(row.opened)
                for row in connection.execute(select(EVIDENCE).where(EVIDENCE.c.opened.is_not(None)))
            }
            self.views = {row.alert_id for row in connection.execute(select(VIEWS.c.alert_id))}
        store.close()
        self.bytes = b"".join(path.read_bytes() for path in demo.plan.store.parent.iterdir())

    def names(self) -> set[str]:
        return {name for found in self.opened.values() for name in found}


def names(opened: bytes) -> set[str]:
    return {party["name"] for party in orjson.loads(opened)["parties"] if party.get("name")}


def a_victim(demo: Running, kept: Kept) -> Alert:
    """Somebody who is known under more than one token, in an FIA inbox, with identities opened."""
    for alert in latest_alerts(demo).values():
        places = {(ref.topic, ref.partition, ref.offset, ref.index) for ref in alert.evidence}
        mine = alert.about is Subject.POSSIBLE_VICTIM and alert.status is Status.OPEN and alert.id in kept.views
        if mine and alert.aliases and any(kept.opened.get(place) for place in places):
            return alert
    raise AssertionError("the day has no such victim")


def erase(*words: str) -> tuple[str, Any]:
    done = CliRunner().invoke(app, ["erase", *words, "--json"])
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output, orjson.loads(done.stdout)


def values(demo: Running, topic: str) -> bytes:
    return b"\n".join(record.value or b"" for record in read_whole(demo.settings, [topic]))


def compact(demo: Running, topic: str) -> None:
    """Let the broker compact now what it would compact within a day."""
    admin = AdminClient({**demo.settings.librdkafka(), "log_level": 0})
    now = {"segment.ms": "500", "min.cleanable.dirty.ratio": "0.0", "max.compaction.lag.ms": "500"}
    entries = [ConfigEntry(key, value, incremental_operation=AlterConfigOpType.SET) for key, value in now.items()]
    resource = ConfigResource(ResourceType.TOPIC, topic, incremental_configs=entries)
    admin.incremental_alter_configs([resource])[resource].result(10.0)
    time.sleep(1.0)
    producer = Producer(demo.settings.librdkafka())
    for number in range(demo.composition.partitions):  # the open segment is closed by the next record
        producer.produce(topic, None, b"none", number)
    assert producer.flush(10) == 0


def test_nothing_readable_remains_of_an_erased_subject(demo: Running) -> None:
    before = Kept(demo)
    victim = a_victim(demo, before)
    state = demo.composition.topics.state("scoring")
    reason = ("--authority", "Invented court of Farzi, order 17/2026", "--reason", "a test", "--by", "duty-desk")
    output, told = erase("--token", victim.subject, "--aliases", "--yes", *reason)
    assert told["left"] == {"filled": 0, "mentioned": 0}
    assert told["alerts"] >= 1
    assert told["events"] >= 1
    tokens = {victim.subject, *victim.aliases}
    assert told["tokens"] >= len(tokens)

    assert wait_for(lambda: victim.id not in Kept(demo).views, 90.0, every=0.5)
    after = Kept(demo)
    assert before.opened.keys() - after.opened.keys()
    gone = before.names() - after.names()
    assert gone
    secrets = {text.encode() for text in tokens | gone}
    assert {text for text in secrets if text in before.bytes} == secrets
    assert {text for text in secrets if text in after.bytes} == set()

    listed, orders = erase("--list")
    assert [one["id"] for one in orders["orders"]] == [told["order"]]
    logs = "".join(path.read_text() for path in (demo.plan.folder / "logs").iterdir())
    assert told["order"] in logs
    assert not any(text.decode() in output + listed + logs for text in secrets)

    assert settled(demo.settings, demo.composition, 90.0).lost == 0
    if demo.settings.transactions:  # the embedded broker does not compact
        compact(demo, state)
        assert wait_for(lambda: not any(t.encode() in values(demo, state) for t in tokens), 90.0, every=2.0)
