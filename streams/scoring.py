"""Scoring: a sighting meets the history of its token; hits are remembered, the sighting relayed, the alert renewed."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from schemas.alert import Alert
from streams.assess import renewed, risen
from streams.company import Told, heard, relays, told
from streams.entry import Key
from streams.frame import EVERY_PARTY, Relay, Target
from streams.history import Entry, History, Met
from streams.joining import Joining, joining
from streams.judging import judge, judge_anew, judge_company, judge_dropped, taken_back
from streams.pack import Pack
from streams.relaying import aliases_shown, passed_back, relayed


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
    held, dropped = _remember(history, entry, pack)
    if history.revision == revision:
        return _KNOWN
    after, view, lost = joining(history, pack.brakes), heard(history, pack), list[Met]()
    if not _follows(before, after, entry, history):
        lost = judge_anew(view, pack)
    else:
        fresh = judge(view, entry, pack) if held and entry.key in view.keys else []
        if dropped and not held:
            judge_dropped(view, dropped, pack)
        lost = judge_company(view, pack)
        if view.hits and (held or dropped or lost):
            lost = [*taken_back(view, pack, fresh), *lost]
    alerts = renewed(view, pack, lost) if ((held or dropped) and view.hits) or lost else ()
    return Scored(False, alerts, (*relayed(history, before, after, entry.raw), *relays(telling, told(history, pack))))


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
    unlearned = (bonds | shown) - history.aliases - aliases_shown(history)
    gone = (*gone, *(out for alias in sorted(unlearned) for out in history.part(alias, None)))
    return _without(history, before, gone, revision, raw, pack, unlearned)


def part(history: History, target: Target, raw: bytes, pack: Pack) -> Scored:
    """An alias takes back the sighting that it relayed, or all of them: the join was wrong."""
    before, revision = _before(history, pack), history.revision
    key = None if target.party == EVERY_PARTY else Entry(raw, target.party, 0).key
    gone = history.part(target.via, key)
    return _without(history, before, gone, revision, raw, pack)


def later(history: History, now: int, pack: Pack) -> Scored:
    """Nothing was reported, but time has passed: alerts that a departure makes more urgent by now are told anew."""
    return Scored(known=False, alerts=risen(heard(history, pack), pack, now))


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
    lost = judge_anew(view, pack)
    alerts = renewed(view, pack, lost) if view.hits or lost else ()
    sent = (
        *relayed(history, before.joined, after, raw, unlearned),
        *passed_back(history.token, gone, before.joined, after),
        *relays(before.told, told(history, pack)),
    )
    history.gone = ()
    return Scored(False, alerts, sent)


def _remember(history: History, entry: Entry, pack: Pack) -> tuple[bool, Sequence[Entry]]:
    """Take an entry in, and enter what the bound drops for it into the summary. Gives whether it is held, and what was dropped."""
    held = history.remember(entry, pack.brakes, pack.keeps)
    if not history.fallen:
        return held, ()
    dropped = tuple(history.fallen)
    history.fallen.clear()
    for one in dropped:
        history.summary.add(one, pack.facets)
    return held, dropped


def _follows(before: Joining, after: Joining, entry: Entry, history: History) -> bool:
    """What the token is judged by has only grown by this entry, and lost what a bound dropped: the hits stand."""
    if before.voice is None and after.voice is None:
        return True
    old, new = _voiced(before), _voiced(after)
    return new - {entry.key} <= old and all(key not in history.keys for key in old - new)


def _voiced(joined: Joining) -> set[Key]:
    strands = joined.strands if joined.voice is None else (joined.voice,)
    return {entry.key for strand in strands for entry in strand}
