"""raabta score reads files that strangers wrote: good ones whatever their form, bad ones with line, field and mend."""

import gzip
from collections import Counter
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner, Result

from deploy.cli import app
from schemas.errors import Misconfigured
from tests.deploy.evaluate.labelled import Files

GOOD: dict[str, object] = {
    "partner": "bank-of-a-stranger",
    "sector": "bank",
    "id": "tx-1",
    "kind": "transaction",
    "occurred_at": "2026-07-01T11:30:00+05:00",
    "parties": [{"role": "sender", "identity": {"phones": ["+92 300 0000123"]}}],
    "transaction": {"money": {"amount": "85000.00", "currency": "PKR"}, "direction": "out", "channel": "wallet"},
}


def score(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["score", str(path), *arguments])


def counts(done: Result) -> dict[str, object]:
    found = dict(orjson.loads(done.stdout))
    return {name: found[name] for name in ("reports", "refused", "sightings")}


@pytest.mark.parametrize("form", ["plain", "bom", "crlf", "gz", "spaced"])
def test_a_good_line_is_taken_in_every_form(form: str, tmp_path: Path) -> None:
    path = tmp_path / ("reports.ndjson.gz" if form == "gz" else "reports.ndjson")
    line = orjson.dumps(GOOD)
    forms = {
        "plain": line + b"\n",
        "bom": b"\xef\xbb\xbf" + line,
        "crlf": line + b"\r\n\r\n",
        "gz": gzip.compress(line + b"\n"),
        "spaced": orjson.dumps(GOOD, option=orjson.OPT_INDENT_2).replace(b"\n", b" ") + b"\n",
    }
    path.write_bytes(forms[form])
    done = score(path, "--json")
    assert (done.exit_code, counts(done)) == (0, {"reports": 1, "refused": 0, "sightings": 1})


def test_each_bad_line_says_field_and_mend_and_stops_no_good_one(tmp_path: Path) -> None:
    path = tmp_path / "reports.ndjson"
    no_sector = {name: value for name, value in GOOD.items() if name != "sector"}
    bad = [
        {**no_sector, "id": "tx-2"},
        {**GOOD, "id": "tx-3", "sector": "airport"},
        {**GOOD, "id": "tx-4", "sector": "airline"},
        {**GOOD, "partner": "bank-chinar", "id": "tx-5", "sector": "airline"},
        {**GOOD, "occurred_at": "2026-07-01T11:31:00+05:00"},
        {**GOOD, "id": "tx-6", "parties": []},
        {"label": "case", "id": "c", "subjects": []},
    ]
    path.write_bytes(b"\n".join(map(orjson.dumps, [GOOD, *bad, GOOD, {**GOOD, "id": "tx-9"}])))
    done = score(path, "--json")
    assert (done.exit_code, counts(done)) == (1, {"reports": 10, "refused": 7, "sightings": 2})
    said = done.stderr.splitlines()
    for line, words in enumerate(
        (
            "bad_value at partner: this partner is not in partners.toml; write its `sector` beside it",
            "bad_value at sector: write one of airline, bank, recruiter",
            "wrong_sector at sector: an earlier line gives this partner another sector",
            "wrong_sector at sector: this partner's sector is bank in partners.toml",
            "conflicting_duplicate at id: an id names one event for ever",
            "bad_value at parties: give at least one",
            "wrong_type: this is a line of a truth file",
        ),
        2,
    ):
        assert any(told.startswith(f"reports.ndjson line {line}: {words}") for told in said), (line, said)


def test_a_file_full_of_bad_lines_is_told_in_a_screenful(small: Files, tmp_path: Path) -> None:
    path = tmp_path / "reports.ndjson"
    path.write_bytes(b"not JSON\n" * 500)
    said = score(path).stderr.splitlines()
    assert len(said) == 22
    assert said[-2] == "reports.ndjson: 480 more lines: not_json"
    assert said[-1] == "reports.ndjson: name a file with --errors to list them all"
    assert score(small.truth).exit_code == 1
    assert "this is a line of a truth file" in score(small.truth).stderr


def test_what_is_wrong_has_a_field_and_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "reports.ndjson"
    sender = {"role": "sender", "identity": {"phones": ["+92 300 0000123"]}}
    lines = [
        (b"[1,2]", "wrong_type: write one JSON object, in braces; a report is one line"),
        (b'"hello"', "wrong_type: write one JSON object, in braces; a report is one line"),
        (orjson.dumps({**GOOD, "id": "tx-3000000123"}), "bad_value at id: the id holds an identifier of a party"),
        (orjson.dumps({**GOOD, "parties": [sender] * 51}), "bad_value at parties: give at most 50"),
        (orjson.dumps(GOOD)[:-1] + b',"kind":"booking"}', "duplicate_key at kind: name every key once in an object"),
    ]
    path.write_bytes(b"\n".join(line for line, _ in lines))
    for number, (said, (_, words)) in enumerate(zip(score(path).stderr.splitlines(), lines, strict=True), 1):
        assert said.startswith(f"reports.ndjson line {number}: {words}")


def test_every_bad_line_is_in_the_file_of_errors(small: Files, tmp_path: Path) -> None:
    path, errors = tmp_path / "reports.ndjson", tmp_path / "errors.ndjson"
    path.write_bytes(b"not JSON\n" * 30)
    done = score(path, "--errors", str(errors), "--json")
    assert (done.exit_code, orjson.loads(done.stdout)["refused"]) == (1, 30)
    found = [orjson.loads(line) for line in errors.read_bytes().splitlines()]
    assert [one["line"] for one in found] == list(range(1, 31))
    assert found[-1].keys() == {"file", "line", "reason", "field", "mend"}
    assert done.stderr.splitlines()[-1] == f"reports.ndjson: all 30 are in {errors}"
    asked = [
        "evaluate",
        "--reports",
        str(path),
        "--truth",
        str(small.reports),
        "--quick",
        "--errors",
        str(errors),
        "--json",
    ]
    stream = orjson.loads(CliRunner().invoke(app, asked).stdout)["stream"]
    files = Counter(orjson.loads(line)["file"] for line in errors.read_bytes().splitlines())
    assert files == {"reports.ndjson": 30 + stream["bad_truth"]}  # both files are called so here


def test_a_file_of_errors_that_cannot_be_written_is_named_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"--errors: .* cannot be written \(Is a directory\)"):
        raise score(tmp_path / "nowhere.ndjson", "--errors", str(tmp_path)).exception or AssertionError


def test_the_file_of_errors_is_none_that_is_read(small: Files, tmp_path: Path) -> None:
    path = tmp_path / "reports.ndjson"
    path.write_bytes(good := orjson.dumps(GOOD))
    asked = [
        "evaluate",
        "--reports",
        str(small.reports),
        "--truth",
        str(path),
        "--errors",
        f"{tmp_path}/./reports.ndjson",
    ]
    for done in (score(path, "--errors", str(path)), CliRunner().invoke(app, asked)):
        with pytest.raises(Misconfigured, match=r"--errors: .* is a file to be read, and would be emptied"):
            raise done.exception or AssertionError
    assert path.read_bytes() == good


def test_an_empty_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "reports.ndjson"
    path.write_bytes(b"\n\n")
    done = score(path)
    assert done.exit_code == 1
    assert "reports.ndjson holds no report" in done.stderr


def test_no_value_of_a_bad_line_is_repeated(tmp_path: Path) -> None:
    path = tmp_path / "reports.ndjson"
    parties = [{"role": "sender", "identity": {"cnic": "99999-9SECRET"}}]
    path.write_bytes(orjson.dumps({**GOOD, "parties": parties, "note": 7}))
    assert "SECRET" not in score(path).output


def test_the_alerts_of_a_day_are_those_that_the_evaluation_counts(small: Files) -> None:
    arguments = ["--reports", str(small.reports), "--truth", str(small.truth), "--json", "--quick", "--processes", "1"]
    found = orjson.loads(CliRunner().invoke(app, ["evaluate", *arguments]).stdout)
    alerts = [orjson.loads(line) for line in score(small.reports).stdout.splitlines()]
    assert sum(alert["status"] == "open" for alert in alerts) == found["volume"]["standing"] > 20
