"""The supervisor starts again what ended, and leaves alone what a fault holds down."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.children import Child
from deploy.rehearsal.parts import RESTART_AFTER, Process, Supervisor


@pytest.fixture
def part() -> Iterator[Process]:
    started: list[Child] = []

    def spawn() -> Child:
        started.append(Child("sleeper", subprocess.Popen(["sleep", "60"]), Path("nowhere")))
        return started[-1]

    yield Process(spawn, spawn())
    for child in started:
        child.process.kill()
        child.process.wait()


def ticked(supervisor: Supervisor, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not (well := supervisor.tick()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return well


def test_what_was_killed_runs_again_a_second_later(part: Process) -> None:
    supervisor = Supervisor({"sleeper": part})
    assert supervisor.tick()
    before = part.child
    part.kill()
    assert not supervisor.tick()
    assert ticked(supervisor, RESTART_AFTER + 2.0)
    assert part.child is not before
    assert supervisor.restarts == ["sleeper"]


def test_what_a_fault_holds_down_stays_down(part: Process) -> None:
    supervisor = Supervisor({"sleeper": part}, held={"sleeper"})
    part.stop()
    assert not ticked(supervisor, RESTART_AFTER + 0.5)
    assert supervisor.restarts == []
    supervisor.held.clear()
    assert ticked(supervisor, RESTART_AFTER + 2.0)


def test_a_paused_part_counts_as_running_and_is_not_doubled(part: Process) -> None:
    supervisor = Supervisor({"sleeper": part})
    part.pause()
    assert supervisor.tick()
    part.resume()
    assert supervisor.restarts == []
