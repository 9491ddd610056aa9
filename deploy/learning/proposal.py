"""From precision to a proposal: one step stronger or weaker, when chance does not explain it. A person decides. Pure."""

from collections.abc import Sequence
from math import floor
from typing import NamedTuple

from deploy.learning.precision import LEVEL, Precision, Prior, Tried, precision
from schemas.rulepack import RulePack, Strength

LEAST_DECIDED = 20.0
"""[D] Cases decided on before anything is proposed of an indicator."""
LEAST_OFFICERS = 2
"""[D] One officer's habit is no evidence."""
TELLING = 2.0
"""[D] Twice the house's odds, or half of them, is worth a step."""
_ORDER = (Strength.WEAK, Strength.MODERATE, Strength.STRONG)


class Proposal(NamedTuple):
    """A change of one strength, with its grounds."""

    indicator: str
    now: Strength
    wanted: Strength
    why: str


class Withheld(NamedTuple):
    """An indicator of which nothing is proposed, though it may look as if something should be."""

    indicator: str
    why: str


def proposals(
    tried: Sequence[Tried], prior: Prior, pack: RulePack
) -> tuple[tuple[Proposal, ...], tuple[Withheld, ...]]:
    """What the decisions speak for, and what is held back and why.

    The interval is widened by the number of indicators judged (Bonferroni), or among ninety a few would stand out by
    chance. Only alerts are decided on: nothing here says what an indicator misses, nor what it is worth alone.
    """
    known = [one for one in tried if one.name in pack.indicators]
    ripe = [one for one in known if one.decided >= LEAST_DECIDED]
    level = 1 - (1 - LEVEL) / max(len(ripe), 1)
    found: list[Proposal] = []
    held: list[Withheld] = []
    for one in known:
        if one.decided < LEAST_DECIDED:
            held.append(Withheld(one.name, f"{_cases(one.decided)} cases decided; {LEAST_DECIDED:.0f} are wanted"))
            continue
        judged = _judged(precision(one, prior, level), prior, pack)
        if isinstance(judged, Proposal):
            found.append(judged)
        elif judged is not None:
            held.append(judged)
    return tuple(found), tuple(held)


def _judged(one: Precision, prior: Prior, pack: RulePack) -> Proposal | Withheld | None:
    house = _odds(prior.mean)
    step = (_odds(one.low) > house * TELLING) - (_odds(one.high) < house / TELLING)
    if not step:
        return None
    rule = pack.indicators[one.name]
    place = _ORDER.index(rule.strength) + step
    if one.officers < LEAST_OFFICERS:
        return Withheld(one.name, f"only {one.officers} officer decided on it; {LEAST_OFFICERS} are wanted")
    if step > 0 and rule.profile:
        return Withheld(one.name, "a profile sign stays weak, whatever follows it: who someone is, is no evidence")
    if step < 0 and (rule.immediate or rule.pattern is not None):
        return Withheld(one.name, "it may alert alone; whether it still should is for a person to weigh")
    if not 0 <= place < len(_ORDER):
        return Withheld(one.name, "already as weak as a sign can be; consider `on = false`") if step < 0 else None
    why = (
        f"{_cases(one.worth)} of {_cases(one.decided)} cases were worth it: {one.low:.0%} to {one.high:.0%}, "
        f"where the house's average is {prior.mean:.0%}"
    )
    return Proposal(one.name, rule.strength, _ORDER[place], why)


def _cases(number: float) -> str:
    """19.6, 20: alerts of one case weigh 1 together, so that sums are not whole; cut, for 19.96 are not 20."""
    return f"{floor(number * 10) / 10:g}"


def _odds(share: float) -> float:
    return share / max(1 - share, 1e-9)
