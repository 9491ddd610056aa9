"""Matters: what rests on the same reports is read together, in a measurement as in an inbox (schemas.matter). Pure."""

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from schemas.matter import Ground, together

Thing = TypeVar("Thing")


def grouped(things: Sequence[Thing], grounds: Callable[[Thing], Collection[Ground]]) -> list[tuple[Thing, ...]]:
    """The matters of these things, given in the order in which they are taken: so are the matters, and what is in each."""
    matters = together({str(place): grounds(thing) for place, thing in enumerate(things)})
    return [tuple(things[int(place)] for place in matter) for matter in matters]


def singly(things: Sequence[Thing]) -> list[tuple[Thing, ...]]:
    """Each by itself: as if an officer were not told what belongs together."""
    return [(thing,) for thing in things]
