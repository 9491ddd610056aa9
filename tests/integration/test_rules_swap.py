"""A rule pack is swapped in running workers with events in flight: each finishes on the version it began on; none is lost."""

import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest
from confluent_kafka import ConsumerGroupTopicPartitions, TopicPartition
from confluent_kafka.admin import AdminClient
from typer.testing import CliRunner

from deploy.children import wait_for
from deploy.cli import app
from deploy.commands.ledger import settled
from deploy.demo import Plan, Running, running
from deploy.rehearsal.replay import compared, undisturbed
from deploy.rulebook.store import Store
from deploy.scrape import scrape, total
from deploy.settings import HERE
from deploy.wholetopic import Stored, read_whole
from schemas.alert import Alert
from schemas.rulebook import Decision, Entry, Step
from schemas.rulepack import RulePack
from schemas.settings import KafkaSettings
from streams.frame import decode
from streams.pack import digest
from streams.packs import stamp_of
from streams.stored import origin_of

pytestmark = [pytest.mark.slow, pytest.mark.broker]

OLD, NEW = "2026.11.1", "2026.11.2"


def candidate(folder: Path, version: str = NEW) -> Path:
    """The shipped pack with other weights and strengths: whatever it alerts on, it ranks otherwise."""
    text = (HERE / "rules.toml").read_text()
    for old, new in (
        (f'version = "{OLD}"', f'version = "{version}"'),
        ('changelog = "The pack', 'changelog = "Strong signs weigh more. The pack'),
        ("strong = 4.0", "strong = 5.0"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    path = folder / f"{version}.toml"
    path.write_text(text)
    return path


@pytest.fixture
def demo(cluster_settings: KafkaSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    environment = cluster_settings.environment() | {
        "RAABTA_TOPIC_PREFIX": f"rul{uuid4().hex[:6]}",
        "RAABTA_PARTITIONS": "2",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    plan = Plan(tmp_path, seed=7, reports=4500, rate=100.0, workers=2, cluster=cluster_settings)
    with running(plan) as one:
        yield one


def rules(*words: str, code: int = 0) -> Any:
    done = CliRunner().invoke(app, ["rules", *words, "--json"])
    assert done.exit_code == code, (done.output, done.exception)
    return orjson.loads(done.stdout)


def acknowledged(demo: Running) -> dict[int, int]:
    """How far the scoring stage has acknowledged each partition of the sightings."""
    topics, group = demo.composition.topics, f"{demo.composition.topics.prefix}-streams-intake-scoring-routing"
    asked = [TopicPartition(topics.sightings, number) for number in range(demo.composition.partitions)]
    admin = AdminClient({**demo.settings.librdkafka(), "log_level": 0})
    found = admin.list_consumer_group_offsets([ConsumerGroupTopicPartitions(group, asked)])[group].result(10.0)
    return {one.partition: max(0, one.offset) for one in found.topic_partitions}


def begun_on(frames: list[Stored]) -> dict[bytes, set[bytes | None]]:
    """By event: every stamp that intake wrote beside its sightings."""
    found: dict[bytes, set[bytes | None]] = defaultdict(set)
    for frame in frames:
        for targets, fact in decode(frame.value or b""):
            if any(target.hops == 0 for target in targets):
                found[origin_of(fact)[1]].add(stamp_of(frame.headers))
    return found


def test_events_in_flight_finish_on_the_version_they_began_on(demo: Running, tmp_path: Path) -> None:
    topics, store = demo.composition.topics, Store(demo.settings, demo.composition.topics)
    demo.start_feed()
    assert demo.feed is not None
    assert wait_for(lambda: total(demo.samples(), "raabta_alerts_total") >= 1, 60.0)

    rules("propose", str(candidate(tmp_path)), "--author", "scoring-desk")
    assert wait_for(lambda: ready(store) == 2, 30.0)
    rules("approve", NEW, "--reviewer", "review-desk", "--reason", "a test of the swap")

    slow = demo.workers[1]
    slow.pause()  # what lies before it began on the old version and is scored after the swap
    time.sleep(2.0)
    with ThreadPoolExecutor(1) as beside:
        activation = beside.submit(rules, "activate", NEW, "--by", "scoring-desk", "--reason", "a test of the swap")
        assert wait_for(lambda: store.book().active == NEW, 30.0)
        assert demo.feed.alive()
        taken = acknowledged(demo)
        slow.resume()
        assert activation.result(60.0)["behind"] == []
    assert rules("status")["active"] == NEW

    assert wait_for(lambda: demo.feed is not None and not demo.feed.alive(), 90.0)
    assert settled(demo.settings, demo.composition, 120.0).lost == 0

    frames = list(read_whole(demo.settings, [topics.sightings]))
    stamps = begun_on(frames)
    assert {len(one) for one in stamps.values()} == {1}  # in every partition an event begins on one version
    versions = {(next(iter(one)) or b"").split()[0].decode() for one in stamps.values()}
    assert versions == {OLD, NEW}
    old = demo.composition.pack.stamp
    assert any(stamp_of(one.headers) == old and one.offset >= taken[one.partition] for one in frames)

    expected = undisturbed(frames, store.packs(demo.composition.pack), topics, demo.composition.partitions)
    alerts = [record.value or b"" for record in read_whole(demo.settings, [topics.alerts])]
    found = compared(expected, alerts)
    assert found.same, (found.missing[:3], found.surplus[:3], found.different[:3])
    assert len(alerts) == found.versions  # nobody died, so nothing came twice
    assert {Alert.model_validate_json(raw).rule_pack for raw in alerts} == {OLD, NEW}
    assert total(demo.samples(), "raabta_rules_substituted_total") == 0

    names = {labels for port in demo.ports.values() for name, labels in scrape(port) if name == "raabta_rule_pack_info"}
    assert {dict(labels)["version"] for labels in names} == {NEW}

    worker = demo.start_worker()  # a new one takes the version from the rulebook, not from its rules.toml
    assert wait_for(lambda: f"works by rule pack {NEW}" in worker.log.read_text(), 30.0)

    rules("rollback", "--by", "duty-desk", "--reason", "the end of the test")
    assert rules("status")["active"] == OLD
    steps = [one["step"] for version in (OLD, NEW) for one in rules("show", version)["decisions"]]
    assert steps == ["founded", "rolled-back", "proposed", "approved", "activated"]


def ready(store: Store) -> int:
    """How many workers say that they have loaded the candidate."""
    return sum(NEW in one.ready for one in store.workers(datetime.now(UTC)))


def test_a_worker_that_cannot_load_a_version_says_so_and_keeps_the_one_it_has(demo: Running, tmp_path: Path) -> None:
    store = Store(demo.settings, demo.composition.topics)
    rules("propose", str(candidate(tmp_path)), "--author", "scoring-desk")
    book = store.book()
    text = book.entries[NEW].pack.model_dump(mode="json")
    text["version"], text["changelog"] = "2026.12.1", "Needs an indicator of a release to come."
    text["indicators"]["a-yet-unknown"] = {"strength": "strong"}
    from_a_later_release(store, text)
    assert wait_for(lambda: refusing(store) == 2, 30.0)
    told = [one.refused["2026.12.1"] for one in store.workers(datetime.now(UTC))]
    assert all("no indicator is called a-yet-unknown" in why for why in told)
    done = CliRunner().invoke(
        app, ["rules", "activate", "2026.12.1", "--by", "scoring-desk", "--reason", "a test", "--wait", "1"]
    )
    assert done.exit_code == 1
    assert store.book().active == OLD
    port = demo.ports["worker-1"]
    assert dict(scrape(port))["raabta_rules_refused", (("version", "2026.12.1"),)] == 1.0
    assert demo.workers[0].alive()


def from_a_later_release(store: Store, fields: dict[str, Any]) -> None:
    """Enter and approve what this release would refuse at the door."""
    pack = RulePack.model_validate_json(orjson.dumps(fields))
    now = datetime.now(UTC)
    entry = Entry(pack=pack, digest=digest(pack), text="", at=now, by="scoring-desk")
    yes = Decision(
        id=uuid4().hex,
        step=Step.APPROVED,
        version=pack.version,
        digest=entry.digest,
        by="review-desk",
        at=now,
        reason="a test",
    )
    store.write([entry, yes])


def refusing(store: Store) -> int:
    """How many workers say that they cannot load it."""
    return sum("2026.12.1" in one.refused for one in store.workers(datetime.now(UTC)))
