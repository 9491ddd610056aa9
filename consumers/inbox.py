"""The reader of one inbox's topic: fetch, store, fetch the evidence, wake the couriers.

It assigns itself all partitions and begins where the store says, instead of joining the group: the position is then as
durable as the views themselves, so a crash between the two is impossible, and nobody waits for a rebalance. The price is
that one process reads an inbox; a second one would only absorb duplicates. The offset is also committed to the group
`<prefix>.inbox.<name>`, for those who watch lag by group, and never read back.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from hashlib import sha256

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, Message, TopicPartition

from consumers import metrics
from consumers.archive import Archive
from consumers.arrivals import Fetched, Taken, take
from consumers.clock import moment, utc_now
from consumers.deliveries import pending_views, release
from consumers.dossier import gather
from consumers.evidence import Keys
from consumers.patience import patiently
from consumers.store import Position, Store
from schemas.errors import Misconfigured, Unavailable
from schemas.route import Inbox, Profile
from schemas.settings import KafkaSettings
from schemas.topic import Topics
from schemas.view import View

logger = logging.getLogger(__name__)

BATCH = 500
POLL_SECONDS = 0.2
GATHERED_AT_ONCE = 100
GATHER_SECONDS = 10
"""How long evidence may keep a view from being sent: after that it goes without, and says so."""
STARTS_WITHIN = 30.0


@dataclass
class InboxProgress:
    """What one reader has done lately; seconds are of `time.monotonic`."""

    name: str
    lag: int = 0
    moved_at: float = field(default_factory=time.monotonic)
    """When it last stored something or had nothing to store."""


class InboxReader:
    """Serves one inbox in one thread until told to stop."""

    def __init__(
        self, inbox: Inbox, settings: KafkaSettings, topics: Topics, store: Store, archive: Archive | None, keys: Keys
    ) -> None:
        self.progress = InboxProgress(inbox.name)
        self._inbox = inbox
        self._topic = topics.inbox(inbox.name)
        self._store = store
        self._archive = archive if inbox.profile is Profile.FIA else None
        self._keys = keys
        self._next: dict[int, int] = {}
        self._last: dict[int, Position] = {}
        self._consumer = Consumer(
            {
                **settings.librdkafka(),
                "group.id": self._topic,
                "client.id": f"raabta-inbox-{inbox.name}",
                "enable.auto.commit": False,
                "enable.auto.offset.store": False,
                "auto.offset.reset": "earliest",  # of a topic that was made anew we want everything
                "fetch.wait.max.ms": 100,
                "error_cb": lambda error: logger.warning("inbox %s: %s", inbox.name, error.name()),
                "logger": logging.getLogger("librdkafka"),
            }
        )

    def work(self, stopping: Callable[[], bool], wake: Callable[[], None]) -> None:
        """Read until `stopping`. Raises Misconfigured or Unavailable when the topic is not there; anything else is a bug."""
        self._begin(stopping)
        self._gather(pending_views(self._store, self._inbox.name), wake)
        while not stopping():
            first = self._consumer.poll(POLL_SECONDS)  # consume() would wait for a whole batch, or all of the time
            polled = [first, *self._consumer.consume(BATCH, timeout=0)] if first is not None else []
            fetched = self._continuing([record for one in polled if (record := _record(one))])
            if fetched:
                taken = self._take(fetched)
                self._commit()
                self._gather(taken.new, wake)
            self._note_lag(moved=bool(fetched))
        self._consumer.close()

    def _take(self, fetched: Sequence[Fetched]) -> Taken:
        now = utc_now()
        first_due = now + timedelta(seconds=GATHER_SECONDS) if self._archive is not None else None
        taking = partial(take, self._store, fetched, self._inbox, now, first_due=first_due)
        taken = patiently(taking, f"inbox {self._inbox.name}")
        for record in fetched:
            self._next[record.partition] = record.offset + 1
        name, stored = self._inbox.name, utc_now()
        metrics.STORED.labels(name).inc(len(taken.new))
        metrics.ABSORBED.labels(name).inc(taken.absorbed)
        metrics.STRAYS.labels(name).inc(taken.strays)
        metrics.MATTERS.labels(name).inc(taken.matters)
        for view in taken.new:
            metrics.STORED_SECONDS.labels(name).observe(max(0.0, (stored - moment(view.published)).total_seconds()))
            logger.info("inbox %s: stored %s, alert %s version %d", name, view.id, view.alert_id, view.version)
        if taken.strays:
            logger.warning("inbox %s: set %d strays aside", name, taken.strays)
        return taken

    def _gather(self, views: Sequence[View], wake: Callable[[], None]) -> None:
        """Fetch the evidence of these, some at a time, and let the couriers have each lot as soon as it is complete."""
        archive = self._archive
        while views and archive is not None:
            some, views = views[:GATHERED_AT_ONCE], views[GATHERED_AT_ONCE:]
            who = f"inbox {self._inbox.name}"
            patiently(partial(gather, self._store, some, archive, self._keys, utc_now()), who)
            patiently(partial(release, self._store, [view.id for view in some], utc_now()), who)
            wake()
        wake()

    def _begin(self, stopping: Callable[[], bool]) -> None:
        self._last = self._store.positions(self._topic)
        partitions = self._partitions(stopping)
        # The last stored record is read again: if it is another one, the topic was made anew and all of it is news.
        begin = {p: self._last[p].next - 1 if p in self._last else OFFSET_BEGINNING for p in partitions}
        self._next = {p: max(begin[p], 0) for p in partitions}
        self._consumer.assign([TopicPartition(self._topic, p, at) for p, at in begin.items()])
        logger.info("inbox %s: reading %d partitions", self._inbox.name, len(partitions))

    def _continuing(self, fetched: Sequence[Fetched]) -> list[Fetched]:
        """Without the records that were only read to see whether this is still the same topic."""
        news: list[Fetched] = []
        anew: set[int] = set()
        for record in fetched:
            last = self._last.pop(record.partition, None)
            if last is None or record.offset != last.next - 1:
                news.append(record)
            elif sha256(record.value).hexdigest() != last.sha256:
                logger.warning(
                    "inbox %s: partition %d was made anew; reading all of it", self._inbox.name, record.partition
                )
                self._consumer.seek(TopicPartition(self._topic, record.partition, OFFSET_BEGINNING))
                anew.add(record.partition)
            else:
                self._next[record.partition] = last.next
        return [record for record in news if record.partition not in anew]

    def _partitions(self, stopping: Callable[[], bool]) -> list[int]:
        deadline = time.monotonic() + STARTS_WITHIN
        while not stopping():
            try:
                topic = self._consumer.list_topics(self._topic, timeout=5.0).topics[self._topic]
            except KafkaException as error:
                if time.monotonic() > deadline:
                    raise Unavailable(f"the cluster does not answer: {error.args[0].name()}") from None
                continue
            if topic.partitions:
                return sorted(topic.partitions)
            if time.monotonic() > deadline:
                raise Misconfigured(
                    f"topic {self._topic}", "it is not there or may not be read", "create the topics first"
                )
            time.sleep(0.1)
        return []

    def _commit(self) -> None:
        """Tell the group, asynchronously: only those who watch lag miss it when it fails."""
        offsets = [TopicPartition(self._topic, p, at) for p, at in self._next.items() if at]
        try:
            self._consumer.commit(offsets=offsets, asynchronous=True)
        except KafkaException as error:
            logger.warning("inbox %s: offsets not committed: %s", self._inbox.name, error.args[0].name())

    def _note_lag(self, *, moved: bool) -> None:
        lag = 0
        for partition, at in self._next.items():
            watermarks = self._consumer.get_watermark_offsets(TopicPartition(self._topic, partition), cached=True)
            if watermarks is not None:
                lag += max(0, watermarks[1] - max(at, watermarks[0]))
        self.progress.lag = lag
        metrics.LAG.labels(self._inbox.name).set(lag)
        if moved or lag == 0:
            self.progress.moved_at = time.monotonic()


def _record(message: Message) -> Fetched | None:
    """The record, or None for a passing trouble that librdkafka mends by itself."""
    error = message.error()
    if error is None:
        return Fetched(
            str(message.topic()), int(message.partition() or 0), int(message.offset() or 0), message.value() or b""
        )
    if error.code() in (KafkaError.TOPIC_AUTHORIZATION_FAILED, KafkaError.GROUP_AUTHORIZATION_FAILED):
        raise Misconfigured(
            f"topic {message.topic()}", "this process may not read it", "grant its user the ACL to read"
        )
    if error.fatal():
        raise Unavailable(f"the consumer is beyond repair: {error.name()}")
    logger.warning("inbox: %s", error.name())
    return None
