"""Judging: what indicators say of the entries of a history, remembered as its hits. Pure."""

from streams.history import Entry, History, Met
from streams.indicators.contract import Fired
from streams.pack import Pack, Ready


def judge(history: History, entry: Entry, pack: Pack) -> None:
    """Ask every indicator about an entry that the history holds, and remember what fires."""
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
        if ready.indicator.volume and history.is_hub(pack.brakes):
            continue
        before, sighting = history.hits.pop(ready.id, None), max(history.beside, default=None)
        if sighting is not None:
            _ask(history, sighting, ready, pack)
        if before is not None and ready.id not in history.hits:
            lost.append(before)
    return lost


def taken_back(history: History, pack: Pack) -> list[Met]:
    """Take back the hits that rested on something missing which is there now. Whatever came first, the end is the same."""
    found = []
    for met in tuple(history.hits.values()):
        ready = pack.by_id.get(met.indicator)
        if ready is not None and ready.indicator.absence:
            evidence = [entry for entry in history.entries if entry.event in met.events]
            asked = [entry for entry in evidence if entry.role in ready.indicator.roles]
            if len({entry.event for entry in evidence}) < len(met.events):
                continue  # a bound dropped some of it: the sign was there, and what is left cannot tell otherwise
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
