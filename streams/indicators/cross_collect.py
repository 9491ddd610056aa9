"""Who sends others to a country and collects from people there: a share of what they beg, or what they still owe."""

from collections.abc import Sequence
from typing import NamedTuple

from schemas.event import Party
from schemas.facts import Benign
from schemas.rulepack import Subject, Typology
from streams.history import Entry, History
from streams.indicators.agents import RECEIVERS, lawful
from streams.indicators.air_sender import ARRANGES, arranged
from streams.indicators.contract import Crowd, Fired, Indicator, Params, Silence
from streams.indicators.cross_hand import HAND, paid_by
from streams.indicators.money import of_one_owner, wallets
from streams.indicators.reading import country_of, households, outbound, telling, unrelated
from streams.wording import say

Sent = tuple[Entry, list[Party]]
"""A booking with those whom the party meant sends abroad by it."""


def _sent(entry: Entry, without: Sequence[str]) -> list[Party]:
    """Those who go abroad, but not to a home, a school or a job that the Protector knows, on a booking that the party meant arranges."""
    trip = entry.fact.trip
    if trip is None or not outbound(trip) or trip.visa_class in without or Benign.PROTECTOR_STAMP in entry.fact.against:
        return []
    return arranged(entry)


class _There(NamedTuple):
    """What one person has to do with one country."""

    sent: tuple[Entry, ...]
    flown: int
    """Families of those sent there."""
    paid: tuple[Entry, ...]
    payers: int
    """People there, no relatives, who paid after the first was sent."""


def _there(country: str, sent: Sequence[Sent], known: Sequence[Entry], smallest: float) -> _There:
    here = [(entry, parties) for entry, parties in sent if _country(entry) == country]
    since = min(entry.time for entry, _ in here)
    paid = [
        (entry, parties)
        for entry in known
        if _paid_from(entry) == country and entry.time >= since and (parties := paid_by(entry, smallest))
    ]
    payers = [party for _, parties in paid for party in parties]
    return _There(
        tuple(entry for entry, _ in here),
        households((party for _, parties in here for party in parties), 1),
        tuple(entry for entry, _ in paid),
        unrelated(payers) + wallets(payers),
    )


def _country(entry: Entry) -> str:
    return country_of(entry.fact.trip.destination) if entry.fact.trip is not None else ""


def _paid_from(entry: Entry) -> str | None:
    return entry.fact.transaction.counterparty_country if entry.fact.transaction is not None else None


def x_sends_and_collects(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """One private person arranges journeys of people of different families to a country and then gets money, no wage, from
    several people in that country who are no relatives: agents took half of what their groups begged. A neighbour who lends
    the fare and is paid back looks alike; agencies, licensed promoters, students, workers and residents are left out."""
    fact = sighting.fact
    if fact.trip is None and fact.transaction is None:
        return Silence.NOT_APPLICABLE
    smallest, without, days = params.number("rupees"), params.names("without"), params.number("days")
    if not paid_by(sighting, smallest) and not _sent(sighting, without):
        return Silence.ABSENT
    flown_least, paid_least = params.number("people"), params.number("payers")
    if len(history.entries) <= paid_least:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        known = of_one_owner(sighting, history, window)
        sent = [(e, parties) for e in known if (parties := _sent(e, without))]
        countries = sorted({_country(e) for e, _ in sent})
        places = [_there(country, sent, known, smallest) for country in countries]
        met = [there for there in places if there.flown >= flown_least and there.payers >= paid_least]
        if not met:
            return Silence.INSUFFICIENT_HISTORY
        if lawful(window):
            return Silence.ABSENT
        found = max(met, key=lambda there: (there.payers, there.flown))
        said = say("x-sends-and-collects", sent=found.flown, paid=found.payers, days=int(days))
        return Fired(said, tuple(sorted({*found.sent, *found.paid})))

    return telling(sighting, history, days, tell)


CROSS_COLLECT: tuple[Indicator, ...] = (
    Indicator(
        x_sends_and_collects,
        about=Subject.FACILITATOR,
        roles=ARRANGES | RECEIVERS,
        source="FIA Multan airport cases (ARY 2023): agents took half of the begging income; ILO-EC Delphi 2009: debt to whoever sent them",
        typologies=(Typology.FORCED_BEGGING, Typology.FORCED_LABOUR),
        params={"days": 120, "people": 2, "payers": 2, "rupees": 25_000, "without": ("resident", "study", "work")},
        kinds=HAND,
        volume=Crowd.CHANCE,
    ),
)
