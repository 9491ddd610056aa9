"""What banks and airlines show together of one who arranges marriages."""

from collections.abc import Iterator, Sequence

from schemas.event import Party
from schemas.facts import Direction, IncomeBand, Kind, Purpose, VisaClass
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from streams.history import Entry, History
from streams.indicators.agents import BEHIND
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.indicators.money import is_organisation, rupees
from streams.indicators.reading import outbound, people, related, same_party, telling, unrelated
from streams.wording import say

_GIVES = frozenset({Role.SENDER, Role.CONDUCTOR, Role.HOLDER})
_TAKES = BEHIND | {Role.COMPANION, Role.TRAVELLER}


def x_marriage_pipeline(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """One person sends sums like a bride price to several households of small means, and pays for or accompanies several
    travellers of whom one at least has a spouse visa. A relative abroad who marries off a whole family gives to one
    household: it must be several without common surname or address."""
    if sighting.fact.trip is None and sighting.fact.transaction is None:
        return Silence.NOT_APPLICABLE
    homes, flights = params.number("households"), params.number("travellers")
    if len(history.entries) < homes + flights:
        return Silence.INSUFFICIENT_HISTORY
    facts = [entry.fact for entry in history.entries]
    if all(fact.transaction is None for fact in facts) or all(fact.trip is None for fact in facts):
        return Silence.INSUFFICIENT_HISTORY
    days, smallest, visas = params.number("days"), params.number("rupees"), params.names("visas")
    if next(_wed(sighting, visas), None) is None and next(_endowed(sighting, smallest), None) is None:
        return Silence.ABSENT

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        given = [(e, endowed) for e in window if (endowed := list(_endowed(e, smallest)))]
        taken = [(e, flown) for e in window if (flown := list(_wed(e, visas)))]
        households = unrelated(home for _, endowed in given for home in endowed)
        travellers = people(party for _, flown in taken for party in flown)
        if households < homes or travellers < flights:
            return Silence.INSUFFICIENT_HISTORY
        if not any(_is_spouse_trip(e) for e, _ in taken):
            return Silence.ABSENT
        evidence = tuple(sorted({*(e for e, _ in given), *(e for e, _ in taken)}))
        return Fired(say("x-marriage-pipeline", households=households, travellers=travellers), evidence)

    return telling(sighting, history, days, tell)


def _is_spouse_trip(entry: Entry) -> bool:
    return entry.fact.trip is not None and entry.fact.trip.visa_class is VisaClass.SPOUSE


def _endowed(entry: Entry, smallest: float) -> Iterator[Party]:
    """Those of small means, not known as family, to whom the party meant gives a large sum, by their bank's books or by
    that of the giver, which does not know the means of the other side and calls it a gift."""
    paid, account, role = entry.fact.transaction, entry.fact.account, entry.role
    if paid is None or role not in _GIVES or (rupees(paid.money) or 0) < smallest:
        return
    if paid.direction is Direction.IN and role is not Role.HOLDER:
        if account is None or account.income is not IncomeBand.LOW or account.business:
            return
        if paid.purpose not in (Purpose.GIFT, Purpose.OTHER):
            return
        receivers = entry.others(Role.HOLDER)
    elif paid.direction is Direction.OUT and paid.purpose is Purpose.GIFT:
        receivers = entry.others(Role.BENEFICIARY)
    else:
        return
    yield from _strangers(receivers, entry.me)


def _wed(entry: Entry, visas: tuple[str, ...]) -> Iterator[Party]:
    """Those on such a visa, not known as family, whose ticket the party meant arranges or whom it accompanies."""
    trip = entry.fact.trip
    if trip is None or trip.visa_class is None or trip.visa_class not in visas or entry.role not in _TAKES:
        return
    if entry.fact.kind is not Kind.OFFLOAD and outbound(trip):
        yield from _strangers(entry.others(Role.TRAVELLER), entry.me)


def _strangers(parties: Iterator[Party], me: Party) -> Iterator[Party]:
    for party in parties:
        if not related(party, me) and not same_party(party, me) and not is_organisation(party):
            yield party


CROSS_MARRIAGE: tuple[Indicator, ...] = (
    Indicator(
        x_marriage_pipeline,
        about=Subject.FACILITATOR,
        roles=_GIVES | _TAKES,
        source="Pakistan-China bride cases 2019 (AP, BBC Urdu, Tribune): parents paid by agents, repeated couples",
        typologies=(Typology.FORCED_MARRIAGE, Typology.SEXUAL_EXPLOITATION),
        params={"days": 60, "rupees": 500_000, "households": 2, "travellers": 2, "visas": ("spouse", "visit")},
        volume=True,
    ),
)
