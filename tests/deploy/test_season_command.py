"""raabta season: whole files or none, the same bytes for the same arguments, a clear refusal for what cannot be."""

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from deploy.cli import app
from producers.protect.protection import read_report
from schemas.errors import Misconfigured
from schemas.truth import Truth
from tests.producers.simulate.test_scenarios import SMALL

END = "2026-11-23T18:00:00+05:00"


@pytest.fixture
def run() -> Callable[..., Result]:
    def made(out: Path, *more: str) -> Result:
        asked = ["season", "--journeys", "40", "--days", "60", "--cases", "3", "--end", END, "--out", str(out), *more]
        return CliRunner().invoke(app, asked)

    return made


def test_a_season_is_two_files_whose_lines_are_reports_and_truth(run: Callable[..., Result], tmp_path: Path) -> None:
    result = run(tmp_path / "made", "--json")
    assert result.exit_code == 0, result.output
    counts = json.loads(result.stdout)
    reports = (tmp_path / "made/reports.ndjson").read_bytes().splitlines()
    truth = (tmp_path / "made/truth.ndjson").read_bytes().splitlines()
    assert len(reports) == counts["reports"] > 100
    assert len(truth) == counts["case"] + counts["look-alike"] + counts["person"]
    assert counts["case"] == 3
    sent = set()
    for line in reports:
        fields = json.loads(line)
        sent.add((fields.pop("partner"), read_report(json.dumps(fields).encode()).id))
    for line in truth:
        assert {(ref.partner, ref.id) for ref in Truth.model_validate_json(line).reports} <= sent
    assert sorted(path.name for path in (tmp_path / "made").iterdir()) == ["reports.ndjson", "truth.ndjson"]


def test_the_same_arguments_write_the_same_bytes_also_zipped(run: Callable[..., Result], tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert run(tmp_path / name, "--gzip").exit_code == 0
    for file in ("reports.ndjson.gz", "truth.ndjson.gz"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    run(tmp_path / "plain")
    packed = gzip.decompress((tmp_path / "one/reports.ndjson.gz").read_bytes())
    assert packed == (tmp_path / "plain/reports.ndjson").read_bytes()


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (("--journeys", "0"), "--journeys: a season has"),
        (("--days", "1000"), "--days: a season has"),
        (("--end", "9999-12-31T00:00:00Z"), "--end: .*2000 to 2099"),
        (("--end", "0001-01-20T00:00:00Z"), "--end: .*2000 to 2099"),
        (("--look-alikes", "-1"), "--look-alikes: "),
        (("--end", "yesterday"), "not a time"),
        (("--end", "2026-11-23T18:00:00"), "offset"),
        (("--cases", "9000"), "room for"),
        (("--cases", "-1"), "--cases: the number"),
        (("--scenarios", "nowhere.toml"), "nowhere.toml"),
    ],
)
def test_what_cannot_be_is_refused_with_a_mend(
    run: Callable[..., Result], tmp_path: Path, more: tuple[str, ...], why: str
) -> None:
    result = run(tmp_path / "made", *more)
    assert isinstance(result.exception, Misconfigured)
    assert re.search(why, str(result.exception))
    assert not (tmp_path / "made").exists()


def test_a_folder_that_cannot_be_written_into_is_refused_before_the_season_is_made(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "made").touch()
    result = run(tmp_path / "made")
    assert isinstance(result.exception, Misconfigured)
    assert "cannot be written into (File exists); name a folder" in str(result.exception)


def test_a_table_of_partners_without_a_sector_is_named(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config"
    config.mkdir()
    for name in ("routes.toml", "rules.toml", "retention.toml"):
        (config / name).write_bytes((Path("deploy") / name).read_bytes())
    text = Path("deploy/partners.toml").read_text(encoding="utf-8")
    (config / "partners.toml").write_text(text[: text.index("[partners.oep")], encoding="utf-8")
    monkeypatch.setenv("RAABTA_CONFIG", str(config))
    refused = run(tmp_path / "made").exception
    assert isinstance(refused, Misconfigured)
    assert refused.where == str(config / "partners.toml")
    assert "recruiter" in refused.problem


def test_what_was_planned_and_shows_nothing_is_told_with_the_mend(run: Callable[..., Result], tmp_path: Path) -> None:
    file = tmp_path / "scenario.toml"
    file.write_text(SMALL.replace("days = [-4, -1]", "days = [-300, -290]"), encoding="utf-8")
    result = run(tmp_path / "made", "--json", "--scenarios", str(file), "--cases", "36", "--look-alikes", "0")
    counts = json.loads(result.stdout)
    assert counts["case"] == 34
    assert counts["untold"] == [{"scenario": "two-strangers", "label": "case", "why": "outside", "planned": 2}]
    told = [line for line in result.stderr.splitlines() if "two-strangers" in line]
    assert len(told) == 1
    assert told[0].startswith("2 cases of two-strangers planned, nothing to be seen: in 20 tellings all of it fell out")
    assert "--days" in told[0]


def test_a_season_in_which_all_shows_something_says_nothing_of_it(run: Callable[..., Result], tmp_path: Path) -> None:
    result = run(tmp_path / "made", "--json")
    assert json.loads(result.stdout)["untold"] == []
    assert "planned" not in result.stderr
