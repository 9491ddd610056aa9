"""The episodes of a season in order of time, and the ordinary people among whom alerts are counted."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

from producers.simulate.nation.homes import age
from producers.simulate.nation.land import Land
from producers.simulate.nation.late import reworked
from producers.simulate.nation.lives import LIVES, STAYING, Life, circles
from producers.simulate.nation.tale import Tale
from producers.simulate.people import Person
from producers.simulate.provinces import province_of
from schemas.report import Identity, Passport
from schemas.rulepack import Subject
from schemas.truth import Group, Label, TrueSubject, Truth

BEFORE = timedelta(days=45)
"""Episodes begin so long before the season, so that its first day is as full as any other."""
CIRCLE_EVERY = 150
"""Of so many episodes one is that of a circle: a crew, a village, a congregation. A guess."""
STAYING_SHARE = 0.32
"""Episodes in which nobody flies, of all. A guess."""


def episodes(land: Land) -> Iterator[Tale]:
    """Every episode, told, in order of its beginning."""
    for number in range(_count(land)):
        yield episode(land, number)


def episode(land: Land, number: int) -> Tale:
    """One episode: the same whenever it is asked for."""
    tale = Tale(land, number, _start(land, number))
    if number % CIRCLE_EVERY == CIRCLE_EVERY // 2:
        circles.tell(tale, number // CIRCLE_EVERY)
    else:
        lives = STAYING if tale.chance(STAYING_SHARE) else LIVES
        tale.rng.choices(lives, cum_weights=_weights(lives, tale.start))[0].tell(tale)
    reworked(tale)
    return tale


def _count(land: Land) -> int:
    span = land.end - land.start
    return int(land.journeys * ((span + BEFORE) / span) / (1 - STAYING_SHARE))


def _start(land: Land, number: int) -> datetime:
    """Midnight of its day, so that whatever the day brings lies after it."""
    span = land.end - land.start + BEFORE
    moment = land.start - BEFORE + span * ((number + 0.5) / _count(land))
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


_KNOWN: dict[tuple[int, int], Sequence[float]] = {}


def _weights(lives: tuple[Life, ...], moment: datetime) -> Sequence[float]:
    day = moment.date()
    key = (day.toordinal(), len(lives))
    if key not in _KNOWN:
        _KNOWN[key] = tuple(accumulate(life.often * life.season(day) for life in lives))
    return _KNOWN[key]


def people(land: Land, most: int) -> Iterator[Truth]:
    """So many ordinary people at most, of whom some report tells, from episodes spread over the season."""
    count = _count(land)
    chosen = sorted(Random(f"{land.seed}/sample").sample(range(count), min(count, most)))
    found = [who for number in chosen for who in _told_of(land, number)]
    if len(found) > most:
        found = Random(f"{land.seed}/fewer").sample(found, most)
    for who in sorted(found, key=lambda who: who.number):
        yield _truth(who, land)


def _told_of(land: Land, number: int) -> list[Person]:
    found: dict[int, Person] = {}
    for told in episode(land, number).told:
        if land.start <= told.at and told.published < land.end:
            found |= {who.number: who for who in told.about}
    return list(found.values())


def _truth(who: Person, land: Land) -> Truth:
    identity = Identity(
        name=who.name,
        birth_date=who.born,
        cnic=who.cnic if who.nationality == "PAK" else None,
        passport=Passport(number=who.passport, country=who.nationality),
    )
    return Truth(
        label=Label.PERSON,
        id=f"person-{who.number - land.first}",
        subjects=(TrueSubject(about=Subject.POSSIBLE_VICTIM, identities=(identity,)),),
        group=Group(
            sex=who.sex,
            age=max(0, age(who, land.end.date())),
            nationality=who.nationality,
            province=province_of(who.district),
        ),
    )
