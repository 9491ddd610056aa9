"""What the order of a file does to a line is said where a person can mend it."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner

from deploy.cli import app
from deploy.evaluate.arrival import waiting_told
from tests.deploy.test_bad_input import GOOD, file

AHEAD = GOOD | {"id": "ck-ahead", "occurred_at": "2028-12-17T10:00:00+05:00"}
TOLD = "the clock of this file is 2028-12-17T05:00:00Z, set by line 2: see whether that line is right"


def report(id: str, **fields: Any) -> dict[str, Any]:
    return GOOD | {"id": id} | fields


def test_a_line_too_old_for_the_clock_is_told_which_line_set_it(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["score", file(tmp_path, [GOOD, AHEAD, report("ck-2")])])
    assert done.exit_code == 1
    assert done.stderr.startswith("reports.ndjson line 3: time_too_old at time: an event is at most 400 days old")
    assert done.stderr.rstrip().endswith(TOLD)


def test_evaluate_says_so_too(tmp_path: Path) -> None:
    reports, truth = file(tmp_path, [GOOD, AHEAD, report("ck-2")]), tmp_path / "truth.ndjson"
    truth.write_bytes(
        orjson.dumps(
            {"label": "ordinary", "subjects": [{"identity": {"passport": {"number": "ZZ9000001", "country": "PAK"}}}]}
        )
    )
    done = CliRunner().invoke(app, ["evaluate", "--quick", "--reports", reports, "--truth", str(truth)])
    assert TOLD in done.stderr


def test_corrections_of_reports_that_did_not_come_are_counted_and_named(tmp_path: Path) -> None:
    lines = [
        report("ck-2", corrects="ck-later"),
        report("ck-later"),
        report("ck-3", corrects="ck-l"),
        report("re-1", kind="retraction", corrects="ck-never"),
        report("re-2", kind="retraction", corrects="ck-never"),
        report("re-3", kind="retraction", corrects="ck-2", partner="air-other", sector="airline"),
    ]
    path = file(tmp_path, lines)
    named = ["air-nilkanth/ck-l", "air-nilkanth/ck-never", "air-other/ck-2"]
    done = CliRunner().invoke(app, ["score", path, "--json"])
    found = orjson.loads(done.stdout)
    assert (done.exit_code, found["corrections_waiting"], found["corrections_wait_for"]) == (0, 3, named)
    assert done.stderr == f"3 reports are corrected or taken back and did not come: {', '.join(named)}\n"


def test_a_refused_report_did_not_come(tmp_path: Path) -> None:
    lines = [report("ck-old", occurred_at="2025-01-01T00:00:00Z"), GOOD]
    assert CliRunner().invoke(app, ["score", file(tmp_path, lines)]).exit_code == 0
    done = CliRunner().invoke(app, ["score", file(tmp_path, [*lines[::-1], report("ck-2", corrects="ck-old")])])
    assert "1 report is corrected or taken back and did not come: air-nilkanth/ck-old" in done.stderr


def test_nothing_is_said_where_every_correction_finds_its_report(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["score", file(tmp_path, [GOOD, report("ck-2", corrects="ck-1")]), "--json"])
    assert (done.exit_code, done.stderr, orjson.loads(done.stdout)["corrections_waiting"]) == (0, "", 0)


@pytest.mark.parametrize(("count", "end"), [(5, "p/4"), (6, "p/4 and 1 more"), (1_005, "p/4 and 1,000 more")])
def test_of_many_only_the_first_are_named(count: int, end: str) -> None:
    assert waiting_told([f"p/{n}" for n in range(count)]).endswith(end)
