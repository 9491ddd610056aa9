"""When signs together are enough: the ILO-EC Delphi rule, with reasons against, a cap on profiles, and independence."""

from collections.abc import Collection, Sequence
from itertools import combinations
from typing import NamedTuple

from schemas.alert import Unused
from schemas.rulepack import Enough, Strength
from streams.independence import heaviest

_WEAKER: dict[Strength, Strength | None] = {
    Strength.STRONG: Strength.MODERATE,
    Strength.MODERATE: Strength.WEAK,
    Strength.WEAK: None,
}
_WORTH = {Strength.STRONG: 5_999_700, Strength.MODERATE: 3_000_000, Strength.WEAK: 1_000}
"""The published rule as a sum: three moderate ones, or two and a weak one; a strong one is two moderate ones, and gives
way to two that are. However many weak ones there are, they never make up for a moderate one."""

Same = Collection[tuple[str, str]]
"""Pairs of indicators that measure the same thing, each both ways round."""


class Sign(NamedTuple):
    """A hit as the rule counts it."""

    indicator: str
    strength: Strength | None
    """None: outweighed."""
    profile: bool
    immediate: bool
    events: tuple[str, ...]
    """The separate observations it rests on."""
    repeated: int = 0
    """In how many events, if these are so many that the repetition is evidence of its own."""
    common: bool = False
    """Too common among the innocent to complete a combination."""


class LeftOut(NamedTuple):
    """A sign that does not count, and why."""

    indicator: str
    why: Unused
    beside: tuple[str, ...]
    """The signs that count in its place, or that its observations are needed for."""


class Combined(NamedTuple):
    """What counts together, what does not, and why."""

    counted: tuple[Sign, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    def of(self, strength: Strength) -> int:
        """How many signs of this strength count."""
        return sum(sign.strength is strength for sign in self.counted)

    @property
    def waits(self) -> bool:
        """All that counts rests on one observation, and nothing in it is too urgent for a second one."""
        events = {event for sign in self.counted for event in sign.events}
        return len(events) < 2 and not any(sign.immediate for sign in self.counted)

    def meets(self, enough: Enough) -> str | None:
        """Which combination of this line is met, in words, or None."""
        strong, moderate, weak = self.of(Strength.STRONG), self.of(Strength.MODERATE), self.of(Strength.WEAK)
        published = _published(strong, moderate, weak) or self._by_itself()
        if published is not None or enough is Enough.PUBLISHED:
            return published
        if strong:
            return "1 strong"
        if moderate >= 2:
            return "2 moderate"
        return "1 moderate + 1 weak" if enough is Enough.LOWEST and moderate and weak else None

    def _by_itself(self) -> str | None:
        strong = [sign for sign in self.counted if sign.strength is Strength.STRONG]
        repeated = max((sign.repeated for sign in strong), default=0)
        if repeated:
            return f"1 strong, repeated in {repeated} events"
        return "1 strong that does not wait" if any(sign.immediate for sign in strong) else None


def _published(strong: int, moderate: int, weak: int) -> str | None:
    if strong >= 2:
        return "2 strong"
    if strong and moderate:
        return "1 strong + 1 moderate"
    if strong and weak:
        return "1 strong + 1 weak"
    if moderate >= 3:
        return "3 moderate"
    return "2 moderate + 1 weak" if moderate == 2 and weak else None


def lowered(strength: Strength, steps: int) -> Strength | None:
    """The strength after so many reasons against, one step each; None when nothing is left."""
    counted: Strength | None = strength
    for _ in range(steps):
        counted = _WEAKER[counted] if counted is not None else None
    return counted


def combination(signs: Sequence[Sign], same: Same = ()) -> Combined:
    """Which signs count together.

    Positive at 2 strong | 1 strong + 1 other | 3 moderate | 2 moderate + 1 weak (ILO-EC, WCMS_105023, 2009), of signs
    from independent observations: each that counts has an observation that no other one needs, unless it is marked
    immediate: then a second one is not waited for. Two signs of `same` measure one thing, and profile signs describe one
    person: of these only one side counts, whichever is more together with the rest. A repeated strong sign counts as one
    moderate sign more: our own reading [D], for a pattern over many events is not one observation. What very many innocent
    people show completes nothing, though the published rule would let any weak sign do: our base rates are not a clinic's [D].
    """
    able = (sign for sign in signs if sign.strength is not None and not sign.common)
    ordered = sorted(able, key=lambda sign: sign.indicator)
    pairs = combinations(range(len(ordered)), 2)
    clashes = [(one, other) for one, other in pairs if alike(ordered[one], ordered[other], same)]
    worth = [_worth(sign) for sign in ordered]
    chosen = heaviest(worth, [None if sign.immediate else sign.events for sign in ordered], clashes)
    counted = [sign for number, sign in enumerate(ordered) if number in chosen]
    rest = [_left_out(sign, counted, same) for sign in signs if sign not in counted]
    return Combined(tuple(counted), tuple(sorted(rest)))


def _worth(sign: Sign) -> int:
    if sign.strength is None:
        return 0
    alone = sign.strength is Strength.STRONG and (sign.repeated or sign.immediate)
    more = _WORTH[Strength.MODERATE] if alone else 0
    return _WORTH[sign.strength] + more + (len(sign.events) > 1)  # of two alike, the one with more to show


def alike(one: Sign, other: Sign, same: Same) -> bool:
    """Whether two signs measure the same thing: declared so, or both describe who someone is."""
    return (one.profile and other.profile) or (one.indicator, other.indicator) in same


def _left_out(sign: Sign, counted: Sequence[Sign], same: Same) -> LeftOut:
    if sign.strength is None:
        return LeftOut(sign.indicator, Unused.OUTWEIGHED, ())
    if sign.common:
        return LeftOut(sign.indicator, Unused.COMMON, ())
    twins = tuple(other.indicator for other in counted if alike(sign, other, same))
    if twins:
        return LeftOut(sign.indicator, Unused.SAME_THING, twins)
    beside = tuple(other.indicator for other in counted if not set(sign.events).isdisjoint(other.events))
    return LeftOut(sign.indicator, Unused.SAME_EVENT, beside)
