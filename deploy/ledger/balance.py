"""What the ledger says: the account of every partner and hour, and what each stage owes."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

MOST_NAMED = 1000
"""How many unbalanced positions are listed; all are counted."""


class Place(NamedTuple):
    """Where one record lies; `element` inside a batch of events, or inside a frame of sightings."""

    topic: str
    partition: int
    offset: int
    element: int = 0


class Unbalanced(NamedTuple):
    """Something that one stage owes: it has acknowledged past the place, and nothing came."""

    stage: str
    what: str
    place: Place


@dataclass
class Hour:
    """One partner's account of one hour of publishing.

    published = accepted + rejected + duplicates + lost + under_way + unaccountable.
    """

    published: int = 0
    accepted: int = 0
    rejected: int = 0
    duplicates: int = 0
    lost: int = 0
    under_way: int = 0
    """Not acknowledged by intake yet."""
    unaccountable: int = 0
    """Published before the first record that retention has left on the topics that would tell."""


@dataclass
class UnderWay:
    """What one stage has not acknowledged yet, and so owes to nobody."""

    count: int = 0
    oldest: int = 0
    """When the oldest of it was published, milliseconds since 1970."""


@dataclass
class Balance:
    """The account of everything."""

    hours: dict[tuple[str, str], Hour] = field(default_factory=lambda: defaultdict(Hour))
    """By partner and hour (UTC)."""
    events: int = 0
    """Accepted."""
    rejects: int = 0
    sightings: int = 0
    """Distinct; relays included."""
    alerts: int = 0
    versions: int = 0
    views: int = 0
    delivered: int = 0
    failed: int = 0
    suppressed: Counter[str] = field(default_factory=Counter)
    duplicates_absorbed: int = 0
    lost: int = 0
    unbalanced: list[Unbalanced] = field(default_factory=list)
    owed: Counter[str] = field(default_factory=Counter)
    """How much each stage owes; sums to `lost`."""
    under_way: dict[str, UnderWay] = field(default_factory=lambda: defaultdict(UnderWay))
    """By the stage that has it."""
    unaccountable: int = 0
    """What can be neither called lost nor sound, because retention has deleted what would tell."""
    gone: dict[str, int] = field(default_factory=dict)
    """Topic -> records that retention had deleted from its start."""
    unsettled: dict[str, int] = field(default_factory=dict)
    """Partner ("" for all) -> publication of the oldest thing owed or under way, milliseconds since 1970."""

    @property
    def quiet(self) -> bool:
        """Nothing is owed and nothing is under way."""
        return not self.lost and not self.under_way

    def owe(self, stage: str, what: str, place: Place, published: int, partner: str = "") -> None:
        """Note that a stage owes something."""
        self.lost += 1
        self.owed[stage] += 1
        self._unsettle(partner, published)
        if len(self.unbalanced) < MOST_NAMED:
            self.unbalanced.append(Unbalanced(stage, what, place))

    def wait(self, stage: str, published: int, partner: str = "") -> None:
        """Note that a stage still has something."""
        waiting = self.under_way[stage]
        waiting.oldest = min(waiting.oldest, published) if waiting.count else published
        waiting.count += 1
        self._unsettle(partner, published)

    def balanced_until(self, partner: str, now: int) -> int:
        """Everything this partner published before then is accounted for; milliseconds since 1970."""
        return min(now, self.unsettled.get(partner, now), self.unsettled.get("", now))

    def _unsettle(self, partner: str, published: int) -> None:
        self.unsettled[partner] = min(self.unsettled.get(partner, published), published)
