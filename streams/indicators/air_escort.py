"""What repeated journeys of one adult with others show."""

from collections.abc import Callable, Iterator, Sequence

from schemas.codes import Sex
from schemas.event import Party
from schemas.facts import Trip, VisaClass
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import IDENTITY_KINDS, TokenKind
from streams.history import Entry, History
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.indicators.reading import (
    differ,
    families,
    is_child,
    local_day,
    outbound,
    persons,
    related,
    telling,
)
from streams.wording import say

_ON_BOARD = (Role.TRAVELLER, Role.COMPANION)
_PERSON = frozenset(IDENTITY_KINDS)


def _journey(trip: Trip) -> tuple[str, str, str]:
    return trip.carrier, trip.flight, local_day(trip.departs_at).isoformat()


def _escorted(entry: Entry, wanted: Callable[[Party], bool]) -> Iterator[Party]:
    """Those whom the party meant, an adult, accompanies and is not known to belong to."""
    trip = entry.fact.trip
    if trip is None or entry.role not in _ON_BOARD or trip.guardian_on_booking or not outbound(trip):
        return
    me = entry.me
    if is_child(me) or (entry.role is Role.TRAVELLER and me.age is None):
        return
    for party in entry.others(*_ON_BOARD):
        if wanted(party) and differ(me, party, TokenKind.FAMILY) and not related(me, party):
            yield party


def _on_separate_trips(entries: Sequence[Entry], wanted: Callable[[Party], bool]) -> list[Party]:
    """One party each for persons of whom none travelled only where another did."""
    trips: dict[int, set[tuple[str, str, str]]] = {}
    parties: list[Party] = []
    for entry in entries:
        for party in _escorted(entry, wanted):
            trip = entry.fact.trip
            assert trip is not None  # _escorted yields nothing without a trip
            parties.append(party)
            trips.setdefault(id(party), set()).add(_journey(trip))
    found: list[tuple[set[tuple[str, str, str]], Party]] = []
    taken = [(set().union(*(trips[id(p)] for p in same)), same[0]) for same in persons(parties)]
    for where, party in sorted(taken, key=lambda one: (len(one[0]), sorted(one[0]))):
        if not any(where <= other or other <= where for other, _ in found):
            found.append((where, party))
    return [party for _, party in found]


def _repeated_escort(
    sighting: Entry,
    history: History,
    params: Params,
    wanted: Callable[[Party], bool],
    least: Callable[[Sequence[Entry]], float],
    key: str,
) -> Fired | Silence:
    """`least`: how many people on separate trips are enough, of the escorts that it is given."""
    if sighting.fact.trip is None or not any(True for _ in sighting.others(*_ON_BOARD)):
        return Silence.NOT_APPLICABLE
    if next(_escorted(sighting, wanted), None) is None:
        return Silence.ABSENT
    days = params.number("days")

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        evidence = tuple(e for e in window if next(_escorted(e, wanted), None) is not None)
        need = least(evidence)
        if len(evidence) < need:
            return Silence.INSUFFICIENT_HISTORY
        found = _on_separate_trips(evidence, wanted)
        if len(found) < need:
            return Silence.INSUFFICIENT_HISTORY
        if families(found) < 2:
            return Silence.ABSENT
        return Fired(say(key, people=len(found), days=round(days)), evidence)

    return telling(sighting, history, days, tell)


def a_escort_diff_minors(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """The same adult takes different children, not of the adult's family nor all of one, abroad on separate trips.
    Charity escorts and team coaches do so too; a stated guardian is left out."""
    return _repeated_escort(
        sighting, history, params, is_child, lambda _: params.number("children"), "a-escort-diff-minors"
    )


def a_escort_diff_women(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """The same adult takes different young women, not of the adult's family nor all of one, abroad on separate
    trips; fewer are enough where one goes to a husband. Marriage brokers do so, and tour leaders and charities."""
    youngest, oldest = params.number("youngest"), params.number("oldest")

    def young_woman(party: Party) -> bool:
        return party.sex is Sex.FEMALE and party.age is not None and youngest <= party.age <= oldest

    def enough(escorts: Sequence[Entry]) -> float:
        return params.number("brides" if any(map(_is_spouse_trip, escorts)) else "women")

    return _repeated_escort(sighting, history, params, young_woman, enough, "a-escort-diff-women")


def _is_spouse_trip(entry: Entry) -> bool:
    return entry.fact.trip is not None and entry.fact.trip.visa_class is VisaClass.SPOUSE


AIR_ESCORT: tuple[Indicator, ...] = (
    Indicator(
        a_escort_diff_minors,
        about=Subject.FACILITATOR,
        roles=frozenset(_ON_BOARD),
        source="Raabta, from AKEO airline training list",
        typologies=(Typology.CHILD_TRAFFICKING,),
        params={"days": 180, "children": 2},
        kinds=_PERSON,
    ),
    Indicator(
        a_escort_diff_women,
        about=Subject.FACILITATOR,
        roles=frozenset(_ON_BOARD),
        source="Pakistan-China bride cases 2019 (AP, BBC Urdu, Tribune): agents and repeated couples",
        typologies=(Typology.SEXUAL_EXPLOITATION, Typology.FORCED_MARRIAGE),
        params={"days": 180, "women": 3, "brides": 2, "youngest": 16, "oldest": 30},
        kinds=_PERSON,
    ),
)
