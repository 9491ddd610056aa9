"""A person without a document: name and birth date together, since neither tells people apart alone."""

import re
from datetime import date

from producers.protect.documents import iso_day
from producers.protect.names import KINSHIP, is_rare, skeleton
from producers.protect.spellings import COMMON

CHILD_OF = re.compile(r"^\s*(?:[sdwc]\s*[./]\s*[o0]\b[.:]?|(?:son|daughter|wife|widow) of\b)\s*", re.IGNORECASE)
"""Son, daughter, wife or child of, before the name."""
_COMMON = frozenset(COMMON)


def person(raw: str, birth: date | str | None = None) -> str | None:
    """Name skeleton and birth date, `~ahmd~khan:1999-05-17`; itself when given again.

    None without a birth date, and for 1 January: that is what gets typed when only the year is known.
    """
    named = re.fullmatch(r"\s*(~[A-Za-z~]+):(\d{4}-\d\d-\d\d)\s*", raw)
    if named:
        raw, birth = named.groups()
    name, day = skeleton(raw, "person"), iso_day(birth, "birth_date")
    if name is None or day is None or is_typed_when_unknown(day):
        return None
    return f"{name}:{day.isoformat()}"


def rare(raw: str, birth: date | str | None = None) -> str | None:
    """What `person` makes of a name that few bear, which joins by itself with a birth date; None for a name of widespread words alone
    (Muhammad Khan, Ayesha Malik), whose namesakes born on one day need one more key."""
    known = person(raw, birth)
    return known if known is not None and is_rare(known.partition(":")[0]) else None


def named(raw: str, phone: str | None = None) -> str | None:
    """Name skeleton and a phone in E.164, `~ahmd~khan:+92...`; itself when given again.

    None without a phone, and for a name of one word or of common words alone (Muhammad Khan), which several bear who share one.
    """
    known = re.fullmatch(r"\s*(~[A-Za-z~]+):(\+\d{4,15})\s*", raw)
    if known:
        raw, phone = known.groups()
    name = skeleton(raw, "name")
    if name is None or phone is None:
        return None
    words = name[1:].split("~")
    return f"{name}:{phone}" if len(words) > 1 and not _COMMON.issuperset(words) else None


def is_typed_when_unknown(birth: date) -> bool:
    """1 January, which is typed when only the year is known, and days before 1900, on which nobody alive was born."""
    return (birth.month, birth.day) == (1, 1) or birth.year < 1900


def family(raw: str) -> str | None:
    """Skeleton of a family name, only to compare people of one event (same surname?): Khan alone stays a key.

    Where a clerk wrote `S/O Namoona Khayali`, the father's name is the family name.
    """
    return skeleton(CHILD_OF.sub("", raw), "family")


def written_first(raw: str) -> str | None:
    """The surname of a name as airlines write it, `FARZI/TESTINA MRS`; None for a name in any other form."""
    own = KINSHIP.sub("", raw.casefold())  # S/O is no slash between names
    written = re.fullmatch(r"\s*([^/]{2,}?)\s*/\s*([^/]{2,})", own)  # N/A is no name
    return written[1] if written else None
