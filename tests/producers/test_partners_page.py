"""docs/partners.md is true: its examples run, its table has every field."""

import re
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from consumers.unseal import new_sealing_pair
from deploy.topics import create_topics
from producers.adapters.columns import known_names
from producers.emit import Emitted, emit
from producers.preflight import Preflight
from producers.protect.keyfile import save_public_key, save_token_key
from producers.protect.seal import sealing_key
from producers.protect.token import TokenKeys, new_token_key
from schemas.codes import Sector
from schemas.partner import Partner
from schemas.report import Report
from schemas.settings import KafkaSettings
from schemas.topic import Topics

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "partners.md").read_text(encoding="utf-8")
PARTNER = Partner(id="air-nilkanth", title="Nilkanth Invented Airways", sector=Sector.AIRLINE)


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.S)
    assert found, language
    return found[1]


@pytest.mark.parametrize(("language", "count"), [("ndjson", 3), ("csv", 2)])
def test_the_examples_are_good_reports(language: str, count: int, tmp_path: Path) -> None:
    path = tmp_path / f"reports.{language}"
    path.write_text(block(language), encoding="utf-8")
    sink = Preflight(PARTNER, TokenKeys((new_token_key("k1"),)), sealing_key(new_sealing_pair().public))
    assert emit(str(path), sink, now=lambda: datetime(2026, 7, 3, tzinfo=UTC)) == Emitted(read=count, published=count)


def test_the_table_has_every_field_and_no_other() -> None:
    rows = [line.split(" | ")[0] for line in PAGE.split("## 7.")[1].splitlines() if line.startswith("| `")]
    named = [name for row in rows for name in re.findall(r"`([^`]+)`", row)]
    assert sorted(named) == sorted(known_names())


def test_the_fields_marked_are_those_that_are_required() -> None:
    marked = set(re.findall(r"`([a-z_.0]+)`\*", PAGE))
    definitions = Report.model_json_schema()["$defs"]
    for prefix, model in (
        ("trip", "Trip"),
        ("transaction", "Transaction"),
        ("job", "Job"),
        ("booking", "BookingReference"),
    ):
        required = {f"{prefix}.{name}" for name in definitions[model]["required"]} - {"transaction.money"}
        assert {name for name in marked if re.fullmatch(rf"{prefix}\.[a-z_]+", name)} == required


def test_the_line_of_an_error_report_is_what_emit_writes(tmp_path: Path) -> None:
    path = tmp_path / "reports.ndjson"
    path.write_bytes((ROOT / "tests" / "examples" / "reports.ndjson").read_bytes())
    told: list[bytes] = []
    sink = Preflight(PARTNER, TokenKeys((new_token_key("k1"),)), sealing_key(new_sealing_pair().public))
    emit(str(path), sink, errors=lambda e: told.append(e.as_json()), now=lambda: datetime(2026, 7, 3, tzinfo=UTC))
    assert orjson.loads(block("json")) in [orjson.loads(line) for line in told]


@pytest.mark.broker
def test_the_program_runs(
    cluster_settings: KafkaSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    save_token_key(tmp_path / "token-k1.json", new_token_key("k1"))
    save_public_key(tmp_path / "sealing-fia.public.json", new_sealing_pair("fia").public, "fia")
    (tmp_path / "partners.toml").write_bytes((ROOT / "deploy" / "partners.toml").read_bytes())
    (tmp_path / "reports.ndjson").write_text(block("ndjson"))
    topics = Topics("partners-page")
    create_topics(cluster_settings, topics.specs([PARTNER.id], [], partitions=4)[:1])
    monkeypatch.chdir(tmp_path)
    for name, value in cluster_settings.environment().items():
        monkeypatch.setenv(name, value)
    exec(block("python").replace("Topics()", "Topics('partners-page')"), {"__name__": "example"})
    said = capsys.readouterr().out.splitlines()
    assert sorted(said) == ["published: bk-000001", "published: of-000003", "published: tx-000002"]
