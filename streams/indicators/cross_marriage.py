"""What banks and airlines show together of one who arranges marriages."""

from collections.abc import Iterator, Sequence

from schemas.event import Party
from schemas.facts import Kind, VisaClass
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from streams.history import Entry, History
from streams.indicators.agents import BEHIND
from streams.indicators.bank_marriage import GIVES, endowed, from_abroad, strangers
from streams.indicators.contract import Crowd, Fired, Indicator, Params, Silence
from streams.indicators.money import smallest_of
from streams.indicators.reading import outbound, people, telling, unrelated
from streams.wording import say

_TAKES = BEHIND | {Role.COMPANION, Role.TRAVELLER}


def x_marriage_pipeline(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """One person sends sums like a bride price to several households of small means, and pays for or accompanies several
    travellers of whom one at least has a spouse visa. Where the person also got large sums from a country that brides are taken
    to, one household is enough, and visit visas are. A relative who marries off a whole family gives to one household alone."""
    if sighting.fact.trip is None and sighting.fact.transaction is None:
        return Silence.NOT_APPLICABLE
    homes, flights = params.number("households"), params.number("travellers")
    countries = params.names("countries")
    if len(history.entries) < homes + flights:
        return Silence.INSUFFICIENT_HISTORY
    facts = [entry.fact for entry in history.entries]
    if all(fact.transaction is None for fact in facts) or all(fact.trip is None for fact in facts):
        return Silence.INSUFFICIENT_HISTORY
    days, smallest, visas = params.number("days"), params.number("rupees"), params.names("visas")
    if (
        next(_wed(sighting, visas), None) is None
        and next(endowed(sighting, smallest), None) is None
        and not from_abroad(sighting, smallest, countries)
    ):
        return Silence.ABSENT

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        given = [(e, paid_to) for e in window if (paid_to := list(endowed(e, smallest)))]
        taken = [(e, flown) for e in window if (flown := list(_wed(e, visas)))]
        households = unrelated(home for _, paid_to in given for home in paid_to)
        travellers = people(party for _, flown in taken for party in flown)
        got = [e for e in window if from_abroad(e, smallest, countries)]
        if households < (1 if got else homes) or travellers < flights:
            return Silence.INSUFFICIENT_HISTORY
        if not any(_is_spouse_trip(e) for e, _ in taken) and not got:
            return Silence.ABSENT
        evidence = tuple(sorted({*(e for e, _ in given), *(e for e, _ in taken), *got}))
        if sighting not in evidence:
            return Silence.ABSENT
        least = smallest_of(e for e, _ in given)
        said = say("x-marriage-pipeline", households=households, rupees=least, travellers=travellers)
        return Fired(said, evidence)

    return telling(sighting, history, days, tell)


def _is_spouse_trip(entry: Entry) -> bool:
    return entry.fact.trip is not None and entry.fact.trip.visa_class is VisaClass.SPOUSE


def _wed(entry: Entry, visas: tuple[str, ...]) -> Iterator[Party]:
    """Those on such a visa, not known as family, whose ticket the party meant arranges or whom it accompanies."""
    trip = entry.fact.trip
    if trip is None or trip.visa_class is None or trip.visa_class not in visas or entry.role not in _TAKES:
        return
    if entry.fact.kind is not Kind.OFFLOAD and outbound(trip):
        yield from strangers(entry.others(Role.TRAVELLER), entry.me)


CROSS_MARRIAGE: tuple[Indicator, ...] = (
    Indicator(
        x_marriage_pipeline,
        about=Subject.FACILITATOR,
        roles=GIVES | _TAKES,
        source="Pakistan-China bride cases 2019 (AP, BBC Urdu, Tribune): parents paid by agents, repeated couples",
        typologies=(Typology.FORCED_MARRIAGE, Typology.SEXUAL_EXPLOITATION),
        params={
            "days": 60,
            "rupees": 300_000,
            "households": 2,
            "travellers": 2,
            "visas": ("spouse", "visit"),
            "countries": ("CHN",),
        },
        volume=Crowd.CHANCE,
    ),
)
