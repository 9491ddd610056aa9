"""What a bank sees of one hand behind several customers."""

from collections.abc import Sequence

from schemas.codes import Sector
from schemas.event import Party
from schemas.facts import Direction, Kind, Observation
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import IDENTITY_KINDS, TokenKind
from streams.history import Entry, History
from streams.indicators.contract import Crowd, Fired, Indicator, Params, Silence
from streams.indicators.money import is_business, is_empty, is_organisation, is_own, is_paid
from streams.indicators.reading import (
    accounts,
    at_most,
    families,
    people,
    persons,
    related,
    same_person,
    telling,
    tokens_of,
    unrelated,
)
from streams.wording import say

_CONTROLS = frozenset({Observation.SPOKEN_FOR, Observation.DOCS_HELD_BY_OTHER})
_ONE_PERSON = frozenset(IDENTITY_KINDS)


def is_controlled(entry: Entry) -> bool:
    """Bank staff saw somebody speak for the customer, or hold the customer's papers or money."""
    fact = entry.fact
    return bool(fact.observations) and fact.ref.sector is Sector.BANK and not _CONTROLS.isdisjoint(fact.observations)


def _spoken_for(entry: Entry) -> list[Party]:
    """Customers for whom the party meant speaks, or whose papers it holds, at a bank."""
    if not is_controlled(entry):
        return []
    return [party for party in entry.others(Role.HOLDER, Role.SENDER) if not related(party, entry.me)]


def b_speaks_for_several(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """At the bank one person speaks for several unrelated customers or holds their papers. Village elders and welfare
    officers of employers help many; employers' staff who open wage accounts do so too."""
    if not is_controlled(sighting):
        return Silence.NOT_APPLICABLE
    if not _spoken_for(sighting):
        return Silence.ABSENT
    need, days = params.number("customers"), params.number("days")
    if len(history.entries) < need:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        found = [(e, customers) for e in window if (customers := _spoken_for(e))]
        count = unrelated(customer for _, customers in found for customer in customers)
        if count < need:
            return Silence.INSUFFICIENT_HISTORY
        return Fired(say("b-speaks-for-several", count=count, days=int(days)), tuple(e for e, _ in found))

    return telling(sighting, history, days, tell)


def _controlled(entry: Entry) -> list[Party]:
    """Holders of personal accounts that the party meant stands on, or that it opened or draws from. An employer who
    opens wage accounts is an organisation; a payment of nothing shows no account in use."""
    if is_business(entry) or is_organisation(entry.me) or is_empty(entry):
        return []
    fact, role = entry.fact, entry.role
    if role is Role.HOLDER:
        return [entry.me]
    draws = fact.transaction is not None and fact.transaction.direction is Direction.OUT
    if role is Role.OPENER or fact.kind is Kind.ACCOUNT_OPENING or (role is Role.CONDUCTOR and draws):
        return [holder for holder in entry.others(Role.HOLDER) if not is_own(holder, entry.me)]
    return []


def _held_accounts(holders: Sequence[Party]) -> int:
    """How many accounts: by their numbers, and one for each person of whom no number is shown."""
    bare = [group for group in persons(holders) if not any(tokens_of(party, TokenKind.IBAN) for party in group)]
    return accounts(holders) + len(bare)


def b_many_accts_one_controller(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Personal accounts of people with different surnames share a phone or device, or are opened or drawn from by
    one person. A shopkeeper who helps neighbours is the common innocent case; families, by surname, father, husband or address,
    count as one, and employers who open wage accounts are left out."""
    if history.kind in _ONE_PERSON and sighting.role is Role.HOLDER:
        return Silence.NOT_APPLICABLE
    if not _controlled(sighting):
        return Silence.NOT_APPLICABLE
    need, different, days = params.number("accounts"), params.number("surnames"), params.number("days")
    if at_most(history, Role.HOLDER) < need:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        found = [(e, holders) for e in window if (holders := _controlled(e))]
        held = [holder for _, holders in found for holder in holders]
        count = people(held)
        if count < need or _held_accounts(held) < need:
            return Silence.INSUFFICIENT_HISTORY
        if families(held) < different:
            return Silence.ABSENT
        return Fired(say("b-many-accts-one-controller", count=count, days=int(days)), tuple(e for e, _ in found))

    return telling(sighting, history, days, tell)


def _hands_over(entry: Entry) -> list[Party]:
    """Other people who pay to the party meant, by their own bank."""
    if entry.role is not Role.BENEFICIARY or not is_paid(entry) or is_business(entry):
        return []
    return [
        payer for payer in entry.others(Role.HOLDER) if not is_own(payer, entry.me) and not related(payer, entry.me)
    ]


def _shares_contact(one: Party, other: Party) -> bool:
    return any(token.startswith(_CONTACT) and token in other.tokens for token in one.tokens)


_CONTACT = tuple(f"{kind}:" for kind in (TokenKind.PHONE, TokenKind.DEVICE, TokenKind.EMAIL))


def b_paid_by_controlled(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Several unrelated people pay to one person who opened their accounts, or whose own phone or device stands on them. A
    helper of unlettered workers who also sends their money home looks the same: ask who holds the card."""
    if sighting.fact.kind is not Kind.ACCOUNT_OPENING and sighting.fact.transaction is None:
        return Silence.NOT_APPLICABLE
    if is_organisation(sighting.me) or is_business(sighting) or not (_controlled(sighting) or _hands_over(sighting)):
        return Silence.ABSENT
    need, days = params.number("customers"), params.number("days")
    if at_most(history, Role.HOLDER) < need:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        paid = [(e, payers) for e in window if (payers := _hands_over(e))]
        opened = [(e, holders) for e in window if e.role is Role.OPENER and (holders := _controlled(e))]
        payers = [payer for _, shown in paid for payer in shown]
        known = [holder for _, holders in opened for holder in holders]
        held = [payer for e, shown in paid for payer in shown if _shares_contact(payer, e.me)]
        controlled = [p for p in payers if any(p is one or same_person(p, one) for one in (*known, *held))]
        count = unrelated(controlled)
        if count < need:
            return Silence.INSUFFICIENT_HISTORY
        shown = {
            id(party) for party in (*controlled, *(one for one in known if any(same_person(one, p) for p in payers)))
        }
        found = tuple(sorted({e for e, parties in (*paid, *opened) if any(id(p) in shown for p in parties)}))
        if sighting not in found:
            return Silence.ABSENT
        return Fired(say("b-paid-by-controlled", count=count, days=int(days)), found)

    return telling(sighting, history, days, tell)


BANK_CONTROL: tuple[Indicator, ...] = (
    Indicator(
        b_speaks_for_several,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.CONDUCTOR, Role.OPENER}),
        source="FinCEN FIN-2020-A008, behavioural 1-4, of the one who controls",
        params={"days": 90, "customers": 2},
        volume=Crowd.CHANCE,
    ),
    Indicator(
        b_many_accts_one_controller,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.HOLDER, Role.OPENER, Role.CONDUCTOR}),
        source="FinCEN FIN-2020-A008, case study: victims' accounts taken over",
        typologies=(Typology.FORCED_LABOUR, Typology.SEXUAL_EXPLOITATION),
        params={"days": 90, "accounts": 4, "surnames": 3},
        kinds=frozenset({*IDENTITY_KINDS, TokenKind.PHONE, TokenKind.EMAIL, TokenKind.DEVICE}),
        volume=Crowd.SHARED,
    ),
    Indicator(
        b_paid_by_controlled,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.OPENER, Role.BENEFICIARY}),
        source="FinCEN FIN-2020-A008, case study: victims' accounts taken over; ILO-EC 2009: payment to middleman",
        typologies=(Typology.FORCED_LABOUR, Typology.SEXUAL_EXPLOITATION),
        params={"days": 90, "customers": 3},
        kinds=frozenset({*IDENTITY_KINDS, TokenKind.IBAN}),
        volume=Crowd.CHANCE,
    ),
)
