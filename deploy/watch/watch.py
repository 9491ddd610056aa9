"""The watch at work: a canary each minute, its inbox served, the partners' silence judged, credentials looked up."""

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

from consumers.channels import Equipment
from consumers.leave import guarded
from consumers.settings import SmtpSettings, WebhookSettings
from consumers.worker import run as deliver
from deploy.canary import INBOX, PARTNER
from deploy.composition import Composition
from deploy.watch import metrics
from deploy.watch.canary import Canaries
from deploy.watch.chores import Ends, certificates, passwords, show_ends, show_state
from deploy.watch.follow import Follower
from deploy.watch.silence import verdict
from producers.publisher import Publisher
from schemas.errors import Unavailable
from schemas.settings import KafkaSettings

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.5
CHORES_SECONDS = 3600.0
HANGS_SECONDS = 120.0
"""No round for this long: the watch itself needs somebody."""


@dataclass
class Watch:
    """Everything that `raabta watch` does until it is told to stop."""

    settings: KafkaSettings
    composition: Composition
    store: Path
    """Where the canary's inbox keeps its views; may be lost at any time."""
    pem: Sequence[Path] = ()
    """Certificates whose end is watched."""
    every: float = 60.0
    """Seconds between two canaries."""
    stop: Event = field(default_factory=Event)
    round_at: float = field(default_factory=time.monotonic)

    def run(self) -> None:
        """Watch until `stop`. Raises Unavailable or Misconfigured when it cannot begin."""
        show_ends(self._ends())
        metrics.CANARY_LAST.set(time.time())
        canaries = Canaries(self.composition.partners.token_keys[0])
        partners = sorted(self.composition.partners.partners)
        follower = Follower(self.settings, self.composition.topics, partners, canaries.arrived)
        self._thread("the canary's inbox", self._deliver)
        self._thread("chores", self._chores)
        publisher = Publisher(
            self.settings, self.composition.topics, PARTNER, canaries.keys, canaries.seal, gives_up_after=self.every / 3
        )
        with ExitStack() as stack:
            stack.callback(follower.close)
            stack.enter_context(publisher)
            self._rounds(canaries, publisher, follower)

    def healthy(self) -> tuple[bool, str]:
        """Whether rounds are made; for a health server."""
        rest = time.monotonic() - self.round_at
        return rest < HANGS_SECONDS, f"the last round was {rest:.0f} s ago"

    def _rounds(self, canaries: Canaries, publisher: Publisher, follower: Follower) -> None:
        due = 0.0
        while not self.stop.is_set():
            follower.poll(POLL_SECONDS)
            if time.monotonic() >= due:
                due = time.monotonic() + self.every
                now = datetime.now(UTC)
                if missed := canaries.missing(now):
                    logger.warning("%d canaries have not come back", missed)
                canaries.send(publisher, now)
                self._judge(follower, now.timestamp())
            self.round_at = time.monotonic()

    def _judge(self, follower: Follower, now: float) -> None:
        if not follower.caught_up:
            return
        follower.forget(now)
        for partner, past in follower.past.items():
            found = verdict(past, now)
            metrics.SILENT.labels(partner).set(found is not None and found.silent)
            metrics.SEEN.labels(partner).set(found.seen if found else past.count(now, 3600))
            metrics.EXPECTED.labels(partner).set(found.expected if found else float("nan"))

    def _deliver(self) -> None:
        equipment = Equipment(SmtpSettings(), WebhookSettings(), {})
        deliver(self.settings, self.composition.topics, [INBOX], self.store, {}, equipment, stop=self.stop)

    def _chores(self) -> None:
        while not self.stop.is_set():
            try:
                show_ends(self._ends())
                show_state(self.settings, self.composition)
            except Unavailable as trouble:
                logger.warning("looking up credentials and state failed: %s", trouble)
            self.stop.wait(CHORES_SECONDS)

    def _ends(self) -> list[Ends]:
        return [*certificates(self.pem), *passwords(self.settings, self.composition)]

    @staticmethod
    def _thread(name: str, work: Callable[[], None]) -> None:
        Thread(target=guarded(work, name), name=name, daemon=True).start()
