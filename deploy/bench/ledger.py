"""How fast the ledger balances, and in how much memory: over copies of one real day, with planted faults to find."""

import resource
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from deploy.bench.ledgerload import Copies, Day
from deploy.bench.load import read_day, write_day
from deploy.composition import Composition, compose
from deploy.ledger import Ledger, Place
from deploy.ledger.book import uncollected
from deploy.settings import DeploySettings
from deploy.wholetopic import Stored

A_DAY = 5000
"""Reports of the day that is copied."""
SAMPLE = 4
"""Copies whose making is timed by itself."""

Note = Callable[[str], None]


def measure_ledger(events: int, note: Note) -> dict[str, Any]:
    """Balance about so many events with one loss and one repetition planted, and say seconds, memory and what was found."""
    composition = compose(DeploySettings())
    note("playing one day through the real stages")
    copies, per_copy = _copies(composition, events)
    partner = sorted(composition.partners.partners)[0]
    base = _rss_mb()
    making, making_cpu = (taken / SAMPLE * copies.times for taken in _seconds(lambda: _drain(copies, composition)))
    note(f"{copies.times} copies of {per_copy} events; making them alone takes {making:.0f} s")
    topic = composition.topics.events(partner)
    began = time.monotonic()
    cpu = time.process_time()
    with uncollected(), Ledger(composition.topics, composition.all_routes, events=copies.times * per_copy) as ledger:
        _feed(ledger, copies, composition, _planted(topic, copies), note)
        note("joining")
        read = time.monotonic() - began
        found = ledger.close()
    seconds, used = time.monotonic() - began, time.process_time() - cpu
    lost = [owed.place for owed in found.unbalanced]
    published = sum(hour.published for hour in found.hours.values())
    return {
        "events": published,
        "sightings": found.sightings,
        "versions": found.versions,
        "views": found.views,
        "seconds": round(seconds, 1),
        "cpu_seconds": round(used, 1),
        "cpu_us_per_event_without_making": round((used - making_cpu) / published * 1e6, 1),
        "reading_seconds": round(read, 1),
        "making_seconds": round(making, 1),
        "events_per_s": round(published / seconds),
        "events_per_s_without_making": round(published / max(0.001, seconds - making)),
        "peak_rss_mb": _rss_mb(),
        "rss_before_mb": base,
        "planted_found": lost == [Place(topic, 0, PLANTED_AT)] and found.duplicates_absorbed == 1,
    }


PLANTED_AT = 1_000_000_000
"""Offset of the event that nobody took."""


def _planted(topic: str, copies: Copies) -> Iterator[Stored]:
    """An event nobody took, and one published twice."""
    twice = next(copies.of(topic))
    yield twice._replace(offset=PLANTED_AT + 1)
    value = (twice.value or b"").replace(b'"time":"20', b'"time":"19', 1)
    yield twice._replace(offset=PLANTED_AT, value=value)


def _feed(ledger: Ledger, copies: Copies, composition: Composition, planted: Iterable[Stored], note: Note) -> None:
    topics, partners = composition.topics, composition.all_partners.partners
    note("events")
    ledger.events(copies.of(*(topics.events(name) for name in partners)))
    ledger.events(planted)
    note("sightings")
    ledger.sightings(copies.of(topics.sightings))
    ledger.rejects(copies.of(*topics.every_rejects(partners)))
    note("histories")
    for key, value in copies.state():
        ledger.remembered(key, value, 0)
    note("alerts, views, receipts")
    ledger.alerts(copies.told(topics.alerts))
    ledger.views(copies.told(*(topics.inbox(name) for name in composition.all_routes.inboxes)))
    ledger.receipts(copies.told(topics.receipts))


def _drain(copies: Copies, composition: Composition) -> None:
    """What the making alone takes."""
    topics = composition.topics
    few = copies.first(SAMPLE)
    everything = [topics.events(name) for name in composition.all_partners.partners]
    for _ in few.of(*everything, topics.sightings, *topics.every_rejects(composition.all_partners.partners)):
        pass
    for _ in few.state():
        pass
    for _ in few.told(topics.alerts, topics.receipts, *(topics.inbox(name) for name in composition.all_routes.inboxes)):
        pass


def _copies(composition: Composition, events: int) -> tuple[Copies, int]:
    with tempfile.TemporaryDirectory(prefix="raabta-bench-") as folder:
        file = Path(folder) / "day"
        count = write_day(file, composition, 1, min(A_DAY, max(1, events // SAMPLE)))
        lines = sorted(read_day(file), key=lambda line: line[0])
    day = Day(composition, [(partner, raw) for partner, _, raw in lines], time.time_ns() // 1_000_000)
    stamp = lines[0][1].rpartition(b"-")[0] + b"-"
    return Copies(day, stamp, max(1, round(events / count))), count


def _seconds(work: Callable[[], None]) -> tuple[float, float]:
    """By the wall, and of CPU."""
    began, cpu = time.monotonic(), time.process_time()
    work()
    return time.monotonic() - began, time.process_time() - cpu


def _rss_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
