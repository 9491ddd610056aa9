"""What is paid out of one account, and where its holder moves about."""

from collections.abc import Sequence

from schemas.event import Party
from schemas.facts import Direction, IncomeBand, Purpose
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import IDENTITY_KINDS, TokenKind
from streams.history import Entry, History
from streams.indicators.bank_cash import HOLDER, city_of
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.indicators.money import (
    OWNERS,
    counted,
    day_of,
    is_business,
    is_organisation,
    is_paid,
    is_personal,
    leaves,
    of_one_owner,
    pays,
    purpose_of,
    sum_of,
)
from streams.indicators.reading import HOME, groups, people, persons, related, same_person, telling, tokens_of
from streams.wording import say

PAYER = frozenset({Role.HOLDER, Role.SENDER})
_NEEDS = frozenset({Purpose.PHARMACY, Purpose.CLOTHING, Purpose.FOOD})
_LIVING = frozenset({Purpose.LODGING, Purpose.TRANSPORT, *_NEEDS})
_CHARGES = frozenset({Purpose.TRAVEL, Purpose.VISA})
_CARE = frozenset({Purpose.MEDICAL, *_CHARGES})

_ERRAND = 3600.0
"""Seconds."""


def _moves(entry: Entry) -> bool:
    """The party meant was there itself: who pays in or draws, or the holder if nobody else did. A deposit by whom the
    bank does not say proves nothing of the holder."""
    paid = entry.fact.transaction
    if paid is None or paid.city is None or is_business(entry):
        return False
    if entry.role is Role.CONDUCTOR:
        return True
    if entry.role is not Role.HOLDER or paid.direction is not Direction.OUT:
        return False
    return not any(True for _ in entry.others(Role.CONDUCTOR))


def b_multi_city_movement(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """One person draws or pays in many cities within two weeks; what others pay into the account does not count.
    Drivers, traders and salespeople travel so."""
    if not _moves(sighting):
        return Silence.NOT_APPLICABLE
    need, days = params.number("cities"), params.number("days")
    if len(history.entries) < need:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        found = tuple(e for e in of_one_owner(sighting, history, window) if _moves(e))
        cities = len({city_of(e) for e in found})
        if cities < need:
            return Silence.INSUFFICIENT_HISTORY
        return Fired(say("b-multi-city-movement", cities=cities, days=int(days)), found)

    return telling(sighting, history, days, tell)


def _topped(entry: Entry) -> list[tuple[Party, Sequence[str]]]:
    """Phones and prepaid cards that the account tops up, but for the family's where the bank knows them."""
    if purpose_of(entry) is not Purpose.TOP_UP or not leaves(entry) or is_business(entry) or not is_paid(entry):
        return []
    shown = ((p, [*tokens_of(p, TokenKind.PHONE), *tokens_of(p, TokenKind.CARD)]) for p in entry.others(*_TARGETS))
    return [(party, tokens) for party, tokens in shown if tokens and not related(party, entry.me)]


_TARGETS = (Role.BENEFICIARY, Role.CONTACT)


def b_prepaid_topup_heavy(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """One account tops up prepaid cards or phones very often, for several numbers. Shopkeepers who sell top-ups
    look the same unless theirs is a business account, and so do large families whom the bank does not know as such."""
    if purpose_of(sighting) is not Purpose.TOP_UP or not leaves(sighting) or is_business(sighting):
        return Silence.NOT_APPLICABLE
    if not any(tokens_of(p, TokenKind.PHONE) or tokens_of(p, TokenKind.CARD) for p in sighting.others(*_TARGETS)):
        return Silence.NOT_APPLICABLE
    if not _topped(sighting):
        return Silence.ABSENT
    need, several, days = params.number("payments"), params.number("numbers"), params.number("days")
    if len(history.entries) < need:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        found = [(e, topped) for e in of_one_owner(sighting, history, window) if (topped := _topped(e))]
        if len(found) < need:
            return Silence.INSUFFICIENT_HISTORY
        numbers = len(groups(shown for _, topped in found for shown in topped))
        if numbers < several:
            return Silence.ABSENT
        said = say("b-prepaid-topup-heavy", count=len(found), numbers=numbers, days=int(days))
        return Fired(said, tuple(e for e, _ in found))

    return telling(sighting, history, days, tell)


def _abroad_for_adverts(entry: Entry) -> bool:
    paid = entry.fact.transaction
    if paid is None or paid.purpose is not Purpose.ADVERTISING or not leaves(entry) or not is_paid(entry):
        return False
    return paid.counterparty_country not in (None, HOME) and not is_business(entry)


def b_foreign_classifieds(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """One personal account pays foreign advertising sites again and again. Freelancers and small exporters do so."""
    paid = sighting.fact.transaction
    if paid is None or paid.purpose is not Purpose.ADVERTISING or paid.counterparty_country is None:
        return Silence.NOT_APPLICABLE
    if not leaves(sighting) or is_business(sighting):
        return Silence.NOT_APPLICABLE
    if not _abroad_for_adverts(sighting):
        return Silence.ABSENT
    return counted(sighting, history, params, _abroad_for_adverts, "payments", "b-foreign-classifieds")


def _lives_on(entry: Entry) -> bool:
    return purpose_of(entry) in _LIVING and leaves(entry) and not is_business(entry) and is_paid(entry)


def b_living_cost_bundle(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """One account pays hotels on many days together with rides and daily needs, beyond its holder's means: small ones, or
    hotels above the sum of AUSTRAC. Somebody who attends a sick relative in another city, or travels for work, may too."""
    account = sighting.fact.account
    if purpose_of(sighting) not in _LIVING or not leaves(sighting) or account is None or account.business:
        return Silence.NOT_APPLICABLE
    if account.income is IncomeBand.HIGH or not _lives_on(sighting):
        return Silence.ABSENT
    nights, rides, needs = params.number("lodging"), params.number("transport"), params.number("needs")
    if len(history.entries) < nights + rides + needs:
        return Silence.INSUFFICIENT_HISTORY
    days = params.number("days")

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        found = tuple(e for e in of_one_owner(sighting, history, window) if _lives_on(e))
        lodged = [e for e in found if purpose_of(e) is Purpose.LODGING]
        carried = sum(purpose_of(e) is Purpose.TRANSPORT for e in found)
        daily = len(found) - len(lodged) - carried
        if len({day_of(e) for e in lodged}) < nights or carried < rides or daily < needs:
            return Silence.INSUFFICIENT_HISTORY
        if account.income is not IncomeBand.LOW and sum(map(sum_of, lodged)) <= params.number("rupees"):
            return Silence.ABSENT
        said = say("b-living-cost-bundle", lodging=len(lodged), transport=carried, needs=daily, days=int(days))
        return Fired(said, found)

    return telling(sighting, history, days, tell)


def _charge(entry: Entry) -> tuple[bool, list[Party]] | None:
    """A fare or visa fee: whether nobody is named, and the travellers who are no relatives; None: not one for others."""
    if purpose_of(entry) not in _CHARGES or not pays(entry) or not is_personal(entry) or not is_paid(entry):
        return None
    named = list(entry.others(Role.TRAVELLER))
    strangers = [party for party in named if not related(entry.me, party)]
    return (not named, strangers) if strangers or not named else None


def b_bulk_travel_purchase(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A private person pays many fares, visas or embassy fees for others. Heads of large families do so: people of
    the payer's surname are left out where the bank names who travels, and where it does not, the charges of one hour are one errand."""
    if purpose_of(sighting) not in _CHARGES or not pays(sighting) or not is_personal(sighting):
        return Silence.NOT_APPLICABLE
    if _charge(sighting) is None:
        return Silence.ABSENT
    need, days = params.number("charges"), params.number("days")

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        found = [(e, charge) for e in of_one_owner(sighting, history, window) if (charge := _charge(e)) is not None]
        unnamed = len({e.time // _ERRAND for e, (nobody, _) in found if nobody})
        count = unnamed + people(party for _, (_, strangers) in found for party in strangers)
        if count < need:
            return Silence.INSUFFICIENT_HISTORY
        said = say("b-bulk-travel-purchase", count=count, days=int(days))
        return Fired(said, tuple(e for e, _ in found))

    return telling(sighting, history, days, tell)


_PATIENTS = (Role.BENEFICIARY, Role.TRAVELLER, Role.COMPANION)


def _cared_for(entry: Entry) -> list[Party]:
    """The people named in a payment for treatment or travel, but for the payer's family and any organisation."""
    if purpose_of(entry) not in _CARE or not pays(entry) or not is_personal(entry) or not is_paid(entry):
        return []
    others = (p for p in entry.others(*_PATIENTS) if not is_organisation(p) and not related(p, entry.me))
    return [party for party in others if any(tokens_of(party, kind) for kind in IDENTITY_KINDS)]


def b_organ_medical(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A private person pays for the treatment of several people who are no family, and for travel of one of them.
    Benefactors of the poor do so. FATF found no case of organ trafficking in payments: thin evidence, only beside others."""
    if purpose_of(sighting) not in _CARE or not pays(sighting) or not is_personal(sighting):
        return Silence.NOT_APPLICABLE
    if not any(True for _ in sighting.others(*_PATIENTS)):
        return Silence.NOT_APPLICABLE
    if not _cared_for(sighting):
        return Silence.ABSENT
    need, days = params.number("people"), params.number("days")
    if len(history.entries) < 2:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        found = [(e, named) for e in of_one_owner(sighting, history, window) if (named := _cared_for(e))]
        treated = [p for e, named in found if purpose_of(e) is Purpose.MEDICAL for p in named]
        count = len(persons(treated))
        if count < need:
            return Silence.INSUFFICIENT_HISTORY
        flown = [p for e, named in found if purpose_of(e) in _CHARGES for p in named]
        if not any(same_person(traveller, patient) for traveller in flown for patient in treated):
            return Silence.ABSENT
        return Fired(say("b-organ-medical", count=count, days=int(days)), tuple(e for e, _ in found))

    return telling(sighting, history, days, tell)


BANK_SPENDING: tuple[Indicator, ...] = (
    Indicator(
        b_multi_city_movement,
        about=Subject.POSSIBLE_VICTIM,
        roles=frozenset({Role.HOLDER, Role.CONDUCTOR}),
        source="FinCEN FIN-2020-A008, financial 1",
        typologies=(Typology.SEXUAL_EXPLOITATION,),
        params={"days": 14, "cities": 4},
    ),
    Indicator(
        b_prepaid_topup_heavy,
        about=Subject.FACILITATOR,
        roles=HOLDER,
        source="FinCEN FIN-2020-A008, financial 5; AUSTRAC",
        typologies=(Typology.SEXUAL_EXPLOITATION,),
        params={"days": 30, "payments": 10, "numbers": 3},
        kinds=OWNERS,
    ),
    Indicator(
        b_foreign_classifieds,
        about=Subject.FACILITATOR,
        roles=HOLDER,
        source="FinCEN FIN-2020-A008, financial 7; AUSTRAC",
        typologies=(Typology.SEXUAL_EXPLOITATION,),
        params={"days": 30, "payments": 4},
        kinds=OWNERS,
    ),
    Indicator(
        b_living_cost_bundle,
        about=Subject.FACILITATOR,
        roles=HOLDER,
        source="FinCEN FIN-2020-A008, financial 2; AUSTRAC; FINTRAC Project Protect: motels and drugstores",
        typologies=(Typology.SEXUAL_EXPLOITATION,),
        params={"days": 30, "lodging": 4, "transport": 8, "needs": 4, "rupees": 370_000},
        kinds=OWNERS,
    ),
    Indicator(
        b_bulk_travel_purchase,
        about=Subject.FACILITATOR,
        roles=PAYER,
        source="FinCEN FIN-2020-A008 (flights by prepaid card); FATF-APG 2018",
        params={"days": 60, "charges": 5},
        kinds=OWNERS,
        volume=True,
    ),
    Indicator(
        b_organ_medical,
        about=Subject.FACILITATOR,
        roles=PAYER,
        source="KYC360 on FATF-APG 2018: no case study of organ trafficking was found",
        typologies=(Typology.ORGAN_REMOVAL,),
        params={"days": 90, "people": 2},
        kinds=OWNERS,
        volume=True,
    ),
)
