"""What a hit rests on in full, for the rank: an alert quotes the newest of it alone, so that it stays readable and small. Pure."""

from collections import Counter
from collections.abc import Collection
from math import inf

from streams.counted import Counted
from streams.entry import BESIDE, Entry
from streams.history import History
from streams.indicators.contract import Fired
from streams.observation import observations
from streams.pack import Pack, Ready


def whole(hit: Counted, history: History, pack: Pack) -> Counted:
    """The hit with all its evidence that is held, and about how much more there was.

    It is read again from the history rather than remembered: few hits rest on more than is quoted, and only a new version asks.
    """
    if len(hit.met.events) < pack.brakes.evidence:
        return hit
    evidence = tuple(sorted(_all(hit, history, pack.by_id[hit.met.indicator])))
    seen = tuple(observations(evidence))
    return hit._replace(
        evidence=evidence, sign=hit.sign._replace(events=seen), dropped=_dropped(history, evidence, len(seen))
    )


def _all(hit: Counted, history: History, ready: Ready) -> set[Entry]:
    """What the indicator says of every entry. One that is evidence already is not asked: whatever else stands in a window with
    it is asked itself."""
    found = set(hit.evidence)
    for entry in reversed(history.entries):
        if entry not in found and entry.role in ready.indicator.roles and not ready.indicator.beside:
            fired = ready.indicator.judge(entry, history, ready.params)
            if isinstance(fired, Fired):
                found.update(fired.evidence)
    return found


def _dropped(history: History, evidence: Collection[Entry], seen: int) -> float:
    """About how many further observations a bound dropped: of the reports of these kinds as large a share as of those held."""
    if not history.summary:
        return 0.0
    kinds = {_kind(entry) for entry in evidence if entry.hops != BESIDE}
    held = Counter(map(_kind, history.own))
    gone = history.summary.events(-inf, inf)
    among = sum(held[kind] for kind in kinds)
    return sum(gone[kind] for kind in kinds) * min(1.0, seen / among) if among else 0.0


def _kind(entry: Entry) -> str:
    return f"{entry.fact.ref.sector} {entry.fact.kind}"  # as `streams.summary` counts them
