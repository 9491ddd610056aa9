"""What one visit, account opening, payment or review shows of a customer."""

from collections.abc import Iterator

from schemas.codes import Sector
from schemas.event import Party
from schemas.facts import BankChannel, Direction, IncomeBand, Kind, Observation, Purpose
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import TokenKind
from streams.history import Entry, History
from streams.indicators.bank_control import is_controlled
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.indicators.money import OWNERS, about, is_organisation, rupees
from streams.indicators.reading import HOME, differ, is_child, related, same_party, tokens_of
from streams.wording import say

CUSTOMER = frozenset({Role.HOLDER, Role.SENDER})
_BROKERS = (Role.AGENCY, Role.RECRUITER, Role.SUBAGENT)


def _observed(entry: Entry, what: Observation, key: str) -> Fired | Silence:
    """Bank staff wrote this code; without any code nobody looked."""
    fact = entry.fact
    if not fact.observations or fact.ref.sector is not Sector.BANK:
        return Silence.NOT_APPLICABLE
    return Fired(say(key), (entry,)) if what in fact.observations else Silence.ABSENT


def b_obs_controlled(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """At the branch another person speaks for the customer, or holds the customer's papers or money. Helpers of
    old, ill or unlettered customers do so too."""
    fact = sighting.fact
    if not fact.observations or fact.ref.sector is not Sector.BANK:
        return Silence.NOT_APPLICABLE
    return Fired(say("b-obs-controlled"), (sighting,)) if is_controlled(sighting) else Silence.ABSENT


def b_thirdparty_id_open(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Somebody opened, or tried to open, an account with the identity card of a person who was not there. Relatives
    of the housebound try this in good faith."""
    return _observed(sighting, Observation.ABSENT_ID, "b-thirdparty-id-open")


def b_id_avoid(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A customer cancels or changes a transaction when an identity document or a report is needed. Distrust of
    paperwork is the common innocent cause."""
    return _observed(sighting, Observation.ID_AVOIDED, "b-id-avoid")


def b_minor_account_other(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A person of another surname and no common address, or an organisation, opens an account for a child. Guardians
    whose surname differs are common in Pakistan: look for the documented consent."""
    me = sighting.me
    if sighting.fact.kind is not Kind.ACCOUNT_OPENING or me.age is None:
        return Silence.NOT_APPLICABLE
    if not is_child(me):
        return Silence.ABSENT
    openers = [party for party in sighting.others(Role.OPENER) if not same_party(party, me)]
    if any(_no_family(me, opener) for opener in openers):
        return Fired(say("b-minor-account-other", age=me.age), (sighting,))
    compared = any(related(me, opener) for opener in openers)
    return Silence.ABSENT if compared else Silence.NOT_APPLICABLE


def _no_family(child: Party, opener: Party) -> bool:
    """Known to differ in surname or address, with neither in common."""
    if related(child, opener):
        return False
    return is_organisation(opener) or any(differ(child, opener, k) for k in (TokenKind.FAMILY, TokenKind.ADDRESS))


def b_no_life_account(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A personal account shows money in and cash out but no ordinary household spending. Many people in Pakistan
    live on cash: only an addition to other signs."""
    account = sighting.fact.account
    if account is None or account.business or account.ordinary_spend is None:
        return Silence.NOT_APPLICABLE
    return Silence.ABSENT if account.ordinary_spend else Fired(say("b-no-life-account"), (sighting,))


def b_contact_on_sex_ads(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """The account's phone, e-mail or address stands on a list of commercial-sex or fake-job adverts that the bank keeps and
    checks. A number given out anew, and who is advertised against her will, stand there too."""
    account = sighting.fact.account
    if account is None or account.contact_on_advert_list is None:
        return Silence.NOT_APPLICABLE
    return Fired(say("b-contact-on-sex-ads"), (sighting,)) if account.contact_on_advert_list else Silence.ABSENT


def b_brideprice_inflow(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A household of small means receives a large sum from a foreigner, an agent, or from abroad by a way that is
    not a worker's remittance. Gifts of real in-laws look the same; a wedding or visa nearby makes it tell."""
    paid, account = sighting.fact.transaction, sighting.fact.account
    if paid is None or account is None or account.income is None or account.business:
        return Silence.NOT_APPLICABLE
    amount = rupees(paid.money)
    if amount is None or paid.direction is not Direction.IN:
        return Silence.NOT_APPLICABLE
    if account.income is not IncomeBand.LOW or amount < params.number("rupees"):
        return Silence.ABSENT
    if paid.purpose not in (Purpose.GIFT, Purpose.OTHER):
        return Silence.ABSENT
    sent = list(sighting.others(Role.SENDER))
    foreign = any(_stranger(p, sighting.me) and (p.nationality or HOME) != HOME for p in sent)
    broker = any(_stranger(p, sighting.me) for p in _brokers(sighting, sent))
    kin = any(p.nationality == HOME or related(p, sighting.me) for p in sent)
    abroad = paid.counterparty_country not in (None, HOME) and paid.channel is not BankChannel.REMITTANCE and not kin
    if not (foreign or broker or abroad):
        return Silence.ABSENT
    said = say("b-brideprice-inflow", amount=about(paid.money), currency=paid.money.currency)
    return Fired(said, (sighting,))


def _stranger(party: Party, holder: Party) -> bool:
    return not same_party(party, holder) and not related(party, holder)


def _brokers(entry: Entry, sent: list[Party]) -> Iterator[Party]:
    """Agents in the event, and agencies among the senders: an employer who pays a worker off is none."""
    yield from entry.others(*_BROKERS)
    yield from (p for p in sent if tokens_of(p, TokenKind.AGENCY) or tokens_of(p, TokenKind.OEP))


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
        b_contact_on_sex_ads,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.HOLDER}),
        source="FinCEN FIN-2020-A008, financial 6",
        typologies=(Typology.SEXUAL_EXPLOITATION,),
        kinds=OWNERS | {TokenKind.EMAIL},
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
