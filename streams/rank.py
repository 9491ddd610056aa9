"""Rank: an evidence total that never saturates, so that officers can sort under a limited capacity."""

from collections.abc import Collection, Sequence
from itertools import combinations
from math import log

from schemas.codes import InformationGrade
from schemas.rulepack import Weights
from streams.combination import alike
from streams.counted import Counted
from streams.history import DAY, Entry
from streams.independence import heaviest
from streams.observation import observations


def rank(hits: Sequence[Counted], same: Collection[tuple[str, str]], weights: Weights, *, newest: float) -> float:
    """Sum of strength x observations, each by its recency and its grades; what is not independent counts for less; times
    independent sectors and partners. `hits`: those that reasons against leave something of, each with all that it rests on
    (`streams.whole`), not what is quoted of it; `newest`: seconds since 1970.

    More evidence of the same age or less never lowers it: one more sign, observation, sector or partner adds.
    """
    worth = [_weight(hit, backers(hit.sign.indicator, hits, same), weights, newest) for hit in hits]
    pairs = combinations(range(len(hits)), 2)
    clashes = [(one, other) for one, other in pairs if alike(hits[one].sign, hits[other].sign, same)]
    apart = heaviest(worth, [None if hit.sign.immediate else hit.sign.events for hit in hits], clashes)
    total = sum(weight * (1.0 if number in apart else weights.dependent) for number, weight in enumerate(worth))
    refs = [entry.fact.ref for hit in hits for entry in hit.evidence]
    sectors, partners = len({ref.sector for ref in refs}), len({ref.partner for ref in refs})
    steps = weights.sector_step * max(0, sectors - 1) + weights.partner_step * max(0, partners - 1)
    return round(total * (1 + steps), 6)  # so that the hundredth observation of a weak sign is seen


def backers(indicator: str, hits: Sequence[Counted], same: Collection[tuple[str, str]]) -> frozenset[str]:
    """The partners that speak for a sign: those of its evidence, and of signs that measure the same thing."""
    return frozenset(
        entry.fact.ref.partner
        for hit in hits
        if hit.sign.indicator == indicator or (hit.sign.indicator, indicator) in same
        for entry in hit.evidence
    )


def graded(entry: Entry, partners: Collection[str]) -> InformationGrade:
    """The information grade of a piece of evidence: what cannot be corroborated is, once another partner says the same."""
    grade = entry.fact.information_grade
    corroborated = any(partner != entry.fact.ref.partner for partner in partners)
    raised = grade is InformationGrade.UNCORROBORATED and corroborated
    return InformationGrade.CORROBORATED if raised else grade


def _weight(hit: Counted, partners: Collection[str], weights: Weights, newest: float) -> float:
    def quality(entry: Entry) -> float:
        recency: float = 0.5 ** (max(0.0, newest - entry.time) / DAY / weights.half_life_days)
        return weights.grade[entry.fact.grade] * weights.information[graded(entry, partners)] * recency

    each = sorted((max(map(quality, seen)) for seen in observations(hit.evidence).values()), reverse=True)
    told = sum(value / float(number) ** weights.repetition for number, value in enumerate(each, 1))
    told += min(each, default=0.0) * _further(len(each), hit.dropped, weights.repetition)
    strength: float = getattr(weights, hit.strength) if hit.strength is not None else 0.0
    return strength * float(told)


def _further(first: int, more: float, repetition: float) -> float:
    """What `more` observations after the first ones add, each as much as its number lets it; `more` may be a million or a half."""
    start, end = first + 0.5, first + more + 0.5
    if repetition == 1.0:
        return log(end / start)
    power: float = 1.0 - repetition
    return float(end**power - start**power) / power
