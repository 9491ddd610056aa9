"""When signs together are enough: the ILO-EC Delphi rule, with reasons against, a cap on profiles, and independence."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from schemas.rulepack import Strength

_WEAKER: dict[Strength, Strength | None] = {
    Strength.STRONG: Strength.MODERATE,
    Strength.MODERATE: Strength.WEAK,
    Strength.WEAK: None,
}


class Sign(NamedTuple):
    """A hit as the rule counts it."""

    indicator: str
    strength: Strength | None
    """None: outweighed."""
    profile: bool
    immediate: bool
    events: tuple[str, ...]
    repeated: bool = False
    """Strong, and resting on so many events that the repetition is evidence of its own."""


def lowered(strength: Strength, steps: int) -> Strength | None:
    """The strength after so many reasons against, one step each; None when nothing is left."""
    counted: Strength | None = strength
    for _ in range(steps):
        counted = _WEAKER[counted] if counted is not None else None
    return counted


def combination(signs: Sequence[Sign]) -> str | None:
    """Which published combination is met, in words, or None.

    Positive at 2 strong | 1 strong + 1 other | 3 moderate | 2 moderate + 1 weak (ILO-EC, WCMS_105023, 2009). Profile
    signs count as one weak sign together. A repeated strong sign counts as one moderate sign more: our own reading [D],
    for a pattern over many events is not one observation. The signs must rest on two events at least, unless one of them
    is marked immediate: then a second event is not waited for.
    """
    counted = [sign for sign in signs if sign.strength is not None]
    if not _independent(counted):
        return None
    strong = _count(counted, Strength.STRONG)
    moderate = _count(counted, Strength.MODERATE)
    weak = _count(counted, Strength.WEAK)
    if strong >= 2:
        return "2 strong"
    if strong == 1 and moderate:
        return "1 strong + 1 moderate"
    if strong == 1 and weak:
        return "1 strong + 1 weak"
    if moderate >= 3:
        return "3 moderate"
    if moderate == 2 and weak:
        return "2 moderate + 1 weak"
    repeated = [len(set(sign.events)) for sign in counted if sign.repeated and sign.strength is Strength.STRONG]
    if repeated:
        return f"1 strong, repeated in {max(repeated)} events"
    if strong and any(sign.immediate and sign.strength is Strength.STRONG for sign in counted):
        return "1 strong that does not wait"
    return None


def _count(signs: Iterable[Sign], strength: Strength) -> int:
    plain = sum(1 for sign in signs if sign.strength is strength and not sign.profile)
    if strength is not Strength.WEAK:
        return plain
    return plain + any(sign.profile for sign in signs)


def _independent(signs: Sequence[Sign]) -> bool:
    events = {event for sign in signs for event in sign.events}
    return len(events) >= 2 or any(sign.immediate for sign in signs)
