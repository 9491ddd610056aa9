"""Alarms: which tokens have an alert that the clock alone will make more urgent, and when. Pure."""

from collections.abc import Iterator
from heapq import heapify, heappop, heappush

_SPARE = 1_000
"""Moved or called off, beside as many as there are; more are cleared away."""


class Alarms:
    """One for each token of a partition that has any, soonest first."""

    def __init__(self) -> None:
        self._at: dict[str, int] = {}
        self._line: list[tuple[int, str]] = []  # also those that were moved or called off meanwhile

    def set(self, token: str, at: int) -> None:
        """In place of the one that this token had: milliseconds since 1970; 0: none."""
        if at == self._at.get(token, 0):
            return
        self._at.pop(token, None)
        if at:
            self._at[token] = at
            heappush(self._line, (at, token))
            if len(self._line) > 2 * len(self._at) + _SPARE:
                self._line = [(moment, one) for one, moment in self._at.items()]
                heapify(self._line)

    def due(self, now: int) -> Iterator[tuple[str, int]]:
        """Tokens whose time has come, with the time; whatever is set meanwhile too."""
        while self._line and self._line[0][0] <= now:
            at, token = heappop(self._line)
            if self._at.get(token) == at:
                del self._at[token]
                yield token, at
