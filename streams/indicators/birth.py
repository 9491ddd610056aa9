"""How indicators compare the births that two papers give one document: another person, or a slip of one digit."""

from schemas.token import TokenKind
from streams.history import DAY, Entry
from streams.indicators.reading import is_child, tokens_of

_YEAR = 365.25 * DAY


def years_apart(one: Entry, other: Entry) -> float | None:
    """How many years lie between the births that two ages stand for, give or take one; None where an age is missing."""
    if one.me.age is None or other.me.age is None:
        return None
    return abs(other.me.age - one.me.age - (other.time - one.time) / _YEAR)


def is_slip(one: Entry, other: Entry) -> bool:
    """One family name stands on both, and neither paper makes a child an adult: years between them are rather a digit
    mistyped than another person."""
    family = tokens_of(one.me, TokenKind.FAMILY) & tokens_of(other.me, TokenKind.FAMILY)
    return bool(family) and is_child(one.me) == is_child(other.me)
