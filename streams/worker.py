"""One worker process: any number of stages on one Faust app, from settings to exit code."""

import asyncio
import contextlib
import gc
import logging
import os
import signal
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, NoReturn

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient
from faust.types import TP

from schemas.errors import Misconfigured, Unavailable
from schemas.settings import KafkaSettings
from streams import metrics
from streams.app import faust_app, hush
from streams.leave import MISCONFIGURED, TROUBLE, leave, leave_for
from streams.ports import Stage
from streams.progress import Progress
from streams.stage import StageRunner

logger = logging.getLogger(__name__)

HAND_OVER_SECONDS = 20.0
"""How long a revocation waits for the last flush; far less than the 60 s the group waits for us."""
SHUTDOWN_SECONDS = 2.5
"""From SIGTERM to the end, whatever hangs."""


def run(
    stages: Sequence[Stage],
    settings: KafkaSettings,
    *,
    group: str = "raabta-streams",
    on_start: Callable[[Progress], object] | None = None,
    session_seconds: float = 10.0,
) -> NoReturn:
    """Run the stages until SIGTERM or SIGINT, then leave with 0; with 70 for a bug, 75 for broker trouble.

    `on_start` is handed the worker's progress, for a health server. `session_seconds` is how long the group waits for
    a dead worker. Raises Misconfigured (topics that do not fit) and Unavailable (no cluster) before anything starts.
    """
    check_topics(settings, stages)
    hush()
    _collect_seldom()
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(Worker(stages, settings, group, session_seconds).live(on_start))
    raise AssertionError("a worker leaves, it does not return")


def _collect_seldom() -> None:
    """Let Python look for reference cycles seldom: histories are many, live long and have none. Reference counting frees
    the rest at once. Measured on the core: 470 to 490 us an event instead of 520 to 630."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


class Worker:
    """Holds the Faust app and the stage runners, and stands between them and the group."""

    def __init__(self, stages: Sequence[Stage], settings: KafkaSettings, group: str, session_seconds: float) -> None:
        self._app = faust_app(settings, group, session_seconds)
        self._app.shift = self
        self._runners = [StageRunner(stage, settings, self._app.membership) for stage in stages]
        self.progress = Progress(time.monotonic(), [runner.progress for runner in self._runners])
        self._generation = -1
        self._stop = asyncio.Event()
        for runner in self._runners:
            self._add_agent(runner)

    async def live(self, on_start: Callable[[Progress], object] | None) -> NoReturn:
        """Start, work until told to stop or until Faust gives up, and leave."""
        self._obey_signals(asyncio.get_running_loop())
        if on_start is not None:
            on_start(self.progress)
        chores = [self._chore(runner.flush_on_time()) for runner in self._runners]
        try:
            self._app.finalize()
            await self._app.start()
            self._app.membership.watch()
            chores.append(self._chore(self._watch()))
            await self._stop.wait()
        except Exception as trouble:
            leave(TROUBLE, "the worker could not start: %s", type(trouble).__name__)
        await self._finish()

    async def hand_over(self, *, expelled: bool) -> None:
        """Called while the group revokes our partitions; see `streams.fetch.Shift`."""
        try:
            async with asyncio.timeout(HAND_OVER_SECONDS):
                await asyncio.gather(*(runner.hand_over(expelled=expelled) for runner in self._runners))
        except TimeoutError:
            leave(TROUBLE, "partitions were taken while effects could not be made durable")
        if expelled:
            self._generation = -1

    async def take_over(self, assigned: frozenset[TP], generation: int) -> None:
        """Called with every new assignment. Keep what we know only if no generation passed without us."""
        self._app.membership.joined()
        metrics.REBALANCES.inc()
        metrics.ACKNOWLEDGED.clear()
        now = time.monotonic()
        self.progress.assigned_at = self.progress.member_at = now
        keep = self._generation >= 0 and generation == self._generation + 1
        self._generation = generation
        for runner in self._runners:
            _insist_on_whole_partitions(runner.stage, assigned)
            runner.take_over(assigned, keep=keep)
        logger.info("generation %d: partitions %s", generation, sorted({tp.partition for tp in assigned}))

    @staticmethod
    def _chore(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        def ended(task: asyncio.Task[None]) -> None:
            if not task.cancelled() and (bug := task.exception()) is not None:
                leave_for(bug, "a chore of the worker")

        task = asyncio.create_task(work)
        task.add_done_callback(ended)
        return task

    def _add_agent(self, runner: StageRunner) -> None:
        async def agent(stream: Any) -> None:
            await runner.work(stream, lambda frame: self._app.consumer.wants(frame))

        self._app.agent(self._app.frames_of(runner.stage.topics), name=runner.stage.name, concurrency=1)(agent)

    async def _watch(self) -> None:
        """Leave when Faust has crashed underneath us, and keep the time of the last accepted heartbeat."""
        while True:
            await asyncio.sleep(0.5)
            self.progress.member_at = self._app.membership.heartbeat_at
            for runner in self._runners:
                runner.note_progress()
            if self._app._crashed.is_set():
                leave(TROUBLE, "Faust gave up: %s", type(self._app.crash_reason).__name__)

    def _obey_signals(self, loop: asyncio.AbstractEventLoop) -> None:
        # signal.signal, not loop.add_signal_handler: it also comes through while a full queue blocks the loop.
        def stop(number: int, _frame: object) -> None:
            logger.info("stopping (%s)", signal.Signals(number).name)
            watchdog = threading.Timer(SHUTDOWN_SECONDS, lambda: os._exit(TROUBLE))
            watchdog.daemon = True
            watchdog.start()
            loop.call_soon_threadsafe(self._stop.set)

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)

    async def _finish(self) -> NoReturn:
        """Acknowledge what is taken, tell the group that we go (so that others take over at once), and be gone."""
        self._app.consumer.leave()
        done = all(await asyncio.gather(*(runner.flush() for runner in self._runners)))
        with contextlib.suppress(Exception):
            async with asyncio.timeout(0.5):
                await self._app.membership.resign()
        leave_quietly(0 if done else TROUBLE)


def leave_quietly(code: int) -> NoReturn:
    """End without unwinding Faust's threads, which takes seconds and can hang; everything that matters is durable."""
    logger.info("stopped")
    logging.shutdown()
    os._exit(code)


def check_topics(settings: KafkaSettings, stages: Sequence[Stage]) -> None:
    """Raise Misconfigured unless all topics of each stage exist with equal partition counts, Unavailable if unknown."""
    try:
        there = AdminClient(settings.librdkafka()).list_topics(timeout=10.0).topics
    except KafkaException as error:
        raise Unavailable(f"the cluster did not answer: {error.args[0].name()}") from None
    for stage in stages:
        expected = len(there[stage.state_topic].partitions) if stage.state_topic in there else 0
        for topic in (stage.state_topic, *stage.topics):
            count = len(there[topic].partitions) if topic in there else 0
            if count == 0:
                raise Misconfigured(f"topic {topic}", "it does not exist", "create the topics before the workers")
            if count != expected:
                raise Misconfigured(
                    f"topic {topic}",
                    f"it has {count} partitions and {stage.state_topic} has {expected}",
                    f"all topics of the stage {stage.name} need equally many: create the topic again",
                )


def _insist_on_whole_partitions(stage: Stage, assigned: frozenset[TP]) -> None:
    owned: dict[str, set[int]] = defaultdict(set)
    for tp in assigned:
        owned[tp.topic].add(tp.partition)
    if len({frozenset(owned[topic]) for topic in stage.topics}) > 1:
        leave(
            MISCONFIGURED,
            "stage %s was given different partitions of its topics; do all workers of the group run the same version?",
            stage.name,
        )


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop  # not on Windows
    except ImportError:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory
