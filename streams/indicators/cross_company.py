"""What the people show together whom one party stands beside: each sector sees one of them."""

from collections.abc import Callable, Iterable, Sequence

from schemas.facts import Observation, VisaClass
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from streams.history import DAY, Companion, Entry, History
from streams.indicators.contract import Crowd, Fired, Indicator, Params, Silence
from streams.indicators.pilgrims import PILGRIMS
from streams.indicators.reading import booked, households, people
from streams.wording import say


def x_people_with_signs(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Several people of different families, whom one party pays for, recruits, accompanies or answers for, each show a
    sign of their own that is not weak: a passport kept here, a coached story there. Of a busy office a share of its
    people must. Signs `without` are left out: what the party itself does, or what too many bear. Whoever serves a poor
    quarter can look like it."""
    return _company(history, params, lambda entry: True, "x-people-with-signs", percent=params.number("percent"))


def x_person_with_sign(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Somebody of another family whom one party pays for, recruits, accompanies or answers for shows a sign that is not weak.
    Of one person that may be chance: it only adds to what the party does itself. Of a busy office a share of its people must,
    and signs `without` are left out, as in `x-people-with-signs`."""
    return _company(history, params, lambda entry: True, "x-person-with-sign", percent=params.number("percent"))


def x_people_seen(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Trained staff saw something about several people of different families, each on a journey or at a desk apart, whom one
    party pays for, recruits or accompanies: not what papers say, but held passports, coached stories, fear. Of a busy office
    a share of its people must. Whoever serves unlettered people of a poor quarter can look like it."""
    return _company(history, params, _is_seen, "x-people-seen", percent=params.number("percent"))


def x_pilgrims_with_signs(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Staff saw something on the journey of several people of different families whom one party sends on Umrah: held papers,
    a coached story, no idea where they will stay. It is seen once, so it only adds to what the party's bookings show; of all
    whom the party sends a part must. Poor pilgrims on their first flight are shy too."""
    share = 0.0 if history.summary else params.number("percent")
    answer = _company(history, params, _is_seen_on_umrah, "x-pilgrims-with-signs", percent=share, apart=False)
    if not isinstance(answer, Fired) or not history.summary:
        return answer
    seen = people(entry.me for entry in answer.evidence)
    departures = [trip.departs_at.timestamp() for entry in answer.evidence if (trip := entry.fact.trip) is not None]
    sent = history.whole(PILGRIMS, min(departures), max(departures))
    return answer if seen * 100 >= params.number("percent") * sent else Silence.ABSENT


def _company(
    history: History,
    params: Params,
    shows: Callable[[Entry], bool],
    key: str,
    *,
    percent: float = 0,
    apart: bool = True,
) -> Fired | Silence:
    """Whether enough of those beside the party show such signs within the window, wherever in time that lies. `percent`: of all
    whom it met; `apart`: on as many bookings."""
    if not history.companions:
        return Silence.NOT_APPLICABLE
    least, days = params.number("people"), params.number("days")
    telling = max(_stretches(_showing(history.companions, shows), days), key=len, default=())
    if not telling:
        return Silence.ABSENT
    parties = [one.party for one in telling]
    if people(parties) < least:
        return Silence.INSUFFICIENT_HISTORY
    if households(parties, 1) < least or len(telling) * 100 < percent * max(len(history.strangers), 1):
        return Silence.ABSENT
    evidence = tuple(sorted({entry for one in telling for entry in one.evidence}))
    if apart and len(booked(evidence)) < least:
        return Silence.INSUFFICIENT_HISTORY  # a class on one booking is seen once
    return Fired(say(key, count=len(telling), days=int(days)), evidence)


def _showing(companions: Iterable[Companion], shows: Callable[[Entry], bool]) -> list[Companion]:
    """Those who show such a sign, with the sightings that it rests on."""
    kept = ((one, tuple(filter(shows, one.evidence))) for one in companions)
    return [one._replace(evidence=evidence) for one, evidence in kept if evidence]


def _is_seen(entry: Entry) -> bool:
    return bool(entry.fact.observations)


def _is_seen_on_umrah(entry: Entry) -> bool:
    trip = entry.fact.trip
    if trip is None or trip.visa_class is not VisaClass.UMRAH:
        return False
    return any(seen is not Observation.SPOKEN_FOR for seen in entry.fact.observations)  # elders answer for the young


def _stretches(companions: Sequence[Companion], days: float) -> list[Sequence[Companion]]:
    """Those whose newest sign lies within so many days before that of one of them."""
    newest = {id(one): one.evidence[-1].time for one in companions}
    return [
        [one for one in companions if end - days * DAY <= newest[id(one)] <= end] for end in sorted(newest.values())
    ]


_TOO_MANY_BEAR = ("a-third-party-cash", "r-fee-no-receipt", "r-fee-over-norm")
"""Signs that too many bear, or that the party itself makes."""

CROSS_COMPANY: tuple[Indicator, ...] = (
    Indicator(
        x_people_with_signs,
        about=Subject.FACILITATOR,
        roles=frozenset(Role),
        source="Raabta, from FinCEN FIN-2020-A008 and ILO-EC Delphi 2009: signs of several people, one party beside them",
        params={
            "days": 120,
            "people": 2,
            "percent": 20,
            "without": _TOO_MANY_BEAR,
        },
        volume=Crowd.PART,
        beside=True,
    ),
    Indicator(
        x_person_with_sign,
        about=Subject.FACILITATOR,
        roles=frozenset(Role),
        source="Raabta, from FinCEN FIN-2020-A008 and ILO-EC Delphi 2009: a sign of one person, one party beside",
        params={
            "days": 120,
            "people": 1,
            "percent": 20,
            "without": _TOO_MANY_BEAR,
        },
        volume=Crowd.PART,
        beside=True,
    ),
    Indicator(
        x_people_seen,
        about=Subject.FACILITATOR,
        roles=frozenset(Role),
        source="Raabta, from FinCEN FIN-2020-A008, behavioural 1-10, and AKEO: what staff see of several people, one party beside them",
        params={
            "days": 120,
            "people": 3,
            "percent": 20,
            "without": _TOO_MANY_BEAR,
        },
        volume=Crowd.PART,
        beside=True,
    ),
    Indicator(
        x_pilgrims_with_signs,
        about=Subject.FACILITATOR,
        roles=frozenset(Role),
        source="FIA Multan airport cases 2023-24; FinCEN FIN-2020-A008: signs of several people, one party beside them",
        typologies=(Typology.FORCED_BEGGING, Typology.CHILD_TRAFFICKING),
        params={
            "days": 30,
            "people": 2,
            "percent": 10,
            "without": _TOO_MANY_BEAR,
        },
        beside=True,
    ),
)
