"""What one booking or check-in shows."""

from collections.abc import Sequence
from datetime import timedelta

from schemas.facts import Kind, PaymentForm, Trip, TripType, VisaClass
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import IDENTITY_KINDS, TokenKind
from streams.history import Entry, History
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.indicators.money import about, is_organisation, rupees
from streams.indicators.reading import (
    HOME,
    country_of,
    differ,
    is_adult,
    is_child,
    outbound,
    place_of,
    related,
    same_party,
    same_person,
)
from streams.wording import say

TRAVELLER = frozenset({Role.TRAVELLER})
ON_BOARD = (Role.TRAVELLER, Role.COMPANION)


def a_oneway_no_return(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A one-way ticket abroad on a visa that expects a return. Common among migrants: context, never more."""
    trip = sighting.fact.trip
    if trip is None or trip.visa_class is None:
        return Silence.NOT_APPLICABLE
    if trip.trip_type is not TripType.ONE_WAY or trip.return_at is not None:
        return Silence.ABSENT
    if trip.visa_class not in params.names("visas") or not outbound(trip):
        return Silence.ABSENT
    return Fired(say("a-oneway-no-return", visa=trip.visa_class, country=place_of(trip.destination)), (sighting,))


def a_third_party_cash(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """The ticket was paid in cash by a person who neither travels nor is known as family of those who do. Friends and
    relatives of another surname do this too: alone it means little."""
    trip = sighting.fact.trip
    if trip is None or trip.paid_by is None:
        return Silence.NOT_APPLICABLE
    if trip.paid_by is not PaymentForm.CASH:
        return Silence.ABSENT
    payers = [payer for payer in sighting.others(Role.PAYER) if payer.tokens]
    if not payers:
        return Silence.NOT_APPLICABLE
    aboard = [sighting.me, *sighting.others(*ON_BOARD)]
    if all(any(same_party(payer, one) or related(payer, one) for one in aboard) for payer in payers):
        return Silence.ABSENT
    return Fired(say("a-third-party-cash"), (sighting,))


def a_last_minute(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Booked shortly before an international departure. Illness, work and mourning make people book late too."""
    trip = sighting.fact.trip
    if trip is None or trip.booked_at is None:
        return Silence.NOT_APPLICABLE
    hours = (trip.departs_at - trip.booked_at).total_seconds() / 3600
    if not 0 <= hours <= params.number("hours") or not outbound(trip):
        return Silence.ABSENT
    if hours < 1.5:
        return Fired(say("a-last-minute/hour", minutes=round(hours * 60)), (sighting,))
    return Fired(say("a-last-minute", hours=round(hours)), (sighting,))


def a_minor_alone(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A child travels abroad with no guardian on the booking, no adult beside it and no airline escort service.

    Needs the airline to say that no guardian is on the booking; where it does not say, this is not applicable.
    """
    trip, age = sighting.fact.trip, sighting.me.age
    if trip is None or trip.guardian_on_booking is None or age is None:
        return Silence.NOT_APPLICABLE
    if trip.guardian_on_booking or trip.unaccompanied_minor_service:
        return Silence.ABSENT
    if not is_child(sighting.me) or not outbound(trip) or any(map(is_adult, sighting.others(*ON_BOARD))):
        return Silence.ABSENT
    return Fired(say("a-minor-alone", age=age), (sighting,))


def a_minor_unrelated_adult(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A child travels with adults of other surnames and no guardian on the booking. Names alone mislead here:
    in Pakistan a child and its own mother often carry different surnames."""
    trip, me, age = sighting.fact.trip, sighting.me, sighting.me.age
    if trip is None or trip.guardian_on_booking is None or age is None:
        return Silence.NOT_APPLICABLE
    if trip.guardian_on_booking or not is_child(me) or not outbound(trip):
        return Silence.ABSENT
    adults = [party for party in sighting.others(*ON_BOARD) if is_adult(party)]
    if not adults or any(related(me, party) for party in adults):
        return Silence.ABSENT
    if not all(differ(me, party, TokenKind.FAMILY) for party in adults):
        return Silence.NOT_APPLICABLE
    return Fired(say("a-minor-unrelated-adult", age=age), (sighting,))


def a_no_luggage_long_stay(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Checked in with no baggage for a long or open stay. People who are well settled abroad travel light too."""
    trip = sighting.fact.trip
    if trip is None or trip.bags is None or sighting.fact.kind is Kind.BOOKING:
        return Silence.NOT_APPLICABLE
    if trip.bags > params.number("bags") or not outbound(trip):
        return Silence.ABSENT
    days = _stay(trip)
    if days is not None:
        long = days > params.number("stay_days")
        said = say("a-no-luggage-long-stay", bags=trip.bags, days=days)
        return Fired(said, (sighting,)) if long else Silence.ABSENT
    if trip.trip_type is not TripType.ONE_WAY:
        return Silence.NOT_APPLICABLE
    if trip.visa_class is VisaClass.RESIDENT:
        return Silence.ABSENT
    return Fired(say("a-no-luggage-long-stay/open", bags=trip.bags), (sighting,))


def _stay(trip: Trip) -> int | None:
    """Days of the stay, as stated or until the return; None when it is open."""
    if trip.stay_days is None and trip.return_at is not None:
        return max((trip.return_at - trip.departs_at).days, 0)
    return trip.stay_days


def a_visit_visa_worker(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Somebody of working age flies on a visit visa to a labour-receiving country on a ticket that a recruiter or
    employer arranged: the way round the Protector of Emigrants. Staff on a business visit look the same."""
    trip, age = sighting.fact.trip, sighting.me.age
    if trip is None or trip.visa_class is None or age is None:
        return Silence.NOT_APPLICABLE
    if trip.visa_class not in params.names("visas") or country_of(trip.destination) not in params.names("countries"):
        return Silence.ABSENT
    job = sighting.fact.job
    if not params.number("youngest") <= age <= params.number("oldest") or (job is not None and job.protector_stamp):
        return Silence.ABSENT
    arranged = any(True for _ in sighting.others(Role.RECRUITER, Role.SUBAGENT))
    if not arranged and not any(map(is_organisation, sighting.others(Role.PAYER))):
        return Silence.ABSENT
    return Fired(say("a-visit-visa-worker", visa=trip.visa_class, country=country_of(trip.destination)), (sighting,))


def a_umrah_no_means(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A pilgrim on an Umrah visa without hotel, without return and, where it was asked, with little money: seen in
    cases of forced begging. A pilgrim who stays with relatives may show the same."""
    trip = sighting.fact.trip
    if trip is None or trip.visa_class is None:
        return Silence.NOT_APPLICABLE
    if trip.visa_class is not VisaClass.UMRAH:
        return Silence.ABSENT
    if trip.hotel_booked is None:
        return Silence.NOT_APPLICABLE
    if trip.hotel_booked or trip.trip_type is not TripType.ONE_WAY or trip.return_at is not None or not outbound(trip):
        return Silence.ABSENT
    funds = rupees(trip.funds_declared)
    if trip.funds_declared is None or funds is None:
        return Fired(say("a-umrah-no-means"), (sighting,))
    if funds >= params.number("rupees"):
        return Silence.ABSENT
    said = say("a-umrah-no-means/poor", amount=about(trip.funds_declared), currency=trip.funds_declared.currency)
    return Fired(said, (sighting,))


def a_umrah_poor(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A pilgrim on an Umrah visa without return and with hardly any money, of whose hotel nothing is told. The airline may
    not have asked, and a pilgrim with relatives there needs little; where a hotel is known to be missing: a-umrah-no-means."""
    trip = sighting.fact.trip
    if trip is None or trip.visa_class is None or trip.hotel_booked is not None:
        return Silence.NOT_APPLICABLE
    funds = rupees(trip.funds_declared)
    if trip.funds_declared is None or funds is None:
        return Silence.NOT_APPLICABLE
    if trip.visa_class is not VisaClass.UMRAH or trip.trip_type is not TripType.ONE_WAY or trip.return_at is not None:
        return Silence.ABSENT
    if funds >= params.number("rupees") or not outbound(trip):
        return Silence.ABSENT
    said = say("a-umrah-poor", amount=about(trip.funds_declared), currency=trip.funds_declared.currency)
    return Fired(said, (sighting,))


def a_fia25_profile(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A first journey, at an age, on a visa and to a country that the FIA's advisory of January 2025 lists. A broad
    description of very many honest travellers: it only adds to other signs. Districts are left out on purpose."""
    trip, age = sighting.fact.trip, sighting.me.age
    if trip is None or trip.first_trip is None or trip.visa_class is None or age is None:
        return Silence.NOT_APPLICABLE
    if not trip.first_trip or trip.visa_class not in params.names("visas"):
        return Silence.ABSENT
    if not params.number("youngest") <= age <= params.number("oldest"):
        return Silence.ABSENT
    if country_of(trip.destination) not in params.names("countries"):
        return Silence.ABSENT
    said = say("a-fia25-profile", age=age, country=country_of(trip.destination), visa=trip.visa_class)
    return Fired(said, (sighting,))


def a_broken_onward(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A separate onward ticket leads from the booked destination, within days, to a country known as a start of smuggling by
    sea or land: on the same booking or another one. Workers and residents there fly so too: their visas are left out."""
    trip = sighting.fact.trip
    if trip is None:
        return Silence.NOT_APPLICABLE
    if trip.visa_class in _SETTLED:
        return Silence.NOT_APPLICABLE if trip.onward_destination is None else Silence.ABSENT
    countries, days = params.names("countries"), params.number("days")
    if trip.onward_destination is not None:
        end = country_of(trip.onward_destination)
        if end in countries and end != country_of(trip.destination):
            return Fired(say("a-broken-onward", country=end), (sighting,))
    for other in history.entries:
        one_person = history.kind in IDENTITY_KINDS or same_person(other.me, sighting.me)
        if other.event != sighting.event and other.role is Role.TRAVELLER and one_person:
            first, second = sorted((sighting, other), key=_departure)
            onward = second.fact.trip
            if onward is not None and _goes_on(first.fact.trip, onward, countries, days):
                hours = round((_departure(second) - _departure(first)) / 3600)
                said = say("a-broken-onward/another", country=country_of(onward.destination), hours=hours)
                return Fired(said, tuple(sorted((first, second))))
    return Silence.NOT_APPLICABLE if trip.onward_destination is None else Silence.ABSENT


_SETTLED = (VisaClass.WORK, VisaClass.RESIDENT)


def _departure(entry: Entry) -> float:
    return entry.fact.trip.departs_at.timestamp() if entry.fact.trip is not None else 0.0


def _goes_on(first: Trip | None, second: Trip | None, countries: Sequence[str], days: float) -> bool:
    """From Pakistan to a third country and, so soon after, from there to one of these."""
    if first is None or second is None or second.visa_class in _SETTLED or country_of(first.origin) != HOME:
        return False
    hub, end = country_of(first.destination), country_of(second.destination)
    if hub != country_of(second.origin) or hub in (HOME, end) or end not in countries:
        return False
    return timedelta(0) < second.departs_at - first.departs_at <= timedelta(days=days)


def a_split_party_seating(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Checked in together and seated apart, or several bookings of one payer on one flight, as if strangers. Full
    flights seat honest groups apart; companions and payers of the traveller's own family are left out."""
    trip = sighting.fact.trip
    if trip is None or (trip.seated_apart is None and trip.split_booking is None):
        return Silence.NOT_APPLICABLE
    if trip.seated_apart and not _all_kin(sighting, *ON_BOARD):
        return Fired(say("a-split-party-seating"), (sighting,))
    if trip.split_booking and not _all_kin(sighting, Role.PAYER):
        return Fired(say("a-split-party-seating/bookings"), (sighting,))
    return Silence.ABSENT


def _all_kin(sighting: Entry, *roles: Role) -> bool:
    """Others in these roles are told, and all of them belong to the party meant."""
    others = [party for party in sighting.others(*roles) if party.tokens]
    return bool(others) and all(related(sighting.me, party) for party in others)


AIR_BOOKING: tuple[Indicator, ...] = (
    Indicator(
        a_oneway_no_return,
        about=Subject.POSSIBLE_VICTIM,
        roles=TRAVELLER,
        source="FIA immigration advisory, January 2025 (return tickets to be checked); GTAS field tripType",
        params={"visas": ("visit", "tourist", "umrah")},
    ),
    Indicator(
        a_third_party_cash,
        about=Subject.POSSIBLE_VICTIM,
        roles=TRAVELLER,
        source="AKEO airline training list: booked by someone not travelling, or paid in cash",
    ),
    Indicator(
        a_last_minute,
        about=Subject.POSSIBLE_VICTIM,
        roles=TRAVELLER,
        source="AKEO airline training list; GTAS field daysBookedBeforeTravel",
        params={"hours": 48},
    ),
    Indicator(
        a_minor_alone,
        about=Subject.POSSIBLE_VICTIM,
        roles=TRAVELLER,
        source="AKEO airline training list: children without parents or close family",
        typologies=(Typology.CHILD_TRAFFICKING,),
    ),
    Indicator(
        a_minor_unrelated_adult,
        about=Subject.POSSIBLE_VICTIM,
        roles=TRAVELLER,
        source="AKEO airline training list; ICAO/OHCHR Cir 352",
        typologies=(Typology.CHILD_TRAFFICKING, Typology.FORCED_MARRIAGE),
    ),
    Indicator(
        a_no_luggage_long_stay,
        about=Subject.POSSIBLE_VICTIM,
        roles=TRAVELLER,
        source="AKEO airline training list; Airline Ambassadors: few personal items",
        typologies=(Typology.SEXUAL_EXPLOITATION, Typology.CHILD_TRAFFICKING),
        params={"bags": 0, "stay_days": 14},
    ),
    Indicator(
        a_visit_visa_worker,
        about=Subject.POSSIBLE_VICTIM,
        roles=TRAVELLER,
        source="BEOE: every work-visa traveller must be protected; FIA immigration advisory, January 2025",
        typologies=(Typology.FORCED_LABOUR, Typology.SEXUAL_EXPLOITATION),
        params={
            "visas": ("visit", "tourist"),
            "countries": ("ARE", "BHR", "IRQ", "KWT", "MYS", "OMN", "QAT", "SAU"),
            "youngest": 18,
            "oldest": 45,
        },
    ),
    Indicator(
        a_umrah_no_means,
        about=Subject.POSSIBLE_VICTIM,
        roles=TRAVELLER,
        source="FIA Multan airport cases 2023-24 (ARY, ProPakistani)",
        typologies=(Typology.FORCED_BEGGING, Typology.SEXUAL_EXPLOITATION),
        params={"rupees": 40_000},
    ),
    Indicator(
        a_umrah_poor,
        about=Subject.POSSIBLE_VICTIM,
        roles=TRAVELLER,
        source="FIA Multan airport cases 2023-24: eight women with SAR 200 each",
        typologies=(Typology.FORCED_BEGGING, Typology.SEXUAL_EXPLOITATION),
        params={"rupees": 40_000},
    ),
    Indicator(
        a_fia25_profile,
        about=Subject.POSSIBLE_VICTIM,
        roles=TRAVELLER,
        source="FIA immigration advisory, January 2025 (Daily Times, The News)",
        typologies=(Typology.SMUGGLING,),
        params={
            "visas": ("visit", "tourist", "umrah", "hajj", "study"),
            "countries": (
                *("AZE", "EGY", "ETH", "IRN", "IRQ", "KEN", "KGZ", "KWT"),
                *("LBY", "MRT", "QAT", "RUS", "SAU", "SEN", "TUR"),
            ),
            "youngest": 15,
            "oldest": 40,
        },
    ),
    Indicator(
        a_broken_onward,
        about=Subject.POSSIBLE_VICTIM,
        roles=TRAVELLER,
        source="FIA immigration advisory, January 2025 (transit countries)",
        typologies=(Typology.SMUGGLING,),
        params={"days": 3, "countries": ("LBY", "MRT", "SEN", "TUR")},
    ),
    Indicator(
        a_split_party_seating,
        about=Subject.POSSIBLE_VICTIM,
        roles=TRAVELLER,
        source="AKEO airline training list: checked in together, seated apart",
        typologies=(Typology.SEXUAL_EXPLOITATION, Typology.CHILD_TRAFFICKING),
    ),
)
