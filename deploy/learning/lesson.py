"""All that the decisions say, in one value. Pure."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from deploy.learning.precision import (
    LEAST_TOLD,
    Precision,
    Prior,
    by_combination,
    by_indicator,
    by_pair,
    house_of,
    precision,
    prior_of,
)
from deploy.learning.proposal import Proposal, Withheld, proposals
from deploy.learning.verdict import Count, verdicts
from schemas.alert import Alert
from schemas.disposition import Disposition
from schemas.rulepack import RulePack


class Lesson(NamedTuple):
    """What was learned."""

    settled: Count
    cases: float
    """Decided alerts, those that share evidence counted once."""
    prior: Prior
    indicators: tuple[Precision, ...]
    """Those decided on most first."""
    combinations: tuple[Precision, ...]
    pairs: tuple[Precision, ...]
    proposals: tuple[Proposal, ...]
    withheld: tuple[Withheld, ...]

    @property
    def telling(self) -> bool:
        """Enough is decided to tell shares."""
        return self.cases >= LEAST_TOLD


def lesson(dispositions: Iterable[Disposition], alerts: Mapping[str, Alert], pack: RulePack) -> Lesson:
    """Weigh the decisions. `alerts`: by id, in the version decided on."""
    found, count = verdicts(dispositions, alerts)
    tried = by_indicator(found)
    house = house_of(found)
    prior = prior_of(house, tried)

    def told(these: Iterable[Precision]) -> tuple[Precision, ...]:
        return tuple(sorted(these, key=lambda one: (-one.decided, one.name)))

    proposed, withheld = proposals(tried, prior, pack)
    return Lesson(
        count,
        house.decided,
        prior,
        told(precision(one, prior) for one in tried),
        told(precision(one, prior) for one in by_combination(found)),
        told(precision(one, prior) for one in by_pair(found)),
        proposed,
        withheld,
    )
