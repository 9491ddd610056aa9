"""Who takes strangers abroad for days, one by one."""

from collections.abc import Sequence

from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import IDENTITY_KINDS, TokenKind
from streams.history import Entry, History
from streams.indicators.contract import Crowd, Fired, Indicator, Params, Silence
from streams.indicators.cross_organ import taken_briefly
from streams.indicators.reading import booked, families, people, telling
from streams.wording import say


def a_escort_short_trips(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """One person takes adults of different families on short journeys abroad, one alone each time: what the escort of an
    organ's donor does. Tour guides and owners who take one employee each time do so too, so it only adds to other signs."""
    trip = sighting.fact.trip
    if trip is None:
        return Silence.NOT_APPLICABLE
    need, days = params.number("people"), params.number("days")
    stay, visas = params.number("stay"), params.names("visas")
    if taken_briefly(sighting, stay, visas) is None:
        return Silence.ABSENT
    if len(history.entries) < need:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        found = [(e, one) for e in window if (one := taken_briefly(e, stay, visas)) is not None]
        taken = [one for _, one in found]
        if min(people(taken), families(taken), len(booked(e for e, _ in found))) < need:
            return Silence.INSUFFICIENT_HISTORY
        return Fired(say("a-escort-short-trips", count=people(taken), days=int(days)), tuple(e for e, _ in found))

    return telling(sighting, history, days, tell)


AIR_SHORT_TRIPS: tuple[Indicator, ...] = (
    Indicator(
        a_escort_short_trips,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.TRAVELLER, Role.COMPANION, Role.PAYER}),
        source="Raabta, from KYC360 on FATF-APG 2018: travel of unrelated persons; the evidence is thin",
        typologies=(Typology.ORGAN_REMOVAL,),
        params={"days": 90, "people": 2, "stay": 30, "visas": ("visit", "tourist", "none-needed")},
        kinds=frozenset({*IDENTITY_KINDS, TokenKind.PHONE}),
        volume=Crowd.CHANCE,
    ),
)
