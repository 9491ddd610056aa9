"""From the publication of an event to its view in the recipient's store, at a steady rate, through all real parts."""

import os
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import orjson
from sqlalchemy import select

from consumers.inbox import InboxReader
from consumers.store import open_store
from consumers.tables import VIEWS
from deploy.bench.lane import Lane
from deploy.bench.load import load_day
from deploy.bench.race import Arena, entrant
from deploy.children import Child, wait_for
from deploy.demo import percentile
from deploy.wholetopic import read_whole
from schemas.alert import Alert
from schemas.errors import Unavailable
from schemas.settings import KafkaSettings

STARTS_WITHIN = 30.0
WARM_SECONDS = 2.0
"""Left out at the beginning: the first records of a partition wait until its state is loaded."""


class Latency(NamedTuple):
    """Milliseconds from Kafka's time stamp of the causing event."""

    views: int
    rate: float
    alert: Sequence[float]
    """Until the alert was handed to the broker."""
    view: Sequence[float]
    """Until its view was handed to the broker."""
    stored: Sequence[float]
    """Until the view was durable in the recipient's store."""


def store_views(lane: Lane, database: Path) -> None:
    """Entrant: the readers of all inboxes, as `raabta deliver --all` runs them; says when each has stored a fetch."""
    composition, settings, store = lane.composition(), KafkaSettings(), open_store(database)
    for inbox in composition.routes.inboxes.values():

        def wake(name: str = inbox.name) -> None:
            os.write(1, orjson.dumps([name, time.time() * 1000]) + b"\n")

        reader = InboxReader(inbox, settings, composition.topics, store, None, {})
        Thread(target=reader.work, args=(lambda: False, wake), daemon=True).start()
    while True:
        time.sleep(60.0)


def latency(arena: Arena, lane: Lane, file: Path, settings: KafkaSettings, rate: float) -> Latency:
    """Publish the file at this rate through a worker with all stages and the readers of all inboxes."""
    composition = lane.composition()
    with entrant(arena, "pipeline", lane) as worker, entrant(arena, "inboxes", lane) as inboxes:
        _wait_until_reading(worker, inboxes, len(composition.routes.inboxes))
        load_day(file, composition, settings, stop_after=8 * composition.partitions)  # a first one to every partition
        _wait_until_still(inboxes)
        began = time.time() * 1000
        started = time.monotonic()
        sent = load_day(file, composition, settings, rate=rate, skip=8 * composition.partitions)
        took = time.monotonic() - started
        _wait_until_still(inboxes)
    since = began + WARM_SECONDS * 1000
    stored = _stored(arena.folder / f"{lane.prefix}.db", _wakes(inboxes), since)
    alerts, views = [], []
    for record in read_whole(settings, [composition.topics.alerts]):
        alert = Alert.model_validate_json(record.value or b"")
        if alert.published > since:
            alerts.append(float(record.timestamp - alert.published))
    for record in read_whole(settings, [composition.topics.inbox(name) for name in composition.routes.inboxes]):
        published = orjson.loads(record.value or b"")["published"]
        if published > since:
            views.append(float(record.timestamp - published))
    return Latency(len(stored), sent / took, sorted(alerts), sorted(views), sorted(stored))


def summary(one: Latency) -> dict[str, object]:
    """For people and machines."""
    steps = {"alert": one.alert, "view": one.view, "stored": one.stored}
    figures = {
        name: {f"p{round(share * 100)}_ms": round(percentile(times, share), 1) for share in (0.5, 0.95, 0.99)}
        for name, times in steps.items()
    }
    return {"events_per_s": round(one.rate, 1), "views": one.views, **figures}


def _wait_until_reading(worker: Child, inboxes: Child, readers: int) -> None:
    log = worker.log.with_suffix(".err")
    ready = wait_for(
        lambda: len(_wakes(inboxes)) >= readers and b"generation" in log.read_bytes(), STARTS_WITHIN, every=0.1
    )
    if not ready:
        raise Unavailable(f"the pipeline did not start within {STARTS_WITHIN:.0f} s: {log.read_text()[-1500:]}")


def _wait_until_still(inboxes: Child) -> None:
    """Until no reader has stored anything for three seconds."""
    size, since = -1, time.monotonic()
    while time.monotonic() - since < 3.0:
        now = inboxes.log.stat().st_size
        if now != size:
            size, since = now, time.monotonic()
        time.sleep(0.1)


def _wakes(inboxes: Child) -> Mapping[str, list[float]]:
    """When each reader had made a fetch durable, milliseconds since 1970."""
    found: dict[str, list[float]] = defaultdict(list)
    for line in inboxes.log.read_bytes().split(b"\n")[:-1]:
        name, at = orjson.loads(line)
        found[name].append(at)
    return found


def _stored(database: Path, wakes: Mapping[str, list[float]], since: float) -> list[float]:
    store = open_store(database)
    with store.reading() as connection:
        rows = connection.execute(select(VIEWS.c.inbox, VIEWS.c.published, VIEWS.c.stored_at)).all()
    store.close()
    found = []
    for inbox, published, began in rows:
        durable = next((at for at in wakes[inbox] if at >= began), None)  # `stored_at` is when its transaction began
        if durable is not None and published > since:
            found.append(durable - published)
    return found
