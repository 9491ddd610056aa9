"""A courier: hands the deliveries of one channel over, one at a time, and writes down what became of each.

A crash after the hand-over and before the note leads to a second hand-over with the same Message-ID or webhook id; there
is no order of the two that could lose one instead. A store that cannot be written is no crash: it is waited for.
"""

import logging
import random
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from threading import Event

from consumers import metrics
from consumers.arrivals import channels_of
from consumers.beside import matter_of
from consumers.cause import cause_of
from consumers.channels.contract import Channel, ComeBackLater, Parcel
from consumers.clock import millis, moment, utc_now
from consumers.deliveries import UNREACHABLE, Due, due, earlier, hasten, next_due, postpone, settle
from consumers.dossier import pieces_of
from consumers.patience import patiently
from consumers.retry import GiveUp, next_delay
from consumers.store import Store
from schemas.errors import Refused, Unavailable
from schemas.receipt import Outcome
from schemas.route import Inbox, Profile

logger = logging.getLogger(__name__)

BURST = 20
"""Deliveries taken at once: a more urgent one that comes meanwhile waits for so many at most."""
IDLE_SECONDS = 1.0
LONGEST_COME_BACK = timedelta(hours=1)
"""A server that asks for more patience than this is asked again anyway."""


class Courier:
    """Serves one channel in one thread until told to stop."""

    def __init__(
        self, name: str, channel: Channel, inboxes: Mapping[str, Inbox], store: Store, ring: Callable[[], None]
    ) -> None:
        self.bell = Event()
        """Rung when something new may be due."""
        self.name = name
        self.alive_at = time.monotonic()
        """When it last went round; a hand-over that hangs shows here."""
        self._channel = channel
        self._inboxes = inboxes
        self._store = store
        self._ring = ring
        self._was_away = False

    def work(self, stopping: Callable[[], bool]) -> None:
        """Deliver until `stopping`; the one in hand is finished and written down."""
        while not stopping():
            self.alive_at = time.monotonic()
            if not self.round(stopping):
                self._channel.rest()
                self.bell.wait(self._pause())
                self.bell.clear()
        self._channel.rest()

    def round(self, stopping: Callable[[], bool] = lambda: False) -> int:
        """Deliver what is due, a burst at most, and return how many were tried."""
        tried = 0
        for delivery in due(self._store, self.name, utc_now(), BURST):
            if stopping():
                break
            self._deliver(delivery)
            self.alive_at = time.monotonic()
            tried += 1
        if tried:
            self._ring()
        return tried

    def _deliver(self, delivery: Due) -> None:
        view = delivery.view
        if delivery.newest > view.version:
            self._settle(delivery, Outcome.SUPPRESSED, "superseded")
            return
        inbox = self._inboxes.get(view.inbox)
        if inbox is None or self.name not in channels_of(inbox):
            self._settle(delivery, Outcome.FAILED, "no_channel")
            return
        try:
            handed = self._channel.send(self._parcel(delivery, inbox))
        except Refused as refusal:
            self._settle(delivery, Outcome.FAILED, str(refusal))
        except Unavailable as trouble:
            self._again(delivery, trouble)
        else:
            self._settle(delivery, Outcome.DELIVERED, handed.note, handed.reference)
            if self._was_away:
                self._was_away = False
                patiently(lambda: hasten(self._store, self.name, utc_now()), self.name)

    def _parcel(self, delivery: Due, inbox: Inbox) -> Parcel:
        view = delivery.view
        before = earlier(self._store, view, self.name)
        if inbox.profile is not Profile.FIA:
            return Parcel(view, inbox, utc_now(), before)
        pieces = pieces_of(self._store, view.inbox, view.alert_id)
        return Parcel(view, inbox, utc_now(), before, pieces, matter_of(self._store, view))

    def _again(self, delivery: Due, trouble: Unavailable) -> None:
        reason, now = str(trouble), utc_now()
        self._was_away |= reason == UNREACHABLE
        delay = next_delay(delivery.attempts + 1, delivery.view.priority, random.random())
        if isinstance(delay, GiveUp):
            self._settle(delivery, Outcome.FAILED, f"{delay.reason}: {reason}")
            return
        if isinstance(trouble, ComeBackLater):
            delay = max(delay, min(trouble.after, LONGEST_COME_BACK))
        until = now + delay
        patiently(lambda: postpone(self._store, delivery, until, reason), self.name)
        metrics.RETRIES.labels(self.name).inc()
        logger.warning(
            "%s: %s not delivered (%s), try %d, again in %.1f s",
            self.name,
            delivery.view.id,
            reason,
            delivery.attempts + 1,
            delay.total_seconds(),
        )

    def _settle(self, delivery: Due, outcome: Outcome, reason: str, reference: str = "") -> None:
        view, now = delivery.view, utc_now()
        note = partial(settle, self._store, delivery, outcome, now, reason=reason, message_id=reference)
        patiently(note, self.name)
        metrics.SETTLED.labels(self.name, outcome.value).inc()
        if outcome is Outcome.DELIVERED:
            waited = (now - moment(view.published)).total_seconds()
            metrics.DELIVERED_SECONDS.labels(self.name).observe(max(0.0, waited))
            if (partner := cause_of(view)) is not None:
                metrics.EVENT_SECONDS.labels(partner).observe(max(0.0, waited))
        level = logging.ERROR if outcome is Outcome.FAILED else logging.INFO
        logger.log(level, "%s: %s %s for %s %s", self.name, view.id, outcome.value, view.inbox, reason)

    def _pause(self) -> float:
        at = next_due(self._store, self.name)
        if at is None:
            return IDLE_SECONDS
        return min(IDLE_SECONDS, max(0.005, (at - millis(utc_now())) / 1000))
