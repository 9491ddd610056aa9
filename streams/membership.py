"""Our standing in the consumer group, and the one way to acknowledge: by us, when all effects are durable."""

import time
from collections.abc import Iterable, Mapping
from typing import Any

from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError
from aiokafka.structs import OffsetAndMetadata, TopicPartition
from faust.types import TP


class Membership:
    """Our standing in the consumer group, and the one way to acknowledge."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.heartbeat_at: float | None = None
        """When the last heartbeat the coordinator accepted was sent (`time.monotonic`)."""

    def watch(self) -> None:
        """Note the accepted heartbeats from now on; aiokafka keeps the time of the last one to itself."""
        coordinator = self._consumer()._coordinator
        beat = coordinator._do_heartbeat

        async def noted() -> bool:
            sent_at = time.monotonic()
            accepted: bool = await beat()
            if accepted:
                self.heartbeat_at = sent_at
            return accepted

        coordinator._do_heartbeat = noted

    def joined(self) -> None:
        """A rebalance has just ended with us in the group: as good as a heartbeat."""
        self.heartbeat_at = time.monotonic()

    def is_member(self) -> bool:
        """False once the coordinator has told us that it knows us no more."""
        return bool(self._consumer()._coordinator.generation >= 0)

    def is_certain(self, now: float) -> bool:
        """Whether nobody else can own our partitions yet: the session counts from the last heartbeat sent."""
        session: float = self._app.conf.broker_session_timeout
        return self.heartbeat_at is not None and now - self.heartbeat_at < session and self.is_member()

    async def commit(self, positions: Mapping[TP, int]) -> bool:
        """Acknowledge everything before these positions. False when a rebalance came first: it will be read again.

        Waits as long as the coordinator is away. Raises KafkaError when the cluster refuses, such as by an ACL.
        """
        consumer = self._consumer()
        wanted = {TopicPartition(*tp): OffsetAndMetadata(at, "") for tp, at in positions.items()}
        try:
            await self._app.consumer._thread.call_thread(consumer.commit, wanted)
        except (CommitFailedError, IllegalStateError):
            return False
        return True

    async def resign(self) -> None:
        """Leave the group now, so that others take over without waiting for the session to end."""
        await self._app.consumer._thread.call_thread(self._consumer()._coordinator._maybe_leave_group)

    def waiting(self, positions: Mapping[TP, int], assigned: Iterable[TP]) -> int:
        """Records of our partitions at or after these positions, as far as the last fetches have shown."""
        total = 0
        for tp in assigned:
            position = positions.get(tp) or self._app.consumer._committed_offset.get(tp) or 0
            total += max(0, (self._highwater(tp) or 0) - position)
        return total

    def _highwater(self, tp: TP) -> int | None:
        try:
            highwater: int | None = self._app.consumer.highwater(tp)
        except (AssertionError, AttributeError, IllegalStateError, KafkaError):  # not assigned at this moment
            return None
        return highwater

    def _consumer(self) -> Any:
        return self._app.consumer._thread._ensure_consumer()
