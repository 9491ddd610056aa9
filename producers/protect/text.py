"""Typed text, made plain: one alphabet of digits and spaces, the words that mean "nothing here", the way to say no."""
# ruff: noqa: SIM905 - a word a line would hide the rest

import re
import unicodedata

from schemas.errors import Malformed

LONGEST = 512
"""Longer text is no identifier; the bound keeps every pattern below linear and small."""

PLACEHOLDER_WORDS = frozenset(
    "abc dummy empty fnu lnu na nan nil noname none notapplicable notavailable notgiven notknown notprovided null "
    "pending sample tba tbc test testing undefined unknown unnamed xyz".split()
)
"""Typed when a form insists on a value and there is none. FNU and LNU are the airlines' "first/last name unknown"."""


def bad(field: str, mend: str) -> Malformed:
    """The one refusal of this package. `mend` is a constant sentence of ours, so it can never hold the value."""
    return Malformed(reason="bad_identifier", field=field, mend=mend)


def clean(raw: str, field: str) -> str:
    """The text in compatibility form (NFKC), with ASCII digits, single spaces, and no invisible characters.

    Urdu and Arabic digits become ASCII: clerks type both. Raises Malformed when the text is too long.
    """
    if raw.isascii() and raw.isprintable():
        text = " ".join(raw.split())
    else:
        text = " ".join("".join(map(_plain, unicodedata.normalize("NFKC", raw[: LONGEST + 1]))).split())
    if len(raw) > LONGEST or len(text) > LONGEST:
        raise bad(field, "shorten it; no identifier is longer than 512 characters")
    return text


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Cc":
        return " "
    return "" if category[0] == "C" else character


def is_placeholder(text: str) -> bool:
    """True when the text says that there is no value: nothing, only punctuation, only x, or a word such as N/A."""
    letters = re.sub(r"[\W_]", "", text).casefold()
    return letters.strip("x") == "" or letters in PLACEHOLDER_WORDS


def is_filler(digits: str) -> bool:
    """True for digits typed to fill a box: all the same, or counting up or down from an end (1234567890123)."""
    up = "0123456789" * 3
    counted = len(digits) >= 6 and any(digits in run for run in (up, up[::-1]))
    return len(set(digits)) <= 1 or (counted and digits[0] in "0129")
