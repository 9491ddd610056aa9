"""How indicators read money: who received what from whom, in rupees, at which hour, and whose account it is."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import floor, log10

from schemas.codes import Money
from schemas.event import Party
from schemas.facts import Direction, Purpose
from schemas.role import Role
from schemas.token import IDENTITY_KINDS, TokenKind
from streams.history import DAY, Entry, History
from streams.indicators.contract import Fired, Params, Silence
from streams.indicators.reading import differ, groups, same_party, same_person, telling, tokens_of
from streams.wording import Value, say

RUPEES = {
    "PKR": 1,
    "AED": 76,
    "AUD": 185,
    "BHD": 745,
    "CAD": 200,
    "CHF": 340,
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
"""Rough rates [D]: to hold a sum against a threshold, and to say about how much several payments were in rupees. One payment is
said in its own currency."""

CREDIBLE = 100_000_000_000
"""Rupees [D]: more in one sum is a slip of the keyboard."""

OWNERS = frozenset(
    {*IDENTITY_KINDS, TokenKind.IBAN, TokenKind.CARD, TokenKind.PHONE}
    | {TokenKind.OEP, TokenKind.AGENCY, TokenKind.EMPLOYER}
)
"""Kinds of token that an account has for its own. A device or a mail address stands on many; a wallet is its phone."""

_ORGANISATION = tuple(f"{kind}:" for kind in (TokenKind.AGENCY, TokenKind.OEP, TokenKind.EMPLOYER))
_NAMED = tuple(f"{kind}:" for kind in (*IDENTITY_KINDS, TokenKind.IBAN))
_PAKISTAN = 5 * 3600
"""Seconds ahead of UTC, all the year."""


def rupees(money: Money | None) -> float | None:
    """About how many rupees; None if there is no amount, an absurd one, or the currency is not in the list."""
    if money is None:
        return None
    rate = RUPEES.get(money.currency)
    if rate is None:
        return None
    amount = float(money.amount) * rate
    return amount if amount <= CREDIBLE else None


def two_figures(amount: float) -> int:
    """Rounded to two significant figures: as much as an officer needs, too coarse to find one payment by."""
    return int(round(amount, min(0, 1 - floor(log10(amount)))) if amount >= 1 else round(amount))


def about(money: Money) -> int:
    """About how much of its own currency, for a sentence."""
    return two_figures(float(money.amount))


def smallest_of(entries: Iterable[Entry]) -> int:
    """About how many rupees the smallest payment of these was."""
    return two_figures(min(map(sum_of, entries)))


def largest_of(entries: Iterable[Entry]) -> int:
    """About how many rupees the largest payment of these was."""
    return two_figures(max(map(sum_of, entries)))


def sum_of(entry: Entry) -> float:
    """About how many rupees moved; 0 if that is not known."""
    paid = entry.fact.transaction
    return 0.0 if paid is None else rupees(paid.money) or 0.0


def is_paid(entry: Entry) -> bool:
    """Some money moved, in whatever currency: a payment of nothing is none."""
    paid = entry.fact.transaction
    return paid is not None and paid.money.amount > 0


def hour_of(entry: Entry) -> int:
    """The hour by Pakistan's clock, whatever the offset that the partner writes."""
    return int((entry.time + _PAKISTAN) % DAY // 3600)


def day_of(entry: Entry) -> int:
    """The day by Pakistan's calendar, as a number."""
    return int((entry.time + _PAKISTAN) // DAY)


def is_organisation(party: Party) -> bool:
    """It shows a token of an agency, a promoter or an employer."""
    return any(token.startswith(_ORGANISATION) for token in party.tokens)


def is_business(entry: Entry) -> bool:
    """The account is a business account."""
    account = entry.fact.account
    return account is not None and account.business


def is_empty(entry: Entry) -> bool:
    """A payment is told and nothing was paid: a test, a correction or a field that nobody filled in."""
    return entry.fact.transaction is not None and not is_paid(entry)


def stated(money: Money | None) -> Money | None:
    """A wage or fee that is told; one of nothing is a field that nobody filled in."""
    return money if money is not None and money.amount > 0 else None


def receives(entry: Entry) -> bool:
    """The party meant is the one that money came to, and it was more than nothing."""
    paid = entry.fact.transaction
    if paid is None or not is_paid(entry):
        return False
    role = entry.role
    return role is Role.BENEFICIARY or (role is Role.HOLDER and paid.direction is Direction.IN)


def pays(entry: Entry) -> bool:
    """The party meant is the one that money went from, and it was more than nothing."""
    paid = entry.fact.transaction
    if paid is None or not is_paid(entry):
        return False
    role = entry.role
    return role is Role.SENDER or (role is Role.HOLDER and paid.direction is Direction.OUT)


def leaves(entry: Entry) -> bool:
    """Money goes out of the account of the party meant."""
    paid = entry.fact.transaction
    if paid is None or not is_paid(entry):
        return False
    return paid.direction is Direction.OUT and entry.role is Role.HOLDER


def purpose_of(entry: Entry) -> Purpose | None:
    """What the payment was for; None if the event is no transaction."""
    paid = entry.fact.transaction
    return paid.purpose if paid is not None else None


def is_personal(entry: Entry) -> bool:
    """The party meant is a person as far as the event shows: no organisation, no business account of its own."""
    return not (is_business(entry) and _has_the_account(entry)) and not is_organisation(entry.me)


def _has_the_account(entry: Entry) -> bool:
    """The account that the event tells of is that of the party meant: the holder's, or of the side it is seen from."""
    paid, role = entry.fact.transaction, entry.role
    if paid is None or role is Role.HOLDER:
        return role is Role.HOLDER
    if any(party.role is Role.HOLDER for party in entry.fact.parties):
        return False
    return role is (Role.SENDER if paid.direction is Direction.OUT else Role.BENEFICIARY)


def senders(entry: Entry) -> Iterator[Party]:
    """The others that the received money came from."""
    roles = (Role.SENDER, Role.HOLDER) if entry.role is Role.BENEFICIARY else (Role.SENDER, Role.CONDUCTOR)
    me = entry.me
    return (party for party in entry.others(*roles) if not is_own(party, me))


def wallets(parties: Sequence[Party]) -> int:
    """How many payers of whom nothing but a phone is known, as a wallet is its phone; not the phone of a named payer."""
    bare: list[tuple[Party, Sequence[str]]] = []
    shown: set[str] = set()
    for party in parties:
        if any(token.startswith(_NAMED) for token in party.tokens):
            shown.update(party.tokens)
        else:
            bare.append((party, sorted(tokens_of(party, TokenKind.PHONE))))
    return len(groups((party, phones) for party, phones in bare if shown.isdisjoint(phones)))


def another(one: Party, other: Party) -> bool:
    """They are known to be two persons: an identity of one kind under one key, and not the same."""
    return not same_person(one, other) and any(differ(one, other, kind) for kind in IDENTITY_KINDS)


def is_own(one: Party, other: Party) -> bool:
    """Both are one party by an identifier that they share. A phone on two people's accounts does not make them one."""
    return same_party(one, other) and not another(one, other)


def of_one_owner(sighting: Entry, history: History, window: Sequence[Entry]) -> Sequence[Entry]:
    """Without the accounts of others who share the phone: a family's phone is not one person's account."""
    if history.kind is not TokenKind.PHONE:
        return window
    return [entry for entry in window if entry is sighting or not another(entry.me, sighting.me)]


def counted(
    sighting: Entry,
    history: History,
    params: Params,
    counts: Callable[[Entry], bool],
    least: str,
    key: str,
    more: Callable[[Sequence[Entry]], Mapping[str, Value]] = lambda found: {},
) -> Fired | Silence:
    """At least `least` sightings of one owner that count, within `days`. The sighting itself counts. `more`: what else is said
    of them."""
    need, days = params.number(least), params.number("days")
    if len(history.entries) < need:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        found = tuple(entry for entry in of_one_owner(sighting, history, window) if counts(entry))
        if len(found) < need:
            return Silence.INSUFFICIENT_HISTORY
        return Fired(say(key, count=len(found), days=int(days), **more(found)), found)

    return telling(sighting, history, days, tell)
