"""Relaying: where sightings travel along aliases when a history has changed, and from where they are taken back. Pure."""

from collections.abc import Iterator, Sequence

from streams.frame import EVERY_PARTY, TAKEN_BACK, Relay, Target
from streams.history import Entry, History
from streams.joining import Joining


def relayed(
    history: History, before: Joining, after: Joining, raw: bytes, unlearned: frozenset[str] = frozenset()
) -> Iterator[Relay]:
    """Every sighting goes where it is now to be reached, and is taken back from where it is not any more."""
    if before is after:
        return
    parted = _parted(history, before.aliases - after.aliases, unlearned)
    for alias in parted:
        yield Relay(Target(alias, EVERY_PARTY, TAKEN_BACK, history.token), raw)
    for entry in history.entries:
        old, new = before.reach.get(entry.key, frozenset()), after.reach.get(entry.key, frozenset())
        if old == new:
            continue
        for alias in sorted(new - old):
            yield Relay(Target(alias, entry.party, entry.hops + 1, history.token), entry.raw)
        for alias in _parted(history, old - new, unlearned):
            if alias not in parted:
                yield Relay(Target(alias, entry.party, TAKEN_BACK, history.token), entry.raw)


def passed_back(token: str, gone: Sequence[Entry], before: Joining, after: Joining) -> Iterator[Relay]:
    """What was taken back from here is taken back from where it went on to."""
    for entry in gone:
        for alias in sorted(before.reach.get(entry.key, frozenset()) & after.aliases):
            yield Relay(Target(alias, entry.party, TAKEN_BACK, token), entry.raw)


def _parted(history: History, aliases: frozenset[str], unlearned: frozenset[str]) -> Sequence[str]:
    """Not those whose showing events a bound has dropped: what was joined then stays joined."""
    return sorted(aliases & (aliases_shown(history) | unlearned)) if aliases else ()


def aliases_shown(history: History) -> frozenset[str]:
    """The aliases that entries held show with this token."""
    return frozenset(alias for entry in history.entries if entry.hops == 0 for alias in entry.names(history.token))
