"""Which of the histories that are ready to read hold an event, so that a correction need not look through all of them."""

from collections.abc import Iterable


class Quoting:
    """`partner/event id` -> tokens. May name one history too many, never one too few."""

    def __init__(self) -> None:
        self._tokens: dict[str, set[str]] = {}
        self._events: dict[str, set[str]] = {}

    def note(self, token: str, events: Iterable[str]) -> None:
        """The history of this token holds these events, or takes them now."""
        held = self._events.setdefault(token, set())
        for event in events:
            if event not in held:
                held.add(event)
                self._tokens.setdefault(event, set()).add(token)

    def drop(self, token: str) -> None:
        """The history is put away."""
        for event in self._events.pop(token, ()):
            tokens = self._tokens[event]
            tokens.discard(token)
            if not tokens:
                del self._tokens[event]

    def tokens(self, event: str) -> frozenset[str]:
        """Whose histories hold it."""
        return frozenset(self._tokens.get(event, ()))
