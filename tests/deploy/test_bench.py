"""The benchmark runs, stops by itself, and its entrants agree on what they found."""

import os
import subprocess
import sys
from typing import Any

import orjson
import pytest

from deploy.bench.figures import Run, ratios
from deploy.bench.likeness import differences
from deploy.bench.meter import Reading, result
from deploy.commands.bench import NAMES

QUICK = "import typer; from deploy.commands.bench import bench_command; typer.run(bench_command)"


def run_of(cpu: float, wall: float) -> Run:
    return Run(cpu, wall, 0.0, 1000, 0, 0)


def test_ratios_are_taken_round_by_round_where_both_ran() -> None:
    runs = {"worker": [run_of(100, 100), run_of(200, 200)], "core": [run_of(60, 60), run_of(160, 120)]}

    assert ratios(runs) == {"worker_to_core": {"cpu": 0.7, "wall": 0.6}}


def test_an_entrant_that_ran_less_often_is_held_against_the_median() -> None:
    runs = {"worker": [run_of(100, 100), run_of(200, 200), run_of(110, 110)], "plain_faust": [run_of(550, 1100)]}

    assert ratios(runs) == {"worker_to_plain_faust": {"cpu": 5.0, "wall": 10.0}}


def test_a_result_is_what_lies_between_two_readings() -> None:
    one = result(Reading(10.0, 2.0, 1.0), Reading(14.0, 5.0, 1.5), events=100)

    assert (one.end - one.start, one.cpu, one.broker) == (4.0, 3.0, 0.5)


def test_an_alert_with_other_signs_is_a_difference() -> None:
    assert differences({"a": frozenset({"x"}), "b": frozenset({"y"})}, {"a": frozenset({"x"}), "b": frozenset()}) == [
        "b"
    ]


@pytest.fixture(scope="module")
def said() -> dict[str, Any]:
    environment = {name: value for name, value in os.environ.items() if name != "RAABTA_BOOTSTRAP"}
    command = [sys.executable, "-c", QUICK, "--quick", "--json"]
    done = subprocess.run(command, capture_output=True, env=environment, timeout=280, check=False)
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    lines = done.stdout.splitlines()
    assert len(lines) == 1
    found: dict[str, Any] = orjson.loads(lines[0])
    return found


@pytest.mark.slow
@pytest.mark.broker
def test_every_entrant_does_all_events_and_says_what_they_cost(said: dict[str, Any]) -> None:
    for name in NAMES:
        assert said[name]["events"] == said["events"]
        assert 0 < said[name]["cpu_us"] < 100_000
        assert len(said[name]["rounds"]) == said["rounds"]


@pytest.mark.slow
@pytest.mark.broker
def test_worker_loop_and_core_raise_the_same_alerts_for_the_same_signs(said: dict[str, Any]) -> None:
    alerts = said["alerts"]

    assert alerts["core"] > 0
    assert alerts["worker"] == alerts["plain_loop"] == alerts["core"]
    assert alerts["differing"]["worker"] == alerts["differing"]["plain_loop"] == []


@pytest.mark.slow
@pytest.mark.broker
def test_every_goal_has_a_verdict_and_a_bound(said: dict[str, Any]) -> None:
    assert set(said["goals"]) == {"cpu_over_plain_faust", "cpu_of_plain_loop", "cpu_of_core", "p99_ms"}
    for goal in said["goals"].values():
        assert goal["met"] in (True, False)
        assert goal["bound"]
    assert said["latency"]["views"] > 0
