"""What several sectors show of one person's journey: unprotected, a child."""

from schemas.codes import Sector
from schemas.facts import Benign, Kind, PaperState, Trip, TripType, VisaClass
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import IDENTITY_KINDS, TokenKind
from streams.history import Entry, History
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.indicators.money import is_empty
from streams.indicators.reading import (
    country_of,
    differ,
    is_adult,
    is_child,
    outbound,
    pairs,
    place_of,
    related,
    unpaired,
)
from streams.wording import Said, say

_PERSON = frozenset(IDENTITY_KINDS)
_FLIES = frozenset({Role.TRAVELLER, Role.COMPANION})
_BEFORE_LEAVING = frozenset({Kind.REGISTRATION, Kind.CONTRACT, Kind.FEE, Kind.ADVERT})
_CLEARED = frozenset({Benign.FAMILY_LINK, Benign.GUARDIAN_CONSENT, Benign.CHARITY_ESCORT})


def x_unprotected_departure(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A recruiter knows the person as a candidate and an airline shows a departure on a visit visa, with no sign of
    contract or Protector's stamp. A family visit before the job begins looks the same; a pilgrim with a hotel and a
    tourist who returns from another country are left out."""
    fact = sighting.fact
    if fact.job is None and (fact.trip is None or fact.trip.visa_class is None):
        return Silence.NOT_APPLICABLE
    days, visas = params.number("days"), params.names("visas")
    for hired, flown in pairs(sighting, history, days):
        if not _leaves_unprotected(hired, flown, visas):
            continue
        if not any(_protected(entry) for one in (hired, flown) for entry in history.around(one, days)):
            return Fired(_leaving(flown), tuple(sorted((hired, flown))))
    return unpaired(sighting, history, days)


def _leaving(flown: Entry) -> Said:
    trip = flown.fact.trip
    to, visa = (place_of(trip.destination), trip.visa_class or "") if trip is not None else ("", "")
    return say("x-unprotected-departure", country=to, visa=visa)


def _protected(entry: Entry) -> bool:
    job = entry.fact.job
    return job is not None and (job.protector_stamp is True or job.contract is PaperState.PRESENT)


def _leaves_unprotected(hired: Entry, flown: Entry, visas: tuple[str, ...]) -> bool:
    trip, job = flown.fact.trip, hired.fact.job
    if trip is None or job is None or flown.role not in _FLIES or hired.role is not Role.CANDIDATE:
        return False
    if hired.fact.ref.sector is not Sector.RECRUITER or trip.visa_class is None or trip.visa_class not in visas:
        return False
    if not outbound(trip) or flown.fact.kind is Kind.OFFLOAD or _is_holiday(trip, job.country, job.registered_country):
        return False
    departs = trip.departs_at.timestamp()
    return departs >= hired.time if hired.fact.kind in _BEFORE_LEAVING else departs <= hired.time


def _is_holiday(trip: Trip, *work: str | None) -> bool:
    """A return ticket of a pilgrim with a hotel, or to another country than that of the work."""
    if trip.trip_type is not TripType.RETURN:
        return False
    if trip.visa_class is VisaClass.UMRAH:
        return trip.hotel_booked is True
    return country_of(trip.onward_destination or trip.destination) not in work


def x_child_two_sectors(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Two sectors find something unusual about the same child within a month; one of them must know the age. Family
    link, guardian's consent, charity escorts and the airline's own escort service are left out."""
    if not _is_unusual(sighting):
        return Silence.ABSENT if is_child(sighting.me) else Silence.NOT_APPLICABLE
    if is_adult(sighting.me):
        return Silence.ABSENT
    days = params.number("days")
    for other in history.around(sighting, days):
        if other.fact.ref.sector is sighting.fact.ref.sector or is_adult(other.me) or not _is_unusual(other):
            continue
        if is_child(sighting.me) or is_child(other.me):
            age = min(party.age for party in (sighting.me, other.me) if party.age is not None)
            return Fired(say("x-child-two-sectors", age=age), tuple(sorted((sighting, other))))
    return unpaired(sighting, history, days)


def _is_unusual(entry: Entry) -> bool:
    """What would be unusual if the party meant were a child."""
    me, fact = entry.me, entry.fact
    if not _CLEARED.isdisjoint(fact.against):
        return False
    if fact.observations or fact.kind is Kind.OFFLOAD:
        return True
    if fact.trip is not None:
        return entry.role in _FLIES and _is_unguarded(entry, fact.trip)
    if fact.ref.sector is Sector.RECRUITER:
        return entry.role is Role.CANDIDATE and fact.job is not None
    if is_empty(entry):
        return False
    strangers = [p for p in entry.others(Role.OPENER, Role.CONDUCTOR, Role.HOLDER) if not related(me, p)]
    strangers += [p for p in entry.others(Role.SENDER) if differ(me, p, TokenKind.FAMILY) and not related(me, p)]
    return fact.ref.sector is Sector.BANK and bool(strangers)


def _is_unguarded(entry: Entry, trip: Trip) -> bool:
    if trip.guardian_on_booking is not False or trip.unaccompanied_minor_service or not outbound(trip):
        return False
    return not any(related(entry.me, p) for p in entry.others(*_FLIES) if not is_child(p))


CROSS_PERSON: tuple[Indicator, ...] = (
    Indicator(
        x_unprotected_departure,
        about=Subject.POSSIBLE_VICTIM,
        roles=_FLIES | {Role.CANDIDATE},
        source="Raabta, from BEOE: every work-visa traveller must be protected",
        typologies=(Typology.FORCED_LABOUR, Typology.SEXUAL_EXPLOITATION),
        params={"days": 90, "visas": ("visit", "tourist", "umrah")},
        kinds=_PERSON,
    ),
    Indicator(
        x_child_two_sectors,
        about=Subject.POSSIBLE_VICTIM,
        roles=_FLIES | {Role.CANDIDATE, Role.HOLDER, Role.SENDER, Role.BENEFICIARY},
        source="Raabta, from ILO-EC operational indicators 2009, children; Palermo Protocol Art. 3(c)",
        typologies=(Typology.CHILD_TRAFFICKING,),
        params={"days": 30},
        kinds=_PERSON,
    ),
)
