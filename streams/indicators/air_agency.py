"""What the return journeys of an agency's clients show together."""

from collections.abc import Sequence

from schemas.role import Role
from schemas.rulepack import Subject, Typology
from streams.history import Entry, History
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.indicators.reading import booked, telling
from streams.wording import say


def _is_return(entry: Entry) -> bool:
    """What became of a return journey is told."""
    trip = entry.fact.trip
    return trip is not None and trip.return_used is not None


def _flown(entries: Sequence[Entry]) -> list[bool]:
    """One answer for each booking: whether anybody on it came back by it."""
    used = {id(entry.me) for entry in entries if entry.fact.trip is not None and entry.fact.trip.return_used}
    return [any(id(me) in used for me in same) for same in booked(entries)]


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
        if len(flown) < least:
            return Silence.INSUFFICIENT_HISTORY
        unused = flown.count(False)
        if 100 * unused < params.number("percent") * len(flown):
            return Silence.ABSENT
        said = say("a-return-noshow-cluster", unused=unused, returns=len(flown), days=round(days))
        return Fired(said, tuple(returns))

    return telling(sighting, history, days, tell, growing=False)


AIR_AGENCY: tuple[Indicator, ...] = (
    Indicator(
        a_return_noshow_cluster,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.AGENCY, Role.SUBAGENT, Role.RECRUITER}),
        source="Raabta, from practice in cases of migrant smuggling",
        typologies=(Typology.FORCED_LABOUR, Typology.SMUGGLING),
        params={"days": 120, "segments": 10, "percent": 60},
    ),
)
