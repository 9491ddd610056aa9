"""What several pilgrimages that one hand arranged show."""

from collections.abc import Sequence
from datetime import timedelta

from schemas.facts import TripType
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from streams.history import Entry, History
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.indicators.money import rupees
from streams.indicators.pilgrims import PILGRIMS, is_umrah, pilgrims_about
from streams.indicators.reading import families, people
from streams.kept import Kept
from streams.wording import say


def a_umrah_poor_group(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """One hand sends people of several families on Umrah within two days, without return, and a good part of all whom it
    sends then without hotel or with too little to eat for a week. A charity that sends the poor lodges them and books returns."""
    trip = sighting.fact.trip
    if trip is None or trip.visa_class is None:
        return Silence.NOT_APPLICABLE
    most, span = params.number("rupees"), timedelta(days=params.number("days"))
    if not _stays(sighting) or _provided(sighting, most):
        return Silence.ABSENT
    sent = [entry for entry in history.entries if is_umrah(entry) and _apart(entry, sighting) <= span]
    doubtful = [entry for entry in sent if _stays(entry) and not _provided(entry, most)]
    flown = [party for entry in doubtful for party in entry.others(Role.TRAVELLER)]
    bare = people(party for entry in sent if is_bare(entry, most) for party in entry.others(Role.TRAVELLER))
    count, kin = people(flown), families(flown)
    if count < params.number("passengers") or bare < params.number("bare"):
        return Silence.INSUFFICIENT_HISTORY
    everybody = people(party for entry in sent for party in entry.others(Role.TRAVELLER))
    if history.summary:
        everybody = max(everybody, pilgrims_about(sighting, history, span))
    if kin < params.number("surnames") or bare * 100 < everybody * params.number("percent"):
        return Silence.ABSENT
    said = say("a-umrah-poor-group", people=count, families=kin, days=round(params.number("days")))
    return Fired(said, tuple(doubtful))


def _stays(entry: Entry) -> bool:
    """On Umrah without return."""
    trip = entry.fact.trip
    return trip is not None and is_umrah(entry) and trip.trip_type is TripType.ONE_WAY and trip.return_at is None


def _provided(entry: Entry, most: float) -> bool:
    """With a hotel or some money."""
    trip = entry.fact.trip
    funds = rupees(trip.funds_declared) if trip is not None else None
    return trip is None or trip.hotel_booked is True or (funds is not None and funds >= most)


def is_bare(entry: Entry, most: float) -> bool:
    """On Umrah without return, and known to be without hotel or with hardly any money."""
    trip = entry.fact.trip
    if trip is None or not _stays(entry) or trip.hotel_booked:
        return False
    funds = rupees(trip.funds_declared)
    return trip.hotel_booked is False if funds is None else funds < most


WITHOUT_MEANS = Kept("umrah-without-means", 16, lambda entry: _stays(entry) and not _provided(entry, 40_000))


def sent_without(entries: Sequence[Entry], least: float, days: float, most: float) -> list[Entry]:
    """The largest group on Umrah that departs within so many days of one of them known to be bare, none with return, hotel or
    money, if it has enough people of two families; else nothing."""
    span, best = timedelta(days=days), list[Entry]()
    open_ones = [entry for entry in entries if _stays(entry) and not _provided(entry, most)]
    for anchor in open_ones:
        group = [entry for entry in open_ones if _apart(entry, anchor) <= span] if is_bare(anchor, most) else []
        flown = [party for entry in group for party in entry.others(Role.TRAVELLER)]
        if len(group) > len(best) and people(flown) >= least and families(flown) > 1:
            best = group
    return best


def _apart(one: Entry, other: Entry) -> timedelta:
    first, second = one.fact.trip, other.fact.trip
    return abs(first.departs_at - second.departs_at) if first is not None and second is not None else timedelta.max


AIR_PILGRIMAGE: Sequence[Indicator] = (
    Indicator(
        a_umrah_poor_group,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.AGENCY, Role.SUBAGENT, Role.RECRUITER, Role.PAYER, Role.CONTACT}),
        source="FIA Multan airport cases 2023-24: eight women with SAR 200 each, no hotel",
        typologies=(Typology.FORCED_BEGGING, Typology.CHILD_TRAFFICKING),
        params={"days": 2, "passengers": 5, "bare": 3, "percent": 33, "surnames": 2, "rupees": 40_000},
        facets=(PILGRIMS,),
        keeps=(WITHOUT_MEANS,),
    ),
)
