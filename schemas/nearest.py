"""The name that was probably meant, for whoever mistyped one."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str], mend: str) -> str:
    """The mend, with `did you mean ...?` before it when something known is written much like the name."""
    found = get_close_matches(name, list(known), 1, 0.75)
    return f"did you mean {found[0]}? {mend[0].upper()}{mend[1:]}" if found else mend
