"""From a broken message to an accepted event, on a broker, with a real worker and the command as a person calls it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest
from confluent_kafka import Consumer, Producer, TopicPartition
from typer.testing import CliRunner, Result

from deploy.children import children, wait_for
from deploy.cli import app
from deploy.composition import Composition, compose
from deploy.ledger import Balance
from deploy.ledger.reading import balance
from deploy.rejects.reading import Desk
from deploy.settings import HERE, DeploySettings
from deploy.topics import create_topics
from deploy.wholetopic import read_whole
from schemas.reject_work import MENDED_FROM, ORIGINAL, REPLAYED_FROM
from schemas.settings import KafkaSettings
from tests.streams.facts import BOX, tok

pytestmark = [pytest.mark.slow, pytest.mark.broker]

AIR, BANK = "air-nilkanth", "bank-chinar"


def booking(event_id: str, key: str = "k1") -> dict[str, Any]:
    """A plain booking by an invented traveller."""
    return {
        "specversion": "1.0",
        "id": event_id,
        "source": f"urn:raabta:partner:{AIR}",
        "type": "pk.raabta.airline.booking.v1",
        "time": "2026-11-20T10:00:00Z",
        "data": {
            "kind": "booking",
            "parties": [{"role": "traveller", "tokens": [tok("passport", event_id).replace(":k1:", f":{key}:")]}],
            "sealed": {"suite": "HPKE-MLKEM768X25519-HKDFSHA256-AES256GCM", "key_id": "fia", "box": BOX},
        },
    }


class Work:
    """A Raabta with one worker, and the desk's command."""

    def __init__(self, settings: KafkaSettings, composition: Composition, folder: Path) -> None:
        self.settings, self.composition, self.folder = settings, composition, folder
        self.topics = composition.topics
        self.producer = Producer(settings.librdkafka())

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(app, ["rejects", *words])

    def told(self, *words: str) -> Any:
        """What `--json` prints."""
        done = self.run(*words, "--json")
        assert done.exit_code == 0, (done.output, done.exception)
        return orjson.loads(done.stdout)

    def publish(self, *messages: bytes) -> None:
        for message in messages:
            self.producer.produce(self.topics.events(AIR), message, b"k", 0)
        assert self.producer.flush(10) == 0

    def rejected(self, count: int) -> list[dict[str, Any]]:
        """Wait for so many rejects, of whatever status."""
        desk = Desk(self.settings, self.topics, (AIR,), alone=True)
        assert wait_for(lambda: len(list(desk.rejects())) == count, 90.0, every=0.5)
        found = self.told("list", "--partner", AIR, "--all", "--each")["rejects"]
        return sorted(found, key=lambda case: str(case["place"]))

    def file(self, event: Any) -> str:
        path = self.folder / f"{uuid4().hex}.json"
        path.write_bytes(orjson.dumps(event))
        return str(path)

    def account(self) -> Balance:
        return balance(self.settings, self.composition)

    def headers(self, place: dict[str, Any]) -> dict[str, str]:
        """Of the record that lies there."""
        consumer = Consumer({**self.settings.librdkafka(), "group.id": "raabta-rejects"})
        try:
            consumer.assign([TopicPartition(place["topic"], place["partition"], place["offset"])])
            record = consumer.poll(10.0)
            assert record is not None
            assert record.offset() == place["offset"]
            found: dict[str, bytes] = dict(record.headers() or ())  # type: ignore[arg-type]  # whose stubs allow any form
            return {name: value.decode() for name, value in found.items()}
        finally:
            consumer.close()


@pytest.fixture
def work(cluster_settings: KafkaSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    """Two token keys may come into force: the configuration is a copy of its own."""
    config = tmp_path / "config"
    config.mkdir()
    for name in ("partners.toml", "routes.toml", "rules.toml"):
        (config / name).write_text((HERE / name).read_text())
    environment = cluster_settings.environment() | {
        "RAABTA_TOPIC_PREFIX": f"rej{uuid4().hex[:6]}",
        "RAABTA_PARTITIONS": "2",
        "RAABTA_CONFIG": str(config),
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    composition = compose(DeploySettings())
    create_topics(cluster_settings, composition.topic_specs())
    with children(tmp_path / "logs", environment) as family:
        family.start("worker", "stream")
        yield Work(cluster_settings, composition, config)


def test_a_broken_event_is_mended_once_accepted_and_leads_back_to_its_original(work: Work) -> None:
    broken = {**booking("bk-1"), "type": "booking"}
    work.publish(orjson.dumps([booking("bk-0"), broken]), b'{"half":')
    cases = work.rejected(2)
    assert [case["reason"] for case in cases] == ["bad_value", "not_json"]
    mended, place = cases[0]["id"], cases[0]["place"]
    assert place == f"{work.topics.events(AIR)}/0/0/1"

    still_bad = work.run("mend", mended, "--file", work.file(broken))
    assert still_bad.exit_code == 1
    assert "bad_value at type" in still_bad.output
    assert work.run("mend", mended, "--file", work.file(booking("bk-1")), "--dry-run").exit_code == 0

    good = work.file(booking("bk-1"))
    first = work.told("mend", mended[:12], "--file", good, "--by", "duty-desk", "--note", "the type was wrong")
    again = work.told("mend", mended, "--file", good)
    assert (first["published"], again["published"]) == (True, False)
    assert again["status"] == "mended"
    assert again["work"]["steps"][0]["by"] == "duty-desk"

    back = first["work"]["reentry"]
    assert work.headers(back) | {"content-type": ""} == {"content-type": "", MENDED_FROM: mended, ORIGINAL: place}
    assert wait_for(lambda: work.account().events == 2 and not work.account().lost, 90.0, every=0.5)
    discarded = work.told("discard", cases[1]["id"], "--reason", "half a test message")
    assert discarded["status"] == "discarded"
    assert work.told("list")["count"] == 0

    account = work.account()
    assert account.lost == 0, account.unbalanced
    hours = [hour for (partner, _), hour in account.hours.items() if partner == AIR]
    assert [sum(getattr(hour, name) for hour in hours) for name in ("published", "accepted", "rejected")] == [4, 2, 2]


def test_a_mended_event_that_was_published_but_not_noted_is_absorbed_when_it_comes_once_more(work: Work) -> None:
    work.publish(orjson.dumps({**booking("bk-1"), "type": "booking"}))
    (case,) = work.rejected(1)
    good = work.file(booking("bk-1"))
    work.told("mend", case["id"], "--file", good)
    # As a desk that was killed between the two leaves it: the event is there, the note is not.
    work.producer.produce(work.topics.reject_work_of(AIR), None, case["id"].encode(), 0)
    assert work.producer.flush(10) == 0
    assert work.told("mend", case["id"], "--file", good)["published"]
    assert wait_for(lambda: work.account().duplicates_absorbed == 1 and not work.account().lost, 90.0, every=0.5)
    account = work.account()
    assert (account.events, account.rejects, account.lost) == (1, 1, 0)


def test_what_our_rules_refused_comes_in_again_when_they_have_changed(work: Work) -> None:
    work.publish(*(orjson.dumps(booking(f"bk-{n}", "k2")) for n in range(3)), b"{}")
    assert {case["reason"] for case in work.rejected(4)} == {"unknown_token_key", "missing_field"}
    assert work.told("replay", "--yes")["fit"] == {}

    file = work.folder / "partners.toml"
    file.write_text(file.read_text().replace('token_keys = ["k1"]', 'token_keys = ["k1", "k2"]'))
    plan = work.told("replay", "--reason", "unknown_token_key")
    assert (plan["done"], plan["fit"]) == (False, {AIR: 3})
    before = len(list(read_whole(work.settings, [work.topics.events(AIR)])))
    assert before == 4
    done = work.told("replay", "--reason", "unknown_token_key", "--yes", "--note", "k2 is in force")
    assert (done["done"], done["fit"]) == (True, {AIR: 3})
    assert len(list(read_whole(work.settings, [work.topics.events(AIR)]))) == before + 3

    replayed = work.told("list", "--status", "replayed", "--each")["rejects"]
    assert len(replayed) == 3
    for case in replayed:
        assert work.headers(case["work"]["reentry"])[REPLAYED_FROM] == case["id"]
    # The worker still runs under the old rules: what it refuses again says what it came of.
    again = [case for case in work.rejected(7) if case["came_of"]]
    assert {case["came_of"] for case in again} == {case["id"] for case in replayed}


def test_nothing_that_was_refused_is_printed_unless_it_is_asked_for(work: Work) -> None:
    secret = "Testina Farzi"
    value = booking("bk-1")
    value["data"]["parties"][0]["name"] = secret
    work.publish(orjson.dumps(value))
    (case,) = work.rejected(1)
    shown = [
        work.run(*words).output
        for words in (
            ["list", "--all", "--each"],
            ["list", "--json", "--each"],
            ["show", case["id"]],
            ["show", case["id"], "--json"],
            ["replay"],
            ["assign", case["id"], "--owner", AIR],
        )
    ]
    assert all(case["id"][:12] in text or "fits" in text or "refused again" in text for text in shown), shown
    assert not any("Testina" in text for text in shown)
    assert work.run("show", case["id"], "--bytes").stdout_bytes == orjson.dumps(value)
