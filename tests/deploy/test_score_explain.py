"""raabta score --explain: what every indicator makes of one report, in words and as an object."""

import re
from collections import Counter
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner

from deploy.cli import app
from schemas.errors import Misconfigured
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


def test_what_has_nothing_to_say_is_counted_and_named_only_when_asked_for(booking: str) -> None:
    ask = (booking, "--partner", "air-nilkanth", "--explain", "air-nilkanth/bk-000001")
    short, whole = score(*ask)[1], score(*ask, "--explain-all")[1]
    assert "b-structuring-ctr" not in short
    assert "b-structuring-ctr" in whole
    counted = re.findall(r"the others: (.+); --explain-all names each", short)
    assert len(counted) == 2  # a line for each party
    for party, line in zip(orjson.loads(score(*ask, "--json")[1])["parties"], counted, strict=True):
        outcomes = Counter(one["outcome"] for one in party["indicators"])
        named = {"fired", "insufficient-history", "hub"}
        wanted = {outcome: count for outcome, count in outcomes.items() if outcome not in named}
        assert {name: int(count) for count, name in re.findall(r"(\d+) ([a-z-]+)", line)} == wanted
    assert len(short.splitlines()) < len(whole.splitlines())


def test_what_fired_comes_first_and_what_may_yet_fire_is_named(booking: str) -> None:
    lines = score(booking, "--partner", "air-nilkanth", "--explain", "bk-000001")[1].splitlines()
    told = [line.split(" (")[0].strip() for line in lines if re.match(r"  [a-z-]+ \(\d+\)", line)]
    assert told == ["fired", "insufficient-history", "fired", "insufficient-history"]
    assert any(line.startswith("  fired (1)") for line in lines), "of the payer: the traveller beside shows a sign"


def test_all_needs_a_report_to_explain(booking: str) -> None:
    with pytest.raises(Misconfigured, match="--explain PARTNER/REPORT_ID"):
        CliRunner().invoke(app, ["score", booking, "--explain-all"], catch_exceptions=False)


@pytest.fixture
def three(tmp_path: Path) -> str:
    """Two partners use one id; a third one knows the traveller of the first by a CNIC and another phone."""
    traveller = {
        "name": "Testina Farzi",
        "birth_date": "2003-05-14",
        "passport": {"number": "ZZ9000001", "country": "PAK"},
    }
    flight = {
        "carrier": "ZZ",
        "flight": "123",
        "origin": "KHI",
        "destination": "JED",
        "visa_class": "visit",
        "trip_type": "one-way",
    }
    booked = {"kind": "booking", "occurred_at": "2026-07-01T11:00:00+05:00"}
    trip = {**flight, "departs_at": "2026-07-20T03:10:00+05:00"}
    party = {"role": "traveller", "identity": traveller}
    payer = {"role": "payer", "identity": {"phones": ["+92 300 0000777"]}}
    known = {"role": "candidate", "identity": {**traveller, "cnic": "99999-9000001-2", "phones": ["+92 300 0000555"]}}
    reports = [
        {"partner": "air-nilkanth", "id": "r-1", **booked, "parties": [party, payer], "trip": trip},
        {"partner": "air-sahil", "id": "r-1", **booked, "parties": [{**payer, "role": "traveller"}], "trip": trip},
        {
            "partner": "oep-kohsar",
            "id": "r-2",
            "kind": "registration",
            "occurred_at": "2026-07-02T11:00:00+05:00",
            "parties": [known],
        },
    ]
    file = tmp_path / "three.ndjson"
    file.write_bytes(b"\n".join(map(orjson.dumps, reports)))
    return str(file)


def test_an_id_of_several_partners_explains_each_and_names_them(three: str) -> None:
    code, out, err = score(three, "--explain", "r-1", "--json")
    assert code == 0
    assert {party["report"] for party in orjson.loads(out)["parties"]} == {"air-nilkanth/r-1", "air-sahil/r-1"}
    assert "2 partners have a report r-1" in err
    assert "air-nilkanth/r-1, air-sahil/r-1" in err


def test_an_id_with_its_partner_explains_that_report_alone(three: str) -> None:
    code, out, err = score(three, "--explain", "air-sahil/r-1", "--json")
    assert (code, err) == (0, "")
    assert {party["report"] for party in orjson.loads(out)["parties"]} == {"air-sahil/r-1"}


def test_a_report_of_another_partner_is_named_when_the_wrong_one_is_asked_for(three: str) -> None:
    code, out, err = score(three, "--explain", "oep-kohsar/r-1")
    assert (code, out) == (1, "")
    assert "there is air-nilkanth/r-1, air-sahil/r-1" in err


def test_what_a_report_shows_is_told_apart_from_what_others_know_of_the_same_party(three: str) -> None:
    parties = orjson.loads(score(three, "--explain", "air-nilkanth/r-1", "--json")[1])["parties"]
    assert (parties[0]["kinds"], parties[0]["alias_kinds"]) == (["passport", "person"], ["cnic", "named"])
    assert parties[1]["kinds"] == ["phone"]
    text = score(three, "--explain", "air-nilkanth/r-1")[1]
    assert "party 0: traveller, known by passport, person\n" in text
    assert "reached through an alias that other reports show: cnic, named\n" in text


def test_the_signs_of_a_traveller_make_whoever_stands_beside_no_part_of_him(booking: str) -> None:
    ask = (booking, "--partner", "air-nilkanth", "--explain", "bk-000001")
    traveller = orjson.loads(score(*ask, "--json")[1])["parties"][0]
    assert traveller["kinds"] == ["cnic", "passport", "person", "named", "phone"]
    assert traveller["beside_kinds"] == ["phone"]  # the payer's
    assert "told to others who stand beside it, known by phone" in score(*ask)[1]


def test_a_report_that_nobody_knows_is_named_as_such(booking: str) -> None:
    code, out, err = score(booking, "--partner", "air-nilkanth", "--explain", "bk-000009")
    assert (code, out) == (1, "")
    assert "bk-000009" in err


def test_what_became_of_a_report_that_is_not_remembered_is_said(tmp_path: Path) -> None:
    first = {
        "partner": "air-nilkanth",
        "id": "bk-1",
        "kind": "booking",
        "occurred_at": "2026-07-01T10:00:00+05:00",
        "parties": [{"role": "traveller", "identity": {"cnic": "99999-9000001-2"}}],
    }
    other = {**first, "partner": "air-sahil", "id": "bk-4"}
    lines = [
        first,
        {**first, "id": "bk-2", "corrects": "bk-1"},
        {**first, "id": "bk-3", "kind": "retraction", "corrects": "bk-2"},
        {**other, "parties": [{"role": "pilot"}]},
        {**other, "id": "bk-5", "corrects": "bk-5"},
        {**other, "id": "bk-6", "occurred_at": "2020-07-01T10:00:00+05:00"},
    ]
    file = tmp_path / "reports.ndjson"
    file.write_bytes(b"\n".join(map(orjson.dumps, lines)))
    for asked, said in {
        "air-nilkanth/bk-1": "air-nilkanth/bk-1 is corrected or taken back by bk-2",
        "bk-2": "air-nilkanth/bk-2 is corrected or taken back by bk-3",
        "bk-4": "air-sahil/bk-4 is refused at line 4: ",
        "air-sahil/bk-5": "air-sahil/bk-5 is refused at line 5: bad_value at corrects: ",
        "bk-6": "air-sahil/bk-6 is refused at line 6: time_too_old",
        "air-sahil/bk-1": "name the id of a report that was scored",
    }.items():
        code, out, err = score(str(file), "--explain", asked)
        assert (code, out) == (1, "")
        assert f"no sighting of report {asked} is remembered: {said}" in err, err
