"""Scoring: a sighting meets the history of its token; hits are remembered, the sighting relayed, the alert renewed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from schemas.alert import Alert
from streams.assess import renewed
from streams.company import Told, heard, relays, told
from streams.entry import Key
from streams.frame import EVERY_PARTY, TAKEN_BACK, Relay, Target
from streams.history import Entry, History, Met
from streams.indicators.contract import Fired
from streams.joining import Joining, joining
from streams.pack import Pack, Ready


class Scored(NamedTuple):
    """What follows from one sighting."""

    known: bool
    """It changed nothing: seen before, or too old."""
    alerts: tuple[Alert, ...] = ()
    relays: tuple[Relay, ...] = ()


_KNOWN = Scored(known=True)


def score(history: History, entry: Entry, pack: Pack) -> Scored:
    """Take a sighting into its token's history and say what follows."""
    before, telling, revision = joining(history, pack.brakes), told(history, pack), history.revision
    held = _remember(history, entry, pack)
    if history.revision == revision:
        return _KNOWN
    after, view, lost = joining(history, pack.brakes), heard(history, pack), list[Met]()
    if not _follows(before, after, entry, history):
        lost = _judge_anew(view, pack)
    else:
        if held and entry.key in view.keys:
            _judge(view, entry, pack)
        lost = _judge_company(view, pack)
    answered = [*_answered(view, pack), *lost] if held or lost else []
    alerts = renewed(view, pack, answered) if (held and view.hits) or answered else ()
    return Scored(False, alerts, (*_relays(history, before, after, entry.raw), *relays(telling, told(history, pack))))


def correct(history: History, events: Collection[str], raw: bytes, pack: Pack, entry: Entry | None = None) -> Scored:
    """Take out what these events said: they are corrected. Everything ends as if they had never been, but for the versions of
    alerts that were raised. `raw`: the fact of an event that corrects them. With `entry`, a sighting that comes at the same time,
    what it says in their place is told in one version."""
    before, revision, bonds = _before(history, pack), history.revision, history.aliases
    gone = history.void(events)
    if entry is not None:
        _remember(history, entry, pack)
    for held in history.entries:
        history.meet(held, pack.brakes)
    shown = {alias for out in gone if out.hops == 0 for alias in out.names(history.token)}
    unlearned = (bonds | shown) - history.aliases - _shown(history)
    gone = (*gone, *(out for alias in sorted(unlearned) for out in history.part(alias, None)))
    return _without(history, before, gone, revision, raw, pack, unlearned)


def part(history: History, target: Target, raw: bytes, pack: Pack) -> Scored:
    """An alias takes back the sighting that it relayed, or all of them: the join was wrong."""
    before, revision = _before(history, pack), history.revision
    key = None if target.party == EVERY_PARTY else Entry(raw, target.party, 0).key
    gone = history.part(target.via, key)
    return _without(history, before, gone, revision, raw, pack)


class _Before(NamedTuple):
    """What went out from a history before it changed."""

    joined: Joining
    told: Mapping[Key, Told]


def _before(history: History, pack: Pack) -> _Before:
    return _Before(joining(history, pack.brakes), told(history, pack))


def _without(
    history: History,
    before: _Before,
    gone: tuple[Entry, ...],
    revision: int,
    raw: bytes,
    pack: Pack,
    unlearned: frozenset[str] = frozenset(),
) -> Scored:
    """What follows when entries are out: hits are made anew from what is left. `unlearned`: aliases that nothing shows now."""
    if history.revision == revision:
        return _KNOWN
    history.gone = gone
    if not history.dropped:
        history.strangers.clear()
        for entry in history.entries:
            history.meet(entry, pack.brakes)
    after, view = joining(history, pack.brakes), heard(history, pack)
    lost = _judge_anew(view, pack)
    answered = [*_answered(view, pack), *lost]
    alerts = renewed(view, pack, answered) if view.hits or answered else ()
    sent = (
        *_relays(history, before.joined, after, raw, unlearned),
        *_passed_back(history.token, gone, before.joined, after),
        *relays(before.told, told(history, pack)),
    )
    history.gone = ()
    return Scored(False, alerts, sent)


def _remember(history: History, entry: Entry, pack: Pack) -> bool:
    """Take an entry in, and enter what the bound drops for it into the summary."""
    held = history.remember(entry, pack.brakes)
    if history.fallen:
        for dropped in history.fallen:
            history.summary.add(dropped, pack.facets)
        history.fallen.clear()
    return held


def _follows(before: Joining, after: Joining, entry: Entry, history: History) -> bool:
    """What the token is judged by has only grown by this entry, and lost what a bound dropped: the hits stand."""
    if before.voice is None and after.voice is None:
        return True
    old, new = _voiced(before), _voiced(after)
    return new - {entry.key} <= old and all(key not in history.keys for key in old - new)


def _voiced(joined: Joining) -> set[Key]:
    strands = joined.strands if joined.voice is None else (joined.voice,)
    return {entry.key for strand in strands for entry in strand}


def _judge(history: History, entry: Entry, pack: Pack) -> None:
    hub = history.is_hub(pack.brakes)
    for ready in pack.asked(entry.role, history.kind):
        if not (hub and ready.indicator.volume):
            _ask(history, entry, ready, pack)


def _ask(history: History, entry: Entry, ready: Ready, pack: Pack) -> None:
    fired = ready.indicator.judge(entry, history, ready.params)
    if isinstance(fired, Fired):
        evidence = sorted(fired.evidence)[-pack.brakes.evidence :]
        events = tuple(dict.fromkeys(e.event for e in evidence))
        met = Met(ready.id, fired.said, events, evidence[-1].time, len(evidence))
        history.hits[ready.id] = _joined(history, met, pack)


def _judge_anew(history: History, pack: Pack) -> list[Met]:
    """Forget the hits and judge every entry again. Gives those that are not met any more."""
    before = dict(history.hits)
    history.hits.clear()
    for entry in history.entries:
        _judge(history, entry, pack)
    _judge_company(history, pack)
    return [met for name, met in before.items() if name not in history.hits]


def _judge_company(history: History, pack: Pack) -> list[Met]:
    """Ask anew what those show whom the token stands beside. Gives the hits that are not met any more."""
    lost = []
    for ready in pack.beside:
        before, sighting = history.hits.pop(ready.id, None), max(history.beside, default=None)
        if sighting is not None and not (ready.indicator.volume and history.is_hub(pack.brakes)):
            _ask(history, sighting, ready, pack)
        if before is not None and ready.id not in history.hits:
            lost.append(before)
    return lost


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


def _relays(
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


def _passed_back(token: str, gone: Sequence[Entry], before: Joining, after: Joining) -> Iterator[Relay]:
    """What was taken back from here is taken back from where it went on to."""
    for entry in gone:
        for alias in sorted(before.reach.get(entry.key, frozenset()) & after.aliases):
            yield Relay(Target(alias, entry.party, TAKEN_BACK, token), entry.raw)


def _parted(history: History, aliases: frozenset[str], unlearned: frozenset[str]) -> Sequence[str]:
    """Not those whose showing events a bound has dropped: what was joined then stays joined."""
    return sorted(aliases & (_shown(history) | unlearned)) if aliases else ()


def _shown(history: History) -> frozenset[str]:
    """The aliases that entries held show with this token."""
    return frozenset(alias for entry in history.entries if entry.hops == 0 for alias in entry.names(history.token))
