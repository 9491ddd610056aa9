"""What the measured runs add up to: medians, ratios, goals, and what bounds each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from deploy.bench.meter import Result

ENTRANTS = ("worker", "plain_faust", "plain_loop", "core", "core_without_state")


@dataclass(frozen=True, slots=True)
class Run:
    """One measured run of one entrant; times are microseconds an event."""

    cpu_us: float
    wall_us: float
    broker_us: float
    events: int
    frames: int
    flushes: int

    @property
    def per_s(self) -> float:
        """Events a second."""
        return 1e6 / self.wall_us


def run_of(results: Sequence[Result]) -> Run:
    """The run that these processes made together: from the first record of any to the last acknowledgement of any."""
    events = sum(one.events for one in results)
    wall = max(one.end for one in results) - min(one.start for one in results)
    cpu = sum(one.cpu for one in results)
    broker = max(one.broker for one in results)
    flushes = max(one.flushes for one in results)
    scale = 1e6 / max(1, events)
    return Run(cpu * scale, wall * scale, broker * scale, events, sum(one.sightings for one in results), flushes)


def entry(runs: Sequence[Run]) -> dict[str, Any]:
    """Medians of an entrant, and every run of it."""
    return {
        "cpu_us": round(median(run.cpu_us for run in runs), 1),
        "wall_us": round(median(run.wall_us for run in runs), 1),
        "events_per_s": round(median(run.per_s for run in runs), 1),
        "broker_cpu_us": round(median(run.broker_us for run in runs), 1),
        "events": runs[0].events,
        "rounds": [
            {"cpu_us": round(run.cpu_us, 1), "wall_us": round(run.wall_us, 1), "broker_cpu_us": round(run.broker_us, 1)}
            for run in runs
        ],
    }


def ratios(runs: Mapping[str, Sequence[Run]]) -> dict[str, dict[str, float]]:
    """How often the worker does an event while another entrant does one; by CPU (the goals') and by wall clock.

    Round by round where both ran in each, since noise of the machine meets both; otherwise median by median.
    """
    found = {}
    for name, other in runs.items():
        if name == "worker":
            continue
        pairs = list(zip(other, runs["worker"], strict=False))
        if len(other) != len(runs["worker"]):
            pairs = [(_middle(other), _middle(runs["worker"]))]
        found[f"worker_to_{name}"] = {
            "cpu": round(median(one.cpu_us / ours.cpu_us for one, ours in pairs), 3),
            "wall": round(median(one.wall_us / ours.wall_us for one, ours in pairs), 3),
        }
    return found


def _middle(runs: Sequence[Run]) -> Run:
    first = runs[0]
    cpu, wall = median(run.cpu_us for run in runs), median(run.wall_us for run in runs)
    return Run(cpu, wall, median(run.broker_us for run in runs), first.events, first.frames, first.flushes)


def shares(runs: Mapping[str, Sequence[Run]]) -> dict[str, float]:
    """Where a worker's CPU time goes, by subtraction: microseconds an event."""
    middle = {name: _middle(some).cpu_us for name, some in runs.items()}
    return {
        "deciding_and_scoring": round(middle["core_without_state"], 1),
        "writing_state": round(max(0.0, middle["core"] - middle["core_without_state"]), 1),
        "kafka_clients": round(max(0.0, middle["plain_loop"] - middle["core"]), 1),
        "faust_and_shell": round(middle["worker"] - middle["plain_loop"], 1),
    }
