"""Ordinary money: wages, bills, remittances, shops, new accounts."""

from producers.simulate.background.country import Country
from producers.simulate.people import LARGE, Household, Person
from producers.simulate.plan import Draft
from producers.simulate.seen import as_counterparty, as_customer
from schemas.codes import Sector
from schemas.facts import Account, BankChannel, Benign, Direction, IncomeBand, Kind, Purpose
from schemas.report import Identity, ReportParty
from schemas.role import Role


def _account(land: Country, who: Person, *, business: bool = False) -> Account:
    income = land.rng.choices((IncomeBand.LOW, IncomeBand.MIDDLE, IncomeBand.HIGH), (50, 40, 10))[0]
    return Account(business=business, home_city=who.district, income=income, ordinary_spend=not land.chance(0.04))


def salaried(land: Country) -> list[Draft]:
    """A wage comes in, bills and the household go out."""
    home = land.anyone()
    who, pay = home.head, land.rng.randrange(35, 180) * 1000
    account = _account(land, who)
    holder = as_customer(who)
    employer = ReportParty(role=Role.SENDER, identity=Identity(employer=land.rng.choice(land.employers).title))
    found = [
        land.payment(
            Direction.IN, pay, (holder, employer), account, channel=BankChannel.TRANSFER, purpose=Purpose.SALARY
        )
    ]
    if land.chance(0.5):
        found.append(
            land.payment(
                Direction.OUT,
                pay // land.rng.randrange(3, 9),
                (holder,),
                account,
                channel=BankChannel.ATM,
                cash=True,
                city=who.district,
                purpose=Purpose.HOUSEHOLD,
            )
        )
    if land.chance(0.12):  # the wife keeps the purse
        found.append(_to_spouse(land, home, account, int(pay * 0.85)))
    return found


def _to_spouse(land: Country, home: Household, account: Account, amount: int) -> Draft:
    wife = as_counterparty(home.spouse, Role.BENEFICIARY, account=True)
    known = (Benign.FAMILY_LINK,) if land.chance(0.7) else ()
    return land.payment(
        Direction.OUT,
        amount,
        (as_customer(home.head), wife),
        account,
        channel=BankChannel.TRANSFER,
        purpose=Purpose.HOUSEHOLD,
        passed_on_percent=85,
        against=known,
    )


def bills(land: Country) -> list[Draft]:
    """One to three payments for the household, now and then from another city."""
    home = land.anyone()
    who = home.head if land.chance(0.6) else home.spouse
    account, found = _account(land, who), []
    for _ in range(land.rng.randrange(1, 4)):
        channel = land.rng.choice((BankChannel.CARD, BankChannel.WALLET, BankChannel.TRANSFER))
        purpose = land.rng.choices(
            (Purpose.HOUSEHOLD, Purpose.TOP_UP, Purpose.MEDICAL, Purpose.TRAVEL, Purpose.OTHER), (60, 20, 8, 4, 8)
        )[0]
        city = who.district if land.chance(0.93) else land.rng.choice(LARGE)
        amount = land.rng.randrange(5, 240) * 100
        found.append(
            land.payment(
                Direction.OUT, amount, (as_customer(who),), account, channel=channel, purpose=purpose, city=city
            )
        )
    return found


def remittance(land: Country) -> list[Draft]:
    """The husband or son abroad sends money home; part of it is drawn in cash."""
    home = land.anyone()
    holder = home.spouse if land.chance(0.7) else home.head
    sender = home.head if holder is home.spouse else (home.children or (home.spouse,))[0]
    amount = land.rng.randrange(30, 260) * 1000
    account = _account(land, holder)
    known = (Benign.FAMILY_LINK,) if land.chance(0.5) else ()
    found = [
        land.payment(
            Direction.IN,
            amount,
            (as_customer(holder), ReportParty(role=Role.SENDER, identity=Identity(name=sender.name, cnic=sender.cnic))),
            account,
            channel=BankChannel.REMITTANCE,
            purpose=Purpose.HOUSEHOLD,
            counterparty_country=land.rng.choice(("SAU", "ARE", "GBR", "QAT", "OMN")),
            against=known,
        )
    ]
    if land.chance(0.45):
        found.append(
            land.payment(
                Direction.OUT,
                amount * 6 // 10,
                (as_customer(holder),),
                account,
                channel=BankChannel.COUNTER,
                cash=True,
                city=holder.district,
            )
        )
    return found


def shop(land: Country) -> list[Draft]:
    """A shopkeeper brings the day's cash and pays a supplier."""
    who = land.home().head
    account = _account(land, who, business=True)
    found = [
        land.payment(
            Direction.IN,
            land.rng.randrange(20, 400) * 1000,
            (as_customer(who),),
            account,
            channel=BankChannel.COUNTER,
            cash=True,
            city=who.district if land.chance(0.97) else land.rng.choice(LARGE),
        )
        for _ in range(land.rng.randrange(1, 3))
    ]
    if land.chance(0.6):
        supplier = as_counterparty(land.home().head, Role.BENEFICIARY, account=True)
        amount = land.rng.randrange(20, 300) * 1000
        found.append(
            land.payment(Direction.OUT, amount, (as_customer(who), supplier), account, channel=BankChannel.TRANSFER)
        )
    return found


def opening(land: Country) -> list[Draft]:
    """A new account: for oneself, or by the father for a child."""
    home = land.anyone()
    child = home.children[0] if home.children and land.chance(0.15) else None
    who = child or land.rng.choice(home.members[:2])
    parties = [as_customer(who)]
    if child:
        parties.append(as_counterparty(home.head, Role.OPENER))
    fields = {
        "kind": Kind.ACCOUNT_OPENING,
        "account": Account(home_city=who.district),
        "parties": tuple(parties),
        "against": (Benign.FAMILY_LINK,) if child else (),
    }
    return [Draft(Sector.BANK, len(who.name) % 2, land.moment(Sector.BANK), fields)]
