"""Scoring: a sighting meets the history of its token; hits are remembered, the sighting relayed, the alert renewed."""

from typing import NamedTuple

from schemas.alert import Alert
from schemas.sighting import MAX_HOPS
from schemas.token import IDENTITY_KINDS
from streams.assess import renewed
from streams.frame import Target
from streams.history import Entry, History, Met
from streams.indicators.contract import Fired
from streams.pack import Pack
from streams.wording import Said, say


class Relay(NamedTuple):
    """A sighting on its way to another token of the same person."""

    target: Target
    raw: bytes


class Scored(NamedTuple):
    """What follows from one sighting."""

    known: bool
    """It changed nothing: seen before, or too old."""
    alerts: tuple[Alert, ...] = ()
    relays: tuple[Relay, ...] = ()


_KNOWN = Scored(known=True)


def score(history: History, entry: Entry, pack: Pack) -> Scored:
    """Take a sighting into its token's history and say what follows. The only function that changes a history."""
    before = len(history.aliases)
    aliases = set(history.aliases) if history.kind in IDENTITY_KINDS else set()
    if not history.remember(entry, pack.brakes):
        return _KNOWN
    _judge(history, entry, pack)
    answered = _answered(history, pack)
    learned = history.aliases - aliases if len(history.aliases) != before else set()
    relays = _relays(history, entry, learned, pack) if history.aliases else ()
    return Scored(False, renewed(history, pack, answered) if history.hits or answered else (), relays)


def _judge(history: History, entry: Entry, pack: Pack) -> None:
    hub = history.is_hub(pack.brakes)
    for ready in pack.asked(entry.role, history.kind):
        if hub and ready.indicator.volume:
            continue
        fired = ready.indicator.judge(entry, history, ready.params)
        if isinstance(fired, Fired):
            evidence = sorted(fired.evidence)[-pack.brakes.evidence :]
            met = Met(
                ready.id,
                fired.said if isinstance(fired.said, Said) else say("", text=fired.said),
                tuple(dict.fromkeys(e.event for e in evidence)),
                evidence[-1].time,
                len(evidence),
            )
            history.hits[ready.id] = _joined(history, met, pack)


def _answered(history: History, pack: Pack) -> list[Met]:
    """Take back the hits that rested on something missing which is there now. Whatever came first, the end is the same."""
    found = []
    for met in tuple(history.hits.values()):
        ready = pack.by_id.get(met.indicator)
        if ready is not None and ready.indicator.absence:
            evidence = [entry for entry in history.entries if entry.event in met.events]
            asked = [entry for entry in evidence if entry.role in ready.indicator.roles]
            if asked and not any(isinstance(ready.indicator.judge(e, history, ready.params), Fired) for e in asked):
                found.append(history.hits.pop(met.indicator))
    return found


def _joined(history: History, new: Met, pack: Pack) -> Met:
    """The same indicator again: all its evidence, and the sentence that speaks of the most."""
    old = history.hits.get(new.indicator)
    if old is None:
        return new
    telling = new if (new.size, new.time) >= (old.size, old.time) else old
    wanted = {*old.events, *new.events}
    events = tuple(dict.fromkeys(e.event for e in history.entries if e.event in wanted))[-pack.brakes.evidence :]
    return telling._replace(events=events, time=max(old.time, new.time))


def _relays(history: History, entry: Entry, learned: set[str], pack: Pack) -> tuple[Relay, ...]:
    """The new sighting goes to every other token of this person; a token just learned gets what came before."""
    if history.is_ambiguous(pack.brakes):
        return ()
    past = [old for old in history.entries if old is not entry and old.hops < MAX_HOPS] if learned else ()
    found = [_relay(history.token, old, alias) for alias in sorted(learned) for old in past]
    if entry.hops < MAX_HOPS:
        found += [_relay(history.token, entry, alias) for alias in sorted(history.aliases)[: pack.brakes.fan_out]]
    return tuple(relay for relay in found if relay is not None)


def _relay(token: str, entry: Entry, alias: str) -> Relay | None:
    if alias in entry.me.tokens or alias == entry.via:
        return None  # it has it: intake sent it there, or it came from there
    return Relay(Target(alias, entry.party, entry.hops + 1, token), entry.raw)
