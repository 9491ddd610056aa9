"""The whole benchmark: one broker, one set of events, every entrant in turn."""

import os
import platform
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import Any

from deploy.bench import figures
from deploy.bench.goals import goals
from deploy.bench.lane import Lane
from deploy.bench.latency import latency, summary
from deploy.bench.likeness import Found, differences, found
from deploy.bench.load import load_day, mean_bytes, write_day
from deploy.bench.machine import two_over_one
from deploy.bench.race import Arena, entrant, finished
from deploy.embedded import running_broker
from deploy.topics import create_topics
from deploy.wholetopic import read_whole
from schemas.errors import Unavailable
from schemas.settings import KafkaSettings

Note = Callable[[str], None]
"""Where progress is told."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured."""

    events: int = 12_000
    plain_faust_rounds: int = 2
    """Plain Faust is slow."""
    rounds: int = 3
    partitions: int = 4
    seed: int = 1
    rate: float = 200.0
    seconds: float = 20.0
    """How long events are published at that rate."""
    two_workers: bool = True


QUICK = Plan(events=1_200, plain_faust_rounds=1, rounds=1, seconds=4.0, two_workers=False)


@dataclass
class Bench:
    """One benchmark at work."""

    plan: Plan
    arena: Arena
    settings: KafkaSettings
    broker_pid: int | None
    note: Note
    prefix: str
    runs: dict[str, list[figures.Run]] = field(default_factory=lambda: defaultdict(list))
    alerts: dict[str, list[Found]] = field(default_factory=lambda: defaultdict(list))
    machine: list[float] = field(default_factory=list)
    """What two busy processes do of what one does, once a round."""
    lanes: int = 0

    def lane(self, shared: str, events: int, *, state: bool = True) -> Lane:
        """Fresh topics for one run, over these events."""
        self.lanes += 1
        prefix = f"{self.prefix}.{self.lanes:02}"
        lane = Lane(prefix, f"{self.prefix}.{shared}", self.plan.partitions, events, self.broker_pid, state)
        create_topics(self.settings, lane.composition().topic_specs())
        return lane

    def load(self, shared: str, events: int) -> Lane:
        """Simulate a day, protect it and publish it."""
        file = self.arena.folder / f"{shared}.events"
        lane = self.lane(shared, events)
        self.note(f"simulating and protecting {events} events")
        write_day(file, lane.composition(), self.plan.seed, events)
        return replace(lane, events=load_day(file, lane.composition(), self.settings))

    def run(self, name: str, shared: str, events: int) -> None:
        """Measure one entrant once."""
        state = name != "core_without_state"
        lane = self.lane(shared, events, state=state)
        with entrant(self.arena, name.removesuffix("_without_state"), lane) as child:
            run = figures.run_of(finished([child], events))
        self.runs[name].append(run)
        self.alerts[name].append(self._found(name, lane))
        self.note(
            f"{name:>18}: {run.cpu_us:6.0f} us CPU, {run.wall_us:6.0f} us wall an event, {run.per_s:6.0f} events/s"
        )

    def run_two(self, shared: str, events: int) -> None:
        """Measure two workers that share the partitions."""
        for _ in range(3):
            lane = self.lane(shared, events)
            with entrant(self.arena, "worker", lane, "-1") as one, entrant(self.arena, "worker", lane, "-2") as two:
                results = finished([one, two], events)
            if min(result.events for result in results) > events / 4:  # otherwise one of them came too late
                break
        self._keep("two_workers", lane, figures.run_of(results))
        self.machine.append(two_over_one())

    def _keep(self, name: str, lane: Lane, run: figures.Run) -> None:
        self.runs[name].append(run)
        self.alerts[name].append(self._found(name, lane))
        self.note(
            f"{name:>18}: {run.cpu_us:6.0f} us CPU, {run.wall_us:6.0f} us wall an event, {run.per_s:6.0f} events/s"
        )

    def _found(self, name: str, lane: Lane) -> Found:
        if name.startswith("core"):
            return found((self.arena.folder / f"{lane.prefix}.alerts").read_bytes().splitlines())
        topic = lane.composition().topics.alerts
        return found(record.value or b"" for record in read_whole(self.settings, [topic]))


def measure(plan: Plan, note: Note) -> dict[str, Any]:
    """Run everything and give the figures as one object. Starts the embedded broker unless RAABTA_BOOTSTRAP is set."""
    started = time.monotonic()
    with _bench(plan, note) as bench:
        day = bench.load("day", plan.events)
        size = mean_bytes(bench.arena.folder / "day.events", day.events)
        for number in range(plan.rounds):
            note(f"round {number + 1} of {plan.rounds}")
            bench.run("worker", "day", day.events)
            if plan.two_workers:
                bench.run_two("day", day.events)
            for name in ("plain_loop", "core", "core_without_state"):
                bench.run(name, "day", day.events)
            if number < plan.plain_faust_rounds:
                bench.run("plain_faust", "day", day.events)
        slow = _latency(bench)
    ratios, shares, two = figures.ratios(bench.runs), figures.shares(bench.runs), _two(bench)
    return {
        "events": day.events,
        "event_bytes": size,
        "rounds": plan.rounds,
        "partitions": plan.partitions,
        "broker": "embedded" if bench.broker_pid else "RAABTA_BOOTSTRAP",
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        **{name: figures.entry(bench.runs[name]) for name in figures.ENTRANTS},
        "ratios": ratios,
        "shares_us": shares,
        "two_workers": two,
        "latency": slow,
        "alerts": _likeness(bench),
        "goals": goals(ratios, shares, two, slow),
        "seconds": round(time.monotonic() - started, 1),
    }


@contextmanager
def _bench(plan: Plan, note: Note) -> Iterator[Bench]:
    settings = KafkaSettings()
    pid: int | None = None
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="raabta-bench-")))
        if not settings.bootstrap:
            broker = stack.enter_context(running_broker(folder / "broker.log"))
            settings, pid = (
                settings.model_copy(update={"bootstrap": broker.bootstrap, "transactions": False}),
                broker.pid,
            )
        prefix = f"bench-{os.getpid()}-{int(time.time())}"
        yield Bench(plan, Arena(folder, settings.environment()), settings, pid, note, prefix)


def _two(bench: Bench) -> dict[str, Any] | None:
    both = bench.runs.get("two_workers")
    if both is None:
        return None
    return {
        **figures.entry(both),
        "over_one": figures.ratio(bench.runs["worker"], both),
        "machine_over_one": median(bench.machine),
        "cores": os.cpu_count(),
    }


def _latency(bench: Bench) -> dict[str, Any]:
    plan = bench.plan
    events = round(plan.rate * plan.seconds)
    lane = bench.lane("slow", events)
    file = bench.arena.folder / "slow.events"
    write_day(file, lane.composition(), plan.seed, events)
    bench.note(f"publishing {plan.rate:.0f} events/s for {plan.seconds:.0f} s")
    measured = latency(bench.arena, lane, file, bench.settings, plan.rate)
    if not measured.stored:
        raise Unavailable("no view reached a store while events were published; nothing can be said of the latency")
    return summary(measured)


def _likeness(bench: Bench) -> dict[str, Any]:
    """How many open alerts each entrant raised from the same events, and which differ from the core's."""
    truth = bench.alerts["core"][0]
    others = {name: some for name, some in bench.alerts.items() if name != "core"}
    differing = {name: sorted({id for one in some for id in differences(truth, one)}) for name, some in others.items()}
    counts = {name: len(some[0]) for name, some in {"core": [truth], **others}.items()}
    return {**counts, "differing": differing, "equal": not any(differing.values())}
