"""How soon partitions work again: after `kill -9`, over a planned restart, and after a worker slept through its session.

On a real Kafka of its own, with so many histories in the state topic, two workers and steady load. A partition works
when its state is written, so what is measured are the gaps between writes, by the broker's own timestamps.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

from deploy.bench.core import Core
from deploy.bench.load import load_day, read_day, write_day
from deploy.bench.pauses import Stamps, longest
from deploy.children import Child, Children, children, wait_for
from deploy.commands.ledger import settled
from deploy.composition import Composition, compose
from deploy.embedded import free_port
from deploy.kafka.cluster import Cluster, running_cluster
from deploy.rehearsal.replay import agreement
from deploy.scrape import scrape, total
from deploy.settings import DeploySettings
from deploy.topics import create_topics
from deploy.wholetopic import read_whole
from schemas.errors import Unavailable
from streams.corrections import is_history
from streams.ports import Record
from streams.spread import partition_of
from streams.statewriter import FencedWriter, StateRecord
from streams.stored import outline

Note = Callable[[str], None]
SESSION = 10.0
"""Seconds after which the group gives a dead worker's partitions away."""
GOALS = {"killed": SESSION + 5.0, "restarted": 3.0}
"""Seconds until every partition is written again after a kill; the longest pause over a planned restart."""
SLEPT = 15.0
STATES = ("intake", "scoring")
"""Stages that write at every flush under load; routing writes for alerts alone."""
AT_ONCE = 20_000
"""Histories written in one transaction."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured."""

    tokens: int = 200_000
    rate: float = 100.0
    """Events a second."""
    seed: int = 1

    @property
    def events(self) -> int:
        """Enough to last through all of it."""
        return round(self.rate * 130)


@dataclass
class Scene:
    """Two workers at work."""

    cluster: Cluster
    composition: Composition
    family: Children
    ports: dict[str, int] = field(default_factory=dict)
    workers: dict[str, Child] = field(default_factory=dict)

    def start(self, name: str) -> None:
        """Start a worker of this name, anew if it ran before."""
        self.ports[name] = free_port()
        self.workers[name] = self.family.start(name, "stream", port=self.ports[name])

    def await_assigned(self) -> None:
        """Return when every worker has been given partitions."""
        if not wait_for(lambda: all(total(scrape(p), "raabta_rebalances_total") for p in self.ports.values()), 60.0):
            raise Unavailable("the workers were given no partitions within 60 s")

    def stamps(self, since: int) -> Stamps:
        """When each partition's state was written, from a time on."""
        found: dict[tuple[str, int], list[int]] = defaultdict(list)
        for stage in STATES:
            topic = self.composition.topics.state(stage)
            for record in read_whole(self.cluster.settings, [topic]):
                if record.timestamp >= since:
                    found[stage, record.partition].append(record.timestamp)
        return found


def recovery(plan: Plan, note: Note) -> dict[str, Any]:
    """Measure all of it and give the figures as one object. Raises Misconfigured without Java or Maven."""
    with TemporaryDirectory(prefix="raabta-recovery-") as name, _scene(Path(name), plan, note) as scene:
        file = Path(name) / "day.events"
        began = _now()
        feed = Thread(
            target=load_day, args=(file, scene.composition, scene.cluster.settings), kwargs={"rate": plan.rate}
        )
        feed.start()
        _wait(8.0, "load", note)
        killed = _now()
        scene.workers["worker-1"].kill()
        _wait(30.0, "kill -9 of worker-1", note)
        scene.start("worker-1")
        _wait(15.0, "worker-1 is back", note)
        stopped = _now()
        scene.workers["worker-2"].stop()
        scene.start("worker-2")
        _wait(20.0, "worker-2 is stopped and started", note)
        scene.workers["worker-1"].pause()
        _wait(SLEPT, "worker-1 sleeps past its session", note)
        scene.workers["worker-1"].resume()
        _wait(10.0, "worker-1 is awake", note)
        feed.join()
        note("balancing, and scoring all sightings again, undisturbed")
        balance = settled(scene.cluster.settings, scene.composition, 60.0)
        agreed = agreement(scene.cluster.settings, scene.composition)
        stamps = scene.stamps(began)
        after = {
            place: (pause.ended - killed) / 1000 for place, pause in longest(stamps, killed, killed + 29_000).items()
        }
        over = {place: pause.seconds for place, pause in longest(stamps, stopped, stopped + 19_000).items()}
        return {
            "tokens": plan.tokens,
            "events_per_s": plan.rate,
            "killed": _held("killed", after),
            "restarted": _held("restarted", over),
            "slept": {"seconds": SLEPT, "same_alerts": agreed.same, "alert_versions": agreed.versions},
            "lost": _owed_before_delivery(balance.unbalanced),
            "loaded": _loads(scene),
        }


def _held(name: str, seconds: dict[tuple[str, int], float]) -> dict[str, Any]:
    longest_one = max(seconds.values())
    by_partition = {f"{stage}/{number}": round(value, 2) for (stage, number), value in sorted(seconds.items())}
    return {
        "goal_s": GOALS[name],
        "longest_s": round(longest_one, 2),
        "met": longest_one <= GOALS[name],
        "by_partition": by_partition,
    }


def _owed_before_delivery(unbalanced: Any) -> int:
    """Nobody delivers here."""
    return sum(owed.stage != "delivery" for owed in unbalanced)


def _loads(scene: Scene) -> list[str]:
    """What the workers said of the histories they read back."""
    said = [line for child in scene.workers.values() for line in child.log.read_text().splitlines()]
    return [line.split(" INFO ")[-1] for line in said if "scoring: partition" in line and "begins with" in line]


@contextmanager
def _scene(folder: Path, plan: Plan, note: Note) -> Iterator[Scene]:
    composition = compose(DeploySettings())
    note(f"simulating and protecting {plan.events} events")
    write_day(folder / "day.events", composition, plan.seed, plan.events)
    with running_cluster(folder / "kafka", lasting=True) as cluster:
        create_topics(cluster.settings, composition.topic_specs())
        note(f"writing {plan.tokens} histories")
        _fill(cluster, composition, folder / "day.events", plan.tokens)
        with children(folder / "logs", cluster.settings.environment()) as family:
            scene = Scene(cluster, composition, family)
            scene.start("worker-1")
            scene.start("worker-2")
            scene.await_assigned()
            yield scene


def _fill(cluster: Cluster, composition: Composition, day: Path, tokens: int) -> None:
    """Real histories of the simulated day, under tokens that nobody else has."""
    writer = FencedWriter(cluster.settings, composition.topics.state("scoring"))
    waiting: dict[int, list[StateRecord]] = {number: [] for number in range(composition.partitions)}
    for number in waiting:
        writer.claim(number)
    for key, value in islice(cycle(_histories(composition, day)), tokens):
        kind, epoch, _ = key.decode().split(":", 2)
        token = f"{kind}:{epoch}:{token_urlsafe(16)}"
        waiting[partition_of(token, composition.partitions)].append((token.encode(), value))
        if sum(map(len, waiting.values())) >= AT_ONCE:
            writer.write(waiting, lambda: True)
            waiting = {number: [] for number in waiting}
    writer.write(waiting, lambda: True)
    writer.release(list(waiting))


def _histories(composition: Composition, day: Path) -> list[tuple[bytes, bytes]]:
    core = Core(composition, state=False)
    for offset, (partner, event_id, raw) in enumerate(islice(read_day(day), 4000)):
        core.feed([Record(composition.topics.events(partner), 0, offset, _now(), event_id, raw, ())])
    states = [(key, value) for key, value in core.states("scoring") if value is not None and is_history(key)]
    return [(key, value) for key, value in states if not outline(value).episodes]  # an alert would be owed for these


def _wait(seconds: float, what: str, note: Note) -> None:
    note(what)
    time.sleep(seconds)


def _now() -> int:
    return round(time.time() * 1000)
