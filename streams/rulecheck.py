"""Is a rule pack fit for the indicators of this release? Every fault with its place, and the name that was probably meant."""

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import NamedTuple

from schemas.codes import InformationGrade, Sector, SourceGrade
from schemas.nearest import nearest
from schemas.rulepack import Enough, Lines, Rule, RulePack, Strength
from streams.indicators.contract import Indicator

GRADES: Mapping[str, tuple[str, ...]] = {"grade": tuple(SourceGrade), "information": tuple(InformationGrade)}
"""Europol's 4x4 grades, of source and of information: each needs its factor."""
_ORDER = tuple(Enough)


class Fault(NamedTuple):
    """What is wrong with a pack."""

    where: tuple[str, ...]
    """Key path in the file: `("indicators", "a-last-minute", "params", "hours")`."""
    problem: str
    mend: str
    gap: str = ""
    """The indicator of which the pack says nothing, or not all: a new version must, an old one may not know of it."""


Value = float | tuple[str, ...]


def faults(pack: RulePack, indicators: tuple[Indicator, ...]) -> Iterator[Fault]:
    """Everything that is wrong, in the order of the file: unknown names, gaps, and numbers that make no sense."""
    known = {indicator.id: indicator for indicator in indicators}
    yield from _lines(pack.lines)
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
            yield from _rule(indicator, pack.indicators[name])


def _lines(lines: Lines) -> Iterator[Fault]:
    for lower, upper in (("child", "raised"), ("kept", "raised"), ("kept_child", "child")):
        if _ORDER.index(getattr(lines, lower)) < _ORDER.index(getattr(lines, upper)):
            problem = f"the line {lower} lies above the line {upper}"
            yield Fault(("lines", lower), problem, f"write one of {', '.join(_ORDER)}, not above {upper}")


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


def _rule(indicator: Indicator, rule: Rule) -> Iterator[Fault]:
    table = ("indicators", indicator.id)
    yield from _params(indicator, rule.params)
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


def _params(indicator: Indicator, params: Mapping[str, Value]) -> Iterator[Fault]:
    table = ("indicators", indicator.id)
    for name, value in params.items():
        wanted = indicator.params.get(name)
        if wanted is None:
            takes = f"its parameters are: {', '.join(indicator.params) or 'none'}"
            mend = nearest(name, indicator.params, takes)
            yield Fault((*table, "params", name), f"{indicator.id} has no parameter {name}", mend)
        elif isinstance(value, tuple) is not isinstance(wanted, tuple):
            kind = "a list of codes" if isinstance(wanted, tuple) else "a number"
            yield Fault((*table, "params", name), f"{name} of {indicator.id} is of the wrong kind", f"write {kind}")
        else:
            wrong = _sense(name, value, wanted)
            if wrong is not None:
                yield Fault((*table, "params", name), f"{name} of {indicator.id} is {_shown(value)}", wrong)
    for name in indicator.params:
        if name not in params:
            yield Fault(table, f"{indicator.id} lacks the parameter {name}", "add it to params", gap=indicator.id)
    for low, high in (("youngest", "oldest"), ("low", "high")):
        least, most = params.get(low), params.get(high)
        if isinstance(least, int | float) and isinstance(most, int | float) and least > most:
            problem = f"{low} of {indicator.id} is {least:g}, above its {high}, {most:g}"
            yield Fault((*table, "params", low), problem, f"write a {low} that is not above {high}")


def _sense(name: str, value: Value, wanted: Value) -> str | None:
    """What a value of this parameter must be, if this one is not. `wanted` is the default in the code."""
    if isinstance(value, tuple) or isinstance(wanted, tuple):
        return "name at least one code" if not value else None
    if not isfinite(value):
        return "write a finite number"
    for word, longest in _SPANS.items():
        if name == word or name.endswith(f"_{word}"):
            return None if 0 < value <= longest else f"a window has a length: write more than 0 and at most {longest:g}"
    for words, least, most in _RANGES:
        if wanted <= most and (name in words or any(name.endswith(f"_{word}") for word in words)):
            return None if least <= value <= most else f"write a number from {least:g} to {most:g}"
    if wanted >= 1 and value < 1:
        return "write at least 1"
    return "write no negative number" if value < 0 else None


_SPANS: Mapping[str, float] = {"days": 3650, "hours": 87_600, "minutes": 525_600}
"""Names of windows, or how they end, and the longest: none is empty or runs backwards."""
_RANGES: tuple[tuple[frozenset[str], float, float], ...] = (
    (frozenset({"hour"}), 0, 24),
    (frozenset({"percent", "low", "high"}), 0, 100),
    (frozenset({"youngest", "oldest", "age"}), 0, 120),
    (frozenset({"sectors"}), 1, len(Sector)),
)
"""Names of parameters, or how they end, and what they may be. All others count something or are sums of money."""


def _shown(value: Value) -> str:
    return "empty" if isinstance(value, tuple) else f"{value:g}"
