"""How indicators read money: who received what from whom, in rupees."""

from collections.abc import Iterator

from schemas.codes import Money
from schemas.event import Party
from schemas.facts import Direction
from schemas.role import Role
from schemas.token import TokenKind
from streams.history import Entry
from streams.indicators.reading import same_party

RUPEES = {
    "PKR": 1,
    "AED": 76,
    "BHD": 745,
    "CNY": 39,
    "EUR": 310,
    "GBP": 365,
    "KWD": 915,
    "MYR": 65,
    "OMR": 728,
    "QAR": 77,
    "SAR": 75,
    "TRY": 7,
    "USD": 280,
}
"""Rough rates [D]: only to hold a sum against a threshold, never to state an amount."""

_ORGANISATION = tuple(f"{kind}:" for kind in (TokenKind.AGENCY, TokenKind.OEP, TokenKind.EMPLOYER))


def rupees(money: Money | None) -> float | None:
    """About how many rupees; None if there is no amount or the currency is not in the list."""
    if money is None:
        return None
    rate = RUPEES.get(money.currency)
    return None if rate is None else float(money.amount) * rate


def is_organisation(party: Party) -> bool:
    """It shows a token of an agency, a promoter or an employer."""
    return any(token.startswith(_ORGANISATION) for token in party.tokens)


def receives(entry: Entry) -> bool:
    """The party meant is the one that money came to."""
    paid = entry.fact.transaction
    if paid is None:
        return False
    role = entry.role
    return role is Role.BENEFICIARY or (role is Role.HOLDER and paid.direction is Direction.IN)


def pays(entry: Entry) -> bool:
    """The party meant is the one that money went from."""
    paid = entry.fact.transaction
    if paid is None:
        return False
    role = entry.role
    return role is Role.SENDER or (role is Role.HOLDER and paid.direction is Direction.OUT)


def is_personal(entry: Entry) -> bool:
    """The party meant is a person as far as the event shows: no organisation, no business account of its own."""
    if is_organisation(entry.me):
        return False
    account = entry.fact.account
    return account is None or not account.business or entry.role is not Role.HOLDER


def senders(entry: Entry) -> Iterator[Party]:
    """The others that the received money came from."""
    roles = (Role.SENDER, Role.HOLDER) if entry.role is Role.BENEFICIARY else (Role.SENDER, Role.CONDUCTOR)
    me = entry.me
    return (party for party in entry.others(*roles) if not same_party(party, me))
