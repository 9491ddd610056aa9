"""What banks and airlines show together of one who arranges marriages."""

from collections.abc import Iterator, Sequence

from schemas.event import Party
from schemas.facts import Direction, IncomeBand, Kind, Purpose, VisaClass
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from streams.history import Entry, History
from streams.indicators.contract import Fired, Indicator, Params
from streams.indicators.money import rupees
from streams.indicators.reading import outbound, people, related, same_party, telling, unrelated

_GIVES = frozenset({Role.SENDER, Role.CONDUCTOR})
_TAKES = frozenset({Role.PAYER, Role.COMPANION})


def x_marriage_pipeline(sighting: Entry, history: History, params: Params) -> Fired | None:
    """One person sends sums like a bride price to several households of small means, and pays for or accompanies several
    travellers on spouse visas. A relative abroad who marries off a whole family gives to one household: it must be
    several without common surname or address."""
    least = params.number("households"), params.number("travellers")
    if len(history.entries) < sum(least):
        return None
    days, smallest = params.number("days"), params.number("rupees")
    if next(_wed(sighting), None) is None and next(_endowed(sighting, smallest), None) is None:
        return None

    def tell(window: Sequence[Entry]) -> Fired | None:
        given = [(e, homes) for e in window if (homes := list(_endowed(e, smallest)))]
        taken = [(e, flown) for e in window if (flown := list(_wed(e)))]
        if not given or not taken:
            return None
        households = unrelated(home for _, homes in given for home in homes)
        travellers = people(party for _, flown in taken for party in flown)
        if households < least[0] or travellers < least[1]:
            return None
        sentence = (
            f"One person gave large sums to {households} poor households and sends or escorts {travellers} people "
            "on spouse visas."
        )
        return Fired(sentence, tuple(sorted({*(e for e, _ in given), *(e for e, _ in taken)})))

    return telling(sighting, history, days, tell)


def _endowed(entry: Entry, smallest: float) -> Iterator[Party]:
    """Those of small means, not known as family, to whom the party meant gives a large sum."""
    if entry.role not in _GIVES:
        return
    paid, account = entry.fact.transaction, entry.fact.account
    if paid is None or account is None or account.income is not IncomeBand.LOW or account.business:
        return
    if paid.direction is not Direction.IN or paid.purpose not in (Purpose.GIFT, Purpose.OTHER):
        return
    if (rupees(paid.money) or 0) < smallest:
        return
    me = entry.me
    for party in entry.others(Role.HOLDER):
        if not related(party, me) and not same_party(party, me):
            yield party


def _wed(entry: Entry) -> Iterator[Party]:
    """Those on a spouse visa, not known as family, whose ticket the party meant pays or whom it accompanies."""
    trip = entry.fact.trip
    if trip is None or trip.visa_class is not VisaClass.SPOUSE or entry.role not in _TAKES:
        return
    if entry.fact.kind is Kind.OFFLOAD or not outbound(trip):
        return
    me = entry.me
    for party in entry.others(Role.TRAVELLER):
        if not related(party, me) and not same_party(party, me):
            yield party


CROSS_MARRIAGE: tuple[Indicator, ...] = (
    Indicator(
        x_marriage_pipeline,
        about=Subject.FACILITATOR,
        roles=_GIVES | _TAKES,
        source="Pakistan-China bride cases 2019 (AP, BBC Urdu, Tribune): parents paid by agents, repeated couples",
        typologies=(Typology.FORCED_MARRIAGE, Typology.SEXUAL_EXPLOITATION),
        params={"days": 60, "rupees": 500_000, "households": 2, "travellers": 2},
        volume=True,
    ),
)
