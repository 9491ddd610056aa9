"""One process that serves one or many inboxes: a thread for each topic, a thread for each channel, one for the receipts."""

import logging
import signal
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Event, Lock, Thread, current_thread, main_thread

from consumers import audit, metrics
from consumers.archive import Archive, KafkaArchive, Position
from consumers.arrivals import channels_of
from consumers.channels import CHANNELS, Equipment
from consumers.clock import millis, utc_now
from consumers.deliveries import backlog, overdue
from consumers.delivery import Courier
from consumers.evidence import Keys, Missed
from consumers.inbox import InboxReader
from consumers.leave import guarded
from consumers.orders import OrderReader
from consumers.patience import patiently
from consumers.progress import Delivering, Reading, healthy
from consumers.receipts import ReceiptPublisher
from consumers.store import Store, open_store
from consumers.sweep import sweep
from schemas.route import Inbox, Profile
from schemas.settings import KafkaSettings
from schemas.topic import Topics

logger = logging.getLogger(__name__)

SHUTDOWN_SECONDS = 2.0
"""How long the mail in hand may take to end after SIGTERM; one that takes longer is sent again after the next start."""
SAMPLE_SECONDS = 2.0
SWEEP_SECONDS = 3600.0

Health = Callable[[], tuple[bool, str]]


def run(
    settings: KafkaSettings,
    topics: Topics,
    inboxes: Sequence[Inbox],
    store: Path | str,
    keys: Keys,
    equipment: Equipment,
    stop: Event | None = None,
    *,
    on_start: Callable[[Health], object] | None = None,
    keep: timedelta | None = None,
) -> None:
    """Serve these inboxes until `stop` is set or SIGTERM or SIGINT comes, and return within 3 s of it.

    `keys` open what is sealed, for inboxes of profile fia alone. `on_start` is handed the health check, for a server.
    `keep`: alerts that have not changed for longer are deleted from the store.
    A bug ends the process with 70, broker trouble with 75, a missing topic or right with 78 (see `leave`).
    """
    stop = stop or Event()
    if current_thread() is main_thread():
        _obey_signals(stop)
    worker = Worker(settings, topics, inboxes, open_store(store), keys, equipment, keep)
    worker.start(stop)
    if on_start is not None:
        on_start(worker.healthy)
    while not stop.wait(SAMPLE_SECONDS):
        worker.sample()
    worker.join(SHUTDOWN_SECONDS)


class Worker:
    """The threads of one process, and what they share."""

    def __init__(
        self,
        settings: KafkaSettings,
        topics: Topics,
        inboxes: Sequence[Inbox],
        store: Store,
        keys: Keys,
        equipment: Equipment,
        keep: timedelta | None = None,
    ) -> None:
        by_name = {inbox.name: inbox for inbox in inboxes}
        metrics.show(inboxes)
        self._store = store
        self._keep = keep
        self._archive = self._archive_for(settings, topics, inboxes)
        self._readers = [InboxReader(inbox, settings, topics, store, self._archive, keys) for inbox in inboxes]
        self._receipts = ReceiptPublisher(settings, topics, store)
        self._orders = OrderReader(settings, topics.erasures, topics.inbox(inboxes[0].name), store)
        served = sorted({channel for inbox in inboxes for channel in channels_of(inbox)})
        self._couriers = [
            Courier(name, CHANNELS[name](equipment), by_name, store, self._receipts.bell.set) for name in served
        ]
        self._threads: list[Thread] = []
        self._waiting: set[str] = set()
        self._late: set[str] = set()

    def start(self, stop: Event) -> None:
        """Start all threads; each ends soon after `stop` is set."""
        self._log_head("begins")
        for reader in self._readers:
            self._thread(f"inbox {reader.progress.name}", partial(reader.work, stop.is_set, self._ring))
        for courier in self._couriers:
            self._thread(f"courier {courier.name}", partial(courier.work, stop.is_set))
        self._thread("receipts", partial(self._receipts.work, stop.is_set))
        self._thread("erasures", partial(self._orders.work, stop.is_set, self._receipts.bell.set))
        if self._keep is not None:
            self._thread("sweeper", partial(self._sweep, self._keep, stop))

    def join(self, seconds: float) -> None:
        """Wait for the threads, but not longer. What did not end is not lost: it is not marked as done."""
        deadline = time.monotonic() + seconds
        self._ring()
        self._receipts.bell.set()
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        self._log_head("ends")

    def healthy(self) -> tuple[bool, str]:
        """Whether everything moves; for a health server."""
        readings = [Reading(r.progress.name, r.progress.lag, r.progress.moved_at) for r in self._readers]
        return healthy(readings, [Delivering(c.name, c.alive_at) for c in self._couriers], time.monotonic())

    def sample(self) -> None:
        """Set the gauges that only the store can tell."""
        waiting, now = backlog(self._store), millis(utc_now())
        for inbox in waiting.keys() | self._waiting:
            one = waiting.get(inbox)
            metrics.PENDING.labels(inbox).set(one.pending if one else 0)
            metrics.OLDEST_SECONDS.labels(inbox).set((now - one.oldest) / 1000 if one else 0)
        self._waiting = set(waiting)
        late = overdue(self._store, utc_now())
        for inbox in late.keys() | self._late:
            metrics.OVERDUE.labels(inbox).set(late.get(inbox, 0))
        self._late = set(late)

    def _sweep(self, keep: timedelta, stop: Event) -> None:
        """At the start and every hour after."""
        while not stop.is_set():
            swept = patiently(lambda: sweep(self._store, utc_now() - keep, utc_now()), "sweeper")
            if swept.alerts or swept.strays:
                logger.info("retention: deleted %d alerts and %d strays from the store", *swept)
            stop.wait(SWEEP_SECONDS)

    def _ring(self) -> None:
        for courier in self._couriers:
            courier.bell.set()

    def _thread(self, name: str, work: Callable[[], None]) -> None:
        thread = Thread(target=guarded(work, name), name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _log_head(self, when: str) -> None:
        with self._store.reading() as connection:
            seq, head = audit.head(connection)
        logger.info("audit %s at entry %d, hash %s", when, seq, head)

    @staticmethod
    def _archive_for(settings: KafkaSettings, topics: Topics, inboxes: Sequence[Inbox]) -> Archive | None:
        fia = [inbox for inbox in inboxes if inbox.profile is Profile.FIA]
        return _OneAtATime(KafkaArchive(settings, topics.inbox(fia[0].name))) if fia else None


class _OneAtATime:
    """One archive for all readers of the process: they take turns."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._turn = Lock()

    def read(self, wanted: Iterable[Position]) -> Mapping[Position, bytes | Missed]:
        with self._turn:
            return self._archive.read(wanted)


def _obey_signals(stop: Event) -> None:
    def obey(number: int, _frame: object) -> None:
        logger.info("stopping (%s)", signal.Signals(number).name)
        stop.set()

    signal.signal(signal.SIGTERM, obey)
    signal.signal(signal.SIGINT, obey)
