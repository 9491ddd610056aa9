"""A matter as an officer meets it, and what it is called while alerts come, go and change what they rest on. Pure.

What makes alerts one matter is in `schemas.matter`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from schemas.view import View


class Beside(NamedTuple):
    """Another alert of the same matter, as it stands."""

    view: View
    shared: int
    """Reports that both rest on; 0: they are tied by others between them."""


class Matter(NamedTuple):
    """What one alert is a part of."""

    id: str
    """That of the alert that was there first; stays when others come, and when that one is forgotten."""
    others: tuple[Beside, ...] = ()
    """The first of the others, in the order in which an officer takes them, those that ended last."""
    more: int = 0
    """Further ones, that are not among `others`."""
    standing: int = 0
    """How many of all others stand: neither withdrawn nor merged."""


class Held(NamedTuple):
    """Where an alert has its place until now."""

    matter: str
    since: int
    """When its first version was stored, milliseconds since 1970."""
    version: int = 1
    """The newest stored."""
    standing: bool = True
    rank: float = 0.0


def named(
    matters: Iterable[Sequence[str]], held: Mapping[str, Held], elsewhere: Collection[str] = ()
) -> dict[str, str]:
    """Alert id -> id of its matter. A matter keeps the name of its oldest alert's; the part that splits off gets its own oldest
    alert for a name. `elsewhere`: names of other matters. Pure; whatever the order of `matters`."""
    oldest_first = [sorted(matter, key=lambda one: (held[one].since, one)) for matter in matters]
    names: dict[str, str] = {}
    taken = set(elsewhere)
    for matter in sorted(oldest_first, key=lambda matter: (held[matter[0]].since, matter[0])):
        name = next(name for name in _candidates(matter, held[matter[0]]) if name not in taken)
        taken.add(name)
        names.update(dict.fromkeys(matter, name))
    return names


def _candidates(matter: Sequence[str], oldest: Held) -> Iterator[str]:
    """Names for a matter, the best first. An alert that left those it was first among, or was forgotten and comes back, may find
    its own id in use by them: then a name is made of when it came."""
    yield oldest.matter
    yield from matter
    yield blake2b(f"{matter[0]}|{oldest.since}".encode(), digest_size=16).hexdigest()
