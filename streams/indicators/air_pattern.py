"""What only several bookings together show: organisers, groups, second attempts."""

from collections.abc import Sequence

from schemas.event import Party
from schemas.facts import Kind, PaymentForm, VisaClass
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import IDENTITY_KINDS, TokenKind
from streams.history import DAY, Entry, History
from streams.indicators.agents import lawful
from streams.indicators.contract import Crowd, Fired, Indicator, Params, Silence
from streams.indicators.pilgrims import HOUSED, WITHOUT_HOTEL, is_bare_pilgrimage, pilgrims
from streams.indicators.reading import (
    at_most,
    booked,
    families,
    one_address,
    outbound,
    pairs,
    people,
    place_of,
    related,
    same_party,
    telling,
    tokens_of,
    unpaired,
)
from streams.wording import say

PERSON = frozenset(IDENTITY_KINDS)


def _bought(entry: Entry) -> bool:
    trip = entry.fact.trip
    if trip is None or entry.role is not Role.PAYER or trip.paid_by is PaymentForm.AGENCY_CREDIT:
        return False
    return not tokens_of(entry.me, TokenKind.AGENCY)


def _belongs(passenger: Party, payer: Party) -> bool:
    """The payer flies too, or pays for the family."""
    return same_party(passenger, payer) or related(passenger, payer)


def a_payer_many_unrelated(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """One payer bought for several passengers of different families, none of them the payer's own, who do not live
    together. An organiser does this; so does an employer. Registered travel agencies and licensed promoters are left out."""
    if sighting.fact.trip is None:
        return Silence.NOT_APPLICABLE
    if not _bought(sighting):
        return Silence.ABSENT
    if at_most(history, Role.TRAVELLER) < params.number("passengers"):
        return Silence.INSUFFICIENT_HISTORY
    days = params.number("days")

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        bought = [e for e in window if _bought(e)]
        flown = [p for e in bought for p in e.others(Role.TRAVELLER) if not _belongs(p, e.me)]
        count, kin = people(flown), families(flown)
        if count < params.number("passengers"):
            return Silence.INSUFFICIENT_HISTORY
        if kin < params.number("surnames") or one_address(flown) or lawful(window):
            return Silence.ABSENT
        said = say("a-payer-many-unrelated", people=count, families=kin, days=round(days))
        return Fired(said, tuple(bought))

    return telling(sighting, history, days, tell)


def _contacted(entry: Entry) -> bool:
    if entry.fact.trip is None or entry.role is not Role.CONTACT or tokens_of(entry.me, TokenKind.AGENCY):
        return False
    return not any(same_party(agency, entry.me) for agency in entry.others(Role.AGENCY))


def a_shared_contact_pnrs(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """One phone or e-mail address is the contact on many bookings of people of different families. Registered
    agencies and licensed promoters are left out; an unregistered village travel agent is the common innocent case."""
    if sighting.fact.trip is None:
        return Silence.NOT_APPLICABLE
    if not _contacted(sighting):
        return Silence.ABSENT
    if len(history.entries) < params.number("bookings"):
        return Silence.INSUFFICIENT_HISTORY
    days = params.number("days")

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        used = [e for e in window if _contacted(e)]
        count = len(booked(used))
        kin = families(party for e in used for party in e.others(Role.TRAVELLER))
        if count < params.number("bookings"):
            return Silence.INSUFFICIENT_HISTORY
        if kin < params.number("surnames") or lawful(window):
            return Silence.ABSENT
        said = say("a-shared-contact-pnrs", bookings=count, families=kin, days=round(days))
        return Fired(said, tuple(used))

    return telling(sighting, history, days, tell)


def a_umrah_agent_group(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """One agent sends a group with women or children on Umrah without any hotel, all within two days, and fewer with
    one. Agents took half of what such groups begged; a poor but honest group tour that stays in a hostel looks alike."""
    trip, least, days = sighting.fact.trip, params.number("passengers"), params.number("days")
    if trip is None or trip.visa_class is None or (trip.visa_class is VisaClass.UMRAH and trip.hotel_booked is None):
        return Silence.NOT_APPLICABLE
    if not is_bare_pilgrimage(sighting):
        return Silence.ABSENT
    group = pilgrims(history, history.entries, least, days, sighting)
    if group:
        count = people(party for e in group for party in e.others(Role.TRAVELLER))
        return Fired(say("a-umrah-agent-group", people=count, days=round(days)), tuple(group))
    bare = [party for e in history.entries if is_bare_pilgrimage(e) for party in e.others(Role.TRAVELLER)]
    return Silence.ABSENT if people(bare) >= least else Silence.INSUFFICIENT_HISTORY


def _is_retry(offload: Entry, retry: Entry, days: float) -> bool:
    first, second = offload.fact.trip, retry.fact.trip
    if first is None or second is None or offload.fact.kind is not Kind.OFFLOAD or not outbound(second):
        return False
    if not offload.time < retry.time <= offload.time + days * DAY or second.departs_at <= first.departs_at:
        return False
    return first.origin != second.origin or first.carrier != second.carrier


def _evades(offload: Entry, retry: Entry) -> bool:
    """Staff had seen something, and neither the airport nor the carrier of the next attempt knows of it."""
    first, second = offload.fact.trip, retry.fact.trip
    if first is None or second is None or not offload.fact.observations:
        return False
    return first.origin != second.origin and first.carrier != second.carrier


def a_offload_retry(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A person who was taken off a flight tries again from another airport or with another carrier. Travellers who
    mended their papers rebook as well; where staff had seen something and both are others: a-offload-elsewhere."""
    return _retried(sighting, history, params, "a-offload-retry", evading=False)


def a_offload_elsewhere(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A person whom staff took off a flight because of what they saw tries again from another airport and with another
    carrier, where nobody knows of it: seen in the cases of Multan. A clumsy answer the first time may have been nerves."""
    return _retried(sighting, history, params, "a-offload-elsewhere", evading=True)


def _retried(sighting: Entry, history: History, params: Params, key: str, *, evading: bool) -> Fired | Silence:
    if sighting.fact.trip is None:
        return Silence.NOT_APPLICABLE
    days = params.number("days")
    for offload, retry in pairs(sighting, history, days):
        if _is_retry(offload, retry, days) and _evades(offload, retry) is evading:
            to = retry.fact.trip.destination if retry.fact.trip is not None else ""
            said = say(key, hours=round((retry.time - offload.time) / 3600), country=place_of(to))
            return Fired(said, (offload, retry))
    return unpaired(sighting, history, days)


AIR_PATTERN: tuple[Indicator, ...] = (
    Indicator(
        a_payer_many_unrelated,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.PAYER}),
        source="FATF-APG 2018; FinCEN FIN-2020-A008 (prepaid cards, flights)",
        params={"days": 30, "passengers": 4, "surnames": 3},
        volume=Crowd.SHARED,
    ),
    Indicator(
        a_shared_contact_pnrs,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.CONTACT}),
        source="FinCEN FIN-2014-A008 and FIN-2020-A008: shared identifiers, transposed to bookings",
        params={"days": 90, "bookings": 5, "surnames": 3},
        kinds=frozenset({TokenKind.PHONE, TokenKind.EMAIL}),
        volume=Crowd.SHARED,
    ),
    Indicator(
        a_umrah_agent_group,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.AGENCY, Role.SUBAGENT, Role.RECRUITER, Role.PAYER}),
        source="FIA Multan airport cases 2023-24 (16-member family; 24 passengers)",
        typologies=(Typology.FORCED_BEGGING, Typology.CHILD_TRAFFICKING),
        params={"days": 2, "passengers": 5},
        facets=(HOUSED,),
        keeps=(WITHOUT_HOTEL,),
    ),
    Indicator(
        a_offload_retry,
        about=Subject.POSSIBLE_VICTIM,
        roles=frozenset({Role.TRAVELLER}),
        source="Raabta, from FIA Multan airport cases 2023-24",
        typologies=(Typology.SMUGGLING, Typology.SEXUAL_EXPLOITATION, Typology.FORCED_BEGGING),
        params={"days": 60},
        kinds=PERSON,
    ),
    Indicator(
        a_offload_elsewhere,
        about=Subject.POSSIBLE_VICTIM,
        roles=frozenset({Role.TRAVELLER}),
        source="Raabta, from FIA Multan airport cases 2023-24",
        typologies=(Typology.SMUGGLING, Typology.SEXUAL_EXPLOITATION, Typology.FORCED_BEGGING),
        params={"days": 60},
        kinds=PERSON,
    ),
)
