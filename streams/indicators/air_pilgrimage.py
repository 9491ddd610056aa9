"""What several pilgrimages that one hand arranged show."""

from collections.abc import Sequence
from datetime import timedelta

from schemas.facts import VisaClass
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from streams.history import Entry, History
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.indicators.money import rupees
from streams.indicators.reading import families, outbound, people
from streams.wording import say


def a_umrah_poor_group(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """One hand sends people of several families on Umrah within two days, without return, and what they carry would not
    feed them for a week. In the cases seen each had SAR 200. A charity that sends the poor lodges them: look for a hotel."""
    trip = sighting.fact.trip
    if trip is None or trip.visa_class is None or trip.funds_declared is None:
        return Silence.NOT_APPLICABLE
    most = params.number("rupees")
    if not _is_poor(sighting, most):
        return Silence.ABSENT
    span = timedelta(days=params.number("days"))
    sent = [entry for entry in history.entries if _is_poor(entry, most) and _apart(entry, sighting) <= span]
    flown = [party for entry in sent for party in entry.others(Role.TRAVELLER)]
    count, kin = people(flown), families(flown)
    if count < params.number("passengers"):
        return Silence.INSUFFICIENT_HISTORY
    if kin < params.number("surnames"):
        return Silence.ABSENT
    return Fired(say("a-umrah-poor-group", people=count, families=kin, days=round(params.number("days"))), tuple(sent))


def _is_poor(entry: Entry, most: float) -> bool:
    trip = entry.fact.trip
    if trip is None or trip.visa_class is not VisaClass.UMRAH or trip.hotel_booked or trip.return_at is not None:
        return False
    funds = rupees(trip.funds_declared)
    return funds is not None and funds < most and outbound(trip)


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
        params={"days": 2, "passengers": 5, "surnames": 2, "rupees": 40_000},
        volume=True,
    ),
)
