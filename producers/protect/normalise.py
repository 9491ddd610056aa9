"""Every kind of identifier and the rule that makes it canonical. Reading `KINDS` is reading what is understood."""

from collections.abc import Callable
from typing import Any

from producers.protect.agencies import agency, employer, oep
from producers.protect.contacts import address, device, email, phone
from producers.protect.documents import cnic, document, passport, permission, pnr, ticket
from producers.protect.money import account, card, iban
from producers.protect.mrz import mrz
from producers.protect.person import family, named, person, rare
from schemas.errors import Malformed
from schemas.token import TokenKind

KINDS: dict[str, Callable[..., str | None]] = {
    "account": account,
    "address": address,
    "agency": agency,
    "card": card,
    "cnic": cnic,
    "device": device,
    "document": document,
    "email": email,
    "employer": employer,
    "family": family,
    "father": family,
    "iban": iban,
    "mrz": mrz,
    "named": named,
    "oep": oep,
    "passport": passport,
    "permission": permission,
    "person": person,
    "phone": phone,
    "rare": rare,
    "pnr": pnr,
    "ticket": ticket,
    "wallet": phone,
}
"""Each is `(raw, **context) -> canonical | None`, pure, raises Malformed; the context it takes is in its signature."""

WRITTEN_AS = {
    "account": TokenKind.IBAN,
    "mrz": TokenKind.PASSPORT,
    "ticket": TokenKind.DOCUMENT,
    "wallet": TokenKind.PHONE,
}
"""Kinds that are only another way to write one: their token carries the kind on the right, so that the two meet."""


def token_kind(kind: str) -> TokenKind:
    """The kind that the token of an identifier of this kind carries. Raises ValueError for a kind not in `KINDS`."""
    return WRITTEN_AS.get(kind) or TokenKind(kind)


def identifiers(kind: str, raw: str, field: str = "", **context: Any) -> str | None:
    """The canonical form of what a partner typed, or None for a placeholder.

    `field` is the path to name in a refusal instead of the kind. Raises Malformed with reason `bad_identifier` and a mend that
    never holds the value; KeyError when the kind is not in `KINDS`, since that is a mistake of ours.
    """
    refusal: Malformed
    try:
        return KINDS[kind](raw, **context)
    except Malformed as malformed:
        refusal = malformed
    raise Malformed(refusal.reason, field or refusal.field, refusal.mend)
