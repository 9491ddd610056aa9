"""raabta learn and raabta dispositions, as typed."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import orjson
import pytest
from confluent_kafka import Producer
from typer.testing import CliRunner

from deploy.cli import app
from deploy.rules import load_rules
from deploy.topics import create_topics
from schemas.alert import Alert
from schemas.disposition import Decision, Disposition
from schemas.errors import Misconfigured
from schemas.receipt import ROUTER, Outcome, Receipt, receipt_id
from schemas.record import Record
from schemas.rulepack import Strength
from schemas.settings import KafkaSettings
from schemas.topic import Topics
from tests.deploy.learning.made import alert, said


def lines(path: Path, records: Sequence[Record]) -> str:
    path.write_bytes(b"\n".join(one.model_dump_json().encode() for one in records))
    return str(path)


def told(tmp_path: Path, alerts: Sequence[Alert], decisions: Sequence[Disposition]) -> list[str]:
    files = lines(tmp_path / "dispositions.ndjson", decisions), lines(tmp_path / "alerts.ndjson", alerts)
    return ["--dispositions", files[0], "--alerts", files[1]]


def test_it_proposes_what_the_decisions_speak_for_and_changes_nothing(tmp_path: Path) -> None:
    good = [alert(n, "a-third-party-cash", "a-obs-scripted") for n in range(40)]
    bad = [alert(100 + n, "a-last-minute", "r-fee-no-receipt") for n in range(160)]
    decisions = [said(one, Decision.CASE_OPENED, officer=f"d-{n % 3}") for n, one in enumerate(good)]
    decisions += [said(one, Decision.NO_OFFENCE, officer=f"d-{n % 3}") for n, one in enumerate(bad)]
    wanted = tmp_path / "candidate.toml"
    found = CliRunner().invoke(
        app, ["learn", *told(tmp_path, [*good, *bad], decisions), "--propose", str(wanted), "--by", "desk", "--json"]
    )
    assert found.exit_code == 0, found.output
    learned = orjson.loads(found.stdout)
    assert learned["decided"] == 200
    assert abs(learned["average"] - 0.2) < 0.02
    assert {one["indicator"]: one["wanted"] for one in learned["proposals"]} == {
        "a-obs-scripted": "strong",
        "a-third-party-cash": "strong",
        "r-fee-no-receipt": "weak",
    }
    assert load_rules(wanted).indicators["a-third-party-cash"].strength is Strength.STRONG
    assert load_rules(Path("deploy/rules.toml")).indicators["a-third-party-cash"].strength is Strength.MODERATE


def split(tmp_path: Path) -> list[str]:
    """Options for decisions that speak for a change."""
    good = [alert(n, "a-third-party-cash") for n in range(40)]
    bad = [alert(100 + n, "a-last-minute") for n in range(160)]
    decisions = [said(one, Decision.CASE_OPENED, officer=f"d-{n % 3}") for n, one in enumerate(good)]
    decisions += [said(one, Decision.NO_OFFENCE, officer=f"d-{n % 3}") for n, one in enumerate(bad)]
    return told(tmp_path, [*good, *bad], decisions)


@pytest.mark.parametrize(
    ("by", "why"),
    [("", "names its author"), ("Ali Khan", "no person's name"), ("review-desk", "nobody reviews their own")],
)
def test_a_candidate_that_could_not_be_a_rule_pack_is_never_written(tmp_path: Path, by: str, why: str) -> None:
    wanted = tmp_path / "candidate.toml"
    found = CliRunner().invoke(app, ["learn", *split(tmp_path), "--propose", str(wanted), "--by", by])
    assert isinstance(found.exception, Misconfigured)
    assert str(found.exception).startswith("--by: ")
    assert why in str(found.exception)
    assert not wanted.exists()


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    wanted = tmp_path / "candidate.toml"
    wanted.write_text("mine", encoding="utf-8")
    found = CliRunner().invoke(app, ["learn", *split(tmp_path), "--propose", str(wanted), "--by", "desk"])
    assert isinstance(found.exception, Misconfigured)
    assert "nothing is overwritten" in str(found.exception)
    assert wanted.read_text(encoding="utf-8") == "mine"


def test_a_place_that_cannot_be_written_is_named_with_its_mend(tmp_path: Path) -> None:
    wanted = tmp_path / "nowhere" / "candidate.toml"
    found = CliRunner().invoke(app, ["learn", *split(tmp_path), "--propose", str(wanted), "--by", "desk"])
    assert isinstance(found.exception, Misconfigured)
    assert "a folder that can be written" in str(found.exception)


def test_what_proposes_nothing_writes_nothing_and_says_so(tmp_path: Path) -> None:
    wanted, one = tmp_path / "candidate.toml", alert(1)
    options = told(tmp_path, [one], [said(one, Decision.REFERRED)])
    found = CliRunner().invoke(app, ["learn", *options, "--propose", str(wanted), "--by", "desk"])
    assert found.exit_code == 0, found.output
    assert "is not written" in found.stderr
    assert not wanted.exists()


def test_the_table_says_what_it_does_not_know(tmp_path: Path) -> None:
    one = alert(1, "a-third-party-cash")
    found = CliRunner().invoke(app, ["learn", *told(tmp_path, [one], [said(one, Decision.REFERRED)])])
    assert found.exit_code == 0, found.output
    assert "Nothing is proposed." in found.stdout
    assert "never shown" in " ".join(found.stdout.split())


def test_what_dispositions_list_prints_is_taken_as_it_is(tmp_path: Path) -> None:
    alerts = [alert(n, "a-third-party-cash") for n in range(3)]
    decisions = [said(one, Decision.CASE_OPENED) for one in alerts]
    options = told(tmp_path, alerts, decisions)
    by_line = CliRunner().invoke(app, ["learn", *options, "--json"])
    listed = {"dispositions": [one.model_dump(mode="json", exclude_none=True) for one in decisions]}
    for indented in (0, orjson.OPT_INDENT_2):
        (tmp_path / "dispositions.ndjson").write_bytes(orjson.dumps(listed, option=indented))
        found = CliRunner().invoke(app, ["learn", *options, "--json"])
        assert found.exit_code == 0, found.output
        assert found.stdout == by_line.stdout
    assert orjson.loads(by_line.stdout)["decided"] == 3


def test_what_score_prints_of_an_outweighed_sign_is_taken_as_it_is(tmp_path: Path) -> None:
    one = alert(1, "a-third-party-cash", "a-oneway")
    outweighed = one.hits[1].model_copy(update={"counted": None})
    one = one.model_copy(update={"hits": (one.hits[0], outweighed)})
    options = told(tmp_path, [one], [said(one, Decision.CASE_OPENED)])
    (tmp_path / "alerts.ndjson").write_text(one.model_dump_json(exclude_none=True))  # as `raabta score` does
    found = CliRunner().invoke(app, ["learn", *options, "--json"])
    assert found.exit_code == 0, found.exception
    assert [row["name"] for row in orjson.loads(found.stdout)["indicators"]] == ["a-third-party-cash"]


def test_a_listed_decision_that_is_none_is_named_by_its_place(tmp_path: Path) -> None:
    one = alert(1)
    good = said(one, Decision.CASE_OPENED).model_dump(mode="json", exclude_none=True)
    options = told(tmp_path, [one], [])
    (tmp_path / "dispositions.ndjson").write_bytes(
        orjson.dumps({"dispositions": [good, good | {"decision": "guilty"}]})
    )
    found = CliRunner().invoke(app, ["learn", *options])
    assert isinstance(found.exception, Misconfigured)
    assert "dispositions.1: decision" in str(found.exception)


def test_the_decision_that_the_page_shows_is_one() -> None:
    page = Path("docs/learning.md").read_text(encoding="utf-8")
    shown = page.split("```json\n")[1].split("```")[0]
    assert Disposition.model_validate_json(shown).officer == "d-117"


def test_no_share_is_told_of_fewer_than_twenty_cases(tmp_path: Path) -> None:
    for number, telling in ((19, False), (20, True)):
        alerts = [alert(n, "a-third-party-cash", "a-obs-scripted") for n in range(number)]
        options = told(tmp_path, alerts, [said(one, Decision.CASE_OPENED) for one in alerts])
        learned = orjson.loads(CliRunner().invoke(app, ["learn", *options, "--json"]).stdout)
        shares = [learned["average"], *(row[name] for row in learned["indicators"] for name in ("mean", "low", "high"))]
        assert [share is not None for share in shares] == [telling] * 7
        shown = " ".join(CliRunner().invoke(app, ["learn", *options]).stdout.split())
        assert ("fewer than 20 cases" in shown) is not telling
        assert ("%" in shown.replace("95 %", "")) is telling


def test_a_line_that_is_no_decision_is_named_with_its_mend(tmp_path: Path) -> None:
    one = alert(1)
    options = told(tmp_path, [one], [said(one, Decision.REFERRED)])
    (tmp_path / "dispositions.ndjson").write_bytes(b'{"decision":"guilty"}')
    found = CliRunner().invoke(app, ["learn", *options])
    assert isinstance(found.exception, Misconfigured)
    assert "dispositions.ndjson:1" in str(found.exception)


def receipt(one: Alert, inbox: str, channel: str) -> bytes:
    made = Receipt(
        id=receipt_id(one.id, one.version, inbox, channel),
        alert_id=one.id,
        version=one.version,
        inbox=inbox,
        channel=channel,
        outcome=Outcome.SUPPRESSED if channel == ROUTER else Outcome.DELIVERED,
        at=datetime(2026, 11, 25, 12, 0, tzinfo=UTC),
        published=0,
    )
    return made.model_dump_json().encode()


@pytest.mark.broker
def test_a_decision_is_recorded_listed_and_learned_from(
    cluster_settings: KafkaSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    topics = Topics(f"desk{uuid4().hex[:6]}")
    environment = {"RAABTA_TOPIC_PREFIX": topics.prefix, "RAABTA_PARTITIONS": "2"}
    for name, value in (cluster_settings.environment() | environment).items():
        monkeypatch.setenv(name, value)
    create_topics(cluster_settings, topics.specs([], [], partitions=2))
    one = alert(7, "a-third-party-cash")
    producer = Producer(cluster_settings.librdkafka())
    producer.produce(topics.alerts, one.model_dump_json().encode(), one.id.encode())
    for inbox, channel in (("fia-hq", "email"), ("fia-airport-isb", ROUTER)):
        producer.produce(topics.receipts, receipt(one, inbox, channel), one.id.encode())
    producer.flush(10)
    command = ["dispositions", "record", one.id, "--inbox", "fia-hq", "--decision", "no-offence", "--officer", "d-117"]
    for other in ("fia-airport-isb", "fia-airport-khi"):  # held back from the one, not for the other
        not_theirs = CliRunner().invoke(app, [word if word != "fia-hq" else other for word in command])
        assert isinstance(not_theirs.exception, Misconfigured)
        assert f"{other} did not get this alert" in str(not_theirs.exception)
        assert str(not_theirs.exception).endswith("name one that did: fia-hq")
    unreasoned = CliRunner().invoke(app, [*command, "--snooze-days", "30"])
    assert isinstance(unreasoned.exception, Misconfigured)
    done = CliRunner().invoke(app, [*command, "--snooze-days", "30", "--reason", "cleared", "--json"])
    assert done.exit_code == 0, done.output
    listed = orjson.loads(CliRunner().invoke(app, ["dispositions", "list", "--json"]).stdout)["dispositions"]
    assert [(d["alert_id"], d["snooze_reason"]) for d in listed] == [(one.id, "cleared")]
    learned = orjson.loads(CliRunner().invoke(app, ["learn", "--json"]).stdout)
    assert (learned["decided"], learned["indicators"][0]["name"]) == (1, "a-third-party-cash")
