"""What one booking or check-in shows."""

from schemas.facts import Kind, PaymentForm, TripType, VisaClass
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import TokenKind
from streams.history import Entry, History
from streams.indicators.contract import Fired, Indicator, Params
from streams.indicators.money import is_organisation, rupees
from streams.indicators.reading import country_of, differ, is_adult, is_child, outbound, related, same_party

TRAVELLER = frozenset({Role.TRAVELLER})
_ON_BOARD = (Role.TRAVELLER, Role.COMPANION)


def a_oneway_no_return(sighting: Entry, history: History, params: Params) -> Fired | None:
    """A one-way ticket abroad on a visa that expects a return. Common among migrants: context, never more."""
    trip = sighting.fact.trip
    if trip is None or trip.trip_type is not TripType.ONE_WAY or trip.return_at is not None:
        return None
    if trip.visa_class is None or trip.visa_class not in params.names("visas") or not outbound(trip):
        return None
    return Fired(f"A one-way ticket on a {trip.visa_class} visa, which expects a return.", (sighting,))


def a_third_party_cash(sighting: Entry, history: History, params: Params) -> Fired | None:
    """The ticket was paid in cash by a person who does not travel. Families do this too: alone it means little."""
    trip = sighting.fact.trip
    if trip is None or trip.paid_by is not PaymentForm.CASH:
        return None
    aboard = [sighting.me, *sighting.others(*_ON_BOARD)]
    payers = [p for p in sighting.others(Role.PAYER) if p.tokens and not any(same_party(p, one) for one in aboard)]
    if not payers:
        return None
    return Fired("The ticket was paid in cash by somebody who does not travel.", (sighting,))


def a_last_minute(sighting: Entry, history: History, params: Params) -> Fired | None:
    """Booked shortly before an international departure. Illness, work and mourning make people book late too."""
    trip = sighting.fact.trip
    if trip is None or trip.booked_at is None:
        return None
    hours = (trip.departs_at - trip.booked_at).total_seconds() / 3600
    if not 0 <= hours <= params.number("hours") or not outbound(trip):
        return None
    return Fired(f"The ticket was booked {round(hours)} hours before departure.", (sighting,))


def a_minor_alone(sighting: Entry, history: History, params: Params) -> Fired | None:
    """A child travels abroad with no guardian on the booking, no adult beside it and no airline escort service.

    Needs the airline to say that no guardian is on the booking; where it does not say, this stays silent.
    """
    trip = sighting.fact.trip
    if trip is None or trip.guardian_on_booking is not False or trip.unaccompanied_minor_service:
        return None
    if not is_child(sighting.me) or not outbound(trip) or any(map(is_adult, sighting.others(*_ON_BOARD))):
        return None
    return Fired(f"A child of {sighting.me.age} travels abroad without guardian or escort service.", (sighting,))


def a_minor_unrelated_adult(sighting: Entry, history: History, params: Params) -> Fired | None:
    """A child travels with adults of other surnames and no guardian on the booking. Names alone mislead here:
    in Pakistan a child and its own mother often carry different surnames."""
    trip = sighting.fact.trip
    if trip is None or trip.guardian_on_booking is not False:
        return None
    me = sighting.me
    if not is_child(me) or not outbound(trip):
        return None
    adults = [party for party in sighting.others(*_ON_BOARD) if is_adult(party)]
    if not adults or any(related(me, p) or not differ(me, p, TokenKind.FAMILY) for p in adults):
        return None
    return Fired(f"A child of {me.age} travels with adults of another surname and without guardian.", (sighting,))


def a_no_luggage_long_stay(sighting: Entry, history: History, params: Params) -> Fired | None:
    """Checked in with no baggage for a long or open stay. People who are well settled abroad travel light too."""
    trip = sighting.fact.trip
    if trip is None or trip.bags is None or sighting.fact.kind is Kind.BOOKING:
        return None
    if trip.bags > params.number("bags") or not outbound(trip):
        return None
    if trip.stay_days is None:
        if trip.trip_type is not TripType.ONE_WAY or trip.visa_class is VisaClass.RESIDENT:
            return None
        return Fired("No checked baggage on a one-way journey.", (sighting,))
    if trip.stay_days <= params.number("stay_days"):
        return None
    return Fired(f"No checked baggage for a stay of {trip.stay_days} days.", (sighting,))


def a_visit_visa_worker(sighting: Entry, history: History, params: Params) -> Fired | None:
    """Somebody of working age flies on a visit visa to a labour-receiving country on a ticket that a recruiter or
    employer arranged: the way round the Protector of Emigrants. Staff on a business visit look the same."""
    trip = sighting.fact.trip
    if trip is None or trip.visa_class is None or trip.visa_class not in params.names("visas"):
        return None
    age = sighting.me.age
    if age is None or not params.number("youngest") <= age <= params.number("oldest"):
        return None
    job = sighting.fact.job
    if country_of(trip.destination) not in params.names("countries") or (job is not None and job.protector_stamp):
        return None
    arranged = any(True for _ in sighting.others(Role.RECRUITER, Role.SUBAGENT))
    if not arranged and not any(map(is_organisation, sighting.others(Role.PAYER))):
        return None
    sentence = (
        f"A ticket on a {trip.visa_class} visa to a labour-receiving country, arranged by a recruiter or employer."
    )
    return Fired(sentence, (sighting,))


def a_umrah_no_means(sighting: Entry, history: History, params: Params) -> Fired | None:
    """A pilgrim on an Umrah visa without hotel, without return and, where it was asked, with little money: seen in
    cases of forced begging. A pilgrim who stays with relatives may show the same."""
    trip = sighting.fact.trip
    if trip is None or trip.visa_class is not VisaClass.UMRAH or trip.hotel_booked is not False:
        return None
    if trip.trip_type is not TripType.ONE_WAY or trip.return_at is not None or not outbound(trip):
        return None
    funds = rupees(trip.funds_declared)
    if funds is not None and funds >= params.number("rupees"):
        return None
    little = " and with little money" if funds is not None else ""
    return Fired(f"An Umrah journey without hotel, without return{little}.", (sighting,))


def a_fia25_profile(sighting: Entry, history: History, params: Params) -> Fired | None:
    """A first journey, at an age, on a visa and to a country that the FIA's advisory of January 2025 lists. A broad
    description of very many honest travellers: it only adds to other signs. Districts are left out on purpose."""
    trip = sighting.fact.trip
    if trip is None or not trip.first_trip or trip.visa_class is None or trip.visa_class not in params.names("visas"):
        return None
    age = sighting.me.age
    if age is None or not params.number("youngest") <= age <= params.number("oldest"):
        return None
    if country_of(trip.destination) not in params.names("countries"):
        return None
    return Fired("A first journey abroad that fits the FIA advisory of January 2025.", (sighting,))


def a_broken_onward(sighting: Entry, history: History, params: Params) -> Fired | None:
    """A separate onward ticket leads from the booked destination to a country known as a start of smuggling by sea
    or land. Workers and residents there fly the same way, so their visas are left out."""
    trip = sighting.fact.trip
    if trip is None or trip.onward_destination is None or trip.visa_class in (VisaClass.WORK, VisaClass.RESIDENT):
        return None
    onward = country_of(trip.onward_destination)
    if onward not in params.names("countries") or onward == country_of(trip.destination):
        return None
    return Fired("A separate onward ticket leads to another country, where smuggling routes begin.", (sighting,))


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
        params={"countries": ("LBY", "MRT", "SEN", "TUR")},
    ),
)
