"""What a token costs in memory: histories of a simulated day put away as a worker puts them away, weighed one by one.

A token is charged what is its own (key, place in the table, head, references) and its share of every fact that it holds with others.
The sum is held against what the interpreter says it has given out, so that nothing is left out of the weighing.
"""

import gc
import time
import tracemalloc
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from sys import getsizeof
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from deploy.bench.core import Core
from deploy.bench.load import read_day, write_day
from deploy.composition import compose
from deploy.settings import DeploySettings
from streams.cold import let_go, put_away, weight
from streams.corrections import is_history
from streams.ports import Record
from streams.shelves import LIVE
from streams.stored import load

GOAL_BYTES = 2048
"""Of a token, at the 99th percentile."""
_LIVE_SAMPLE = 5_000
T = TypeVar("T")


def measure_memory(events: int, note: Callable[[str], None]) -> dict[str, Any]:
    """Score a simulated day of so many events, put every history away, and weigh each."""
    stored = _histories(events, note)
    note(f"putting {len(stored)} histories away")
    packing = _packing(stored)
    cold, given = _weighed(lambda: {token: put_away(data) for token, data in stored})
    table = getsizeof(cold) / len(cold)
    sizes = sorted(getsizeof(token) + table + weight(one) for token, one in cold.items())
    sample = stored[:: max(1, len(stored) // _LIVE_SAMPLE)]
    live, live_given = _weighed(lambda: {token: load(token, data) for token, data in sample})
    entries = sorted(data.count(b"\n") for _, data in stored)
    return {
        "events": events,
        "tokens": len(cold),
        "sightings_p50": _at(entries, 0.5),
        "sightings_p99": _at(entries, 0.99),
        "stored_bytes_p50": _at(sorted(len(data) for _, data in stored), 0.5),
        "stored_bytes_p99": _at(sorted(len(data) for _, data in stored), 0.99),
        "bytes_p50": round(_at(sizes, 0.5)),
        "bytes_p99": round(_at(sizes, 0.99)),
        "bytes_max": round(sizes[-1]),
        "bytes_mean": round(sum(sizes) / len(sizes)),
        "bytes_mean_by_interpreter": round(given / len(cold)),
        "packing_us_a_token": round(packing / len(cold) * 1e6, 1),
        "live_bytes_mean": round(live_given / len(live)),
        "live_at_most_a_partition": LIVE,
        "goal_bytes_p99": GOAL_BYTES,
        "met": _at(sizes, 0.99) <= GOAL_BYTES,
    }


def _histories(events: int, note: Callable[[str], None]) -> list[tuple[str, bytes]]:
    composition, now = compose(DeploySettings()), int(time.time() * 1000)
    core = Core(composition, state=False)
    with TemporaryDirectory(prefix="raabta-memory-") as folder:
        note(f"simulating and protecting {events} events")
        write_day(Path(folder) / "day", composition, 1, events)
        for offset, (partner, event, raw) in enumerate(islice(read_day(Path(folder) / "day"), events)):
            core.feed([Record(composition.topics.events(partner), 0, offset, now, event, raw, ())])
    return [(key.decode(), value) for key, value in core.states("scoring") if value is not None and is_history(key)]


def _packing(stored: list[tuple[str, bytes]]) -> float:
    """Seconds of CPU to put all of them away."""
    began = time.process_time()
    cold = [put_away(data) for _, data in stored]
    spent = time.process_time() - began
    for one in cold:
        let_go(one)
    return spent


def _weighed(make: Callable[[], T]) -> tuple[T, int]:
    """What is made, and how many bytes the interpreter gave out for it."""
    gc.collect()
    tracemalloc.start()
    made = make()
    gc.collect()
    given, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return made, given


def _at(ordered: list[Any], share: float) -> Any:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
