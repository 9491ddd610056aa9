"""Entrant (a): the real worker, with the real stages; only a thread beside it reads the clocks."""

import logging
import time
from collections.abc import Sequence
from threading import Thread

from prometheus_client import REGISTRY

from deploy.bench.lane import Lane
from deploy.bench.meter import Reading, read, result, say
from schemas.settings import KafkaSettings
from streams.progress import Progress
from streams.worker import run

EVERY = 0.02
QUIET = 2.0
"""Nothing taken for so long and everything acknowledged: done, unless the others of the group say otherwise."""


def work(lane: Lane, stages: Sequence[str] = ("intake", "scoring")) -> None:
    """Run a worker until SIGTERM; it says what it has done whenever it has come to rest."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    composition = lane.composition()
    chosen = [stage for stage in composition.stages() if stage.name in stages]

    def on_start(progress: Progress) -> None:
        Thread(target=_watch, args=(progress, lane.broker_pid), daemon=True).start()

    run(chosen, KafkaSettings(), group=f"{lane.prefix}-workers", on_start=on_start)


def _watch(progress: Progress, broker_pid: int | None) -> None:
    first = before = read(broker_pid)
    started = False
    last: Reading | None = None
    acknowledged = said = 0.0
    while True:
        time.sleep(EVERY)
        now = read(broker_pid)
        taken = max((stage.taken_at or 0.0 for stage in progress.stages), default=0.0)
        if not started and taken:
            first, started = before, True
        before = now
        newest = max((stage.acknowledged_at or 0.0 for stage in progress.stages), default=0.0)
        if newest > acknowledged:
            acknowledged, last = newest, now
        at_rest = all((stage.acknowledged_at or 0.0) >= (stage.taken_at or 0.0) for stage in progress.stages)
        if last is not None and at_rest and now.wall - taken > QUIET and acknowledged > said:
            said = acknowledged
            end = last._replace(wall=acknowledged)
            say(result(first, end, _taken("intake"), _taken("scoring"), _flushes()))


def _taken(stage: str) -> int:
    return int(REGISTRY.get_sample_value("raabta_records_taken_total", {"stage": stage}) or 0)


def _flushes() -> int:
    return int(REGISTRY.get_sample_value("raabta_flush_seconds_count", {"stage": "intake"}) or 0)
