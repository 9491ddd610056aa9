"""Ids of the reports of a season: letters that name nobody and do not count up."""

from datetime import datetime

PLACES = 7
SPACE = 26**PLACES
STEP = 5_000_000_029
"""Odd and not a multiple of 13, so that every number of the space has its own id."""


class Numbering:
    """The same number of the same season has the same id; other seasons have others."""

    def __init__(self, seed: int, end: datetime) -> None:
        self._stamp = "s" + _letters((int(end.timestamp()) // 60 * 4_000 + seed % 4_000) % 26**9, 9)

    def id(self, number: int) -> str:
        """The id of a report by its number in the season, which may be negative for planted ones."""
        return f"{self._stamp}-{_letters(number * STEP % SPACE, PLACES)}"


def _letters(value: int, places: int) -> str:
    found = []
    for _ in range(places):
        value, digit = divmod(value, 26)
        found.append(chr(97 + digit))
    return "".join(found)
