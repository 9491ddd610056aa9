"""The events of a benchmark: a simulated day, protected once, kept in a file, and put on the broker as single events."""

import time
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from zlib import crc32

from confluent_kafka import Producer

from consumers.unseal import new_sealing_pair
from deploy.composition import Composition
from producers.protect.protection import encode, protect
from producers.protect.seal import sealing_key
from producers.protect.token import TokenKeys, new_token_key
from producers.publisher import HEADERS
from producers.simulate.day import day
from schemas.errors import Unavailable
from schemas.settings import KafkaSettings


def write_day(file: Path, composition: Composition, seed: int, events: int) -> int:
    """Write a protected day, one line an event: partner, id and the event in JSON. Gives how many there are."""
    partners = composition.partners.partners
    keys = TokenKeys((new_token_key(composition.partners.token_keys[0]),))
    fia = sealing_key(new_sealing_pair().public)
    count = 0
    with file.open("wb") as lines:
        for planned in day(seed, datetime.now().astimezone(), tuple(partners.values()), events):
            event = protect(planned.report, partners[planned.partner_id], keys, fia)
            lines.write(b"%s %s %s\n" % (planned.partner_id.encode(), event.id.encode(), encode(event)))
            count += 1
    return count


def read_day(file: Path) -> Iterator[tuple[str, bytes, bytes]]:
    """Partner, event id and event of every line."""
    with file.open("rb") as lines:
        for line in lines:
            partner, event_id, raw = line.rstrip(b"\n").split(b" ", 2)
            yield partner.decode(), event_id, raw


def load_day(
    file: Path,
    composition: Composition,
    settings: KafkaSettings,
    *,
    rate: float = 0.0,
    skip: int = 0,
    stop_after: int | None = None,
) -> int:
    """Publish the day, each event a message of its own, at `rate` a second or as fast as it goes; gives how many.

    The events are protected already, so this takes next to nothing from whoever is measured meanwhile.
    """
    producer = Producer(
        {
            **settings.librdkafka(),
            "enable.idempotence": True,
            "compression.type": "zstd",  # as a partner's publisher
            "linger.ms": 5,
            "queue.buffering.max.messages": 500_000,
        }
    )
    started, sent = time.monotonic(), 0
    for partner, event_id, raw in islice(read_day(file), skip, stop_after):
        number = crc32(event_id) % composition.partitions
        producer.produce(composition.topics.events(partner), raw, event_id, number, headers=HEADERS)
        sent += 1
        if rate and (ahead := sent / rate - (time.monotonic() - started)) > 0:
            producer.poll(0)
            time.sleep(ahead)
    if producer.flush(60.0):
        raise Unavailable("the broker did not take the events of the benchmark within 60 s")
    return sent


def mean_bytes(file: Path, events: int) -> int:
    """Bytes of an event, on average."""
    return round(sum(len(raw) for _, _, raw in read_day(file)) / max(1, events))
