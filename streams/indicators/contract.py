"""The one contract of an indicator: a pure function from a sighting and what is remembered to a reason, or to why there is none."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import NamedTuple

from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import TokenKind
from streams.history import Entry, History
from streams.kept import Kept
from streams.summary import Facet
from streams.wording import Said


class Silence(StrEnum):
    """Why an indicator did not fire: never silently nothing."""

    ABSENT = "absent"
    """All that it needs is there, and the sign is not."""
    NOT_APPLICABLE = "not-applicable"
    """The event does not tell what the sign is about: another kind of event, or a field that the partner left out."""
    INSUFFICIENT_HISTORY = "insufficient-history"
    """The event tells it, but fewer sightings are remembered than the pattern takes: it may yet fire."""


class Crowd(StrEnum):
    """Why a sign says nothing about a hub: a token that met so many others as `brakes.hub_degree` says."""

    SHARED = "it counts who has the token in common, and everybody has a hub in common"
    CHANCE = "among so many some are like that by chance, and it is not known of how many"
    PART = "a part of all its people must show a sign, and of so many too few signs are remembered"


class Fired(NamedTuple):
    """Why an indicator fired."""

    said: Said
    """What an officer is told; the values in it are whole numbers and codes, never a token, never an identity."""
    evidence: tuple[Entry, ...]
    """The sightings it rests on, the triggering one among them."""


class Params:
    """The thresholds of one indicator, from the rule pack."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, float | tuple[str, ...]]) -> None:
        self._values = values

    def number(self, name: str) -> float:
        """A threshold. KeyError or TypeError: the registry entry does not declare it as a number."""
        value = self._values[name]
        if isinstance(value, tuple):
            raise TypeError(name)
        return value

    def names(self, name: str) -> tuple[str, ...]:
        """A list of codes. KeyError or TypeError: the registry entry does not declare it as a list."""
        value = self._values[name]
        if not isinstance(value, tuple):
            raise TypeError(name)
        return value


Judge = Callable[[Entry, History, Params], Fired | Silence]


class Indicator(NamedTuple):
    """A registry entry. The function's name is the id, its docstring the published manual."""

    judge: Judge
    about: Subject
    roles: frozenset[Role]
    """It is asked only about sightings in these roles."""
    source: str
    """Who published it, quoted with every hit."""
    typologies: tuple[Typology, ...] = ()
    """Empty: any."""
    params: Mapping[str, float | tuple[str, ...]] = {}
    """Names and defaults of its thresholds."""
    kinds: frozenset[TokenKind] | None = None
    """Kinds of token for which it means something; None: all that can be a subject."""
    volume: Crowd | None = None
    """Why it says nothing about a hub; None: it is asked of hubs as well, for what it counts is odd in itself or a part of all."""
    facets: tuple[Facet, ...] = ()
    """What it asks of sightings that a bound dropped, so that it judges a busy one as any other: `History.apart`."""
    keeps: tuple[Kept, ...] = ()
    """What it rests on and ordinary sightings must not push out of a history."""
    beside: bool = False
    """Asked about the people whom a party stands beside (`History.companions`), not about its own sightings."""
    sign: bool = True
    """False: it says what speaks against a sign. It is never counted as one, and scoring does not ask it."""

    @property
    def id(self) -> str:
        """As in rules.toml: `a-third-party-cash`."""
        return self.judge.__name__.replace("_", "-")

    @property
    def is_pattern(self) -> bool:
        """It looks at several events within `days`, so that it may lack history; the others look at one event."""
        return "days" in self.params

    @property
    def manual(self) -> str:
        """The docstring: what it means and where it errs."""
        return (self.judge.__doc__ or "").strip()
