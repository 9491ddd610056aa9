"""Who sends others abroad, one by one: without return on visas that expect one, or to a spouse."""

from collections.abc import Callable, Sequence

from schemas.event import Party
from schemas.facts import Kind, TripType
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import IDENTITY_KINDS, TokenKind
from streams.history import Entry, History
from streams.indicators.contract import Crowd, Fired, Indicator, Params, Silence
from streams.indicators.money import is_organisation
from streams.indicators.reading import booked, households, outbound, people, related, same_party, telling
from streams.wording import Said, say

ARRANGES = frozenset({Role.PAYER, Role.CONTACT})
"""Who sees to a booking without being on it."""
_ARRANGER = frozenset({*IDENTITY_KINDS, TokenKind.PHONE, TokenKind.EMAIL, TokenKind.CARD})


def arranged(entry: Entry) -> list[Party]:
    """The travellers of a booking that the party meant arranges, who neither flies nor belongs to one of them."""
    fact = entry.fact
    if fact.trip is None or fact.kind is not Kind.BOOKING or entry.role not in ARRANGES:
        return []
    if is_organisation(entry.me) or any(same_party(agency, entry.me) for agency in entry.others(Role.AGENCY)):
        return []
    aboard = list(entry.others(Role.TRAVELLER, Role.COMPANION))
    if any(same_party(party, entry.me) or related(party, entry.me) for party in aboard):
        return []
    return [party for party in aboard if party.role is Role.TRAVELLER]


def _sent(entry: Entry, visas: Sequence[str]) -> list[Party]:
    """Those of them who go abroad without return, on a visa that expects one."""
    trip = entry.fact.trip
    if trip is None or trip.visa_class not in visas or not outbound(trip):
        return []
    one_way = trip.trip_type is TripType.ONE_WAY and trip.return_at is None
    return arranged(entry) if one_way else []


def _wedded(entry: Entry, visas: Sequence[str]) -> list[Party]:
    """The travellers of a booking that the party meant arranges, who go abroad to a spouse."""
    trip = entry.fact.trip
    return arranged(entry) if trip is not None and trip.visa_class in visas and outbound(trip) else []


def _sends(
    sighting: Entry,
    history: History,
    params: Params,
    need: float,
    sent_by: Callable[[Entry, Sequence[str]], list[Party]],
    told: Callable[[int, int], Said],
) -> Fired | Silence:
    """Whether one person arranges enough such journeys of people of different families, each on a booking apart, and they are
    a good part of all that it arranges. `told`: what to say of so many bookings and people."""
    trip = sighting.fact.trip
    if trip is None or trip.visa_class is None:
        return Silence.NOT_APPLICABLE
    visas = params.names("visas")
    if not sent_by(sighting, visas):
        return Silence.ABSENT
    if len(history.entries) < need:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        found = [(e, sent) for e in window if (sent := sent_by(e, visas))]
        count = len(booked(e for e, _ in found))
        flown = [party for _, sent in found for party in sent]
        if count < need or people(flown) < need:
            return Silence.INSUFFICIENT_HISTORY
        whole = len(booked(e for e in window if arranged(e)))
        if households(flown, 1) < need or count * 100 < whole * params.number("percent"):
            return Silence.ABSENT
        return Fired(told(count, people(flown)), tuple(e for e, _ in found))

    return telling(sighting, history, params.number("days"), tell)


def a_sends_one_way(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """One person, no registered agency, pays for or is the contact of several bookings of people of different families who
    go abroad on visit or tourist visas without return, each on a booking apart. An unregistered village travel agent does
    so too, among other bookings: they must be a good part of all that this person arranges."""
    days = int(params.number("days"))

    def told(bookings: int, _: int) -> Said:
        return say("a-sends-one-way", bookings=bookings, days=days)

    return _sends(sighting, history, params, params.number("bookings"), _sent, told)


def a_sends_brides(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """One person, no registered agency, pays for or is the contact of the journeys of several people of different families to a
    spouse abroad, each on a booking apart. A marriage bureau or a visa adviser does so too, among other bookings: they must be a
    good part of all that this person arranges. Whoever only flies along, such as the mother of the grooms, is left out."""
    days = int(params.number("days"))

    def told(_: int, flown: int) -> Said:
        return say("a-sends-brides", count=flown, days=days)

    return _sends(sighting, history, params, params.number("people"), _wedded, told)


AIR_SENDER: tuple[Indicator, ...] = (
    Indicator(
        a_sends_one_way,
        about=Subject.FACILITATOR,
        roles=ARRANGES,
        source="FIA immigration advisory, January 2025 (return tickets to be checked); AKEO: booked by someone not travelling",
        params={"days": 30, "bookings": 3, "percent": 50, "visas": ("visit", "tourist")},
        kinds=_ARRANGER,
        volume=Crowd.CHANCE,
    ),
    Indicator(
        a_sends_brides,
        about=Subject.FACILITATOR,
        roles=ARRANGES,
        source="Pakistan-China bride cases 2019 (AP, BBC Urdu, Tribune): agents and repeated couples",
        typologies=(Typology.FORCED_MARRIAGE, Typology.SEXUAL_EXPLOITATION),
        params={"days": 90, "people": 2, "percent": 50, "visas": ("spouse",)},
        kinds=_ARRANGER,
        volume=Crowd.CHANCE,
    ),
)
