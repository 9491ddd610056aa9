"""What is looked up now and then: credentials near their end, and what lies on the state topics."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from cryptography import x509

from deploy.access.register import read_register
from deploy.composition import Composition
from deploy.watch import metrics
from deploy.wholetopic import read_whole
from schemas.errors import Misconfigured
from schemas.settings import KafkaSettings


class Ends(NamedTuple):
    """When one credential ends or is to be renewed."""

    principal: str
    kind: str
    """`scram` or `tls`."""
    at: datetime


def passwords(settings: KafkaSettings, composition: Composition) -> Iterator[Ends]:
    """What `raabta.credentials` says of each principal. Raises Unavailable when it cannot be read."""
    topics = composition.topics
    for principal, known in read_register(settings, topics.credentials, group=f"{topics.prefix}-watch").items():
        yield Ends(principal, known.kind, known.expires)


def certificates(paths: Iterable[Path]) -> Iterator[Ends]:
    """The earliest end of the certificates of each PEM file, under the file's name. Raises Misconfigured naming the file."""
    for path in paths:
        try:
            found = x509.load_pem_x509_certificates(path.read_bytes())
        except (OSError, ValueError):
            mend = "name a PEM file with certificates"
            raise Misconfigured(str(path), "no certificate can be read from it", mend) from None
        yield Ends(path.stem, "tls", min(one.not_valid_after_utc for one in found))


def show_ends(ends: Iterable[Ends]) -> None:
    """Put them on the gauges; one that is gone is gone there too."""
    known = list(ends)
    metrics.EXPIRES.clear()
    for one in known:
        metrics.EXPIRES.labels(one.principal, one.kind).set(one.at.timestamp())


def show_state(settings: KafkaSettings, composition: Composition) -> None:
    """Count each stage's state topic by reading it, as a takeover would. Raises Unavailable when it cannot be read.

    Offsets would not tell: compaction leaves holes in them.
    """
    for stage in composition.stages():
        records, alive = 0, set()
        for record in read_whole(settings, [stage.state_topic], group=f"{composition.topics.prefix}-watch"):
            records += 1
            place = (record.partition, record.key)
            alive.discard(place) if record.value is None else alive.add(place)
        metrics.STATE_RECORDS.labels(stage.name).set(records)
        metrics.STATE_KEYS.labels(stage.name).set(len(alive))
