"""raabta score --explain: what every indicator makes of one report, in words and as an object."""

from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner

from deploy.cli import app
from streams.indicators import INDICATORS

REPORTS = Path(__file__).parents[1] / "examples" / "reports.ndjson"


@pytest.fixture
def booking(tmp_path: Path) -> str:
    """A file with one report: a booking paid in cash by somebody else, on a visit visa."""
    file = tmp_path / "one.ndjson"
    file.write_bytes(REPORTS.read_bytes().splitlines()[0] + b"\n")
    return str(file)


def score(*arguments: str) -> tuple[int, str, str]:
    """Exit code, output and errors of the command."""
    result = CliRunner().invoke(app, ["score", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_it_answers_for_every_party_and_every_indicator(booking: str) -> None:
    code, out, _ = score(booking, "--partner", "air-nilkanth", "--explain", "bk-000001", "--json")
    assert code == 0
    parties = orjson.loads(out)["parties"]
    assert [party["role"] for party in parties] == ["traveller", "payer"]
    assert all([one["indicator"] for one in party["indicators"]] == [i.id for i in INDICATORS] for party in parties)
    by_id = {one["indicator"]: one for one in parties[0]["indicators"]}
    assert by_id["a-third-party-cash"]["outcome"] == "fired"
    assert by_id["a-third-party-cash"]["evidence"] == ["air-nilkanth/bk-000001"]
    assert by_id["a-doc-reuse"]["outcome"] == "insufficient-history"  # by the passport; other tokens are not asked


def test_it_says_it_in_words_and_names_nobody(booking: str) -> None:
    code, out, _ = score(booking, "--partner", "air-nilkanth", "--explain", "air-nilkanth/bk-000001")
    assert code == 0
    assert "air-nilkanth/bk-000001, party 0: traveller, known by cnic, passport" in out
    assert "The ticket was paid in cash by somebody who does not travel." in out
    assert "insufficient-history" in out
    assert max(map(len, out.splitlines())) < 180
    for secret in ("Testina", "Farzi", "99999-9000001-1", "ZZ9999991", "0300"):
        assert secret not in out


def test_a_report_that_nobody_knows_is_named_as_such(booking: str) -> None:
    code, out, err = score(booking, "--partner", "air-nilkanth", "--explain", "bk-000009")
    assert (code, out) == (1, "")
    assert "bk-000009" in err
