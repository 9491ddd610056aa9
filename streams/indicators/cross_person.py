"""What two sectors show of one person."""

from schemas.codes import Sector
from schemas.facts import Benign, Kind, PaperState
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import IDENTITY_KINDS, TokenKind
from streams.history import Entry, History
from streams.indicators.contract import Fired, Indicator, Params
from streams.indicators.reading import differ, is_child, outbound, pairs, related

_PERSON = frozenset(IDENTITY_KINDS)
_BEFORE_LEAVING = frozenset({Kind.REGISTRATION, Kind.CONTRACT, Kind.FEE, Kind.ADVERT})
_CLEARED = frozenset({Benign.FAMILY_LINK, Benign.GUARDIAN_CONSENT, Benign.CHARITY_ESCORT})


def x_unprotected_departure(sighting: Entry, history: History, params: Params) -> Fired | None:
    """A recruiter knows the person as a candidate and an airline shows a departure on a visit visa, with no sign of
    contract or Protector's stamp. A family visit before the job begins looks the same."""
    if sighting.fact.job is None and sighting.fact.trip is None:
        return None
    days, visas = params.number("days"), params.names("visas")
    for hired, flown in pairs(sighting, history, days):
        if _leaves_unprotected(hired, flown, visas):
            if any(_protected(entry) for entry in history.around(sighting, days)):
                return None
            sentence = "A recruiter's candidate leaves on a visa that allows no work, unknown to the Protector."
            return Fired(sentence, tuple(sorted((hired, flown))))
    return None


def _protected(entry: Entry) -> bool:
    job = entry.fact.job
    return job is not None and (job.protector_stamp is True or job.contract is PaperState.PRESENT)


def _leaves_unprotected(hired: Entry, flown: Entry, visas: tuple[str, ...]) -> bool:
    trip = flown.fact.trip
    if trip is None or flown.role is not Role.TRAVELLER or hired.role is not Role.CANDIDATE:
        return False
    if hired.fact.ref.sector is not Sector.RECRUITER or trip.visa_class is None or trip.visa_class not in visas:
        return False
    if not outbound(trip) or flown.fact.kind is Kind.OFFLOAD:
        return False
    departs = trip.departs_at.timestamp()
    return departs >= hired.time if hired.fact.kind in _BEFORE_LEAVING else departs <= hired.time


def x_child_two_sectors(sighting: Entry, history: History, params: Params) -> Fired | None:
    """Two sectors find something unusual about the same child within a month. Family link, guardian's consent and
    charity escorts are left out."""
    if len(history.entries) < 2 or not _stands_out(sighting):
        return None
    for other in history.around(sighting, params.number("days")):
        if other.fact.ref.sector is not sighting.fact.ref.sector and _stands_out(other):
            return Fired("Two sectors found something unusual about this child.", tuple(sorted((sighting, other))))
    return None


def _stands_out(entry: Entry) -> bool:
    me, fact = entry.me, entry.fact
    if not is_child(me) or not _CLEARED.isdisjoint(fact.against):
        return False
    if fact.observations or fact.ref.sector is Sector.RECRUITER or fact.kind is Kind.OFFLOAD:
        return True
    if fact.trip is not None:
        return fact.trip.guardian_on_booking is False and outbound(fact.trip)
    strangers = entry.others(Role.OPENER, Role.CONDUCTOR, Role.SENDER, Role.HOLDER)
    return fact.ref.sector is Sector.BANK and any(not related(me, party) for party in strangers)


def x_doc_conflict(sighting: Entry, history: History, params: Params) -> Fired | None:
    """Two sectors know one identity card or passport under different names or birth dates. A typing error is
    possible, and some names are written in many ways."""
    if len(history.entries) < 2 or sighting.hops:
        return None
    sector = sighting.fact.ref.sector
    for other in history.around(sighting, params.number("days")):
        if other.hops or other.fact.ref.sector is sector or not differ(sighting.me, other.me, TokenKind.PERSON):
            continue
        sentence = "Two sectors know this document under different names or birth dates."
        return Fired(sentence, tuple(sorted((sighting, other))))
    return None


CROSS_PERSON: tuple[Indicator, ...] = (
    Indicator(
        x_unprotected_departure,
        about=Subject.POSSIBLE_VICTIM,
        roles=frozenset({Role.CANDIDATE, Role.TRAVELLER}),
        source="Raabta, from BEOE: every work-visa traveller must be protected",
        typologies=(Typology.FORCED_LABOUR, Typology.SEXUAL_EXPLOITATION),
        params={"days": 90, "visas": ("visit", "tourist", "umrah")},
        kinds=_PERSON,
        absence=True,
    ),
    Indicator(
        x_child_two_sectors,
        about=Subject.POSSIBLE_VICTIM,
        roles=frozenset({Role.TRAVELLER, Role.CANDIDATE, Role.HOLDER, Role.SENDER, Role.BENEFICIARY}),
        source="Raabta, from ILO-EC operational indicators 2009, children; Palermo Protocol Art. 3(c)",
        typologies=(Typology.CHILD_TRAFFICKING,),
        params={"days": 30},
        kinds=_PERSON,
    ),
    Indicator(
        x_doc_conflict,
        about=Subject.POSSIBLE_VICTIM,
        roles=frozenset({Role.TRAVELLER, Role.CANDIDATE, Role.HOLDER, Role.SENDER}),
        source="Raabta",
        typologies=(Typology.SMUGGLING, Typology.CHILD_TRAFFICKING),
        params={"days": 365},
        kinds=frozenset({TokenKind.CNIC, TokenKind.PASSPORT}),
    ),
)
