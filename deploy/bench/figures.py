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
    ours = runs["worker"]
    return {f"worker_to_{name}": ratio(runs[name], ours) for name in ENTRANTS if name != "worker" and name in runs}


def ratio(slower: Sequence[Run], faster: Sequence[Run]) -> dict[str, float]:
    """How often the second does an event while the first does one."""
    pairs = list(zip(slower, faster, strict=False))
    if len(slower) != len(faster):
        pairs = [(_middle(slower), _middle(faster))]
    return {
        "cpu": round(median(one.cpu_us / other.cpu_us for one, other in pairs), 3),
        "wall": round(median(one.wall_us / other.wall_us for one, other in pairs), 3),
    }


def _middle(runs: Sequence[Run]) -> Run:
    first = runs[0]
    cpu, wall = median(run.cpu_us for run in runs), median(run.wall_us for run in runs)
    return Run(cpu, wall, median(run.broker_us for run in runs), first.events, first.frames, first.flushes)


def shares(runs: Mapping[str, Sequence[Run]]) -> dict[str, float]:
    """Where a worker's CPU time goes, by subtraction round by round: microseconds an event; noise may make one negative."""
    ours, loop, core, pure = (
        [run.cpu_us for run in runs[name]] for name in ("worker", "plain_loop", "core", "core_without_state")
    )

    def between(more: Sequence[float], less: Sequence[float]) -> float:
        return round(median(one - other for one, other in zip(more, less, strict=True)), 1)

    return {
        "deciding_and_scoring": round(median(pure), 1),
        "writing_state": between(core, pure),
        "kafka_clients": between(loop, core),
        "faust_and_shell": between(ours, loop),
    }
