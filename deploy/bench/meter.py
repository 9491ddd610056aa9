"""Clocks of a measured run: wall, our own CPU and the broker's."""

import gc
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import orjson


class Reading(NamedTuple):
    """All clocks at one moment, in seconds."""

    wall: float
    """`time.monotonic`: one clock for all processes of this machine."""
    cpu: float
    """Of this process with all its threads."""
    broker: float
    """Of the broker; 0 when it runs elsewhere."""


def read(broker_pid: int | None) -> Reading:
    """Look at all clocks."""
    return Reading(time.monotonic(), time.process_time(), cpu_of(broker_pid) if broker_pid else 0.0)


def collect_seldom() -> None:
    """The cycle collector as `streams.worker` sets it: the loop and the core must not lose by it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def cpu_of(pid: int) -> float:
    """CPU seconds another process has used, in steps of 10 ms; 0 where there is no /proc."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


@dataclass(frozen=True, slots=True)
class Result:
    """What one entrant says of itself, from its first record to its last acknowledgement."""

    start: float
    end: float
    cpu: float
    broker: float
    events: int
    sightings: int = 0
    flushes: int = 0

    def dumps(self) -> bytes:
        """One line for the process that waits for it."""
        return orjson.dumps(self) + b"\n"


def result(first: Reading, last: Reading, events: int, sightings: int = 0, flushes: int = 0) -> Result:
    """What lies between two readings."""
    used, broker = last.cpu - first.cpu, last.broker - first.broker
    return Result(first.wall, last.wall, used, broker, events, sightings, flushes)


def say(one: Result) -> None:
    """Print a result as the one line that counts; Faust may have other plans for `sys.stdout`."""
    os.write(1, one.dumps())
