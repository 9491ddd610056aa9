"""Follow the rulebook while the worker works: load what is entered, swap when it is decided, and acknowledge.

A thread of its own with a consumer and a producer of its own. The hot path only ever reads `Packs.active`.
"""

import logging
import time
from datetime import UTC, datetime
from threading import Event, Thread

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, Producer, TopicPartition

from schemas.errors import Misconfigured, RaabtaError, Unavailable
from schemas.rulebook import Acknowledgement, Entry
from schemas.settings import KafkaSettings
from schemas.topic import Topics
from streams import metrics
from streams.indicators import INDICATORS
from streams.indicators.contract import Indicator
from streams.leave import leave_for
from streams.pack import Pack
from streams.packs import Packs
from streams.rulebook import Rulebook
from streams.rulecheck import faults

logger = logging.getLogger(__name__)

QUIET_SECONDS = 30.0
"""No answer for this long, at the start: the cluster is away."""
AGAIN_SECONDS = 60.0
"""How often a worker says by what it works, though nothing has changed: who is silent for longer is gone."""
REST_SECONDS = 5.0
_PASSING = frozenset({KafkaError._TRANSPORT, KafkaError._ALL_BROKERS_DOWN, KafkaError._TIMED_OUT})


class RuleFollower:
    """One worker's eye on the rulebook."""

    def __init__(
        self,
        packs: Packs,
        settings: KafkaSettings,
        topics: Topics,
        worker: str,
        indicators: tuple[Indicator, ...] = INDICATORS,
    ) -> None:
        self.book = Rulebook()
        self._packs = packs
        self._topics = topics
        self._worker = worker
        self._indicators = indicators
        self._loaded: dict[str, Pack] = {}
        self._refused: dict[str, str] = {}
        self._lacks: dict[str, tuple[str, ...]] = {}
        self._since = datetime.now(UTC)
        self._said_at = float("-inf")
        self._ended = Event()
        self._thread: Thread | None = None
        self._consumer = Consumer(
            {
                **settings.librdkafka(),
                "group.id": f"{topics.prefix}-streams-rules",  # never joined: rights go by the name
                "enable.auto.commit": False,
                "enable.partition.eof": True,
                "auto.offset.reset": "earliest",
                "fetch.wait.max.ms": 100,
                "log_level": 2,
            }
        )
        self._producer = Producer({**settings.librdkafka(), "acks": "all", "enable.idempotence": True, "log_level": 2})

    def catch_up(self) -> None:
        """Read the rulebook to its end, before the worker takes anything: it begins on the version that is active now.

        Raises Misconfigured when the topic is not there, Unavailable when the cluster does not answer.
        """
        self._insist_on_topic()
        self._consumer.assign([TopicPartition(self._topics.rulepacks, 0, 0)])
        deadline = time.monotonic() + QUIET_SECONDS
        while not self._read(0.2):
            if time.monotonic() > deadline:
                raise Unavailable(f"{self._topics.rulepacks} could not be read: silence for {QUIET_SECONDS:.0f} s")
        active = self._packs.active
        logger.info("works by rule pack %s (%s)", active.version, active.digest)
        metrics.show(active.version, active.digest)

    def follow(self) -> None:
        """Go on reading beside the worker, for as long as the process lives."""
        self._thread = Thread(target=self._follow, name="rules", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End; a worker has no need of it, since it leaves at once and whole."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
        self._consumer.close()

    def _follow(self) -> None:
        while not self._ended.is_set():
            try:
                if time.monotonic() - self._said_at > AGAIN_SECONDS:
                    self._acknowledge()
                self._read(0.2)
            except RaabtaError as trouble:  # scoring goes on by the version it has, and `raabta rules status` shows it
                logger.error("the rulebook cannot be followed just now: %s", trouble)
                self._ended.wait(REST_SECONDS)
            except Exception as bug:
                leave_for(bug, "following the rulebook")

    def _read(self, seconds: float) -> bool:
        """Take what has come; whether the end was reached."""
        ended = changed = False
        for message in self._consumer.consume(500, seconds):
            error = message.error()
            if error is None:
                self._take(message.key(), message.value())
                changed = True
            elif error.code() == KafkaError._PARTITION_EOF:
                ended = True
            elif error.retriable() or error.code() in _PASSING:
                logger.warning("the rulebook cannot be read just now: %s", error.name())
            else:
                raise Unavailable(f"{self._topics.rulepacks} cannot be read: {error.name()}")
        if changed:
            self._obey()
            self._acknowledge()
        return ended

    def _insist_on_topic(self) -> None:
        topic = self._topics.rulepacks
        try:
            found = self._consumer.list_topics(topic, timeout=QUIET_SECONDS).topics[topic]
        except KafkaException as error:
            raise Unavailable(f"the cluster did not answer: {error.args[0].name()}") from None
        if found.error is not None or not found.partitions:
            raise Misconfigured(
                f"topic {topic}", "it is not there, or not ours to read", "run `raabta topics`, then access"
            )

    def _take(self, key: bytes | None, value: bytes | None) -> None:
        set_aside = len(self.book.set_aside)
        self.book.take(key, value)
        for why in self.book.set_aside[set_aside:]:
            logger.error("a record of the rulebook is not obeyed: %s", why)
        for version, entry in self.book.entries.items():
            if version not in self._loaded and version not in self._refused:
                self._load(version, entry)

    def _load(self, version: str, entry: Entry) -> None:
        found = list(faults(entry.pack, self._indicators))
        wrong = next((fault for fault in found if not fault.gap), None)
        if wrong is not None:
            self._refused[version] = f"{'.'.join(wrong.where)}: {wrong.problem}; {wrong.mend}"
            logger.error("rule pack %s is refused, we go on with ours: %s", version, self._refused[version])
            return
        if gaps := tuple(dict.fromkeys(fault.gap for fault in found)):
            self._lacks[version] = gaps
        self._loaded[version] = pack = Pack(entry.pack, self._indicators, entered=entry.digest)
        self._packs.know(pack)

    def _obey(self) -> None:
        """Swap, if another version is active now and we have it."""
        self._show_refused()
        pack = self._loaded.get(self.book.active or "")
        if pack is None or pack.stamp == self._packs.active.stamp:
            return
        before = self._packs.active
        self._packs.activate(pack)
        self._since = datetime.now(UTC)
        metrics.show(pack.version, pack.digest)
        logger.info("rule pack %s (%s) instead of %s from now on", pack.version, pack.digest, before.version)

    def _show_refused(self) -> None:
        """What is older than the active version concerns nobody any more."""
        versions = list(self.book.entries)
        active = self.book.active
        metrics.RULES_REFUSED.clear()
        for version in versions[versions.index(active) if active in versions else 0 :]:
            if version in self._refused:
                metrics.RULES_REFUSED.labels(version).set(1)

    def _acknowledge(self) -> None:
        """Say by what we work. A broker that does not take it hears it again within a minute."""
        active = self._packs.active
        said = Acknowledgement(
            worker=self._worker,
            at=datetime.now(UTC),
            active=active.version,
            digest=active.digest,
            since=self._since,
            ready=tuple(self._loaded),
            refused=self._refused,
            lacks=self._lacks,
        )
        self._said_at = time.monotonic()
        try:
            self._producer.produce(
                self._topics.rulepack_acks,
                said.model_dump_json().encode(),
                self._worker.encode(),
                on_delivery=_note,
            )
            self._producer.poll(0)
        except (BufferError, KafkaException):
            logger.warning("the version we work by could not be acknowledged; we say it again within a minute")


def _note(error: KafkaError | None, _: Message) -> None:
    if error is not None:
        logger.warning("the version we work by could not be acknowledged: %s", error.name())
