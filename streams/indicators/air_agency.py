"""What the return journeys of an agency's clients show together."""

from collections.abc import Sequence

from schemas.role import Role
from schemas.rulepack import Subject, Typology
from streams.history import Entry, History
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.indicators.reading import booked, booking_of, telling
from streams.kept import Kept
from streams.sketch import count, merged, share
from streams.summary import Facet
from streams.wording import say


def _is_return(entry: Entry) -> bool:
    """What became of a return journey is told."""
    trip = entry.fact.trip
    return trip is not None and trip.return_used is not None


def _flown(entries: Sequence[Entry]) -> list[bool]:
    """One answer for each booking: whether anybody on it came back by it."""
    used = {id(entry.me) for entry in entries if entry.fact.trip is not None and entry.fact.trip.return_used}
    return [any(id(me) in used for me in same) for same in booked(entries)]


def _told(entry: Entry, *, used: bool) -> list[str]:
    trip = entry.fact.trip
    return [min(booking_of(entry))] if trip is not None and trip.return_used is used else []


FLOWN = Facet("returns-flown", lambda entry: _told(entry, used=True))
NOT_FLOWN = Facet("returns-not-flown", lambda entry: _told(entry, used=False))
UNUSED_RETURNS = Kept("returns-not-flown", 12, lambda entry: bool(_told(entry, used=False)))


def _with_dropped(history: History, window: Sequence[Entry], days: float, flown: list[bool]) -> tuple[int, int]:
    """Returns not used, and all of them: those of the window, and with them those that a bound dropped before it."""
    if not history.summary:
        return flown.count(False), len(flown)
    back = history.apart(FLOWN, window, days)
    away = tuple(mark for mark in history.apart(NOT_FLOWN, window, days) if mark not in back)
    returns = max(len(flown), count(merged(back, away)).at_least)
    return round(share(away, back) * returns), returns


def a_return_noshow_cluster(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Most return journeys that one agency booked are never flown, so its clients do not come back as their visas
    expect. About the agency, not the client; students and workers who stay lawfully err, and so do changed tickets."""
    if not _is_return(sighting):
        return Silence.NOT_APPLICABLE
    days, least = params.number("days"), params.number("segments")
    if len(history.entries) < least:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        returns = [entry for entry in window if _is_return(entry)]
        flown = _flown(returns)
        unused, known = _with_dropped(history, window, days, flown)
        if known < least:
            return Silence.INSUFFICIENT_HISTORY
        if 100 * unused < params.number("percent") * known:
            return Silence.ABSENT
        said = say("a-return-noshow-cluster", unused=unused, returns=known, days=round(days))
        return Fired(said, tuple(returns))

    return telling(sighting, history, days, tell)


AIR_AGENCY: tuple[Indicator, ...] = (
    Indicator(
        a_return_noshow_cluster,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.AGENCY, Role.SUBAGENT, Role.RECRUITER}),
        source="Raabta, from practice in cases of migrant smuggling",
        typologies=(Typology.FORCED_LABOUR, Typology.SMUGGLING),
        params={"days": 120, "segments": 10, "percent": 60},
        facets=(FLOWN, NOT_FLOWN),
        keeps=(UNUSED_RETURNS,),
    ),
)
