"""raabta emit: what a partner's clerk sees, and what a script reads."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import orjson
import pytest
import typer
from typer.testing import CliRunner

from consumers.unseal import new_sealing_pair
from deploy.commands.emit import emit_command
from deploy.embedded import free_port
from deploy.topics import create_topics
from producers.protect.keyfile import save_public_key, save_token_key
from producers.protect.token import new_token_key
from schemas.settings import KafkaSettings
from schemas.topic import Topics

EXAMPLES = Path(__file__).parents[1] / "examples"

app = typer.Typer(pretty_exceptions_enable=False)
app.command()(emit_command)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Keys, and the examples as if they had happened yesterday."""
    save_token_key(tmp_path / "token.json", new_token_key("k1"))
    save_public_key(tmp_path / "fia.json", new_sealing_pair("fia").public, "fia")
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    for name in ("reports.ndjson", "reports.csv"):
        text = (
            (EXAMPLES / name)
            .read_text()
            .replace("2026-07-01T", f"{yesterday}T")
            .replace("2026-07-02T0", yesterday + "T0")
        )
        (tmp_path / name).write_text(text)
    good = (tmp_path / "reports.ndjson").read_text().splitlines()[:2]
    (tmp_path / "good.ndjson").write_text("\n".join(good))
    return tmp_path


def run(folder: Path, *more: str, partner: str = "air-nilkanth") -> tuple[int, str, str]:
    keys = ["--token-key", str(folder / "token.json"), "--fia-key", str(folder / "fia.json")]
    found = CliRunner().invoke(app, [*more, "--partner", partner, *keys])
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
    return found.exit_code, found.stdout, found.stderr


def test_a_dry_run_tells_the_counts_and_the_first_errors(folder: Path) -> None:
    code, said, errors = run(folder, str(folder / "reports.ndjson"), "--dry-run")
    assert code == 1
    assert said == "13 read, 3 fit to be published, 1 repeated, 9 malformed\n"
    assert "line 5: bad_identifier at parties.0.identity.cnic: write the 13 digits" in errors


def test_errors_go_to_their_file_and_json_is_one_object(folder: Path) -> None:
    listing = folder / "errors.ndjson"
    code, said, _ = run(folder, str(folder / "reports.csv"), "--dry-run", "--json", "--errors", str(listing))
    assert code == 1
    assert orjson.loads(said) == {
        "file": str(folder / "reports.csv"), "partner": "air-nilkanth", "dry_run": True, "read": 7, "published": 3,
        "repeated": 0, "malformed": 4, "failed": 0, "trouble": None,
    }  # fmt: skip
    assert [orjson.loads(line)["line"] for line in listing.read_bytes().splitlines()] == [5, 6, 7, 9]


@pytest.mark.broker
def test_good_reports_are_published(
    folder: Path, cluster_settings: KafkaSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    prefix = f"t{uuid4().hex[:8]}"
    bootstrap = cluster_settings.bootstrap
    for name, value in (cluster_settings.environment() | {"RAABTA_TOPIC_PREFIX": prefix}).items():
        if name != "RAABTA_BOOTSTRAP":  # the option names it
            monkeypatch.setenv(name, value)
    create_topics(cluster_settings, Topics(prefix).specs(["air-nilkanth"], [], partitions=4)[:1])
    assert run(folder, str(folder / "good.ndjson"), "--bootstrap", bootstrap) == (0, "2 read, 2 published\n", "")
    code, _, said = run(folder, str(folder / "good.ndjson"), "--bootstrap", bootstrap, partner="air-sahil")
    assert code == 2
    assert "ask the operator to run raabta topics" in said


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (["--bootstrap", f"127.0.0.1:{free_port()}", "--give-up-after", "0.3"], 75, "no broker answered within 0.3 s"),
        (["--dry-run", "--fia-key", "nowhere.json"], 2, "there is no readable public sealing key"),
        (["--dry-run", "--errors", "no/such/folder/e.ndjson"], 2, "name a file in a folder that you may write"),
        (["--dry-run", "--partners-file", "nowhere.toml"], 2, "there is no such file"),
        (["--dry-run", "--partner", "nobody"], 2, "nobody is not in partners.toml; choose from air-nilkanth"),
    ],
)
def test_trouble_is_one_clear_line_and_an_exit_code(folder: Path, change: list[str], code: int, said: str) -> None:
    keys = ["--token-key", str(folder / "token.json"), "--fia-key", str(folder / "fia.json")]
    arguments = [str(folder / "good.ndjson"), "--partner", "air-nilkanth", *keys, *change]
    plain = CliRunner().invoke(app, arguments)
    assert (plain.exit_code, plain.stdout) == (code, "")
    assert said in plain.stderr
    assert plain.stderr.count("\n") == 1
    scripted = CliRunner().invoke(app, [*arguments, "--json"])
    assert said in orjson.loads(scripted.stdout)["trouble"]


def test_the_file_of_errors_is_not_the_one_that_is_read(folder: Path) -> None:
    path = folder / "good.ndjson"
    good = path.read_bytes()
    code, _, said = run(folder, str(path), "--dry-run", "--errors", f"{folder}/./good.ndjson")
    assert (code, path.read_bytes()) == (2, good)
    assert "is a file to be read, and would be emptied; name another file" in said


def test_a_token_key_that_is_not_in_force_is_told_before_anything_is_sent(folder: Path) -> None:
    (folder / "token.json").unlink()
    save_token_key(folder / "token.json", new_token_key("old"))
    code, _, said = run(folder, str(folder / "good.ndjson"), "--dry-run")
    assert code == 2
    assert "old is not in force; use the key files of k1" in said


def test_help_has_an_example() -> None:
    said = CliRunner().invoke(app, ["--help"]).stdout
    assert "raabta emit reports.ndjson --partner air-nilkanth --dry-run" in said


def test_standard_input_is_read_as_ndjson(folder: Path) -> None:
    program = "import typer; from deploy.commands.emit import emit_command; typer.run(emit_command)"
    keys = ["--token-key", str(folder / "token.json"), "--fia-key", str(folder / "fia.json")]
    done = subprocess.run(
        [sys.executable, "-c", program, "-", "--partner", "air-nilkanth", "--dry-run", *keys],
        input=(folder / "good.ndjson").read_bytes(),
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert (done.stdout, done.stderr) == (b"2 read, 2 fit to be published\n", b"")
