"""One hand between money and journeys: who arranges the departures of strangers, and is paid by strangers."""

from collections.abc import Sequence

from schemas.event import Party
from schemas.facts import Benign, PaymentForm, Purpose, TripType
from schemas.rulepack import Subject
from schemas.token import IDENTITY_KINDS, TokenKind
from streams.history import Entry, History
from streams.indicators.agents import RECEIVERS, lawful
from streams.indicators.air_sender import ARRANGES, arranged
from streams.indicators.bank_senders import strangers
from streams.indicators.contract import Crowd, Fired, Indicator, Params, Silence
from streams.indicators.money import (
    is_personal,
    of_one_owner,
    receives,
    sum_of,
    wallets,
)
from streams.indicators.reading import booked, households, outbound, telling, unrelated
from streams.wording import say

_FOR_WHAT = frozenset({Purpose.RECRUITMENT_FEE, Purpose.VISA, Purpose.HOUSEHOLD, Purpose.GIFT, Purpose.OTHER})
"""What such money is called, if anything: neither wages nor goods, nor the fare, which whoever buys a ticket for a friend gets back."""


def paid_by(entry: Entry, least: float) -> list[Party]:
    """People, no relatives, who pay the party meant, a person, such a sum into an account."""
    paid = entry.fact.transaction
    if paid is None or paid.cash or paid.purpose not in _FOR_WHAT or sum_of(entry) < least:
        return []
    return strangers(entry) if receives(entry) and is_personal(entry) else []


def _sent(entry: Entry, without: Sequence[str]) -> list[Party]:
    """Those who leave the country without return, and not as protected workers, on a booking that the party meant arranges."""
    fact = entry.fact
    trip = fact.trip
    if trip is None or trip.trip_type is not TripType.ONE_WAY or not outbound(trip) or trip.visa_class in without:
        return []
    if trip.paid_by is PaymentForm.AGENCY_CREDIT or Benign.PROTECTOR_STAMP in fact.against:
        return []
    return arranged(entry)


def x_paid_and_sends(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """One private person arranges journeys without return of people of different families, each booked apart, and gets money,
    no wage or fare and more than a lawful charge, from people who are no relatives: a fee before the flight, a ransom or
    earnings after it. A neighbour who is owed a debt looks alike; agencies, licensed promoters,
    protected workers and students are left out."""
    fact = sighting.fact
    if fact.trip is None and fact.transaction is None:
        return Silence.NOT_APPLICABLE
    smallest, without, days = params.number("rupees"), params.names("without"), params.number("days")
    if not paid_by(sighting, smallest) and not _sent(sighting, without):
        return Silence.ABSENT
    least, most = params.number("bookings"), params.number("people")
    if len(history.entries) < most:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        known = of_one_owner(sighting, history, window)
        paid = [(e, parties) for e in known if (parties := paid_by(e, smallest))]
        sent = [(e, parties) for e in known if (parties := _sent(e, without))]
        if not paid or len(sent) < least:
            return Silence.INSUFFICIENT_HISTORY
        payers = [party for _, parties in paid for party in parties]
        flown = [party for _, parties in sent for party in parties]
        pay, fly = unrelated(payers) + wallets(payers), min(len(booked(e for e, _ in sent)), households(flown, 1))
        if fly < least or pay + fly < most:
            return Silence.INSUFFICIENT_HISTORY
        if lawful(window):
            return Silence.ABSENT
        said = say("x-paid-and-sends", sent=fly, paid=pay, days=int(days))
        return Fired(said, tuple(sorted({*(e for e, _ in paid), *(e for e, _ in sent)})))

    return telling(sighting, history, days, tell)


HAND = frozenset({*IDENTITY_KINDS, TokenKind.IBAN, TokenKind.CARD, TokenKind.PHONE, TokenKind.EMAIL})
"""What one hand is known by at a bank or an airline."""

CROSS_HAND: tuple[Indicator, ...] = (
    Indicator(
        x_paid_and_sends,
        about=Subject.FACILITATOR,
        roles=ARRANGES | RECEIVERS,
        source="Raabta, from FinCEN FIN-2014-A008 (many unrelated payers of one), FATF-APG 2018 and AKEO (booked by a stranger)",
        params={"days": 90, "bookings": 2, "people": 4, "rupees": 25_000, "without": ("resident", "study")},
        kinds=HAND,
        volume=Crowd.CHANCE,
    ),
)
