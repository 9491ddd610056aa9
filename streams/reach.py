"""Can every pattern of a rule pack be met within its brakes? What is not remembered is never counted."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from schemas.rulepack import Brakes, RulePack
from streams.bounds import MOST_BESIDE
from streams.fault import Fault
from streams.indicators.contract import Indicator
from streams.thresholds import Measure, measure_of

_OWN = Brakes()
"""Where a brake lies below its own default, it is the brake that was changed, and it is named; else the threshold."""
_SHORTEST_EPISODE = 7
"""Days [D]: the fee, the ticket and the flight of one journey lie further apart than that."""
_PARTS: tuple[tuple[str, str], ...] = (
    ("surnames", "passengers"),
    ("surnames", "accounts"),
    ("surnames", "sharing"),
    ("sharing", "senders"),
    ("bare", "passengers"),
    ("brides", "women"),
    ("cities", "deposits"),
    ("numbers", "payments"),
    ("senders", "payments"),
    ("households", "candidates"),
    ("unknown", "households"),
    ("unknown", "people"),
    ("bookings", "people"),
    ("group_days", "days"),
    ("youngest", "oldest"),
    ("low", "high"),
    ("times", "far"),
)
"""The first is counted among the second, or is its lower end: it is never the greater."""

Values = Mapping[str, float | tuple[str, ...]]


class _Need(NamedTuple):
    """What a threshold asks of a brake."""

    brake: str
    indicator: str
    name: str
    value: float
    most: float
    """The greatest value that can be met."""
    where: tuple[str, ...]


def beyond_reach(pack: RulePack, known: Mapping[str, Indicator]) -> Iterator[Fault]:
    """What the brakes let go of before a pattern could see it: brakes first, then thresholds."""
    needs = (need for name in pack.indicators if name in known for need in _needs(pack, known[name]))
    lacking = [need for need in needs if need.value > need.most]
    for brake in ("entries", "days", "evidence"):
        worst = max((need for need in lacking if need.brake == brake), key=lambda need: need.value, default=None)
        if worst is not None and _is_lowered(pack.brakes, brake):
            yield _of_brake(pack.brakes, worst)
    yield from _episode(pack.brakes)
    for need in lacking:
        if not _is_lowered(pack.brakes, need.brake):
            problem = f"{need.name} of {need.indicator} is {need.value:g}, and {_SAYS[need.brake].format(need.most)}"
            yield Fault(need.where, problem, f"write at most {need.most:g}")


def _is_lowered(brakes: Brakes, name: str) -> bool:
    return name != _BESIDE and bool(getattr(brakes, name) < getattr(_OWN, name))


_BESIDE = "beside"
"""No brake of a pack, but a bound in the code."""
_SAYS: Mapping[str, str] = {
    "entries": "of one token {:g} sightings are remembered",
    "days": "a sighting is remembered for {:g} days",
    "evidence": "for one hit {:g} events are quoted",
    _BESIDE: "of people beside a party {:g} sightings are remembered",
}


def _of_brake(brakes: Brakes, need: _Need) -> Fault:
    name, value = need.brake, getattr(brakes, need.brake)
    problem = f"{name} is {value}, and {need.name} of {need.indicator} needs {need.value:g}"
    return Fault(("brakes", name), problem, f"write at least {need.value:g}, or ask for less there")


def _needs(pack: RulePack, indicator: Indicator) -> Iterator[_Need]:
    rule, brakes, table = pack.indicators[indicator.id], pack.brakes, ("indicators", indicator.id)
    for name, value in rule.params.items():
        wanted = indicator.params.get(name)
        if isinstance(value, tuple) or wanted is None or isinstance(wanted, tuple):
            continue
        measure, where = measure_of(name, wanted), (*table, "params", name)
        if measure is Measure.LOOKBACK:
            yield _Need("days", indicator.id, name, value, brakes.days, where)
        elif measure is Measure.COUNT:
            for brake, most in _bounds(indicator, brakes):
                yield _Need(brake, indicator.id, name, value, most, where)
    if rule.pattern is not None:
        yield _Need("evidence", indicator.id, "pattern", rule.pattern, brakes.evidence, (*table, "pattern"))


def _bounds(indicator: Indicator, brakes: Brakes) -> Iterator[tuple[str, float]]:
    """What bounds how many this indicator can count, and to how many. What asks the summaries of what was dropped has no bound."""
    if indicator.beside and brakes.entries >= MOST_BESIDE:
        yield _BESIDE, MOST_BESIDE
    elif not indicator.facets:
        yield "entries", brakes.entries


def _episode(brakes: Brakes) -> Iterator[Fault]:
    where, problem = ("brakes", "episode_days"), f"episode_days is {brakes.episode_days}"
    if brakes.episode_days < _SHORTEST_EPISODE:
        mend = f"what lies further apart is never counted together: write at least {_SHORTEST_EPISODE}"
        yield Fault(where, problem, mend)
    elif brakes.episode_days > brakes.days:
        yield Fault(where, problem, f"no sighting is remembered so long: write at most days, {brakes.days}")


def greater_part(indicator: Indicator, params: Values) -> Iterator[Fault]:
    """A part that is greater than what it is counted among, and a span of hours that holds none."""
    table = ("indicators", indicator.id, "params")
    for part, whole in _PARTS:
        least, most = params.get(part), params.get(whole)
        if isinstance(least, int | float) and isinstance(most, int | float) and least > most:
            problem = f"{part} of {indicator.id} is {least:g}, above its {whole}, {most:g}"
            yield Fault((*table, part), problem, f"write at most {most:g}, its {whole}")
    late, early = params.get("from_hour"), params.get("until_hour")
    if late is not None and (late == early or (late, early) == (24, 0)):
        problem = f"from_hour of {indicator.id} is {late:g}, and until_hour {early:g}: no hour lies between them"
        yield Fault((*table, "from_hour"), problem, "write two hours, such as from 22 until 5")
