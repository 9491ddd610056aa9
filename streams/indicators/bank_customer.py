"""What one visit, account opening or review shows."""

from schemas.codes import Sector
from schemas.facts import BankChannel, Direction, IncomeBand, Kind, Observation, Purpose
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from streams.history import Entry, History
from streams.indicators.contract import Fired, Indicator, Params
from streams.indicators.money import is_organisation, rupees
from streams.indicators.reading import HOME, is_child, related, same_party

CUSTOMER = frozenset({Role.HOLDER, Role.SENDER})
_BROKERS = (Role.AGENCY, Role.RECRUITER, Role.SUBAGENT)


def b_obs_controlled(sighting: Entry, history: History, params: Params) -> Fired | None:
    """At the branch another person speaks for the customer, or holds the customer's papers or money. Helpers of
    old, ill or unlettered customers do so too."""
    fact = sighting.fact
    seen = fact.observations
    if not seen or fact.ref.sector is not Sector.BANK:
        return None
    if Observation.SPOKEN_FOR not in seen and Observation.DOCS_HELD_BY_OTHER not in seen:
        return None
    return Fired("At the bank another person spoke for the customer or held the customer's papers.", (sighting,))


def b_thirdparty_id_open(sighting: Entry, history: History, params: Params) -> Fired | None:
    """Somebody opened, or tried to open, an account with the identity card of a person who was not there. Relatives
    of the housebound try this in good faith."""
    fact = sighting.fact
    if Observation.ABSENT_ID not in fact.observations or fact.ref.sector is not Sector.BANK:
        return None
    return Fired("An account was asked for with the identity card of a person who was not there.", (sighting,))


def b_minor_account_other(sighting: Entry, history: History, params: Params) -> Fired | None:
    """A person of another surname and address opens an account for a child. Guardians whose surname differs are
    common in Pakistan: look for the documented consent."""
    if sighting.fact.kind is not Kind.ACCOUNT_OPENING:
        return None
    me = sighting.me
    if not is_child(me) or not any(not related(me, opener) for opener in sighting.others(Role.OPENER)):
        return None
    return Fired(f"Somebody not known as family opened an account for a child of {me.age}.", (sighting,))


def b_no_life_account(sighting: Entry, history: History, params: Params) -> Fired | None:
    """A personal account shows money in and cash out but no ordinary household spending. Many people in Pakistan
    live on cash: only an addition to other signs."""
    account = sighting.fact.account
    if account is None or account.business or account.ordinary_spend is not False:
        return None
    return Fired("The account shows no ordinary household spending.", (sighting,))


def b_id_avoid(sighting: Entry, history: History, params: Params) -> Fired | None:
    """A customer cancels or changes a transaction when an identity document or a report is needed. Distrust of
    paperwork is the common innocent cause."""
    fact = sighting.fact
    if Observation.ID_AVOIDED not in fact.observations or fact.ref.sector is not Sector.BANK:
        return None
    return Fired("A transaction was changed or dropped when identification was asked for.", (sighting,))


def b_brideprice_inflow(sighting: Entry, history: History, params: Params) -> Fired | None:
    """A household of small means receives a large sum from a foreigner, an agent, or from abroad by a way that is
    not a worker's remittance. Gifts of real in-laws look the same; a wedding or visa nearby makes it tell."""
    paid, account = sighting.fact.transaction, sighting.fact.account
    if paid is None or account is None or account.income is not IncomeBand.LOW or account.business:
        return None
    if paid.direction is not Direction.IN or paid.purpose not in (Purpose.GIFT, Purpose.OTHER):
        return None
    amount = rupees(paid.money)
    if amount is None or amount < params.number("rupees"):
        return None
    foreign = any(p.nationality not in (None, HOME) or is_organisation(p) for p in sighting.others(Role.SENDER))
    broker = any(not same_party(p, sighting.me) for p in sighting.others(*_BROKERS))
    abroad = paid.counterparty_country not in (None, HOME) and paid.channel is not BankChannel.REMITTANCE
    if not (foreign or broker or abroad):
        return None
    return Fired("A household of small means received a large sum from an agent or from abroad.", (sighting,))


BANK_CUSTOMER: tuple[Indicator, ...] = (
    Indicator(
        b_obs_controlled,
        about=Subject.POSSIBLE_VICTIM,
        roles=CUSTOMER,
        source="FinCEN FIN-2020-A008, behavioural 1-4",
    ),
    Indicator(
        b_thirdparty_id_open,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.OPENER, Role.CONDUCTOR}),
        source="FinCEN FIN-2020-A008, behavioural 6",
    ),
    Indicator(
        b_minor_account_other,
        about=Subject.POSSIBLE_VICTIM,
        roles=frozenset({Role.HOLDER}),
        source="FinCEN FIN-2020-A008, behavioural 7",
        typologies=(Typology.CHILD_TRAFFICKING,),
    ),
    Indicator(
        b_no_life_account,
        about=Subject.POSSIBLE_VICTIM,
        roles=frozenset({Role.HOLDER}),
        source="FOS Audit list of forced-labour signs in accounts",
        typologies=(Typology.SEXUAL_EXPLOITATION, Typology.FORCED_LABOUR),
    ),
    Indicator(
        b_id_avoid,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.HOLDER, Role.SENDER, Role.CONDUCTOR, Role.OPENER}),
        source="FinCEN FIN-2020-A008, financial 10",
    ),
    Indicator(
        b_brideprice_inflow,
        about=Subject.POSSIBLE_VICTIM,
        roles=frozenset({Role.HOLDER}),
        source="Pakistan-China bride cases 2019 (AP): parents got several thousand dollars",
        typologies=(Typology.FORCED_MARRIAGE, Typology.SEXUAL_EXPLOITATION),
        params={"rupees": 500_000},
    ),
)
