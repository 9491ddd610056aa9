"""Start entrants, wait for what they say of themselves, and stop them."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import orjson

from deploy.bench.lane import Lane
from deploy.bench.meter import Result
from deploy.children import Child
from deploy.embedded import dies_with_its_parent
from schemas.errors import Unavailable

PATIENCE = 300.0
"""Seconds an entrant may take."""


@dataclass(frozen=True, slots=True)
class Arena:
    """Where entrants run."""

    folder: Path
    environment: Mapping[str, str]
    """How they reach the broker."""


@contextmanager
def entrant(arena: Arena, name: str, lane: Lane, suffix: str = "") -> Iterator[Child]:
    """One entrant in a process of its own, stopped when the block ends."""
    log = arena.folder / f"{lane.prefix}-{name}{suffix}.out"
    with log.open("wb") as output, log.with_suffix(".err").open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "deploy.bench.entrant", name, lane.dumps(), str(arena.folder)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            env={**os.environ, **arena.environment},
            preexec_fn=dies_with_its_parent(),
        )
    child = Child(name, process, log)
    try:
        yield child
    finally:
        child.stop()


def said(child: Child) -> Result | None:
    """The newest result of an entrant, if it has said one."""
    with suppress(orjson.JSONDecodeError, IndexError):
        return Result(**orjson.loads(child.log.read_bytes().split(b"\n")[-2]))
    return None


def finished(entrants: Sequence[Child], events: int) -> list[Result]:
    """Wait until the entrants have, together, done all events. Raises Unavailable when one ends early or takes too long."""

    def done() -> list[Result] | None:
        results = [one for child in entrants if (one := said(child)) is not None]
        whole = len(results) == len(entrants) and sum(one.events for one in results) >= events
        return results if whole else None

    return waited_for(entrants, done)


def waited_for(entrants: Sequence[Child], done: Callable[[], list[Result] | None]) -> list[Result]:
    """Ask until there is an answer; an entrant that has ended gets one last chance."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        over = [child for child in entrants if not child.alive()]
        results = done()
        if results is not None:
            return results
        if over:
            raise Unavailable(f"{over[0].name} ended with code {over[0].process.returncode}:\n{_last_words(over[0])}")
        time.sleep(0.1)
    raise Unavailable(f"{entrants[0].name} was not done within {PATIENCE:.0f} s:\n{_last_words(entrants[0])}")


def _last_words(child: Child) -> str:
    return child.log.with_suffix(".err").read_text(errors="replace")[-2000:]
