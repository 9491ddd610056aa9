"""The demo: every real part on this machine, a simulated day through all of them, and what came of it."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from consumers.keyfile import save_private_key
from consumers.unseal import new_sealing_pair
from deploy.children import Child, Children, children
from deploy.commands.ledger import settled
from deploy.composition import Composition, compose
from deploy.embedded import embedded_broker, free_port
from deploy.ledger import Balance
from deploy.mailsink import MailSink, mail_sink
from deploy.scrape import Samples, scrape, total
from deploy.settings import DeploySettings
from deploy.topics import create_topics
from deploy.wholetopic import read_whole
from producers.protect.keyfile import load_token_keys, save_public_key, save_token_key
from producers.protect.normalise import identifiers, token_kind
from producers.protect.token import new_token_key
from producers.simulate.day import cases
from producers.simulate.plan import Case
from schemas.alert import Alert, Status
from schemas.errors import Unavailable
from schemas.receipt import Outcome, Receipt
from schemas.settings import KafkaSettings

READY_SECONDS = 60.0


@dataclass(frozen=True)
class Plan:
    """What the demo plays."""

    folder: Path
    """Everything it leaves behind: mails, store, logs, keys."""
    seed: int = 1
    reports: int = 20_000
    rate: float = 400.0
    """Reports a second."""
    workers: int = 1
    end: datetime = field(default_factory=lambda: datetime.now().astimezone())
    cluster: KafkaSettings | None = None
    """Where to play it; without, what the environment names, or the embedded broker."""
    replication: int | None = None
    """Copies of each record; without, what the environment says."""

    @property
    def store(self) -> Path:
        """The inbox store, in a folder of its own, so that a rehearsal can give it a small disk."""
        return self.folder / "store" / "inbox.db"


@dataclass
class Running:
    """The demo at work."""

    plan: Plan
    settings: KafkaSettings
    composition: Composition
    family: Children
    mail: MailSink
    ports: dict[str, int]
    started: float
    feed: Child | None = None
    workers: list[Child] = field(default_factory=list)

    def start_worker(self) -> Child:
        """One more stream worker."""
        name = f"worker-{len(self.workers) + 1}"
        self.ports[name] = free_port()
        child = self.family.start(name, "stream", port=self.ports[name])
        self.workers.append(child)
        return child

    def start_consumers(self) -> Child:
        """One process that serves every inbox."""
        self.ports["consumers"] = self.ports.get("consumers") or free_port()
        return self.family.start(
            "consumers",
            "deliver",
            "--all",
            store=self.plan.store,
            port=self.ports["consumers"],
            fia_key=self.plan.folder / "keys" / "fia.private.json",
        )

    def start_feed(self) -> Child:
        """Publish the simulated day."""
        plan, keys = self.plan, self.plan.folder / "keys"
        self.ports["feed"] = free_port()
        self.feed = self.family.start(
            "feed",
            "simulate",
            token_key=keys / "token.json",
            fia_key=keys / "fia.public.json",
            seed=plan.seed,
            reports=plan.reports,
            rate=plan.rate,
            end=plan.end.isoformat(),
            spoiled=24,
            port=self.ports["feed"],
        )
        return self.feed

    def await_ready(self) -> None:
        """Return when every worker has been given its partitions, so that the first report meets a running system."""
        names = [worker.name for worker in self.workers]
        deadline = time.monotonic() + READY_SECONDS
        while not all(total(scrape(self.ports[name]), "raabta_rebalances_total") for name in names):
            self.check()
            if time.monotonic() > deadline:
                raise Unavailable(f"the workers were given no partitions within {READY_SECONDS:.0f} s")
            time.sleep(0.1)

    def check(self) -> None:
        """Raise Unavailable when a part that should run does not, with the log to read."""
        for child in self.family.running:
            done = child is self.feed and child.process.poll() == 0
            if child not in self.workers and not child.alive() and not done:
                raise Unavailable(f"{child.name} ended with code {child.process.returncode}; read {child.log}")
        if not any(worker.alive() for worker in self.workers):
            raise Unavailable(f"no stream worker runs; read {self.workers[-1].log}")

    def samples(self) -> Samples:
        """What all processes have counted, together."""
        merged: dict[tuple[str, tuple[tuple[str, str], ...]], float] = {}
        for port in self.ports.values():
            for key, value in scrape(port).items():
                merged[key] = merged.get(key, 0.0) + value
        return merged


@contextmanager
def running(plan: Plan) -> Iterator[Running]:
    """Start broker, topics, mail sink, consumers and workers; everything ends with the `with` block."""
    plan.store.parent.mkdir(parents=True, exist_ok=True)
    composition = compose(DeploySettings())
    composition = replace(composition, replication=plan.replication or composition.replication)
    with ExitStack() as stack:
        settings = plan.cluster or KafkaSettings()
        if not settings.bootstrap:
            bootstrap = stack.enter_context(embedded_broker(plan.folder / "broker.log"))
            settings = settings.model_copy(update={"bootstrap": bootstrap, "transactions": False})
        _keys(plan.folder / "keys", composition.partners.token_keys[0])
        create_topics(settings, composition.topic_specs(), replication=composition.replication)
        mail = stack.enter_context(mail_sink(plan.folder / "mail"))
        environment = settings.environment() | {
            "RAABTA_SMTP_HOST": "127.0.0.1",
            "RAABTA_SMTP_PORT": str(mail.port),
            "RAABTA_SMTP_TLS": "none",
        }
        family = stack.enter_context(children(plan.folder / "logs", environment))
        demo = Running(plan, settings, composition, family, mail, {}, time.monotonic())
        demo.start_consumers()
        for _ in range(plan.workers):
            demo.start_worker()
        demo.await_ready()
        yield demo


def _keys(folder: Path, token_key_id: str) -> None:
    """Fresh keys for this demo alone, unless it is played again in the same folder."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / "token.json").exists():
        return
    save_token_key(folder / "token.json", new_token_key(token_key_id))
    private, public, key_id = new_sealing_pair()
    save_private_key(folder / "fia.private.json", private, key_id)
    save_public_key(folder / "fia.public.json", public, key_id)


@dataclass(frozen=True)
class Found:
    """The planted cases and look-alikes, and what became of them."""

    planted: int
    missed: tuple[str, ...]
    look_alikes: int
    mistaken: tuple[str, ...]
    """Look-alikes that raised an alert."""


def latest_alerts(demo: Running) -> dict[str, Alert]:
    """The newest version of every alert on the topic."""
    newest: dict[str, Alert] = {}
    for record in read_whole(demo.settings, [demo.composition.topics.alerts]):
        alert = Alert.model_validate_json(record.value or b"")
        if alert.id not in newest or alert.version > newest[alert.id].version:
            newest[alert.id] = alert
    return newest


def compared(demo: Running, alerts: Sequence[Alert]) -> Found:
    """Hold the alerts against what was planted."""
    keys = load_token_keys([demo.plan.folder / "keys" / "token.json"])
    told: dict[tuple[str, str], bool] = {}
    for alert in alerts:
        if alert.status is Status.OPEN:
            told.update({(token, alert.about.value): True for token in (alert.subject, *alert.aliases)})
    subjects = {token for token, _ in told}

    def tokens(case: Case) -> tuple[str, ...]:
        kind, raw = case.key
        return keys.tokens(token_kind(kind), identifiers(kind, raw) or "")

    planned = cases(demo.plan.seed, demo.plan.end)
    planted = [case for case in planned if case.expect == "alert"]
    quiet = [case for case in planned if case.expect == "quiet"]
    missed = [c.id for c in planted if c.about and not any((t, c.about.value) in told for t in tokens(c))]
    mistaken = [case.id for case in quiet if any(token in subjects for token in tokens(case))]
    return Found(len(planted), tuple(missed), len(quiet), tuple(mistaken))


def deliveries(demo: Running) -> list[Receipt]:
    """The receipts of all that was delivered."""
    found = []
    for record in read_whole(demo.settings, [demo.composition.topics.receipts]):
        receipt = Receipt.model_validate_json(record.value or b"")
        if receipt.outcome is Outcome.DELIVERED:
            found.append(receipt)
    return found


def latencies(receipts: Sequence[Receipt]) -> list[float]:
    """Milliseconds from publication of the causing event to each delivery, sorted."""
    return sorted(receipt.at.timestamp() * 1000 - receipt.published for receipt in receipts)


def percentile(ordered: Sequence[float], share: float) -> float:
    """The value below which this share of an ordered list lies; 0 for an empty one."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def play(demo: Running, watch: Callable[[Running, str], None], *, finish_within: float = 90.0) -> Balance:
    """Publish the day, wait until the last delivery is receipted, and balance. `watch` is called a few times a second."""
    demo.start_feed()
    assert demo.feed is not None
    while demo.feed.alive():
        demo.check()
        watch(demo, "publishing")
        time.sleep(0.4)
    demo.check()
    deadline = time.monotonic() + finish_within
    while time.monotonic() < deadline and not _quiet(demo):
        demo.check()
        watch(demo, "finishing")
        time.sleep(0.4)
    left = max(5.0, deadline - time.monotonic())
    return settled(demo.settings, demo.composition, left, note=lambda _: watch(demo, "balancing"))


def _quiet(demo: Running) -> bool:
    """Nothing lags and nothing waits for delivery, by the processes' own metrics; the ledger has the last word."""
    samples = demo.samples()
    waiting = ("raabta_lag_records", "raabta_pending_records", "raabta_inbox_lag_records", "raabta_deliveries_pending")
    return total(samples, "raabta_records_taken_total") > 0 and not any(total(samples, name) for name in waiting)
