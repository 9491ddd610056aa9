"""What holds for the whole house."""

import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy.cli import COMMANDS, app, main

PACKAGES = {"schemas", "producers", "streams", "consumers", "deploy"}


def test_no_other_installed_package_owns_one_of_our_names() -> None:
    for distribution in distributions():
        owned = {path.parts[0] for path in distribution.files or () if len(path.parts) > 1}
        assert distribution.name == "raabta" or not owned & PACKAGES, distribution.name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    shown = CliRunner().invoke(app, [name, "--help"])
    assert shown.exit_code == 0, shown.exception
    assert "xample:" in shown.stdout


def test_modules_are_small_and_named_for_what_they_hold() -> None:
    names = {path.stem for package in PACKAGES for path in Path(package).rglob("*.py")}
    assert not names & {"utils", "helpers", "common", "manager", "misc"}


def test_an_unusable_setting_is_one_line_and_exit_code_two() -> None:
    asked = subprocess.run(
        [sys.executable, "-m", "deploy", "topics"],
        capture_output=True,
        text=True,
        env={"PATH": "", "RAABTA_BOOTSTRAP": ""},
    )
    assert asked.returncode == 2
    assert asked.stderr.strip() == "raabta: RAABTA_BOOTSTRAP: no cluster is named; set it to host:port of a broker"


def test_a_bug_is_told_by_its_class_and_its_way_and_is_exit_code_seventy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise KeyError("99999-9000001-1")

    monkeypatch.setattr("deploy.cli.app", broken)
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 70
    said = capsys.readouterr().err
    assert "raabta: a bug, please send us this: KeyError, raised through" in said
    assert "test_house.py" in said
    assert "99999" not in said
