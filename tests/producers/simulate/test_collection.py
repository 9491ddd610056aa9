"""The scenarios of a season: none takes the name of another, looks like a case that is not there, or is a folder of nothing."""

from pathlib import Path

import pytest

from producers.simulate.scenario.collection import SHIPPED, read_all, shipped
from schemas.errors import Misconfigured
from tests.producers.simulate.test_scenarios import SMALL

ALIKE = SMALL.replace("two-strangers", "two-sisters").replace('"case"', '"look-alike"').replace("typologies", "# ")


def folder(path: Path, **files: str) -> Path:
    for name, text in files.items():
        (path / f"{name}.toml").write_text(text, encoding="utf-8")
    return path


def refusal(path: Path) -> Misconfigured:
    with pytest.raises(Misconfigured) as refused:
        read_all([path], shipped())
    return refused.value


def test_files_and_folders_are_read_in_order_of_name(tmp_path: Path) -> None:
    found = read_all([folder(tmp_path, b=SMALL, a=ALIKE)], shipped())
    assert [scenario.id for scenario in found] == ["two-sisters", "two-strangers"]


def test_two_files_with_one_id_are_refused(tmp_path: Path) -> None:
    found = refusal(folder(tmp_path, a=SMALL, b=SMALL))
    assert found.where == f"{tmp_path / 'b.toml'}:2"
    assert found.problem == f"id: two-strangers is that of {tmp_path / 'a.toml'}"


@pytest.mark.parametrize("label", ["case", "look-alike"])
def test_the_id_of_one_that_ships_is_not_given_again(tmp_path: Path, label: str) -> None:
    """Figures are counted by it: a case under the name of a look-alike would be both."""
    kept = "typologies" if label == "case" else "# "
    text = SMALL.replace("two-strangers", "umrah-family").replace('"case"', f'"{label}"').replace("typologies", kept)
    found = refusal(folder(tmp_path, mine=text))
    assert found.where == f"{tmp_path / 'mine.toml'}:2"
    assert found.problem == "id: umrah-family is the look-alike of that name that ships"
    assert "its own id" in found.mend


def test_the_folder_of_those_that_ship_is_not_planted_twice() -> None:
    assert "planted anyway" in refusal(SHIPPED).mend


@pytest.mark.parametrize("like", ["nope", "umrah-family", "two-sisters"])
def test_a_look_alike_is_like_a_case_that_there_is(tmp_path: Path, like: str) -> None:
    text = ALIKE.replace("story =", f'like = "{like}"\nstory =')
    found = refusal(folder(tmp_path, a=text))
    assert found.where == f"{tmp_path / 'a.toml'}:4"
    assert found.problem == f"like: there is no case '{like}'"
    assert "id of a case" in found.mend


@pytest.mark.parametrize("like", ["umrah-begging-group", "two-strangers"])
def test_it_may_be_like_one_that_ships_or_that_comes_beside_it(tmp_path: Path, like: str) -> None:
    text = ALIKE.replace("story =", f'like = "{like}"\nstory =')
    assert read_all([folder(tmp_path, a=text, b=SMALL)], shipped())[0].like == like


def test_a_folder_without_a_scenario_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.tml").write_text(SMALL, encoding="utf-8")
    found = refusal(tmp_path)
    assert found.where == str(tmp_path)
    assert found.problem == "the folder has no scenario file"
    assert ".toml" in found.mend
