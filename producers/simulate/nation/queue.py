"""What is waiting to be told, by the time of its turn."""

from collections.abc import Iterator
from datetime import datetime
from heapq import heappop, heappush
from typing import Any


class Queue:
    """Items with a moment and an order that is nobody else's."""

    def __init__(self) -> None:
        self._waiting: list[tuple[datetime, int, Any]] = []

    def put(self, moment: datetime, order: int, item: Any) -> None:
        """Waits until its moment."""
        heappush(self._waiting, (moment, order, item))

    def until(self, moment: datetime) -> Iterator[tuple[int, Any]]:
        """Those whose moment lies before, the earliest first."""
        while self._waiting and self._waiting[0][0] < moment:
            _, order, item = heappop(self._waiting)
            yield order, item

    def __len__(self) -> int:
        return len(self._waiting)
