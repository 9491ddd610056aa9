"""The goals of the project, each against what was measured. Every goal is told, also one that could not be measured, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from deploy.evaluate.attention import Reading
from deploy.evaluate.coordination import Coordination
from deploy.evaluate.fairness import DIMENSIONS, FEWEST, Fairness, Gap
from deploy.evaluate.intervals import Estimate, Share
from deploy.evaluate.recall import Recall
from schemas.codes import Sector

RECALL, RECALL_MISSING, PRECISION, TIMES, LEAD_HOURS, FAIR = 0.95, 0.70, 0.5, 2.0, 6.0, 1.25
QUICK = "--quick leaves it out"
NO_CASE = "the truth file holds no case that could be told"
NOBODY = Estimate(None, None, None, 0)
FAIRNESS = "honest people by "


class Verdict(StrEnum):
    """What the measurement says of a goal."""

    REACHED = "reached"
    MISSED = "missed"
    UNDECIDED = "undecided"
    """Too few observations to tell: the interval holds the goal's line, and the figure alone would be luck."""
    UNKNOWN = "not measured"


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal, and how far it is reached. The verdict is that of the figure; `sure` says if the whole interval agrees."""

    text: str
    value: float | None
    low: float | None
    high: float | None
    wanted: str
    verdict: Verdict
    sure: bool
    why: str = ""
    """Of one that was not measured, or not decided for want of anybody alerted."""


def goals(
    recall: Recall,
    missing: Mapping[str, Recall],
    reading: Reading,
    coordination: Coordination | None,
    fairness: Fairness,
    unknown: str = "",
) -> tuple[Goal, ...]:
    """Every goal that a stream can speak of; speed and memory are `raabta bench`'s. `unknown`: why nothing can be right or
    wrong, so that none is measured."""
    found = [_least("recall of cases, all sectors", recall.cases, RECALL, NO_CASE)]
    for name in (f"without {sector}" for sector in Sector):
        cases, why = (missing[name].cases, NO_CASE) if name in missing else (NOBODY, QUICK)
        found.append(_least(f"recall of cases, {name}", cases, RECALL_MISSING, why))
    found.append(
        _least(
            f"precision of {reading.budget} matters a day", reading.precision, PRECISION, "there was nothing to read"
        )
    )
    times, why = (coordination.matters.times, "no case was found") if coordination else (NOBODY, QUICK)
    found.append(_least("cases found joined : apart, as many matters", times, TIMES, why, "times"))
    nobody = "no case was found of which somebody flies"
    found.append(_least("median hours before departure", recall.lead.median, LEAD_HOURS, nobody, "h"))
    found += [_fair(dimension, fairness) for dimension in DIMENSIONS]
    return tuple(_unmeasured(goal, unknown) for goal in found) if unknown else tuple(found)


def not_reached(found: Iterable[Goal]) -> list[Goal]:
    """What `--goals` does not let pass: a goal that is missed or was not measured. Fairness is one goal: a dimension without
    two groups to compare matters only where no dimension has them."""
    found = tuple(found)
    fair = any(goal.text.startswith(FAIRNESS) and goal.verdict is not Verdict.UNKNOWN for goal in found)
    return [
        goal
        for goal in found
        if goal.verdict is Verdict.MISSED
        or (goal.verdict is Verdict.UNKNOWN and not (fair and goal.text.startswith(FAIRNESS)))
    ]


def _unmeasured(goal: Goal, why: str) -> Goal:
    return replace(goal, value=None, low=None, high=None, verdict=Verdict.UNKNOWN, sure=False, why=why)


def _least(text: str, figure: Share | Estimate, wanted: float, why: str, unit: str = "") -> Goal:
    """`why`: what is said when there is no figure."""
    label = f"at least {wanted:g}{' ' + unit if unit else ''}"
    low, high = figure.low, figure.high
    if figure.value is None:
        if unit == "times" and low is not None and low >= wanted:  # nothing was found apart
            return Goal(text, None, low, high, label, Verdict.REACHED, False)
        return Goal(text, None, low, high, label, Verdict.UNKNOWN, False, why)
    reached = figure.value >= wanted
    sure = low is not None and high is not None and (low >= wanted if reached else high < wanted)
    return Goal(text, figure.value, low, high, label, Verdict.REACHED if reached else Verdict.MISSED, sure)


def _fair(dimension: str, fairness: Fairness) -> Goal:
    gap = next((gap for gap in fairness.gaps if gap.dimension == dimension), None)
    if gap is not None:
        return _within(gap)
    text, label = f"{FAIRNESS}{dimension}", f"at most {FAIR:g} times"
    if sum(rate.compared for rate in fairness.groups if rate.dimension == dimension) < 2:
        why = f"there are no two groups of {FEWEST} people"
        return Goal(text, None, None, None, label, Verdict.UNKNOWN, False, why)
    return Goal(text, None, None, None, label, Verdict.UNDECIDED, False, "nobody of these groups was alerted")


def _within(gap: Gap) -> Goal:
    text, label, times = f"{FAIRNESS}{gap.dimension}: {gap.most} : {gap.least}", f"at most {FAIR:g} times", gap.times
    low, high = times.low, times.high
    if low is None or high is None:
        return Goal(text, None, low, high, label, Verdict.UNKNOWN, False, "too few were alerted")
    if times.value is not None and times.value <= FAIR:
        return Goal(text, times.value, low, high, label, Verdict.REACHED, high <= FAIR)
    return Goal(text, times.value, low, high, label, Verdict.MISSED if low > FAIR else Verdict.UNDECIDED, low > FAIR)
