"""Judging: what indicators say of the entries of a history, remembered as its hits. Pure.

A hit stands while an entry that is held meets it with all that is known now, so that it does not matter what came first: what is asked of a
newcomer finds what it completes, and the hits are asked again for what it answers. Most tokens have none.
"""

from collections.abc import Container, Iterable

from streams.history import Entry, History, Met
from streams.indicators.contract import Fired, Silence
from streams.pack import Pack, Ready


def judge(history: History, entry: Entry, pack: Pack) -> list[str]:
    """Ask every indicator about an entry that the history holds, and remember what fires. Gives what did."""
    hub = history.is_hub(pack.brakes)  # as in `_is_hubs`, once for all of them
    asked = pack.asked(entry.role, history.kind)
    return [r.id for r in asked if not (hub and r.indicator.volume) and _ask(history, entry, r, pack) is None]


def _ask(history: History, entry: Entry, ready: Ready, pack: Pack) -> Silence | None:
    """Why it does not fire; None if it does: then it is remembered."""
    fired = ready.indicator.judge(entry, history, ready.params)
    if not isinstance(fired, Fired):
        return fired
    evidence = sorted(fired.evidence)[-pack.brakes.evidence :]
    events = tuple(dict.fromkeys(e.event for e in evidence))
    met = Met(ready.id, fired.said, events, evidence[-1].time, len(evidence))
    history.hits[ready.id] = _joined(history, met, pack)
    return None


def judge_dropped(history: History, dropped: Iterable[Entry], pack: Pack) -> None:
    """Of what comes so late that it is summarised at once, nothing is asked: so what counts it is asked of all that is held."""
    for ready in pack.summarised:
        counted = (mark for entry in dropped for facet in ready.indicator.facets for mark in facet.marks(entry))
        if ready.id not in history.hits and any(counted):
            _ask_all(history, ready, pack)


def _ask_all(history: History, ready: Ready, pack: Pack) -> None:
    for entry in () if _is_hubs(history, ready, pack) else history.entries:
        if ready in pack.asked(entry.role, history.kind):
            _ask(history, entry, ready, pack)


def judge_anew(history: History, pack: Pack) -> list[Met]:
    """Forget the hits and judge every entry again. Gives those that are not met any more."""
    before = dict(history.hits)
    history.hits.clear()
    for entry in history.entries:
        judge(history, entry, pack)
    judge_company(history, pack)
    return [met for name, met in before.items() if name not in history.hits]


def judge_company(history: History, pack: Pack) -> list[Met]:
    """Ask anew what those show whom the token stands beside. Gives the hits that are not met any more."""
    lost = []
    for ready in pack.beside:
        before, sighting = history.hits.pop(ready.id, None), max(history.beside, default=None)
        if sighting is not None and not _is_hubs(history, ready, pack):
            _ask(history, sighting, ready, pack)
        if before is not None and ready.id not in history.hits:
            lost.append(before)
    return lost


def taken_back(history: History, pack: Pack, fresh: Container[str] = ()) -> list[Met]:
    """Ask the hits again, now that more is known, and take back those that are not met any more: whatever came first, the end is
    the same. `fresh`: what fired with all that is known now."""
    found = []
    for met in tuple(history.hits.values()):
        ready = pack.by_id.get(met.indicator)
        if ready is None or ready.indicator.beside or met.indicator in fresh or _stands(history, met, ready, pack):
            continue
        del history.hits[met.indicator]
        _ask_all(history, ready, pack)  # its evidence is bounded: what rested on older may still stand
        if met.indicator not in history.hits:
            found.append(met)
    return found


def _is_hubs(history: History, ready: Ready, pack: Pack) -> bool:
    """It counts others, and the token has met so many that this says nothing any more."""
    return ready.indicator.volume is not None and history.is_hub(pack.brakes)


def _stands(history: History, met: Met, ready: Ready, pack: Pack) -> bool:
    """Some of its own evidence still meets the hit, and then what it rests on is what is known now, while its sentence stays that of the
    most that was ever counted (`_joined`); or a bound dropped what it is short of, and no summary tells: then it was true."""
    if _is_hubs(history, ready, pack):
        return False
    evidence = [entry for entry in history.entries if entry.event in met.events]
    if len({entry.event for entry in evidence}) < len(met.events) and not ready.indicator.facets:
        return True
    answers = []
    for entry in reversed(evidence):
        if entry.role in ready.indicator.roles:
            answers.append(_ask(history, entry, ready, pack))
            if answers[-1] is None:
                return True
    return not answers or (history.dropped > 0 and Silence.INSUFFICIENT_HISTORY in answers)


def _joined(history: History, new: Met, pack: Pack) -> Met:
    """The same indicator again: all its evidence, and the sentence that speaks of the most."""
    old = history.hits.get(new.indicator)
    if old is None:
        return new
    telling = new if (new.size, new.time) >= (old.size, old.time) else old
    wanted = {*old.events, *new.events}
    events = tuple(dict.fromkeys(e.event for e in history.entries if e.event in wanted))[-pack.brakes.evidence :]
    return telling._replace(events=events, time=max(old.time, new.time))
