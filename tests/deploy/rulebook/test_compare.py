"""The same events through two packs: alerts a day by inbox, what is gained and lost, what a second person must see."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner, Result

from deploy.cli import app
from deploy.settings import HERE

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PEOPLE = 12
QUIET = 480
OFF = ("a-obs-docs-held", "a-obs-harm-fear", "a-obs-scripted")


def reports(path: Path, people: int = PEOPLE, quiet: int = 0) -> str:
    """Two offloads of each of some invented travellers within a day: enough for an alert on each. Some say nothing, over four days."""
    rows = [
        {
            "partner": "bank-chinar",
            "id": f"tx-{number}",
            "kind": "transaction",
            "occurred_at": (NOW + timedelta(hours=96 * number / quiet)).isoformat(timespec="seconds"),
            "parties": [{"role": "sender", "identity": {"phones": [f"+92 300 {number + 1:07}"]}}],
            "transaction": {"money": {"amount": "700.00", "currency": "PKR"}, "direction": "out", "channel": "wallet"},
        }
        for number in range(quiet)
    ]
    rows += [
        {
            "partner": "air-nilkanth",
            "id": f"of-{person}-{number}",
            "kind": "offload",
            "occurred_at": (NOW + timedelta(hours=10 * number, minutes=person)).isoformat(timespec="seconds"),
            "parties": [{"role": "traveller", "identity": {"cnic": f"99999-90000{person:02}-1"}}],
            "observations": ["docs-held-by-other", "harm-or-fear", "scripted"],
        }
        for number in (0, 1)
        for person in range(people)
    ]
    path.write_text("".join(f"{orjson.dumps(row).decode()}\n" for row in rows))
    return str(path)


def candidate(path: Path, *off: str) -> str:
    """The shipped pack as another version, with some indicators switched off."""
    text = (HERE / "rules.toml").read_text().replace('version = "2026.11.1"', 'version = "2026.11.2"')
    for name in off:
        table = f"[indicators.{name}]"
        assert text.count(table) == 1
        head, _, tail = text.partition(table)
        line, _, rest = tail.partition("\n")
        text = f"{head}{table}{line}\non = false\n{rest}"
    path.write_text(text)
    return str(path)


def compare(*words: str) -> Result:
    return CliRunner().invoke(app, ["rules", "compare", *words])


def compared(*words: str, code: int) -> Any:
    done = compare(*words, "--json")
    assert done.exit_code == code, (done.output, done.exception)
    return orjson.loads(done.stdout)


@pytest.fixture
def small_budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every inbox has attention for two alerts a day."""
    folder = tmp_path / "config"
    folder.mkdir()
    for name in ("partners.toml", "rules.toml"):
        (folder / name).write_text((HERE / name).read_text())
    routes = (HERE / "routes.toml").read_text().replace("\nemail = ", "\nalerts_a_day = 2\nemail = ")
    (folder / "routes.toml").write_text(routes)
    monkeypatch.setenv("RAABTA_CONFIG", str(folder))


def test_the_same_pack_gains_and_loses_nothing(tmp_path: Path) -> None:
    rules = str(HERE / "rules.toml")
    found = compared(rules, rules, "--reports", reports(tmp_path / "r.ndjson", quiet=QUIET), code=0)
    assert (found["kept"], found["gained"], found["lost"]) == (PEOPLE, 0, 0)
    assert (found["events"], found["days"] > 3) == (2 * PEOPLE + QUIET, True)
    assert sum(load["after"] for load in found["inboxes"]) * found["days"] >= PEOPLE
    assert all(load["before"] == load["after"] for load in found["inboxes"])


def test_what_a_candidate_loses_is_shown_and_needs_a_second_person(tmp_path: Path) -> None:
    next_ = candidate(tmp_path / "next.toml", *OFF)
    found = compared(str(HERE / "rules.toml"), next_, "--reports", reports(tmp_path / "r.ndjson", quiet=QUIET), code=1)
    assert (found["kept"], found["gained"], found["lost"]) == (0, 0, PEOPLE)
    assert found["beyond"] == [f"{PEOPLE} of {PEOPLE} subjects that are alerted on today would not be"]
    example = found["examples"]["lost"][0]
    assert {hit["indicator"] for hit in example["hits"]} == set(OFF)
    assert example["inboxes"]


def test_what_a_candidate_gains_beyond_the_budget_of_an_inbox_needs_a_second_person(
    tmp_path: Path, small_budget: None
) -> None:
    quiet = candidate(tmp_path / "quiet.toml", *OFF)
    found = compared(quiet, str(HERE / "rules.toml"), "--reports", reports(tmp_path / "r.ndjson"), code=1)
    assert found["gained"] == PEOPLE
    assert "would get 12.0 alerts a day instead of 0.0; its budget is 2" in found["beyond"][0]


def test_an_inbox_that_had_too_much_before_and_gets_no_more_holds_nothing_back(
    tmp_path: Path, small_budget: None
) -> None:
    rules = str(HERE / "rules.toml")
    found = compared(rules, rules, "--reports", reports(tmp_path / "r.ndjson", quiet=QUIET), code=0)
    assert found["beyond"] == []


def test_the_table_names_no_token_in_full_and_no_identity(tmp_path: Path) -> None:
    next_ = candidate(tmp_path / "next.toml", *OFF)
    done = compare(str(HERE / "rules.toml"), next_, "--reports", reports(tmp_path / "r.ndjson"))
    assert done.exit_code == 1
    assert "lost: cnic:" in done.stdout
    assert "held for a second person" in done.stdout
    assert "99999" not in done.output
    assert ":k1:" not in done.output


def test_a_line_that_cannot_be_read_is_named_and_the_rest_is_compared(tmp_path: Path) -> None:
    rules, file = str(HERE / "rules.toml"), tmp_path / "r.ndjson"
    reports(file)
    file.write_text("no report\n" + file.read_text())
    done = compare(rules, rules, "--reports", str(file), "--json")
    assert done.exit_code == 1
    assert orjson.loads(done.stdout)["unread_lines"] == 1
    assert "line 1: not_json" in done.stderr


def test_without_any_event_nothing_is_predicted_and_a_second_person_must_look(tmp_path: Path) -> None:
    rules, file = str(HERE / "rules.toml"), tmp_path / "r.ndjson"
    file.write_text("")
    (why,) = compared(rules, rules, "--reports", str(file), code=1)["beyond"]
    assert why.startswith("there is nothing to compare on: 0 events over 1.0 days with 0 subjects alerted on today")


@pytest.mark.parametrize(("people", "quiet"), [(PEOPLE, 0), (PEOPLE, 300), (9, QUIET), (0, QUIET + 40)])
def test_too_small_a_sample_is_nothing_to_compare_on(tmp_path: Path, people: int, quiet: int) -> None:
    rules = str(HERE / "rules.toml")
    (why,) = compared(rules, rules, "--reports", reports(tmp_path / "r.ndjson", people, quiet), code=1)["beyond"]
    assert "less than 500 events, 3 days or 10 subjects says nothing" in why


def test_a_file_of_reports_lets_nothing_go_and_says_so(tmp_path: Path) -> None:
    rules = str(HERE / "rules.toml")
    done = compare(rules, rules, "--reports", reports(tmp_path / "r.ndjson", quiet=QUIET))
    assert done.stdout.splitlines()[-1].startswith(
        "within the attention budget on these reports; `rules activate` asks"
    )


def test_a_check_says_what_a_pack_holds_and_a_bad_one_is_refused(tmp_path: Path) -> None:
    good = CliRunner().invoke(app, ["rules", "check", candidate(tmp_path / "next.toml"), "--json"])
    assert orjson.loads(good.stdout)["version"] == "2026.11.2"
    bad = CliRunner().invoke(app, ["rules", "check", str(tmp_path / "nowhere.toml")])
    assert bad.exit_code != 0
    assert "there is no such file" in str(bad.exception)
