"""Values of a scenario that chance decides: {one_of}, {between}, {maybe}; all others stand for themselves."""

from collections.abc import Mapping
from random import Random
from typing import Any

ABSENT = object()
"""What a {maybe} gives when it is not: the field is left out."""


def settled(rng: Random, value: Any) -> Any:
    """The value with every chance in it decided; the same chance gives the same value.

    `{one_of = [..]}` picks; `{between = [low, high], step = 10}` a whole number; `{maybe = 0.3, value = ..}` the value so often;
    `{amount = .., currency = "SAR"}` is money, rupees without a currency. Raises ValueError for a table of chance with other keys beside.
    """
    if isinstance(value, Mapping):
        if "one_of" in value:
            _only(value, "one_of")
            return settled(rng, rng.choice(value["one_of"]))
        if "between" in value:
            _only(value, "between", "step")
            low, high = value["between"]
            step = value.get("step", 1)
            return low + rng.randrange(int((high - low) // step) + 1) * step
        if "maybe" in value:
            _only(value, "maybe", "value")
            return settled(rng, value.get("value", True)) if rng.random() < value["maybe"] else ABSENT
        if "amount" in value:
            _only(value, "amount", "currency")
            return {"amount": f"{settled(rng, value['amount'])}", "currency": value.get("currency", "PKR")}
        found = {name: settled(rng, item) for name, item in value.items()}
        return {name: item for name, item in found.items() if item is not ABSENT}
    if isinstance(value, (list, tuple)):
        return [item for item in (settled(rng, one) for one in value) if item is not ABSENT]
    return value


def _only(value: Mapping[str, Any], *known: str) -> None:
    other = sorted(set(value) - set(known))
    if other:
        raise ValueError(f"{other[0]!r} does not go with {known[0]!r}; it takes {', '.join(known)}")
