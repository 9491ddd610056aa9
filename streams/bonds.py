"""Bonds: what shows that two tokens name one person, and how sure that is. Bounded; the order of arrival does not matter."""

from collections.abc import Collection
from zlib import crc32

from schemas.token import TokenKind, kind_of

MOST_PARTNERS = 4
"""Partners remembered of one bond, each with one event: more add nothing to the confidence."""
DOUBT_PARTNER = 0.5
"""What each independent partner that shows both tokens leaves of the doubt [D]."""
DOUBT_EVENT = 0.8
"""What each further event of a partner already counted leaves of it [D]: the same file may have been read twice."""
DOUBT_CONFLICT = 0.5
"""What is left of the confidence when other evidence contradicts [D]."""
DOUBT_HOP = 0.5
"""What each alias further away leaves of it [D]: who joined it there is not known here."""

Bond = dict[str, str]
"""Partner -> the event that stands for it, `partner/event id`."""


def show(bonds: dict[str, Bond], alias: str, event: str, cap: int) -> None:
    """An event shows this alias on the same party. At most `cap` + 1 aliases of a kind are kept: enough to know that they are
    too many."""
    bond = bonds.setdefault(alias, {})
    partner = event[: event.index("/")]
    if partner not in bond or _mark(event) < _mark(bond[partner]):
        bond[partner] = event
    if len(bond) > MOST_PARTNERS:
        del bond[max(bond, key=lambda name: _mark(bond[name]))]
    kind = alias[: alias.index(":")]
    rivals = [other for other in bonds if other.startswith(f"{kind}:")]
    if len(rivals) > cap + 1:
        del bonds[max(rivals)]


def unshow(bonds: dict[str, Bond], events: Collection[str]) -> None:
    """These events were wrong: what rested on them alone is no bond any more."""
    for alias, bond in list(bonds.items()):
        for partner in [partner for partner, event in bond.items() if event in events]:
            del bond[partner]
        if not bond:
            del bonds[alias]


def crowded(aliases: Collection[str], cap: int) -> bool:
    """More tokens of one kind than one person has. A name is spelt in many ways and one hand holds many phones: that there are more
    of these is no mistake, only so many are remembered (`show`)."""
    if len(aliases) <= cap:
        return False
    kinds = [kind for alias in aliases if (kind := kind_of(alias)) is not TokenKind.NAMED]
    return any(kinds.count(kind) > cap for kind in set(kinds))


def confidence(events: Collection[str], *, hops: int, conflicting: bool) -> float:
    """How sure it is that two tokens name one person: 0 to 1, two decimals. `events` show both, as `partner/event id`."""
    partners = {event[: event.index("/")] for event in events}
    doubt = DOUBT_PARTNER ** len(partners) * DOUBT_EVENT ** (len(events) - len(partners))
    sure = (1.0 - doubt) * DOUBT_HOP ** max(0, hops - 1)
    return round(sure * DOUBT_CONFLICT if conflicting else sure, 2)


def _mark(event: str) -> tuple[int, str]:
    return crc32(event.encode()), event
