"""Who pays the fares, visas and treatment of others."""

from collections.abc import Sequence

from schemas.event import Party
from schemas.facts import Purpose
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import IDENTITY_KINDS
from streams.history import Entry, History
from streams.indicators.contract import Crowd, Fired, Indicator, Params, Silence
from streams.indicators.money import OWNERS, is_organisation, is_personal, of_one_owner, pays, purpose_of
from streams.indicators.reading import people, related, same_person, telling, tokens_of
from streams.wording import say

PAYER = frozenset({Role.HOLDER, Role.SENDER})
_CHARGES = frozenset({Purpose.TRAVEL, Purpose.VISA})
_CARE = frozenset({Purpose.MEDICAL, *_CHARGES})
_ERRAND = 3600.0
"""Seconds."""


def _charge(entry: Entry) -> tuple[bool, list[Party]] | None:
    """A fare or visa fee: whether nobody is named, and the travellers who are no relatives; None: not one for others."""
    if purpose_of(entry) not in _CHARGES or not pays(entry) or not is_personal(entry):
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
    if purpose_of(entry) not in _CARE or not pays(entry) or not is_personal(entry):
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
        count = people(treated)
        if count < need:
            return Silence.INSUFFICIENT_HISTORY
        flown = [p for e, named in found if purpose_of(e) in _CHARGES for p in named]
        if not any(same_person(traveller, patient) for traveller in flown for patient in treated):
            return Silence.ABSENT
        return Fired(say("b-organ-medical", count=count, days=int(days)), tuple(e for e, _ in found))

    return telling(sighting, history, days, tell)


BANK_CHARGES: tuple[Indicator, ...] = (
    Indicator(
        b_bulk_travel_purchase,
        about=Subject.FACILITATOR,
        roles=PAYER,
        source="FinCEN FIN-2020-A008 (flights by prepaid card); FATF-APG 2018",
        params={"days": 60, "charges": 5},
        kinds=OWNERS,
        volume=Crowd.CHANCE,
    ),
    Indicator(
        b_organ_medical,
        about=Subject.FACILITATOR,
        roles=PAYER,
        source="KYC360 on FATF-APG 2018: no case study of organ trafficking was found",
        typologies=(Typology.ORGAN_REMOVAL,),
        params={"days": 90, "people": 2},
        kinds=OWNERS,
        volume=Crowd.CHANCE,
    ),
)
