"""How often a sign was worth it, with an interval: Beta-binomial, shrunk to the house's average. Pure."""

from collections.abc import Iterable, Sequence
from math import exp, lgamma, log
from typing import NamedTuple

from scipy.optimize import minimize_scalar
from scipy.stats import beta

from deploy.learning.verdict import Verdict

LEVEL = 0.95
LEAST_TOLD = 20.0
"""[D] Cases decided on before any share is told: fewer say more of the prior, and of chance, than of a sign."""


class Tried(NamedTuple):
    """How often something was decided on, and how often it was worth it; weights, so not whole."""

    name: str
    worth: float
    decided: float
    officers: int


class Precision(NamedTuple):
    """What the decisions let us believe."""

    name: str
    worth: float
    decided: float
    officers: int
    mean: float
    low: float
    high: float


class Prior(NamedTuple):
    """A Beta distribution, as if so much had been decided before."""

    worth: float
    wasted: float

    @property
    def mean(self) -> float:
        """The house's average."""
        return self.worth / (self.worth + self.wasted)


def by_indicator(verdicts: Iterable[Verdict]) -> list[Tried]:
    """Each indicator that counted in a decided alert; one that was outweighed, or that another stood for, did not raise it."""
    return _tried((name, v) for v in verdicts for name in _counting(v))


def by_combination(verdicts: Iterable[Verdict]) -> list[Tried]:
    """Each line of the ILO-EC rule that raised an alert."""
    return _tried((v.alert.combination, v) for v in verdicts)


def by_pair(verdicts: Iterable[Verdict]) -> list[Tried]:
    """Each two indicators that counted together."""

    def pairs() -> Iterable[tuple[str, Verdict]]:
        for v in verdicts:
            names = _counting(v)
            yield from ((f"{one} + {other}", v) for n, one in enumerate(names) for other in names[n + 1 :])

    return _tried(pairs())


def house_of(verdicts: Iterable[Verdict]) -> Tried:
    """All cases together, each once: a case with five signs is no five cases."""
    found = _tried(("all cases", v) for v in verdicts)
    return found[0] if found else Tried("all cases", 0.0, 0.0, 0)


def prior_of(house: Tried, tried: Sequence[Tried]) -> Prior:
    """What all together say of one of whom little is known: the average of the cases, and how alike signs are (maximum likelihood).

    Its mean starts from one case worth it and one not (uniform), so that a first decision is not the whole truth. Its weight
    is kept between 2 and 200 decisions (fewer would let a single decision speak, more would silence hundreds), and adds at
    most 2 to what the house has decided: nobody knows the average better than that.
    """
    mean = (house.worth + 1) / (house.decided + 2)
    if not tried:
        return Prior(2 * mean, 2 * (1 - mean))

    def unlikely(weight: float) -> float:
        prior = Prior(mean * exp(weight), (1 - mean) * exp(weight))
        return -sum(_likelihood(one, prior) for one in tried)

    most = min(200.0, 2 + house.decided)
    weight = exp(minimize_scalar(unlikely, bounds=(log(2), log(most)), method="bounded").x)
    return Prior(mean * weight, (1 - mean) * weight)


def precision(tried: Tried, prior: Prior, level: float = LEVEL) -> Precision:
    """The posterior of one: mean and central interval."""
    worth, wasted = prior.worth + tried.worth, prior.wasted + tried.decided - tried.worth
    tail = (1 - level) / 2
    low, high = (float(beta.ppf(at, worth, wasted)) for at in (tail, 1 - tail))
    return Precision(*tried, worth / (worth + wasted), low, high)


def _counting(verdict: Verdict) -> list[str]:
    return sorted({hit.indicator for hit in verdict.alert.hits if hit.counts})


def _likelihood(one: Tried, prior: Prior) -> float:
    def log_beta(a: float, b: float) -> float:
        return lgamma(a) + lgamma(b) - lgamma(a + b)

    return log_beta(prior.worth + one.worth, prior.wasted + one.decided - one.worth) - log_beta(*prior)


def _tried(shown: Iterable[tuple[str, Verdict]]) -> list[Tried]:
    sums: dict[str, tuple[float, float]] = {}
    officers: dict[str, set[str]] = {}
    for name, verdict in shown:
        worth, decided = sums.get(name, (0.0, 0.0))
        sums[name] = (worth + verdict.worth * verdict.weight, decided + verdict.weight)
        officers.setdefault(name, set()).update(verdict.officers)

    def told(name: str) -> Tried:
        worth, decided = (round(weight, 9) for weight in sums[name])  # three thirds are one case
        return Tried(name, worth, decided, len(officers[name]))

    return [told(name) for name in sorted(sums)]
