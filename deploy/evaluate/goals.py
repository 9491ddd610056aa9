"""The goals of the project, each against what was measured."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from deploy.evaluate.attention import Reading
from deploy.evaluate.coordination import Coordination
from deploy.evaluate.fairness import Fairness
from deploy.evaluate.intervals import Estimate, Share
from deploy.evaluate.recall import Recall

RECALL, RECALL_MISSING, PRECISION, TIMES, LEAD_HOURS, FAIR = 0.95, 0.70, 0.5, 2.0, 6.0, 1.25


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


def goals(
    recall: Recall,
    missing: Mapping[str, Recall],
    reading: Reading,
    coordination: Coordination | None,
    fairness: Fairness,
) -> tuple[Goal, ...]:
    """Every goal that a stream can speak of; speed and memory are `raabta bench`'s."""
    found = [_least("recall of cases, all sectors", recall.cases, RECALL)]
    found += [_least(f"recall of cases, {name}", fate.cases, RECALL_MISSING) for name, fate in missing.items()]
    found.append(_least(f"precision of {reading.budget} matters a day", reading.precision, PRECISION))
    if coordination is not None:
        found.append(_least("cases found joined : apart, as many matters", coordination.matters.times, TIMES, "times"))
    found.append(_least("median hours before departure", recall.lead.median, LEAD_HOURS, "h"))
    found += [_fair(f"honest people by {gap.dimension}: {gap.most} : {gap.least}", gap.times) for gap in fairness.gaps]
    return tuple(found)


def _least(text: str, figure: Share | Estimate, wanted: float, unit: str = "") -> Goal:
    label = f"at least {wanted:g}{' ' + unit if unit else ''}"
    if figure.value is None:
        nothing_apart = unit == "times" and figure.low is not None and figure.low >= wanted
        return Goal(
            text, None, figure.low, figure.high, label, Verdict.REACHED if nothing_apart else Verdict.UNKNOWN, False
        )
    reached = figure.value >= wanted
    low, high = figure.low, figure.high
    sure = low is not None and high is not None and (low >= wanted if reached else high < wanted)
    return Goal(text, figure.value, low, high, label, Verdict.REACHED if reached else Verdict.MISSED, sure)


def _fair(text: str, times: Estimate) -> Goal:
    label = f"at most {FAIR:g} times"
    low, high = times.low, times.high
    if low is None or high is None:
        return Goal(text, None, low, high, label, Verdict.UNKNOWN, False)
    if times.value is not None and times.value <= FAIR:
        return Goal(text, times.value, low, high, label, Verdict.REACHED, high <= FAIR)
    return Goal(text, times.value, low, high, label, Verdict.MISSED if low > FAIR else Verdict.UNDECIDED, low > FAIR)
