"""Who sends others to a country and collects from people there: a share of what they beg, or what they still owe."""

from collections.abc import Mapping, Sequence

from schemas.event import Party
from schemas.facts import Benign
from schemas.rulepack import Subject, Typology
from schemas.token import IDENTITY_KINDS, TokenKind
from streams.history import Entry, History
from streams.indicators.agents import RECEIVERS, lawful
from streams.indicators.air_sender import ARRANGES, arranged
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.indicators.cross_hand import paid_by
from streams.indicators.money import of_one_owner, wallets
from streams.indicators.reading import country_of, households, outbound, telling, unrelated
from streams.wording import say


def _sent(entry: Entry, without: Sequence[str]) -> list[Party]:
    """Those who go abroad, but not to a home, a school or a job that the Protector knows, on a booking that the party meant arranges."""
    trip = entry.fact.trip
    if trip is None or not outbound(trip) or trip.visa_class in without or Benign.PROTECTOR_STAMP in entry.fact.against:
        return []
    return arranged(entry)


def _first_booked(sent: Sequence[Entry]) -> Mapping[str, float]:
    """Country -> when the first journey there was booked, seconds since 1970."""
    found: dict[str, float] = {}
    for entry in sent:
        if entry.fact.trip is not None:
            country = country_of(entry.fact.trip.destination)
            found[country] = min(entry.time, found.get(country, entry.time))
    return found


def _from_there(entry: Entry, since: Mapping[str, float]) -> bool:
    """Money from a country that somebody was sent to before."""
    paid = entry.fact.transaction
    return paid is not None and entry.time >= since.get(paid.counterparty_country or "", float("inf"))


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
        since = _first_booked([e for e, _ in sent])
        paid = [(e, parties) for e in known if _from_there(e, since) and (parties := paid_by(e, smallest))]
        payers = [party for _, parties in paid for party in parties]
        pay, fly = unrelated(payers) + wallets(payers), households((p for _, parties in sent for p in parties), 1)
        if fly < flown_least or pay < paid_least:
            return Silence.INSUFFICIENT_HISTORY
        if lawful(window):
            return Silence.ABSENT
        said = say("x-sends-and-collects", sent=fly, paid=pay, days=int(days))
        return Fired(said, tuple(sorted({*(e for e, _ in paid), *(e for e, _ in sent)})))

    return telling(sighting, history, days, tell, growing=False)


CROSS_COLLECT: tuple[Indicator, ...] = (
    Indicator(
        x_sends_and_collects,
        about=Subject.FACILITATOR,
        roles=ARRANGES | RECEIVERS,
        source="FIA Multan airport cases (ARY 2023): agents took half of the begging income; ILO-EC Delphi 2009: debt to whoever sent them",
        typologies=(Typology.FORCED_BEGGING, Typology.FORCED_LABOUR),
        params={"days": 120, "people": 2, "payers": 2, "rupees": 25_000, "without": ("resident", "study", "work")},
        kinds=frozenset({*IDENTITY_KINDS, TokenKind.IBAN, TokenKind.CARD, TokenKind.PHONE, TokenKind.EMAIL}),
        volume=True,
    ),
)
