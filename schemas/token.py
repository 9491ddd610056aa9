"""Tokens: one normalised identifier, hashed with a key that only partners hold."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

TOKEN = r"^[a-z]{2,12}:[a-z0-9-]{1,16}:[A-Za-z0-9_-]{22}$"

Token = Annotated[
    str,
    Field(
        pattern=TOKEN,
        description="kind:key-id:mac, mac = first 128 bits of HMAC-SHA256 in base64url",
        examples=["phone:k1:AAAAAAAAAAAAAAAAAAAAAA"],
    ),
]


class TokenKind(StrEnum):
    """What a token stands for."""

    CNIC = "cnic"
    PASSPORT = "passport"
    PERSON = "person"
    NAMED = "named"
    PHONE = "phone"
    EMAIL = "email"
    IBAN = "iban"
    CARD = "card"
    OEP = "oep"
    PERMISSION = "permission"
    AGENCY = "agency"
    EMPLOYER = "employer"
    PNR = "pnr"
    DEVICE = "device"
    DOCUMENT = "document"
    FAMILY = "family"
    FATHER = "father"
    RARE = "rare"
    ADDRESS = "address"


IDENTITY_KINDS = (TokenKind.CNIC, TokenKind.PASSPORT, TokenKind.PERSON)
"""Name one person, best first: a sighting relays along these, and the best one known leads the alert."""

JOINING_KINDS = (*IDENTITY_KINDS, TokenKind.NAMED)
"""Who shows the same is one person: a sighting is relayed along these. A name with the phone it is reached at (`named`) joins, and is
itself nobody's subject: the phone and what it joins are."""

COMPARED_KINDS = (TokenKind.FAMILY, TokenKind.FATHER, TokenKind.RARE, TokenKind.ADDRESS, TokenKind.PNR)
"""Only compared inside an event or a history (same surname? same father? a name
that few bear? same address?); too common or too brief to be a subject."""


_KINDS = {kind.value: kind for kind in TokenKind}


def kind_of(token: str) -> TokenKind:
    """The kind a token begins with. Raises ValueError for a kind that is not in `TokenKind`."""
    kind = _KINDS.get(token[: token.find(":")])
    if kind is None:
        raise ValueError("a token begins with its kind and a colon")
    return kind


def key_of(token: str) -> str:
    """The id of the key a token was made with."""
    return token.split(":", 2)[1]
