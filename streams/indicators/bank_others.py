"""What money shows about people who depend on one another: many senders, many accounts, one hand."""

from collections.abc import Callable, Sequence

from schemas.codes import Sector
from schemas.event import Party
from schemas.facts import Direction, Kind, Observation, Purpose
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import IDENTITY_KINDS, TokenKind
from streams.history import Entry, History
from streams.indicators.contract import Fired, Indicator, Params
from streams.indicators.money import is_organisation, is_personal, pays, receives, rupees, senders
from streams.indicators.reading import (
    accounts,
    at_most,
    one_address,
    people,
    related,
    same_party,
    surnames,
    telling,
    unrelated,
)

RECEIVER = frozenset({Role.BENEFICIARY, Role.HOLDER})
PAYER = frozenset({Role.HOLDER, Role.SENDER})
_CHARGES = frozenset({Purpose.TRAVEL, Purpose.VISA})


def _senders_of(
    sighting: Entry,
    history: History,
    params: Params,
    counts: Callable[[Entry], bool],
    least: str,
    sentence: str,
    how_many: Callable[[list[Party]], int] = people,
) -> Fired | None:
    """Enough different senders in the payments that count."""
    if not counts(sighting):
        return None
    days = params.number("days")

    def tell(window: Sequence[Entry]) -> Fired | None:
        found = tuple(e for e in window if counts(e))
        count = how_many([party for e in found for party in senders(e)])
        if count < params.number(least):
            return None
        return Fired(sentence.format(count=count, days=f"{days:.0f}"), found)

    return telling(sighting, history, days, tell)


def b_fan_in_unrelated(sighting: Entry, history: History, params: Params) -> Fired | None:
    """Several people who share neither surname nor address send money to one person. Teachers, landlords and
    savings circles receive so too; businesses and agencies are left out."""
    if sighting.fact.transaction is None:
        return None
    sentence = "{count} people not known to be related sent money to one person within {days} days."
    return _senders_of(
        sighting, history, params, lambda e: receives(e) and is_personal(e), "senders", sentence, unrelated
    )


def b_sub_threshold_wires(sighting: Entry, history: History, params: Params) -> Fired | None:
    """Repeated small sums go to one beneficiary in a country that smuggling routes cross. Students and migrants'
    families there are paid in the same way."""
    paid = sighting.fact.transaction
    if paid is None or paid.counterparty_country is None:
        return None
    days, most, countries = params.number("days"), params.number("rupees"), params.names("countries")

    def small_wire(entry: Entry) -> bool:
        paid = entry.fact.transaction
        if paid is None or paid.cash or paid.direction is not Direction.OUT:
            return False
        return paid.counterparty_country in countries and 0 < (rupees(paid.money) or 0) <= most

    if not small_wire(sighting):
        return None

    def tell(window: Sequence[Entry]) -> Fired | None:
        found = tuple(e for e in window if e.role is Role.BENEFICIARY and small_wire(e))
        if len(found) < params.number("payments"):
            return None
        sentence = f"{len(found)} small payments to one person in a transit country within {days:.0f} days."
        return Fired(sentence, found)

    return telling(sighting, history, days, tell)


def _passed_on(entry: Entry, percent: float) -> bool:
    paid, account = entry.fact.transaction, entry.fact.account
    if paid is None or paid.direction is not Direction.OUT:
        return False
    if paid.purpose is not Purpose.SALARY and (paid.passed_on_percent or 0) < percent:
        return False
    return entry.role is Role.BENEFICIARY and not (account is not None and account.business) and is_personal(entry)


def b_wage_pass_through(sighting: Entry, history: History, params: Params) -> Fired | None:
    """Several workers pass their wages on to one person: payments marked as wages, or that move on most of a salary
    credited in the last 24 h. The bank's monitoring knows that share, as it keeps the worker's account. A trusted elder
    who sends money home for a village looks the same."""
    if sighting.fact.transaction is None:
        return None
    percent = params.number("percent")
    sentence = "{count} people passed their wages on to one person within {days} days."
    return _senders_of(sighting, history, params, lambda e: _passed_on(e, percent), "holders", sentence, unrelated)


_CONTROLS = frozenset({Observation.SPOKEN_FOR, Observation.DOCS_HELD_BY_OTHER})


def _spoken_for(entry: Entry) -> list[Party]:
    """Customers for whom the party meant speaks, or whose papers it holds, at a bank."""
    fact = entry.fact
    if not fact.observations or fact.ref.sector is not Sector.BANK or _CONTROLS.isdisjoint(fact.observations):
        return []
    return [party for party in entry.others(Role.HOLDER, Role.SENDER) if not related(party, entry.me)]


def b_speaks_for_several(sighting: Entry, history: History, params: Params) -> Fired | None:
    """At the bank one person speaks for several unrelated customers or holds their papers. Village elders and welfare
    officers of employers help many; employers' staff who open wage accounts do so too."""
    if not sighting.fact.observations or len(history.entries) < params.number("customers"):
        return None
    if not _spoken_for(sighting):
        return None
    days = params.number("days")

    def tell(window: Sequence[Entry]) -> Fired | None:
        found = [(e, customers) for e in window if (customers := _spoken_for(e))]
        count = unrelated(customer for _, customers in found for customer in customers)
        if count < params.number("customers"):
            return None
        sentence = f"At the bank one person spoke for {count} customers or held their papers within {days:.0f} days."
        return Fired(sentence, tuple(e for e, _ in found))

    return telling(sighting, history, days, tell)


def _controlled(entry: Entry) -> list[Party]:
    """Holders of personal accounts that the party meant stands on, or that it opened or draws from."""
    fact, role = entry.fact, entry.role
    if fact.account is not None and fact.account.business:
        return []
    if role is Role.HOLDER:
        return [] if is_organisation(entry.me) else [entry.me]
    draws = fact.transaction is not None and fact.transaction.direction is Direction.OUT
    if role is Role.OPENER or fact.kind is Kind.ACCOUNT_OPENING or (role is Role.CONDUCTOR and draws):
        return [holder for holder in entry.others(Role.HOLDER) if not same_party(holder, entry.me)]
    return []


_ONE_PERSON = frozenset(IDENTITY_KINDS)


def b_many_accts_one_controller(sighting: Entry, history: History, params: Params) -> Fired | None:
    """Personal accounts of people with different surnames share a phone or device, or are opened or drawn from by
    one person. A shopkeeper who helps neighbours is the common innocent case; families are left out."""
    if history.kind in _ONE_PERSON and sighting.role is Role.HOLDER:
        return None
    if at_most(history, Role.HOLDER) < params.number("accounts") or not _controlled(sighting):
        return None
    days = params.number("days")

    def tell(window: Sequence[Entry]) -> Fired | None:
        found = [(e, holders) for e in window if (holders := _controlled(e))]
        held = [holder for _, holders in found for holder in holders]
        count = people(held)
        if min(count, accounts(held)) < params.number("accounts") or one_address(held):
            return None
        if surnames(held) < params.number("surnames"):
            return None
        sentence = f"One phone, device or person stands behind the accounts of {count} people within {days:.0f} days."
        return Fired(sentence, tuple(e for e, _ in found))

    return telling(sighting, history, days, tell)


def b_fees_to_personal(sighting: Entry, history: History, params: Params) -> Fired | None:
    """Several people pay recruitment fees to one personal account or wallet. Fees belong in the agency's bank
    account, against a receipt; an owner who uses a private account out of habit also does wrong by the worker."""
    paid = sighting.fact.transaction
    if paid is None or paid.purpose is not Purpose.RECRUITMENT_FEE:
        return None

    def fee(entry: Entry) -> bool:
        paid = entry.fact.transaction
        return paid is not None and paid.purpose is Purpose.RECRUITMENT_FEE and receives(entry) and is_personal(entry)

    sentence = "{count} people paid recruitment fees to one personal account within {days} days."
    return _senders_of(sighting, history, params, fee, "senders", sentence)


def b_bulk_travel_purchase(sighting: Entry, history: History, params: Params) -> Fired | None:
    """A private person pays many fares, visas or embassy fees for others. Heads of large families do so: people of
    the payer's surname are left out where the bank names who travels."""
    paid = sighting.fact.transaction
    if paid is None or paid.purpose not in _CHARGES:
        return None
    days = params.number("days")

    def charge(entry: Entry) -> bool:
        paid = entry.fact.transaction
        if paid is None or paid.purpose not in _CHARGES or not pays(entry) or not is_personal(entry):
            return False
        named = list(entry.others(Role.TRAVELLER))
        return not named or any(not related(entry.me, party) for party in named)

    if not charge(sighting):
        return None

    def tell(window: Sequence[Entry]) -> Fired | None:
        found = tuple(e for e in window if charge(e))
        flown = [p for e in found for p in e.others(Role.TRAVELLER) if not related(e.me, p)]
        unnamed = sum(1 for e in found if not any(True for _ in e.others(Role.TRAVELLER)))
        count = unnamed + people(flown)
        if count < params.number("charges"):
            return None
        return Fired(f"A private person paid {count} fares or visa fees for others within {days:.0f} days.", found)

    return telling(sighting, history, days, tell)


BANK_OTHERS: tuple[Indicator, ...] = (
    Indicator(
        b_fan_in_unrelated,
        about=Subject.FACILITATOR,
        roles=RECEIVER,
        source="FinCEN FIN-2014-A008: multiple, apparently unrelated, customers",
        params={"days": 30, "senders": 5},
        volume=True,
    ),
    Indicator(
        b_sub_threshold_wires,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.BENEFICIARY}),
        source="FinCEN FIN-2014-A008: below $3,000 to a common beneficiary",
        typologies=(Typology.SMUGGLING,),
        params={"days": 14, "payments": 4, "rupees": 840_000, "countries": ("IRN", "LBY", "MRT", "SEN", "TUR")},
    ),
    Indicator(
        b_wage_pass_through,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.BENEFICIARY}),
        source="ILO-EC operational indicators 2009: payment to middleman; FATF-APG 2018",
        typologies=(Typology.FORCED_LABOUR,),
        params={"days": 60, "holders": 3, "percent": 80},
        volume=True,
    ),
    Indicator(
        b_speaks_for_several,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.CONDUCTOR, Role.OPENER}),
        source="FinCEN FIN-2020-A008, behavioural 1-4, of the one who controls",
        params={"days": 90, "customers": 2},
        volume=True,
    ),
    Indicator(
        b_many_accts_one_controller,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.HOLDER, Role.OPENER, Role.CONDUCTOR}),
        source="FinCEN FIN-2020-A008, case study: victims' accounts taken over",
        typologies=(Typology.FORCED_LABOUR, Typology.SEXUAL_EXPLOITATION),
        params={"days": 90, "accounts": 4, "surnames": 3},
        kinds=frozenset({*IDENTITY_KINDS, TokenKind.PHONE, TokenKind.EMAIL, TokenKind.DEVICE}),
        volume=True,
    ),
    Indicator(
        b_fees_to_personal,
        about=Subject.FACILITATOR,
        roles=RECEIVER,
        source="BEOE: insist on a receipt; FLEX and IRIS: the employer pays",
        typologies=(Typology.FORCED_LABOUR, Typology.SMUGGLING),
        params={"days": 60, "senders": 5},
        volume=True,
    ),
    Indicator(
        b_bulk_travel_purchase,
        about=Subject.FACILITATOR,
        roles=PAYER,
        source="FinCEN FIN-2020-A008 (flights by prepaid card); FATF-APG 2018",
        params={"days": 60, "charges": 5},
        volume=True,
    ),
)
