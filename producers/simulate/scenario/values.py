"""Values of a scenario that chance decides: {one_of}, {between}, {maybe}; all others stand for themselves."""

from collections.abc import Mapping
from random import Random
from types import MappingProxyType
from typing import Any

ABSENT = object()
"""What a {maybe} gives when it is not: the field is left out."""

LARGEST = 10**15
"""From it on a whole number is a slip of the pen, and soon none that a report can carry."""


class Unsettled(ValueError):
    """A value that cannot be settled, with the way to it: `trip.paid_by: $form is not drawn`."""

    def __init__(self, problem: str, *way: str) -> None:
        super().__init__(f"{'.'.join(way)}: {problem}" if way else problem)
        self.problem, self.way = problem, way


def settled(rng: Random, value: Any, drawn: Mapping[str, Any] = MappingProxyType({})) -> Any:
    """The value with every chance in it decided; the same chance gives the same value.

    `{one_of = [..]}` picks; `{between = [low, high], step = 10}` is a whole number; `{maybe = 0.3, value = ..}` is the value so
    often; `{amount = .., currency = "SAR"}` is money, rupees without a currency; `"$name"` and `"$name.part"` stand for what was
    drawn once for the whole telling. Raises Unsettled for a table of chance with other keys beside, or a name that is not drawn.
    """
    if isinstance(value, str) and value.startswith("$"):
        return _drawn(value[1:], drawn)
    if isinstance(value, Mapping):
        if "one_of" in value:
            _only(value, "one_of")
            if not isinstance(value["one_of"], (list, tuple)) or not value["one_of"]:
                raise Unsettled("one_of takes a list with something in it")
            return settled(rng, rng.choice(value["one_of"]), drawn)
        if "between" in value:
            _only(value, "between", "step")
            low, high, step = _range(value)
            return low + rng.randrange(int((high - low) // step) + 1) * step
        if "maybe" in value:
            _only(value, "maybe", "value")
            if not isinstance(value["maybe"], (int, float)) or not 0 <= value["maybe"] <= 1:
                raise Unsettled("maybe takes a share from 0 to 1")
            return settled(rng, value.get("value", True), drawn) if rng.random() < value["maybe"] else ABSENT
        if "amount" in value:
            _only(value, "amount", "currency")
            return {
                "amount": f"{settled(rng, value['amount'], drawn)}",
                "currency": settled(rng, value.get("currency", "PKR"), drawn),
            }
        found = {name: _field(rng, name, item, drawn) for name, item in value.items()}
        return {name: item for name, item in found.items() if item is not ABSENT}
    if isinstance(value, int) and abs(value) >= LARGEST:
        raise Unsettled("a number has at most fifteen digits")
    if isinstance(value, (list, tuple)):
        return [item for item in (settled(rng, one, drawn) for one in value) if item is not ABSENT]
    return value


def fields(rng: Random, name: str, value: Any, drawn: Mapping[str, Any]) -> Mapping[str, Any]:
    """Likewise of a table of fields, which chance is in but which is none itself."""
    found = _field(rng, name, value, drawn)
    if not isinstance(found, Mapping):
        raise Unsettled("takes fields; chance goes into each of them", name)
    return found


def _field(rng: Random, name: str, value: Any, drawn: Mapping[str, Any]) -> Any:
    try:
        return settled(rng, value, drawn)
    except Unsettled as error:
        raise Unsettled(error.problem, name, *error.way) from None


def _drawn(path: str, drawn: Mapping[str, Any]) -> Any:
    found: Any = drawn
    for part in path.split("."):
        if not isinstance(found, Mapping) or part not in found:
            raise Unsettled(f"${path} is not drawn; known under [draw]: {', '.join(sorted(drawn)) or 'nothing'}")
        found = found[part]
    return found


def _range(value: Mapping[str, Any]) -> tuple[int, int, int]:
    bounds, step = value["between"], value.get("step", 1)
    numbers = [*bounds, step] if isinstance(bounds, (list, tuple)) else []
    whole = len(numbers) == 3 and all(isinstance(one, int) and abs(one) < LARGEST for one in numbers)
    if not whole or not bounds[0] <= bounds[1] or step < 1:
        raise Unsettled("between takes two whole numbers, the smaller first, and step one above 0")
    return bounds[0], bounds[1], step


def _only(value: Mapping[str, Any], *known: str) -> None:
    other = sorted(set(value) - set(known))
    if other:
        raise Unsettled(f"{other[0]!r} does not go with {known[0]!r}; it takes {', '.join(known)}")
