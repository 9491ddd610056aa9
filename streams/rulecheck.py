"""Is a rule pack fit for the indicators of this release? Every fault with its place, and the name that was probably meant."""

from collections.abc import Iterator, Mapping

from schemas.codes import InformationGrade, SourceGrade
from schemas.nearest import nearest
from schemas.rulepack import Enough, Lines, Rule, RulePack, Strength
from streams.codelists import unknown_codes
from streams.fault import Fault
from streams.indicators.contract import Indicator
from streams.reach import beyond_reach, greater_part
from streams.thresholds import amiss

GRADES: Mapping[str, tuple[str, ...]] = {"grade": tuple(SourceGrade), "information": tuple(InformationGrade)}
"""Europol's 4x4 grades, of source and of information: each needs its factor."""
_ORDER = tuple(Enough)
_SHORTEST_HALF_LIFE = 1
"""Days [D]."""


Value = float | tuple[str, ...]


def faults(pack: RulePack, indicators: tuple[Indicator, ...]) -> Iterator[Fault]:
    """Everything that is wrong, in the order of the file: unknown names, gaps, and numbers that make no sense."""
    known = {indicator.id: indicator for indicator in indicators}
    yield from beyond_reach(pack, known)
    yield from _lines(pack.lines)
    yield from _fading(pack.weights.half_life_days)
    for table, grades in GRADES.items():
        yield from _grades(table, grades, getattr(pack.weights, table))
    yield from _overlaps(pack.overlaps, known)
    for reason, answered in pack.answers.items():
        for name in answered:
            if name not in known:
                mend = nearest(name, known, "mend the name or take it out")
                yield Fault(("answers", reason), f"no indicator is called {name}", mend)
    for name in pack.indicators:
        if name not in known:
            mend = nearest(name, known, "mend the name or take the table out")
            yield Fault(("indicators", name), f"no indicator is called {name}", mend)
    for name, indicator in known.items():
        if name not in pack.indicators:
            mend = f"add a table [indicators.{name}] with a strength"
            yield Fault(("indicators",), f"{name} has no rule", mend, gap=name)
        elif not indicator.manual or not indicator.source:
            yield Fault(("indicators", name), f"{name} lacks docstring or source", "add both to the code")
        else:
            yield from _rule(indicator, pack.indicators[name], known)


def _lines(lines: Lines) -> Iterator[Fault]:
    for lower, upper in (("child", "raised"), ("kept", "raised"), ("kept_child", "child")):
        if _ORDER.index(getattr(lines, lower)) < _ORDER.index(getattr(lines, upper)):
            problem = f"the line {lower} lies above the line {upper}"
            yield Fault(("lines", lower), problem, f"write one of {', '.join(_ORDER)}, not above {upper}")


def _fading(half_life: float) -> Iterator[Fault]:
    if half_life < _SHORTEST_HALF_LIFE:
        where, problem = ("weights", "half_life_days"), f"half_life_days is {half_life:g}"
        mend = f"a sign of yesterday weighs something: write at least {_SHORTEST_HALF_LIFE}"
        yield Fault(where, problem, mend)


def _grades(table: str, grades: tuple[str, ...], factors: Mapping[str, float]) -> Iterator[Fault]:
    what = "source grade" if table == "grade" else "information grade"
    for grade in grades:
        if grade not in factors:
            yield Fault(("weights", table), f"the {what} {grade} has no factor", "add it")
    for grade in factors:
        if grade not in grades:
            yield Fault(("weights", table), f"there is no {what} {grade}", f"the grades are: {', '.join(grades)}")


def _overlaps(overlaps: Mapping[str, tuple[str, ...]], known: Mapping[str, Indicator]) -> Iterator[Fault]:
    named: set[frozenset[str]] = set()
    for name, others in overlaps.items():
        for one in (name, *others):
            if one not in known:
                mend = nearest(one, known, "mend the name or take it out")
                yield Fault(("overlaps", name), f"no indicator is called {one}", mend)
        for other in others:
            pair = frozenset((name, other))
            if len(pair) == 1 or pair in named:
                yield Fault(("overlaps", name), f"{other} stands beside itself or twice", "take one of them out")
            elif pair <= known.keys() and known[name].about is not known[other].about:
                problem = f"{name} and {other} are about different subjects and never stand in one alert"
                yield Fault(("overlaps", name), problem, f"take {other} out")
            named.add(pair)


def _rule(indicator: Indicator, rule: Rule, known: Mapping[str, Indicator]) -> Iterator[Fault]:
    table = ("indicators", indicator.id)
    yield from _params(indicator, rule.params, known)
    if rule.profile and rule.strength is not Strength.WEAK:
        yield Fault((*table, "strength"), f"{indicator.id} is a profile and not weak", 'write strength = "weak"')
    if rule.common and rule.strength is not Strength.WEAK:
        yield Fault((*table, "common"), f"{indicator.id} is common and not weak", 'write strength = "weak"')
    if rule.pattern is not None and rule.strength is not Strength.STRONG:
        yield Fault(
            (*table, "strength"), f"{indicator.id} has a pattern and is not strong", 'write strength = "strong"'
        )
    if rule.immediate and rule.strength is not Strength.STRONG:
        yield Fault((*table, "strength"), f"{indicator.id} is immediate and not strong", 'write strength = "strong"')


def _params(indicator: Indicator, params: Mapping[str, Value], known: Mapping[str, Indicator]) -> Iterator[Fault]:
    table = ("indicators", indicator.id)
    for name, value in params.items():
        wanted = indicator.params.get(name)
        if wanted is None:
            takes = f"its parameters are: {', '.join(indicator.params) or 'none'}"
            mend = nearest(name, indicator.params, takes)
            yield Fault((*table, "params", name), f"{indicator.id} has no parameter {name}", mend)
        elif isinstance(value, tuple) and isinstance(wanted, tuple):
            yield from _codes(indicator, name, value, known)
        elif isinstance(value, tuple) or isinstance(wanted, tuple):
            kind = "a list of codes" if isinstance(wanted, tuple) else "a number"
            yield Fault((*table, "params", name), f"{name} of {indicator.id} is of the wrong kind", f"write {kind}")
        elif (wrong := amiss(name, value, wanted)) is not None:
            yield Fault((*table, "params", name), f"{name} of {indicator.id} is {value:.15g}", wrong)
    for name in indicator.params:
        if name not in params:
            yield Fault(table, f"{indicator.id} lacks the parameter {name}", "add it to params", gap=indicator.id)
    yield from greater_part(indicator, params)


def _codes(indicator: Indicator, name: str, codes: tuple[str, ...], known: Mapping[str, Indicator]) -> Iterator[Fault]:
    where = ("indicators", indicator.id, "params", name)
    if not codes:
        yield Fault(where, f"{name} of {indicator.id} is empty", "name at least one code")
    for code, mend in unknown_codes(indicator, name, codes, known):
        yield Fault(where, f'{name} of {indicator.id} names "{code}"', mend)
