"""Nothing to join by: which fields of a report hold placeholders, and what to give instead."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from producers.protect.names import skeleton
from producers.protect.normalise import token_kind
from producers.protect.person import is_typed_when_unknown
from schemas.errors import Malformed
from schemas.reject import Reason
from schemas.token import COMPARED_KINDS

GIVE = "give a name with its birth date, a document, a phone or an account: a name, surname, address or booking alone joins nothing"
PLACEHOLDER = "this is a placeholder, typed when a form insists; give the real one, or another identifier"
FIRST_OF_JANUARY = (
    "a birth on 1 January is taken for a placeholder, typed when only the year is known, and name and year are shared by "
    "many; give the real day, or a document, phone or account"
)
_BIRTH = ".birth_date"
MOST_NAMED = 5
"""Further placeholders that are named."""


class Identified(NamedTuple):
    """An identifier as it was read."""

    kind: str
    """One of `producers.protect.normalise.KINDS`."""
    canonical: str | None
    """None: a placeholder, or too little to name anybody."""
    field: str
    """Where it stands, such as `parties.0.identity.cnic`; of a name that names nobody, what is at fault, `person_field`."""


def nothing_to_join(found: Iterable[Identified]) -> Malformed:
    """Why a report that names nobody is refused. It holds no value of the report."""
    named = [one for one in found if one.canonical is None and one.field and token_kind(one.kind) not in COMPARED_KINDS]
    if not named:
        return Malformed(Reason.NO_IDENTIFIER, "parties", GIVE)
    fields = dict.fromkeys(one.field for one in named)
    first, *others = sorted(fields, key=lambda field: not field.endswith(_BIRTH))  # the least plain one first
    mend = FIRST_OF_JANUARY if first.endswith(_BIRTH) else PLACEHOLDER
    more = [*others[:MOST_NAMED], *([f"{len(others) - MOST_NAMED} more"] if len(others) > MOST_NAMED else [])]
    return Malformed(Reason.NO_IDENTIFIER, first, f"{mend}; placeholders too: {', '.join(more)}" if more else mend)


def person_field(name: str, born: date | None, field: str, birth_field: str) -> str:
    """Which field keeps a name and birth from naming anybody; empty: neither is a placeholder, the birth is not told."""
    if skeleton(name) is None:
        return f"{field}.name"
    return f"{field}.{birth_field}" if born is not None and is_typed_when_unknown(born) else ""
