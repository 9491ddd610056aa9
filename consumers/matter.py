"""A matter as an officer meets it, and what it is called while alerts come, go and change what they rest on. Pure.

What makes alerts one matter is in `schemas.matter`.
"""

from collections.abc import Iterable, Mapping, Sequence
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
    """The alert that was there first; stays when others come, and when that one is forgotten."""
    others: tuple[Beside, ...] = ()
    """In the order in which an officer takes them, those that ended last."""


class Held(NamedTuple):
    """Where an alert has its place until now."""

    matter: str
    since: int
    """When its first version was stored, milliseconds since 1970."""
    version: int = 1
    """That its grounds are of."""


def named(matters: Iterable[Sequence[str]], held: Mapping[str, Held]) -> dict[str, str]:
    """Alert id -> id of its matter. A matter keeps the name of its oldest alert's; the part that splits off gets its own oldest
    alert for a name. Pure; whatever the order of `matters`."""
    oldest_first = [sorted(matter, key=lambda one: (held[one].since, one)) for matter in matters]
    names: dict[str, str] = {}
    taken: set[str] = set()
    for matter in sorted(oldest_first, key=lambda matter: (held[matter[0]].since, matter[0])):
        name = next(name for name in (held[matter[0]].matter, *matter) if name not in taken)
        taken.add(name)
        names.update(dict.fromkeys(matter, name))
    return names
