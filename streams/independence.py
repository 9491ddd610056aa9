"""Which signs may stand side by side: each with an observation of its own, no two that measure the same thing. Pure."""

from collections.abc import Collection, Iterable, Sequence

Units = Collection[str] | None
"""The separate observations a sign rests on; None: it waits for none and takes none."""
Clash = tuple[int, int]
"""Two signs, by their number, that measure the same thing."""


def heaviest(worth: Sequence[float], units: Sequence[Units], clashes: Collection[Clash]) -> frozenset[int]:
    """The signs, by number, that weigh most together though no two clash and each has an observation that is its own.

    Exact, so that one sign more, one observation more or a heavier sign never makes the whole weigh less. A sign that
    clashes is tried with and without, as long as what remains could still weigh more; what no longer clashes is matched
    greedily, heaviest first, which is exact for a matching. Signs of worth 0 are left out.
    """
    best: frozenset[int] = frozenset()
    most = 0.0
    waiting = [frozenset(number for number, weight in enumerate(worth) if weight > 0)]
    while waiting:
        kept = waiting.pop()
        if sum(worth[number] for number in sorted(kept)) <= most:
            continue
        one = next((one for one, other in clashes if one in kept and other in kept), None)
        if one is not None:
            waiting += (kept - {one}, kept - {number for pair in clashes if one in pair for number in pair} | {one})
            continue
        found = _matched(sorted(kept, key=lambda number: (-worth[number], number)), units)
        weight = sum(worth[number] for number in sorted(found))
        if weight > most:
            best, most = found, weight
    return best


def _matched(numbers: Iterable[int], units: Sequence[Units]) -> frozenset[int]:
    """As many of them as find an observation of their own, the first ones first."""
    owner: dict[str, int] = {}
    return frozenset(number for number in numbers if units[number] is None or _placed(number, units, owner, set()))


def _placed(number: int, units: Sequence[Units], owner: dict[str, int], tried: set[str]) -> bool:
    """Give this sign an observation, if need be by moving others to another of theirs."""
    for unit in units[number] or ():
        if unit not in tried:
            tried.add(unit)
            if unit not in owner or _placed(owner[unit], units, owner, tried):
                owner[unit] = number
                return True
    return False
