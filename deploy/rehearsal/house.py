"""The house under rehearsal: a Kafka cluster, two workers, all inboxes, a mail server, and a network that can be slow."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from deploy.children import Child
from deploy.demo import Plan, Running, running
from deploy.embedded import free_port
from deploy.kafka.cluster import Cluster, start_cluster
from deploy.rehearsal.disk import SmallDisk, small_disk
from deploy.rehearsal.lag import LagWatch, lag_watch
from deploy.rehearsal.parts import Process, Supervisor
from deploy.rehearsal.wire import Wire, wire
from deploy.scrape import total

TICK = 0.25
STORE_MEGABYTES = 96
BROKER_MEGABYTES = 512


@dataclass(frozen=True)
class Rehearsal:
    """What is to be played."""

    folder: Path
    reports: int = 5000
    """Of each fault's load."""
    rate: float = 200.0
    """Reports a second."""
    brokers: int = 3
    workers: int = 2
    seed: int = 1


@dataclass
class Seen:
    """What the watcher noticed since it was last emptied."""

    lag: int = 0
    """The most records behind."""
    unwell: set[str] = field(default_factory=set)
    """Parts that answered 503 or not at all."""
    waiting: int = 0
    """The most deliveries that waited."""
    silent: bool = False
    """The cluster did not answer the watcher."""


@dataclass
class House:
    """Everything that runs, and the hands to break it."""

    plan: Rehearsal
    cluster: Cluster
    wire: Wire
    demo: Running
    disks: Mapping[str, SmallDisk | None]
    supervisor: Supervisor
    lag: LagWatch
    seen: Seen = field(default_factory=Seen)
    feeds: int = 0
    _asked: float = 0.0
    _behind: int | None = None

    def worker(self, name: str, environment: Mapping[str, str] | None = None) -> Child:
        """A stream worker, with these further variables."""
        family = self.demo.family
        family = replace(family, environment={**family.environment, **(environment or {})})
        return family.start(name, "stream", port=self.demo.ports[name])

    def feed(self, reports: int) -> Child:
        """Publish one more simulated day, with people of its own."""
        self.feeds += 1
        plan = replace(self.demo.plan, seed=self.plan.seed + self.feeds, reports=reports, rate=self.plan.rate)
        self.demo.plan = replace(plan, end=datetime.now().astimezone())
        return self.demo.start_feed()

    def watch(self, until: Callable[[], bool], seconds: float) -> bool:
        """Tend the house until a condition is true or time is up; gives which."""
        deadline = time.monotonic() + seconds
        while not until():
            if time.monotonic() > deadline:
                return False
            self.tend()
            time.sleep(TICK)
        return True

    def tend(self) -> bool:
        """Restart what ended, look at every part, and say whether the house is well."""
        running = self.supervisor.tick()
        unwell = {name for name, port in self.demo.ports.items() if name != "feed" and not _healthy(port)}
        behind = self.behind()
        self.seen.unwell |= unwell
        self.seen.silent |= behind is None
        self.seen.lag = max(self.seen.lag, behind or 0)
        self.seen.waiting = max(self.seen.waiting, self.deliveries_waiting())
        return running and not unwell and behind is not None and behind <= self.plan.rate * 2

    def behind(self) -> int | None:
        """Records behind, asked of the cluster at most twice a second."""
        if time.monotonic() - self._asked > 0.5:
            self._behind, self._asked = self.lag.records(), time.monotonic()
        return self._behind

    def deliveries_waiting(self) -> int:
        """Mails and webhooks that wait, as the consumers count them."""
        return int(total(self.demo.samples(), "raabta_deliveries_pending"))

    def quiet(self) -> bool:
        """Nothing is behind and nothing waits."""
        return self.behind() == 0 and self.deliveries_waiting() == 0


def _healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1.0) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


@contextmanager
def house(plan: Rehearsal) -> Iterator[House]:
    """Build it; everything ends with the `with` block.

    Raises Misconfigured without Java or Maven, Unavailable when a part does not come up.
    """
    folder = plan.folder.resolve()
    with ExitStack() as stack:
        last = folder / "kafka" / f"broker-{plan.brokers}" / "data"
        disks = {
            "store": stack.enter_context(small_disk(folder / "house" / "store", STORE_MEGABYTES)),
            "broker": stack.enter_context(small_disk(last, BROKER_MEGABYTES)),
        }
        advertised = [free_port() for _ in range(plan.brokers)]
        cluster = start_cluster(folder / "kafka", brokers=plan.brokers, config={}, advertised=advertised, lasting=True)
        stack.callback(cluster.stop)
        routes = {broker.ports.advertised: broker.ports.clients for broker in cluster.brokers}
        line = stack.enter_context(wire(routes))
        cluster.await_ready()
        played = Plan(
            folder / "house",
            seed=plan.seed,
            reports=plan.reports,
            rate=plan.rate,
            workers=plan.workers,
            cluster=cluster.settings,
            replication=plan.brokers,
        )
        demo = stack.enter_context(running(played))
        lag = stack.enter_context(lag_watch(cluster.settings, demo.composition))
        made = House(plan, cluster, line, demo, disks, Supervisor({}), lag)
        _name_parts(made)
        yield made


def _name_parts(made: House) -> None:
    parts = made.supervisor.parts
    for child in made.demo.workers:
        parts[child.name] = Process(lambda name=child.name: made.worker(name), child)  # type: ignore[misc]
    consumers = next(child for child in made.demo.family.running if child.name == "consumers")
    parts["consumers"] = Process(made.demo.start_consumers, consumers)
    for broker in made.cluster.brokers:
        parts[f"broker-{broker.node}"] = broker
