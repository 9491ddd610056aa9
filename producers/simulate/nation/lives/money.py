"""Ordinary money: wages, the household, remittances, shops, new accounts."""

from datetime import timedelta
from typing import Any

from producers.simulate.nation.homes import age
from producers.simulate.nation.tale import Tale
from producers.simulate.people import LARGE, Person
from schemas.codes import Sector
from schemas.facts import Account, BankChannel, Benign, Direction, IncomeBand, Kind, Purpose
from schemas.role import Role

IN, OUT = Direction.IN, Direction.OUT


def account(tale: Tale, who: Person, **facts: Any) -> Account:
    """What the bank knows of the holder."""
    income = tale.rng.choices((IncomeBand.LOW, IncomeBand.MIDDLE, IncomeBand.HIGH), (50, 40, 10))[0]
    return Account(home_city=who.district, income=income, ordinary_spend=not tale.chance(0.05), **facts)


def salaried(tale: Tale) -> None:
    """Two or three wages come in and are spent; one wife in eight keeps the purse."""
    home = tale.home()
    who, pay = home.head, tale.rng.randrange(32, 180) * 1000
    has, purse = account(tale, who), tale.chance(0.12)
    employer = (("company", Role.SENDER, tale.land.employer(tale.rng).identity),)
    for month in range(tale.rng.randrange(1, 4)):
        at = tale.work(tale.day(month * 30, month * 30 + 1), Sector.BANK)
        tale.pay(at, who, employer, has, pay, direction=IN, channel=BankChannel.TRANSFER, purpose=Purpose.SALARY)
        soon = at + timedelta(hours=2 + tale.rng.random() * 40)
        if purse:
            known = (Benign.FAMILY_LINK,) if tale.chance(0.7) else ()
            wife = (("counterparty", home.spouse, Role.BENEFICIARY),)
            kept: dict[str, Any] = {"channel": BankChannel.TRANSFER, "purpose": Purpose.HOUSEHOLD}
            kept |= {"passed_on_percent": 85, "against": known}
            tale.pay(soon, who, wife, has, int(pay * 0.85), direction=OUT, **kept)
        elif tale.chance(0.5):
            drawn: dict[str, Any] = {"channel": BankChannel.ATM, "cash": True, "city": who.district}
            tale.pay(soon, who, (), has, pay // tale.rng.randrange(2, 9), direction=OUT, **drawn)


PURPOSES = (
    Purpose.HOUSEHOLD,
    Purpose.FOOD,
    Purpose.UTILITIES,
    Purpose.TOP_UP,
    Purpose.MEDICAL,
    Purpose.CLOTHING,
    Purpose.TRANSPORT,
    Purpose.TRAVEL,
    Purpose.PHARMACY,
    Purpose.LODGING,
)
HOW_OFTEN = (30, 48, 60, 70, 76, 83, 91, 94, 98, 100)


def household(tale: Tale) -> None:
    """A few payments for the household, now and then in another city."""
    home = tale.home()
    who = home.head if tale.chance(0.6) else home.spouse
    has = account(tale, who)
    for _ in range(tale.rng.randrange(1, 5)):
        facts: dict[str, Any] = {
            "channel": tale.rng.choice((BankChannel.CARD, BankChannel.WALLET, BankChannel.TRANSFER)),
            "purpose": tale.rng.choices(PURPOSES, cum_weights=HOW_OFTEN)[0],
            "city": who.district if tale.chance(0.93) else tale.rng.choice(LARGE),
        }
        at = tale.work(tale.day(0, 28), Sector.BANK)
        tale.pay(at, who, (), has, tale.rng.randrange(5, 240) * 100, direction=OUT, **facts)


def remittance(tale: Tale) -> None:
    """Husband or son abroad sends money home every month; part of it is drawn."""
    home = tale.home()
    holder = home.spouse if tale.chance(0.7) else home.head
    sender = home.head if holder is home.spouse else (home.children or (home.spouse,))[0]
    has, land = account(tale, holder), tale.rng.choice(("SAU", "ARE", "GBR", "QAT", "OMN", "SAU", "ITA"))
    known = (Benign.FAMILY_LINK,) if tale.chance(0.5) else ()
    sent: dict[str, Any] = {
        "channel": BankChannel.REMITTANCE,
        "purpose": Purpose.HOUSEHOLD,
        "counterparty_country": land,
    }
    for month in range(tale.rng.randrange(1, 4)):
        at = tale.work(tale.day(month * 30, month * 30 + 4), Sector.BANK)
        amount = tale.rng.randrange(30, 260) * 1000
        parties = (("counterparty", sender, Role.SENDER, False),)
        tale.pay(at, holder, parties, has, amount, direction=IN, against=known, **sent)
        if tale.chance(0.45):
            drawn: dict[str, Any] = {"channel": BankChannel.COUNTER, "cash": True, "city": holder.district}
            soon = at + timedelta(hours=1 + tale.rng.random() * 70)
            tale.pay(soon, holder, (), has, amount * 6 // 10, direction=OUT, **drawn)


def shop(tale: Tale) -> None:
    """A shopkeeper brings the day's cash, some late at night, and pays suppliers, wages and power."""
    who = tale.home().head
    late = tale.chance(0.08)
    has = account(tale, who, business=True, business_expenses=not tale.chance(0.03))
    for _ in range(tale.rng.randrange(2, 9)):
        at = tale.work(tale.day(0, 30), Sector.BANK)
        if late:
            at = at.replace(hour=tale.rng.choice((22, 23, 0)))
        facts: dict[str, Any] = {"channel": BankChannel.ATM if late else BankChannel.COUNTER, "cash": True}
        facts["city"] = who.district if tale.chance(0.96) else tale.rng.choice(LARGE)
        tale.pay(at, who, (), has, tale.rng.randrange(20, 400) * 1000, direction=IN, **facts)
    if tale.chance(0.7):
        purpose = tale.rng.choice((Purpose.UTILITIES, Purpose.PAYROLL, Purpose.OTHER))
        at = tale.work(tale.day(0, 30), Sector.BANK)
        amount = tale.rng.randrange(20, 300) * 1000
        tale.pay(at, who, (), has, amount, direction=OUT, channel=BankChannel.TRANSFER, purpose=purpose)


def opening(tale: Tale) -> None:
    """A new account: for oneself, or by the father for a child."""
    home = tale.home()
    young = [who for who in home.children if age(who, tale.start.date()) < 18]
    at = tale.work(tale.start, Sector.BANK)
    if young and tale.chance(0.2):
        opener = (("counterparty", home.head, Role.OPENER),)
        known = (Benign.FAMILY_LINK,) if tale.chance(0.85) else ()
        has = Account(home_city=home.head.district)
        return tale.bank(at, Kind.ACCOUNT_OPENING, young[0], opener, account=has, against=known)
    who = tale.rng.choice(home.members[:2])
    return tale.bank(at, Kind.ACCOUNT_OPENING, who, (), account=Account(home_city=who.district))
