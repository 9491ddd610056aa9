"""A version on its way, as typed, on a real broker: proposed, held, approved, activated, rolled back, and shadowed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest
from confluent_kafka import Producer
from typer.testing import CliRunner, Result

from deploy.cli import app
from deploy.composition import Composition, compose
from deploy.rulebook.house import house as the_house
from deploy.rulebook.shadow import shadow
from deploy.rulebook.source import from_reports
from deploy.rulebook.store import Store
from deploy.settings import HERE, DeploySettings
from deploy.topics import create_topics
from deploy.wholetopic import read_whole
from schemas.errors import Refused
from schemas.rulebook import Acknowledgement
from schemas.settings import KafkaSettings
from streams.packs import Packs
from streams.rulefollower import RuleFollower
from tests.deploy.rulebook.test_compare import OFF, PEOPLE, QUIET, candidate, reports

OLD, NEW = "2026.11.1", "2026.11.2"
WHY = ("--by", "scoring-desk", "--reason", "a test")


@pytest.fixture
def house(cluster_settings: KafkaSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Composition:
    """Topics of its own with the events of some reports."""
    environment = cluster_settings.environment() | {
        "RAABTA_TOPIC_PREFIX": f"rbk{uuid4().hex[:6]}",
        "RAABTA_PARTITIONS": "1",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    composition = compose(DeploySettings())
    create_topics(cluster_settings, composition.topic_specs())
    publish(cluster_settings, composition, reports(tmp_path / "reports.ndjson"))
    return composition


def publish(settings: KafkaSettings, composition: Composition, file: str) -> None:
    producer = Producer(settings.librdkafka())
    for message in from_reports(file, composition, lambda bad: pytest.fail(str(bad))):
        producer.produce(composition.topics.events(message.partner.id), message.raw, None, 0)
    assert producer.flush(20.0) == 0


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["rules", *words])


def told(*words: str, code: int = 0) -> Any:
    done = run(*words, "--json")
    assert done.exit_code == code, (done.output, done.exception)
    return orjson.loads(done.stdout)


def next_version(folder: Path) -> str:
    path = Path(candidate(folder / "next.toml", *OFF))
    path.write_text(path.read_text().replace('changelog = "The pack', 'changelog = "Three signs less. The pack'))
    return str(path)


@pytest.mark.slow
def test_a_version_beyond_the_budget_waits_for_its_reviewer_and_every_step_is_kept(
    house: Composition, cluster_settings: KafkaSettings, tmp_path: Path
) -> None:
    file = next_version(tmp_path)
    assert told("list")["active"] is None
    told("propose", file, "--author", "scoring-desk")

    held = told("activate", NEW, *WHY, code=1)["decisions"][0]
    assert held["step"] == "held"
    assert (held["forecast"]["events"], held["forecast"]["lost"]) == (2 * PEOPLE, PEOPLE)
    assert told("status")["active"] == OLD
    for more in ((), ("--reports", reports(tmp_path / "few.ndjson", 1)), ("--days", "0")):
        again = run("activate", NEW, *WHY, *more)
        assert isinstance(again.exception, Refused)
        assert "only review-desk does" in str(again.exception)
    refused = run("approve", NEW, "--reviewer", "scoring-desk", "--reason", "mine")
    assert isinstance(refused.exception, Refused)

    told("approve", NEW, "--reviewer", "review-desk", "--reason", "these three were noise")
    assert [one["step"] for one in told("activate", NEW, *WHY)["decisions"]] == ["activated"]
    assert told("status")["active"] == NEW
    assert run("show", NEW, "--toml").stdout == Path(file).read_text()

    told("rollback", "--by", "duty-desk", "--reason", "they were no noise")
    assert told("status")["active"] == OLD
    steps = [one["step"] for version in (OLD, NEW) for one in told("show", version)["decisions"]]
    assert steps == ["founded", "rolled-back", "proposed", "held", "approved", "activated"]


def test_a_file_of_reports_does_not_stand_for_what_lies_on_the_topics(house: Composition, tmp_path: Path) -> None:
    told("propose", next_version(tmp_path), "--author", "scoring-desk")
    held = told("activate", NEW, *WHY, "--reports", reports(tmp_path / "none.ndjson", 0, QUIET), code=1)["decisions"][0]
    assert held["step"] == "held"
    assert held["forecast"]["events"] == 2 * PEOPLE
    assert held["forecast"]["beyond"][0] == f"{PEOPLE} of {PEOPLE} subjects that are alerted on today would not be"
    assert held["forecast"]["beyond"][-1].startswith("on the reports given: there is nothing to compare on")


def test_a_version_never_changes(house: Composition, tmp_path: Path) -> None:
    file = next_version(tmp_path)
    told("propose", file, "--author", "scoring-desk")
    Path(file).write_text(Path(file).read_text().replace("strong = 4.0", "strong = 6.0"))
    again = run("propose", file, "--author", "scoring-desk")
    assert isinstance(again.exception, Refused)
    assert "a version never changes" in str(again.exception)
    assert len(told("list")["versions"]) == 2


@pytest.mark.slow
def test_a_worker_swaps_and_acknowledges_and_one_that_does_not_is_named(
    house: Composition, cluster_settings: KafkaSettings, tmp_path: Path
) -> None:
    packs, later = Packs(house.pack), Packs(house.pack)
    told("propose", next_version(tmp_path), "--author", "scoring-desk")
    told("approve", NEW, "--reviewer", "review-desk", "--reason", "a test")
    with following(packs, cluster_settings, house, "worker-1") as follower:
        assert packs.active.version == OLD  # it knows the candidate, and works by the active one
        silent = run("activate", NEW, *WHY, "--wait", "1")
        assert silent.exit_code == 1
        assert "does not follow: worker-1 works by 2026.11.1" in silent.stdout
        assert run("status").exit_code == 1

        follower.follow()
        assert follows(Store(cluster_settings, house.topics), "worker-1").active == NEW
        assert packs.active.version == NEW
        assert packs.find(house.pack.stamp) is not None  # for the events that began on it
        assert run("status").exit_code == 0
    with following(later, cluster_settings, house, "worker-2"):
        assert later.active.version == NEW


@contextmanager
def following(packs: Packs, settings: KafkaSettings, house: Composition, name: str) -> Iterator[RuleFollower]:
    """A worker's follower that has read the rulebook to its end."""
    follower = RuleFollower(packs, settings, house.topics, name)
    follower.catch_up()
    yield follower
    follower.close()


def follows(store: Store, name: str) -> Acknowledgement:
    for _ in range(100):
        for one in store.workers(datetime.now(UTC)):
            if one.worker == name and one.active == NEW:
                return one
    pytest.fail(f"{name} does not follow")


def test_a_shadow_judges_live_events_and_writes_to_no_topic(
    house: Composition, cluster_settings: KafkaSettings, tmp_path: Path
) -> None:
    topics = [spec.name for spec in house.topic_specs()]
    before = len(list(read_whole(cluster_settings, topics)))
    said = told("shadow", "--candidate", next_version(tmp_path), "--seconds", "2", "--every", "1", code=1)
    assert (said["events"], said["lost"], said["gained"]) == (2 * PEOPLE, PEOPLE, 0)  # a loss needs a second person
    assert len(list(read_whole(cluster_settings, topics))) == before


@pytest.mark.slow
def test_a_shadow_takes_what_is_published_meanwhile_and_ends_when_another_version_is_active(
    house: Composition, cluster_settings: KafkaSettings, tmp_path: Path
) -> None:
    here = the_house()
    new = next_version(tmp_path)
    found = shadow(here, here.named("active"), here.named(new), days=30.0, every=0.1, port=0, seconds=30.0)
    assert next(found).forecast.events == 2 * PEOPLE
    publish(cluster_settings, house, reports(tmp_path / "later.ndjson", PEOPLE + 1))  # the last traveller is new
    seen = next(one for one in found if one.forecast.events == 4 * PEOPLE + 2)
    assert seen.forecast.lost == PEOPLE + 1
    told("propose", new, "--author", "scoring-desk")
    told("approve", NEW, "--reviewer", "review-desk", "--reason", "a test")
    told("activate", NEW, *WHY)
    with pytest.raises(Refused, match="the active version is 2026"):
        list(found)


def test_a_candidate_with_a_typo_never_reaches_the_rulebook(house: Composition, tmp_path: Path) -> None:
    file = Path(next_version(tmp_path))
    file.write_text(file.read_text().replace("[indicators.a-obs-scripted]", "[indicators.a-obs-scriptd]"))
    bad = run("propose", str(file), "--author", "scoring-desk")
    assert "did you mean a-obs-scripted?" in str(bad.exception)
    assert told("list")["versions"] == []
    assert (HERE / "rules.toml").exists()
