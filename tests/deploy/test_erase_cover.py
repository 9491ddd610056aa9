"""Whose tokens an order to forget covers."""

import orjson

from deploy.erase.cover import aliases_in, leads_on
from tests.streams.facts import tok

FATHER, SON, SHARED = tok("cnic", "father"), tok("cnic", "son"), tok("named", "one name, one phone")
STATES = [
    (token.encode(), orjson.dumps({"aliases": {alias: {} for alias in aliases}}))
    for token, aliases in ((FATHER, [SHARED]), (SON, [SHARED]), (SHARED, [FATHER, SON]))
]


def test_a_name_with_a_phone_leads_from_nobody_to_anybody_else() -> None:
    known = aliases_in(STATES, [FATHER])
    assert known == {SHARED}
    assert aliases_in(STATES, [FATHER, *known]) == {SON}, "this is why"
    assert SON not in aliases_in(STATES, [FATHER, *leads_on(known)])
