"""The ledger's hands: ask how far the stages are, read the topics in the order of the data path, balance."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from confluent_kafka import Consumer, KafkaError, KafkaException, TopicPartition
from confluent_kafka.admin import AdminClient

from deploy.composition import Composition
from deploy.ledger.balance import Balance
from deploy.ledger.book import Ledger, uncollected
from deploy.ledger.cut import QUIET, Cut, Partition
from deploy.wholetopic import Ends, Stored, read_whole
from schemas.errors import Refused, Unavailable
from schemas.settings import KafkaSettings
from schemas.topic import Topics
from streams.intake_state import REMEMBERED_MS

DAY_MS = 86_400_000
PATIENCE_MS = 3 * DAY_MS
"""No delivery is tried for longer (`consumers.retry`): a view older than this without a receipt is owed."""
ASKED_WITHIN = 10.0
_PASSING = (
    KafkaError.NOT_COORDINATOR,  # it has just moved, or begins with this question
    KafkaError.COORDINATOR_NOT_AVAILABLE,
    KafkaError.COORDINATOR_LOAD_IN_PROGRESS,
    KafkaError.UNSTABLE_OFFSET_COMMIT,
    KafkaError._TIMED_OUT,
    KafkaError._TRANSPORT,
    KafkaError._ALL_BROKERS_DOWN,
    KafkaError._WAIT_COORD,
)
_AS_IT_IS = {"isolation.level": "read_uncommitted"}
CHUNK_BYTES = 32 * 1024 * 1024
"""Of state records held until their outline is taken: what is overwritten meanwhile is never looked at."""


def take_cut(
    settings: KafkaSettings,
    composition: Composition,
    groups: Sequence[str] = (),
    *,
    days: float = 0.0,
    patience_ms: int = PATIENCE_MS,
) -> Cut:
    """How far every stage and inbox has acknowledged now. `groups`: the workers', all that there are unless named;
    `days`: of events to account for, all unless named.

    Raises Unavailable when the cluster does not answer, Refused when it does not let us ask.
    """
    now = time.time_ns() // 1_000_000
    sources = [topic for stage in composition.stages() for topic in stage.topics]
    asked = [(group, sources) for group in groups or _worker_groups(settings, composition)]
    for name in composition.all_routes.inboxes:
        asked.append((composition.topics.inbox(name), [composition.topics.inbox(name)]))
    acknowledged: dict[Partition, int] = {}
    for group, topics in asked:
        for one in _committed(settings, group, topics):
            reached = max(one.offset, acknowledged.get((one.topic, one.partition), 0))
            acknowledged[one.topic, one.partition] = reached  # nothing committed is below 0
    return Cut(now, acknowledged, patience_ms, now - int(days * DAY_MS) if days else 0)


def _committed(settings: KafkaSettings, group: str, topics: Sequence[str]) -> list[TopicPartition]:
    deadline = time.monotonic() + ASKED_WITHIN
    with _asking(settings, group) as consumer:
        asked = _partitions(consumer, topics)
        while True:
            found, trouble = _ask(consumer, asked)
            if trouble is None:
                return found
            if not (trouble.retriable() or trouble.code() in _PASSING):
                raise Refused(f"how far {group} is may not be asked: {trouble.name()}; grant Describe on the group")
            if time.monotonic() > deadline:
                raise KafkaException(trouble)
            time.sleep(0.2)


def _ask(consumer: Consumer, asked: list[TopicPartition]) -> tuple[list[TopicPartition], KafkaError | None]:
    try:
        found = consumer.committed(asked, timeout=ASKED_WITHIN)
    except KafkaException as error:
        return [], error.args[0]
    return found, next((one.error for one in found if one.error is not None), None)


def _worker_groups(settings: KafkaSettings, composition: Composition) -> list[str]:
    prefix = f"{composition.topics.prefix}-streams"
    everything = f"{prefix}-{'-'.join(stage.name for stage in composition.stages())}"
    admin = AdminClient({**settings.librdkafka(), "log_level": 0})
    try:
        listed = admin.list_consumer_groups(request_timeout=ASKED_WITHIN).result().valid
    except KafkaException:  # the cluster will not say: then there is the usual one
        return [everything]
    return [group.group_id for group in listed if group.group_id.startswith(prefix)] or [everything]


def published(settings: KafkaSettings, composition: Composition) -> int:
    """About how many messages partners have published and retention has left. Raises Unavailable."""
    names = [composition.topics.events(name) for name in composition.all_partners.partners]
    marks = _watermarks(settings, composition.topics, names)
    return sum(high - low for low, high in marks.values())


def _watermarks(settings: KafkaSettings, topics: Topics, names: Sequence[str]) -> dict[Partition, tuple[int, int]]:
    """Where each partition begins and ends, open transactions included."""
    with _asking(settings, f"{topics.prefix}-ledger") as consumer:
        at = _partitions(consumer, names)
        marks = {(one.topic, one.partition): consumer.get_watermark_offsets(one, timeout=ASKED_WITHIN) for one in at}
        return {partition: mark for partition, mark in marks.items() if mark is not None}


@contextmanager
def _asking(settings: KafkaSettings, group: str) -> Iterator[Consumer]:
    """A member of nothing that may ask for a group: librdkafka's admin client does not survive every broker that dies."""
    consumer = Consumer(
        {**settings.librdkafka(), "group.id": group, "enable.auto.commit": False, "log_level": 0} | _AS_IT_IS
    )
    try:
        yield consumer
    except KafkaException as error:
        raise Unavailable(f"how far the group {group} is cannot be asked: {error.args[0].name()}") from None
    finally:
        consumer.close()


def _partitions(consumer: Consumer, topics: Sequence[str]) -> list[TopicPartition]:
    there = consumer.list_topics(timeout=ASKED_WITHIN).topics
    return [TopicPartition(name, number) for name in topics if name in there for number in there[name].partitions]


def balance(
    settings: KafkaSettings, composition: Composition, cut: Cut = QUIET, *, stores: Sequence[str] = ()
) -> Balance:
    """Read every topic, and these stores of inboxes, and balance, in memory that does not grow with them.

    Raises Unavailable when the cluster or a store does not answer, Misconfigured when a store is not there.
    """
    topics, partners = composition.topics, composition.all_partners.partners
    ends: Ends = {}
    events = published(settings, composition)

    def read(*names: str, since: int = 0) -> Iterator[Stored]:
        # What a stage acknowledged may lie behind the open transaction of another: wait for that one to end.
        marks = _watermarks(settings, topics, [name for name in names if topics.partner_of(name) is None])
        needed = {partition: high for partition, (_, high) in marks.items()}
        return read_whole(settings, names, group=f"{topics.prefix}-ledger", ends=ends, at_least=needed, since=since)

    # In the order of the data path: what is read later has had the time to follow from what was read before.
    with uncollected(), Ledger(topics, composition.all_routes, cut, events=events) as ledger:
        since = cut.since - REMEMBERED_MS - DAY_MS if cut.since else 0  # intake may know an event so long
        ledger.events(read(*(topics.events(name) for name in partners), since=since))
        ledger.sightings(read(topics.sightings))
        ledger.rejects(read(*topics.every_rejects(partners)))
        _remember(ledger, read(topics.state("scoring")))
        ledger.alerts(read(topics.alerts))
        if stores:
            from deploy.ledger.stores import read_stores  # needs the officer's extra

            read_stores(stores, ledger)
        ledger.views(read(*(topics.inbox(name) for name in composition.all_routes.inboxes)))
        ledger.receipts(read(topics.receipts))
        doubtful = ledger.starts.doubtful({at: end for at, end in ends.items() if at[0] != topics.state("scoring")})
        marks = _watermarks(settings, topics, sorted({topic for topic, _ in doubtful}))
        ledger.starts.settle({at: marks[at][0] for at in doubtful if at in marks})
        return ledger.close()


def _remember(ledger: Ledger, records: Iterator[Stored]) -> None:
    """Histories, the newest record of each token; older ones only where a chunk ended between the two."""
    newest: dict[bytes, Stored] = {}
    held = 0
    for record in records:
        if record.key is not None:
            newest[record.key] = record
            held += len(record.value or b"")
        if held > CHUNK_BYTES:
            _remember_all(ledger, newest)
            held = 0
    _remember_all(ledger, newest)


def _remember_all(ledger: Ledger, newest: dict[bytes, Stored]) -> None:
    for key, record in newest.items():
        ledger.remembered(key, record.value, record.offset)
    newest.clear()
