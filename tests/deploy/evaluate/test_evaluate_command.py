"""raabta evaluate on a small stream, from files to figures, through every real part."""

import re
from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner, Result

from deploy.cli import app
from schemas.errors import Misconfigured
from tests.deploy.evaluate.labelled import Files


@pytest.fixture(scope="module")
def figures(small: Files) -> dict[str, object]:
    arguments = ["evaluate", "--reports", str(small.reports), "--truth", str(small.truth), "--json"]
    done = CliRunner().invoke(app, [*arguments, "--processes", "1"])
    assert done.exit_code == 0, done.output
    return dict(orjson.loads(done.stdout))


def test_one_object_has_every_figure(figures: dict[str, object]) -> None:
    assert figures["recall"]["cases"]["value"] >= 0.9  # type: ignore[index]
    assert set(figures["missing"]) == {"without airline", "without bank", "without recruiter"}  # type: ignore[call-overload]
    assert figures["unexplained"] == 0
    for view in ("without airline", "without bank", "without recruiter"):
        all_of_them, told = (figures["missing"][view][share] for share in ("cases", "told"))  # type: ignore[index]
        assert 0 < told["of"] < all_of_them["of"]
        assert told["count"] <= all_of_them["count"]
    joined = figures["coordination"]["joined"]  # type: ignore[index]
    for unit in ("matters", "alerts"):
        curve = figures["coordination"][unit]["curve"]  # type: ignore[index]
        assert [point["read"] for point in curve] == [*(n for n in (10, 20, 50, 100) if n < joined[unit]), joined[unit]]
        assert (curve[-1]["read"], curve[-1]["joined"]["cases"]) == (joined[unit], joined["cases"])
    assert joined["matters"] < joined["alerts"]


def test_every_alert_and_every_missed_case_is_told_one_by_one(figures: dict[str, Any]) -> None:
    alerts, fates = figures["alerts"], figures["recall"]["fates"]
    standing = [alert for alert in alerts if not alert["withdrawn"]]
    right = [alert for alert in standing if alert["right"]]
    assert len(standing) == figures["volume"]["standing"]
    assert len(right) == figures["volume"]["right"]["count"]
    assert max(alert["matter"] for alert in standing) == figures["volume"]["matters"]
    assert {"case"} <= {named["label"] for alert in right for named in alert["names"] if named["same_meaning"]}
    assert all("/" in report for alert in alerts for sign in alert["signs"] for report in sign["evidence"])
    assert [case["id"] for case in figures["missed_cases"]] == [fate["id"] for fate in fates if not fate["found"]]


def test_with_the_airlines_alone_a_missed_case_says_which_signs_were_not_enough(small: Files) -> None:
    reports = small.reports.read_bytes().splitlines(keepends=True)
    airlines = small.reports.with_name("told-by-airlines.ndjson")
    airlines.write_bytes(b"".join(line for line in reports if b'"partner":"air-' in line))
    arguments = ["--reports", str(airlines), "--truth", str(small.truth), "--quick", "--processes", "1", "--json"]
    found = orjson.loads(CliRunner().invoke(app, ["evaluate", *arguments]).stdout)
    missed = found["missed_cases"]
    assert {case["id"] for case in missed} == {fate["id"] for fate in found["recall"]["fates"] if not fate["found"]}
    signs = [sign for case in missed for one in case["shows"] for sign in one["signs"]]
    assert signs
    assert all(sign["sentence"] and sign["evidence"] for sign in signs)


def test_figures_are_the_same_on_one_process_and_on_two(small: Files, figures: dict[str, object]) -> None:
    arguments = ["evaluate", "--reports", str(small.reports), "--truth", str(small.truth), "--json"]
    done = CliRunner().invoke(app, [*arguments, "--processes", "2"])
    other = dict(orjson.loads(done.stdout))
    assert {**other, "stream": None} == {**figures, "stream": None}


def test_a_file_and_a_seed_are_one_too_many(small: Files) -> None:
    for arguments in (["--reports", str(small.reports), "--seed", "7"], []):
        done = CliRunner().invoke(app, ["evaluate", *arguments])
        assert isinstance(done.exception, Misconfigured)


def test_without_a_truth_file_there_are_volumes_and_no_verdicts(small: Files) -> None:
    done = CliRunner().invoke(app, ["evaluate", "--reports", str(small.reports), "--quick", "--json", "--goals"])
    found = orjson.loads(done.stdout)
    assert done.exit_code == 1  # nothing was measured
    assert "not measured: recall of cases, all sectors: there is no truth file" in done.stderr
    assert {goal["why"] for goal in found["goals"]} == {"there is no truth file"}
    assert found["missed_cases"] == []
    assert {alert["right"] for alert in found["alerts"]} == {None}
    assert found["volume"]["standing"] > 20
    assert found["reading"]["precision"]["count"] == 0


def test_a_missed_goal_is_an_exit_code_when_that_is_asked_for(small: Files) -> None:
    arguments = [
        "evaluate",
        "--reports",
        str(small.reports),
        "--truth",
        str(small.truth),
        "--quick",
        "--processes",
        "1",
    ]
    reports = small.reports.read_bytes().splitlines(keepends=True)
    half = small.reports.with_name("airlines.ndjson")
    half.write_bytes(b"".join(line for line in reports if b'"partner":"air-' in line))
    arguments[2] = str(half)
    assert CliRunner().invoke(app, [*arguments]).exit_code == 0
    assert CliRunner().invoke(app, [*arguments, "--goals"]).exit_code == 1


def quick(reports: Path, truth: Path | None, *more: str) -> Result:
    given = ["--truth", str(truth)] if truth else []
    arguments = ["evaluate", "--reports", str(reports), *given, "--quick", "--processes", "1", *more]
    return CliRunner().invoke(app, arguments)


def test_a_truth_file_that_belongs_to_other_reports_is_named_and_an_exit_code(small: Files, tmp_path: Path) -> None:
    truth = tmp_path / "foreign.ndjson"
    truth.write_bytes(small.truth.read_bytes().replace(b'"id":"', b'"id":"x-'))
    done = quick(small.reports, truth)
    assert done.exit_code == 1
    (said,) = [line for line in done.stderr.splitlines() if line.startswith("foreign.ndjson")]
    assert re.match(
        r"foreign.ndjson names (\d+) reports, and \1 of them are not in reports.ndjson .*: air-\S+/x-", said
    )
    assert "Give the truth file that belongs to these reports" in said


def test_a_truth_file_of_which_some_reports_are_missing_is_told_and_measured(small: Files, tmp_path: Path) -> None:
    reports = tmp_path / "some.ndjson"
    lines = small.reports.read_bytes().splitlines(keepends=True)
    reports.write_bytes(b"".join(lines[: len(lines) // 2]))
    done = quick(reports, small.truth, "--json")
    assert done.exit_code == 0
    stream = orjson.loads(done.stdout)["stream"]
    assert 0 < stream["unseen_reports"] < stream["truth_reports"]
    assert f"and {stream['unseen_reports']:,} of them are not in some.ndjson" in done.stderr
    assert stream["unseen_examples"][0] in done.stderr


def test_an_empty_truth_file_is_an_exit_code(small: Files, tmp_path: Path) -> None:
    truth = tmp_path / "empty.ndjson"
    truth.write_bytes(b"\n")
    done = quick(small.reports, truth)
    assert done.exit_code == 1
    assert "empty.ndjson holds no truth record" in done.stderr


def test_a_file_without_reports_reaches_no_goal(small: Files, tmp_path: Path) -> None:
    reports = tmp_path / "empty.ndjson"
    reports.write_bytes(b"\n")
    for more in ((), ("--goals",)):
        done = quick(reports, None, *more)
        assert done.exit_code == 1
        assert "empty.ndjson holds no report" in done.stderr
    assert "not measured: recall of cases, all sectors: no report was taken" in done.stderr


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--seed", "7", "--end", "yesterday"), "--end: not a time"),
        (("--seed", "7", "--end", "2026-11-24T00:00:00"), "--end: the offset is missing"),
        (("--seed", "7", "--cases", "-3"), "--cases: the number of cases"),
        (("--seed", "7", "--days", "400"), "--days: a season has"),
        (("--seed", "7", "--journeys", "9000000"), "--journeys: a season has"),
        (("--seed", "7", "--truth", "t.ndjson"), "--truth: a season of --seed has its own"),
        (("--reports", "r.ndjson", "--cases", "3"), "--cases: it shapes a season and these are given --reports"),
        (("--reports", "r.ndjson", "--days", "120"), "--days: it shapes a season"),
        (("--reports", "r.ndjson", "--out", "pyproject.toml"), "--out: pyproject.toml cannot be written into"),
    ],
)
def test_the_option_that_cannot_be_is_named_before_anything_is_done(words: tuple[str, ...], why: str) -> None:
    done = CliRunner().invoke(app, ["evaluate", *words])
    assert isinstance(done.exception, Misconfigured)
    assert str(done.exception).startswith(why)


@pytest.mark.slow
def test_a_season_of_a_seed_is_made_and_measured(tmp_path: Path) -> None:
    season = ["--seed", "5", "--journeys", "800", "--cases", "4", "--days", "60", "--end", "2026-11-24T00:00:00+05:00"]
    done = CliRunner().invoke(app, ["evaluate", *season, "--json", "--out", str(tmp_path / "page")])
    found = orjson.loads(done.stdout)
    assert found["stream"]["cases"] == 4
    assert sum(found["stream"]["events"].values()) > 2_000
    assert found["stream"]["unseen_reports"] == 0
    assert found["unexplained"] == 0
    assert found["fairness"]["origin"] == "truth"
    assert (tmp_path / "page" / "index.html").exists()
