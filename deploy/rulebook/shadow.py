"""A candidate beside the active version on live events: what `compare` says of the past, said of the present, again and again."""

import signal
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from threading import Event

from confluent_kafka import Consumer, KafkaError, TopicPartition
from prometheus_client import Counter, Gauge

from deploy.health import serve
from deploy.rulebook.compare import Compared, Comparison
from deploy.rulebook.house import House
from deploy.rulebook.source import Progress, from_topics
from deploy.wholetopic import Ends
from schemas.errors import Refused, Unavailable
from streams.pack import Pack

EVENTS = Counter("raabta_shadow_events_total", "Events that the active version and the candidate have both judged.")
ALERTS = Gauge("raabta_shadow_alerts_a_day", "New alerts a day for each inbox.", ["inbox", "pack"])
SUBJECTS = Gauge("raabta_shadow_subjects", "Subjects alerted on by both, or by one alone.", ["fate"])
BATCH = 1000
_WAITED_FOR = frozenset({KafkaError._PARTITION_EOF, KafkaError._TRANSPORT, KafkaError._ALL_BROKERS_DOWN})


def shadow(
    here: House, active: Pack, candidate: Pack, *, days: float, every: float, port: int, seconds: float
) -> Iterator[Compared]:
    """What the comparison comes to, every so many seconds, until SIGTERM, SIGINT or the time is up. Writes to no topic.

    It takes events and not sightings: relays follow from the pack's own brakes, so the active version's are not the
    candidate's. Raises Unavailable when the cluster does not answer, Refused when another version becomes active.
    """
    stop, book = Event(), here.store.book()
    comparison = Comparison(active, candidate, here.composition.partners, here.composition.routes)
    before = {one: signal.signal(one, lambda *_: stop.set()) for one in (signal.SIGTERM, signal.SIGINT)}
    serve(port, lambda: (True, f"{comparison.events} events judged"))
    try:
        ends = _warm(here, comparison, days)
        yield _shown(comparison)
        began = said = time.monotonic()
        with closing(_tail(here, ends)) as consumer:
            while not stop.is_set() and not (seconds and time.monotonic() - began > seconds):
                _take(here, consumer, comparison)
                if time.monotonic() - said > every:
                    said = time.monotonic()
                    yield _shown(comparison)
                    if (now := here.store.book().active) != book.active:
                        raise Refused(
                            f"the active version is {now} now, and this shadow stands beside another; start it again"
                        )
        yield _shown(comparison)
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _warm(here: House, comparison: Comparison, days: float) -> Ends:
    """Judge what was published in the last days; where to go on."""
    ends: Ends = {}
    since = datetime.now(UTC) - timedelta(days=days)
    progress = Progress()
    for message in from_topics(here.store.settings, here.composition, int(since.timestamp() * 1000), ends):
        comparison.feed(*message)
        EVENTS.inc()
        progress(comparison.events)
    return ends


def _tail(here: House, ends: Ends) -> Consumer:
    consumer = Consumer(
        {
            **here.store.settings.librdkafka(),
            "group.id": f"{here.composition.topics.prefix}-rules-shadow",  # never joined
            "enable.auto.commit": False,
            "auto.offset.reset": "error",
            "isolation.level": "read_committed",
            "fetch.wait.max.ms": 100,
            "fetch.message.max.bytes": 16 * 1024 * 1024,
            "message.max.bytes": 16 * 1024 * 1024,
        }
    )
    consumer.assign([TopicPartition(topic, number, offset) for (topic, number), offset in ends.items()])
    return consumer


def _take(here: House, consumer: Consumer, comparison: Comparison) -> None:
    partners, topics = here.composition.partners.partners, here.composition.topics
    for record in consumer.consume(BATCH, 0.2):
        error = record.error()
        if error is not None:
            if error.code() in _WAITED_FOR or error.retriable():
                continue
            raise Unavailable(f"reading {record.topic()} failed: {error.name()}")
        partner = partners.get(topics.partner_of(record.topic() or "") or "")
        if partner is not None and (raw := record.value()):
            comparison.feed(partner, raw, record.timestamp()[1])
            EVENTS.inc()


def _shown(comparison: Comparison) -> Compared:
    found = comparison.result()
    for load in found.forecast.inboxes:
        ALERTS.labels(load.inbox, "active").set(load.before)
        ALERTS.labels(load.inbox, "candidate").set(load.after)
    for fate in ("kept", "gained", "lost"):
        SUBJECTS.labels(fate).set(getattr(found.forecast, fate))
    return found
