"""What the people show together whom one party stands beside: each sector sees one of them."""

from collections.abc import Sequence

from schemas.role import Role
from schemas.rulepack import Subject
from streams.history import DAY, Companion, Entry, History
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.indicators.reading import booked, households, people
from streams.wording import say


def x_people_with_signs(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Several people of different families, whom one party pays for, recruits, accompanies or answers for, each show a
    sign of their own that is not weak: a passport kept here, a coached story there. Of a busy office a share of its
    people must. Signs `without` are left out: what the party itself does, or what too many bear. Whoever serves a poor
    quarter can look like it."""
    if not history.companions:
        return Silence.NOT_APPLICABLE
    least, days = params.number("people"), params.number("days")
    telling: Sequence[Companion] = max(_stretches(history.companions, days), key=len)
    parties = [one.party for one in telling]
    if len(telling) < least or people(parties) < least:
        return Silence.INSUFFICIENT_HISTORY
    met = max(len(history.strangers), 1)
    if households(parties, 1) < least or len(telling) * 100 < params.number("percent") * met:
        return Silence.ABSENT
    evidence = tuple(sorted({entry for one in telling for entry in one.evidence}))
    if len(booked(evidence)) < least:
        return Silence.INSUFFICIENT_HISTORY  # a class on one booking is seen once
    return Fired(say("x-people-with-signs", count=len(telling), days=int(days)), evidence)


def _stretches(companions: Sequence[Companion], days: float) -> list[Sequence[Companion]]:
    """Those whose newest sign lies within so many days before that of one of them."""
    newest = {id(one): one.evidence[-1].time for one in companions}
    return [
        [one for one in companions if end - days * DAY <= newest[id(one)] <= end] for end in sorted(newest.values())
    ]


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
            "without": ("a-third-party-cash", "r-fee-no-receipt", "r-fee-over-norm"),
        },
        volume=True,
        beside=True,
    ),
)
