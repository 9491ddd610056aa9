"""The ledger's hands: ask how far the stages are, read the topics in the order of the data path, balance."""

import time
from collections.abc import Iterator, Sequence

from confluent_kafka import ConsumerGroupTopicPartitions, KafkaException, TopicPartition
from confluent_kafka.admin import AdminClient
from confluent_kafka.admin._listoffsets import OffsetSpec  # confluent_kafka.admin has it too, but hides it from mypy

from deploy.composition import Composition
from deploy.ledger.balance import Balance
from deploy.ledger.book import Ledger
from deploy.ledger.cut import QUIET, Cut, Partition
from deploy.wholetopic import Ends, Stored, read_whole
from schemas.errors import Unavailable
from schemas.settings import KafkaSettings

PATIENCE_MS = 3 * 86_400_000
"""No delivery is tried for longer (`consumers.retry`): a view older than this without a receipt is owed."""
ASKED_WITHIN = 10.0
_EARLIEST: OffsetSpec = OffsetSpec.earliest()  # type: ignore[no-untyped-call]
_LATEST: OffsetSpec = OffsetSpec.latest()  # type: ignore[no-untyped-call]
CHUNK_BYTES = 32 * 1024 * 1024
"""Of state records held until their outline is taken: what is overwritten meanwhile is never looked at."""


def take_cut(
    settings: KafkaSettings, composition: Composition, groups: Sequence[str] = (), patience_ms: int = PATIENCE_MS
) -> Cut:
    """How far every stage and inbox has acknowledged now. `groups`: the workers', all that there are unless named.

    Raises Unavailable when the cluster does not answer.
    """
    now = time.time_ns() // 1_000_000
    admin = AdminClient({**settings.librdkafka(), "log_level": 0})
    inboxes = [composition.topics.inbox(name) for name in composition.routes.inboxes]
    acknowledged: dict[Partition, int] = {}
    for group in [*(groups or _worker_groups(admin, composition)), *inboxes]:
        for partition, offset in _committed(admin, group):
            acknowledged[partition] = max(offset, acknowledged.get(partition, 0))
    return Cut(now, acknowledged, patience_ms)


def _worker_groups(admin: AdminClient, composition: Composition) -> list[str]:
    prefix = f"{composition.topics.prefix}-streams"
    everything = f"{prefix}-{'-'.join(stage.name for stage in composition.stages())}"
    try:
        listed = admin.list_consumer_groups(request_timeout=ASKED_WITHIN).result().valid
    except KafkaException:  # the embedded broker keeps no list
        return [everything]
    return [group.group_id for group in listed if group.group_id.startswith(prefix)] or [everything]


def _committed(admin: AdminClient, group: str) -> Iterator[tuple[Partition, int]]:
    try:
        asked = admin.list_consumer_group_offsets([ConsumerGroupTopicPartitions(group)], request_timeout=ASKED_WITHIN)
        for one in asked[group].result().topic_partitions:
            if one.offset >= 0:
                yield (one.topic, one.partition), one.offset
    except KafkaException as error:
        raise Unavailable(f"how far the group {group} is cannot be asked: {error.args[0].name()}") from None


def published(settings: KafkaSettings, composition: Composition) -> int:
    """About how many messages partners have published and retention has left. Raises Unavailable."""
    admin = AdminClient({**settings.librdkafka(), "log_level": 0})
    names = [composition.topics.events(name) for name in composition.partners.partners]
    at = [TopicPartition(name, number) for name in names for number in range(composition.partitions)]
    try:
        firsts, lasts = (
            admin.list_offsets(dict.fromkeys(at, spec), request_timeout=ASKED_WITHIN) for spec in (_EARLIEST, _LATEST)
        )
        return sum(lasts[one].result().offset - firsts[one].result().offset for one in at)
    except KafkaException as error:
        raise Unavailable(
            f"how much was published cannot be asked: {error.args[0].name()}; are all topics made?"
        ) from None


def balance(settings: KafkaSettings, composition: Composition, cut: Cut = QUIET) -> Balance:
    """Read every topic and balance, in memory that does not grow with them.

    Raises Unavailable when the cluster does not answer.
    """
    topics, partners = composition.topics, composition.partners.partners
    ends: Ends = {}
    events = published(settings, composition)

    def read(*names: str) -> Iterator[Stored]:
        return read_whole(settings, names, group=f"{topics.prefix}-ledger", ends=ends)

    # In the order of the data path: what is read later has had the time to follow from what was read before.
    with Ledger(topics, composition.routes, cut, events=events) as ledger:
        ledger.events(read(*(topics.events(name) for name in partners)))
        ledger.sightings(read(topics.sightings))
        ledger.rejects(read(*topics.every_rejects(partners)))
        _remember(ledger, read(topics.state("scoring")))
        ledger.alerts(read(topics.alerts))
        ledger.views(read(*(topics.inbox(name) for name in composition.routes.inboxes)))
        ledger.receipts(read(topics.receipts))
        ledger.starts.ended({at: end for at, end in ends.items() if at[0] != topics.state("scoring")})
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
