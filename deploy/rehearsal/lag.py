"""How far the groups are behind, asked of the cluster itself: a worker that is gone reports no lag.

By aiokafka: librdkafka 2.16's admin client ends the process (`rd_kafka_enq_once_del_source_return: Assertion failed`)
when a broker dies while it is asked for offsets, and that is just when we ask.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

from aiokafka import AIOKafkaConsumer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError
from aiokafka.structs import TopicPartition

from deploy.composition import Composition
from schemas.settings import KafkaSettings
from streams.app import tls_context

PATIENCE = 3.0
"""Seconds a question may take."""


class LagWatch:
    """Records published and not yet acknowledged, over the workers' group and every inbox."""

    def __init__(self, loop: asyncio.AbstractEventLoop, settings: KafkaSettings, composition: Composition) -> None:
        self._loop = loop
        self._settings = settings
        topics, numbers = composition.topics, range(composition.partitions)
        inboxes = [topics.inbox(name) for name in composition.routes.inboxes]
        sources = [topic for stage in composition.stages() for topic in stage.topics]
        workers = f"{topics.prefix}-streams-{'-'.join(stage.name for stage in composition.stages())}"
        self._groups = {workers: sources} | {inbox: [inbox] for inbox in inboxes}
        self._places = [TopicPartition(topic, number) for topic in (*sources, *inboxes) for number in numbers]
        self._clients: tuple[Any, Any] | None = None

    def records(self) -> int | None:
        """How many; None while the cluster does not answer in time."""
        return self._asked(self._records)

    def copies_missing(self) -> int | None:
        """Copies of partitions that are not in sync; None while the cluster does not answer in time."""
        return self._asked(self._copies_missing)

    def close(self) -> None:
        """Let the connections go."""
        self._asked(self._closed)

    async def _records(self) -> int:
        consumer, admin = await self._connected()
        ends = await consumer.end_offsets(self._places)
        reached = await asyncio.gather(*(admin.list_consumer_group_offsets(group) for group in self._groups))
        known = {place: max(0, found.offset) for one in reached for place, found in one.items()}
        return sum(max(0, end - known.get(place, 0)) for place, end in ends.items())

    async def _copies_missing(self) -> int:
        _, admin = await self._connected()
        topics = await admin.describe_topics()
        return sum(len(one["replicas"]) - len(one["isr"]) for topic in topics for one in topic["partitions"])

    async def _connected(self) -> tuple[Any, Any]:
        if self._clients is None:
            consumer, admin = AIOKafkaConsumer(**_given(self._settings)), AIOKafkaAdminClient(**_given(self._settings))
            try:
                await consumer.start()
                await admin.start()
            except BaseException:  # also when the question is given up: nothing is left open
                await consumer.stop()
                await admin.close()
                raise
            self._clients = consumer, admin
        return self._clients

    async def _closed(self) -> int:
        clients, self._clients = self._clients, None
        if clients is not None:
            await clients[0].stop()
            await clients[1].close()
        return 0

    def _asked(self, question: Callable[[], Coroutine[Any, Any, int]]) -> int | None:
        async def asked() -> int:
            return await asyncio.wait_for(question(), PATIENCE)

        try:
            return asyncio.run_coroutine_threadsafe(asked(), self._loop).result(PATIENCE * 2)
        except (KafkaError, TimeoutError, ConnectionError):
            return None


def _given(settings: KafkaSettings) -> dict[str, Any]:
    """The settings in aiokafka's words."""
    given: dict[str, Any] = {
        "bootstrap_servers": settings.bootstrap.split(","),
        "security_protocol": settings.security_protocol,
        "ssl_context": tls_context(settings),
        "request_timeout_ms": int(PATIENCE * 1000),
        "metadata_max_age_ms": 5000,  # leaders move while brokers are struck
    }
    if settings.security_protocol.startswith("SASL"):
        given |= {
            "sasl_mechanism": settings.sasl_mechanism,
            "sasl_plain_username": settings.sasl_username,
            "sasl_plain_password": settings.sasl_password.get_secret_value(),
        }
    return given


@contextmanager
def lag_watch(settings: KafkaSettings, composition: Composition) -> Iterator[LagWatch]:
    """Ask for the length of a `with` block."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # brokers die on purpose here; we say so ourselves
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="lag", daemon=True)
    thread.start()
    watch = LagWatch(loop, settings, composition)
    try:
        yield watch
    finally:
        watch.close()
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)
        loop.close()
