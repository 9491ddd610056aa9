"""The dashboards are what Grafana takes, and every query asks for what the code exports."""

import json
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from deploy.panels.board import BOARDS, STAND_INS, queries
from tests.deploy.monitoring.content import defined, named, rules

PATHS = sorted(BOARDS.glob("*.json"))
DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}
UNITS = frozenset({"short", "s", "d", "bytes", "percentunit", "reqps", "cpm"})
WIDTH = 24
"""Columns of Grafana's grid."""


def board(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def panels() -> Iterator[Any]:
    for path in PATHS:
        yield from (pytest.param(panel, id=f"{path.stem}-{panel['title']}") for panel in board(path)["panels"])


def test_there_are_the_four_boards_each_with_a_uid_of_its_own() -> None:
    assert {board(path)["uid"] for path in PATHS} == {
        "raabta-overview",
        "raabta-partner",
        "raabta-inbox",
        "raabta-internals",
    }


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_board_names_its_schema_its_source_and_gives_each_panel_an_id(path: Path) -> None:
    found = board(path)
    assert found["schemaVersion"] >= 39
    assert found["templating"]["list"][0] | {"current": {}} == {
        "name": "datasource",
        "label": "Data source",
        "type": "datasource",
        "query": "prometheus",
        "current": {},
    }
    ids = [panel["id"] for panel in found["panels"]]
    assert len(ids) == len(set(ids))
    titles = [panel["title"] for panel in found["panels"]]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_no_panel_lies_on_another_or_over_the_edge(path: Path) -> None:
    places = [panel["gridPos"] for panel in board(path)["panels"]]
    assert all(one["x"] >= 0 and one["x"] + one["w"] <= WIDTH for one in places)
    for one, other in combinations(places, 2):
        apart = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
        assert apart or one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]


@pytest.mark.parametrize("panel", list(panels()))
def test_a_panel_has_a_unit_a_source_and_queries_under_letters_of_their_own(panel: Any) -> None:
    assert panel["fieldConfig"]["defaults"]["unit"] in UNITS
    assert panel["datasource"] == DATASOURCE
    assert panel["targets"]
    assert all(target["datasource"] == DATASOURCE for target in panel["targets"])
    letters = [target["refId"] for target in panel["targets"]]
    assert len(letters) == len(set(letters))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_variable_of_a_query_is_a_variable_of_the_board(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    has = {f"${one['name']}" for one in board(path)["templating"]["list"]}
    assert {name for name in STAND_INS if f'"{name}' in text or f'\\"{name}' in text} <= has


def test_every_metric_and_recording_that_a_panel_asks_for_exists() -> None:
    asked = set().union(*(named(query.expr) for query in queries()))
    assert asked - defined() == set()
    recorded = {rule["record"] for rule in rules() if "record" in rule}
    wanted = {word for query in queries() for word in _words(query.expr) if ":raabta_" in word}
    assert wanted <= recorded


def _words(expr: str) -> list[str]:
    return "".join(letter if letter.isalnum() or letter in ":_" else " " for letter in expr).split()
