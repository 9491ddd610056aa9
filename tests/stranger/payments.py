"""How banks tell of money and accounts."""

from dataclasses import dataclass
from datetime import datetime

from tests.stranger.companies import BANKS, Company
from tests.stranger.people import Fields, Person
from tests.stranger.stream import Stream


@dataclass(frozen=True, kw_only=True)
class Payment:
    """Money in or out of somebody's account."""

    holder: Person
    at: datetime
    rupees: int
    direction: str = "in"
    channel: str = "transfer"
    bank: Company = BANKS[0]
    other: Person | Fields | None = None
    """On the other side: somebody, or an organisation's identity."""
    conductor: Person | None = None
    purpose: str = ""
    city: str = ""
    """Where it was paid in or out, in cash."""
    country: str = ""
    """Of the other side, if abroad."""
    business: bool = False
    ordinary: bool | None = None
    """Whether the account shows ordinary spending."""


def pay(stream: Stream, payment: Payment) -> None:
    """Tell of a payment."""
    transaction = {
        "money": rupees(payment.rupees),
        "direction": payment.direction,
        "channel": payment.channel,
        "purpose": payment.purpose,
        "city": payment.city,
        "cash": bool(payment.city),
        "counterparty_country": payment.country,
    }
    parties = [_party(payment.bank, "holder", payment.holder)]
    if payment.other is not None:
        parties.append(_party(payment.bank, "sender" if payment.direction == "in" else "beneficiary", payment.other))
    if payment.conductor is not None:
        parties.append(_party(payment.bank, "conductor", payment.conductor))
    account = _account(payment.holder) | ({"business": True} if payment.business else {})
    if payment.ordinary is not None:
        account["ordinary_spend"] = payment.ordinary
    said = {name: value for name, value in transaction.items() if value}
    stream.tell(payment.bank, "transaction", payment.at, parties, transaction=said, account=account)


def open_account(
    stream: Stream, bank: Company, at: datetime, holder: Person, *, opener: Person | None = None, seen: str = ""
) -> None:
    """Tell that an account was opened, by the holder or by somebody else."""
    parties = [_party(bank, "holder", holder)]
    if opener is not None:
        parties.append(_party(bank, "opener", opener))
    observations = [seen] if seen else []
    stream.tell(bank, "account-opening", at, parties, account=_account(holder), observations=observations)


def rupees(amount: int) -> Fields:
    """Money as the file wants it."""
    return {"amount": f"{amount}.00", "currency": "PKR"}


def _account(holder: Person) -> Fields:
    return {"home_city": holder.district, "income": "low" if holder.poor else "middle"}


def _party(bank: Company, role: str, who: Person | Fields) -> Fields:
    if not isinstance(who, Person):
        return {"role": role, "identity": who}
    named = ("family_name", "birth_date") if role == "opener" else ()
    return {"role": role, "identity": who.identity(*bank.shows, *named), "sex": who.sex}
