"""What was promised to a worker and what became of it: contract, country, registration with the Protector."""

from collections.abc import Iterable, Iterator

from schemas.codes import Money
from schemas.facts import Kind, PaperState, Trip, TripType, VisaClass
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import IDENTITY_KINDS, TokenKind
from streams.history import DAY, Entry, History
from streams.indicators.agents import one_recruiter
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.indicators.money import about, stated
from streams.indicators.reading import country_of, differ, outbound, pairs, place_of, unpaired
from streams.wording import Said, Value, say

_PERSON = frozenset(IDENTITY_KINDS)
_PROMISES = frozenset({Kind.REGISTRATION, Kind.CONTRACT})
_COMPARED = _PROMISES | {Kind.COMPLAINT}
_UNDER_WAY = frozenset({Kind.CONTRACT, Kind.COMPLAINT, Kind.RETURN})
_EXPLOITED = ("265", "51", "53", "91", "96")
"""ISCO-08: performers, personal service and care, cleaners and helpers, street services [D]."""


def r_contract_substitution(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """The wage fell, the work got worse or the employer changed, from what a recruiter registered to what the same recruiter
    wrote later. Papers for another country are left to `r-dest-switch`, so that one change does not count twice. A typing
    error in the wage looks alike."""
    job = sighting.fact.job
    if job is None:
        return Silence.NOT_APPLICABLE
    if job.registered_country not in (None, job.country):
        return Silence.ABSENT
    less, days = params.number("percent"), params.number("days")
    fall = _fall(job.registered_wage, job.wage, less)
    if fall is not None:
        return Fired(say("r-contract-substitution", **fall), (sighting,))
    for registered, later in _contracts(sighting, history, days):
        said = None if _moved(registered, later) else _changed(registered, later, less)
        if said is not None:
            return Fired(said, (registered, later))
    return Silence.ABSENT if job.registered_wage is not None else unpaired(sighting, history, days)


def _contracts(sighting: Entry, history: History, days: float) -> Iterator[tuple[Entry, Entry]]:
    """Later stages with the newest registration before them by the same recruiter; the sighting is one of the two.

    Never a return: whoever comes back may by then have worked for somebody else.
    """
    if len(history.entries) < 2 or sighting.role is not Role.CANDIDATE or sighting.fact.kind not in _COMPARED:
        return
    registered: list[Entry] = []
    for entry in history.around(sighting, days):
        if entry.role is not Role.CANDIDATE or entry.fact.job is None:
            continue
        if entry.fact.kind is Kind.REGISTRATION:
            registered.append(entry)
        elif entry.fact.kind in _COMPARED:
            before = next((one for one in reversed(registered) if one_recruiter(one, entry)), None)
            if before is not None and sighting in (before, entry):
                yield before, entry


def _moved(registered: Entry, later: Entry) -> tuple[str, str] | None:
    """The papers are for two countries: `r-dest-switch` says so. Which was registered, and which it is now."""
    before, after = registered.fact.job, later.fact.job
    if before is None or after is None:
        return None
    first = before.registered_country or before.country
    named = (after.country, after.registered_country, before.country)
    other = next((country for country in named if country not in (None, first)), None)
    return (first, other) if other is not None else None


def _changed(registered: Entry, later: Entry, less: float) -> Said | None:
    before, after = registered.fact.job, later.fact.job
    if before is None or after is None:
        return None
    fall = _fall(stated(before.registered_wage) or before.wage, after.wage, less)
    if fall is not None:
        return say("r-contract-substitution/wage", **fall)
    if before.occupation[:2] != after.occupation[:2] and _is_worse(before.occupation, after.occupation):
        return say("r-contract-substitution/work", before=before.occupation[:2], after=after.occupation[:2])
    old, new = registered.others(Role.EMPLOYER), list(later.others(Role.EMPLOYER))
    if new and any(all(differ(one, other, TokenKind.EMPLOYER) for other in new) for one in old):
        return say("r-contract-substitution/employer")
    return None


def _is_worse(before: str, after: str) -> bool:
    """The work needs less skill, or is one in which people are exploited most; a mason for a driver is a slip or a vacancy."""
    return _skill(after) < _skill(before) or after.startswith(_EXPLOITED)


def _skill(occupation: str) -> int:
    """The skill level of an occupation by its major group (ISCO-08): 1 elementary, 4 managers and professionals."""
    return {"1": 4, "2": 4, "3": 3, "9": 1}.get(occupation[:1], 2)


def _fall(before: Money | None, after: Money | None, less: float) -> dict[str, Value] | None:
    """By how much the wage fell, if by more than so many percent. One of nothing is not told: what is not paid is complained of
    as unpaid."""
    before, after = stated(before), stated(after)
    if before is None or after is None or before.currency != after.currency:
        return None
    left, whole = float(after.amount), float(before.amount)
    if left >= whole * (1 - less / 100):
        return None
    return {
        "percent": round(100 - 100 * left / whole),
        "currency": after.currency,
        "before": about(before),
        "after": about(after),
    }


def r_fsa_missing(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Somebody leaves, or has left, for work without a Foreign Service Agreement registered with the Protector, and none
    is registered since. An agreement registered on the last day may not be in the books yet."""
    fact = sighting.fact
    if fact.trip is None and (fact.job is None or fact.job.contract is None):
        return Silence.NOT_APPLICABLE
    days = params.number("days")
    alone = fact.kind in _UNDER_WAY and _lacks(sighting)
    if alone and not _registered_after(sighting, sighting, history, days):
        return Fired(say("r-fsa-missing", country=fact.job.country if fact.job is not None else ""), (sighting,))
    for hired, flown in pairs(sighting, history, days):
        trip = flown.fact.trip
        if trip is None or flown.role is not Role.TRAVELLER or not _lacks(hired) or not outbound(trip):
            continue
        if hired.time > trip.departs_at.timestamp() or trip.visa_class in (VisaClass.UMRAH, VisaClass.HAJJ):
            continue
        if not _registered_after(hired, flown, history, days):
            said = say("r-fsa-missing/leaves", country=place_of(trip.destination))
            return Fired(said, tuple(sorted((hired, flown))))
    return Silence.ABSENT if alone else unpaired(sighting, history, days)


def _lacks(entry: Entry) -> bool:
    job = entry.fact.job
    missing = job is not None and job.contract in (PaperState.MISSING, PaperState.EXPIRED)
    return missing and entry.role is Role.CANDIDATE


def _registered_after(lacking: Entry, until: Entry, history: History, days: float) -> bool:
    """A newer paper has the agreement that was missing."""
    return any(
        entry.time > lacking.time and entry.role is Role.CANDIDATE and job.contract is PaperState.PRESENT
        for entry in history.around(until, days)
        if (job := entry.fact.job) is not None
    )


def r_dest_switch(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """The country of work is not the registered one, in one paper or in two of the same recruiter, or the worker flies
    one-way to another country than registered and no other recruiter has him for that one. Multinational employers do
    move staff."""
    fact = sighting.fact
    if fact.job is None and fact.trip is None:
        return Silence.NOT_APPLICABLE
    if fact.job is not None and fact.job.registered_country not in (None, fact.job.country):
        said = say("r-dest-switch", registered=fact.job.registered_country or "", country=fact.job.country)
        return Fired(said, (sighting,))
    days, paper_days = params.number("days"), params.number("paper_days")
    for registered, later in _contracts(sighting, history, paper_days):
        moved = _moved(registered, later)
        if moved is not None:
            return Fired(say("r-dest-switch/contract", registered=moved[0], country=moved[1]), (registered, later))
    for hired, flown in pairs(sighting, history, days):
        if _elsewhere(hired, flown) and not _hired_by_another(hired, flown, history.around(flown, days)):
            registered_for = hired.fact.job.country if hired.fact.job is not None else ""
            said = say("r-dest-switch/flight", registered=registered_for, country=_end(flown.fact.trip))
            return Fired(said, tuple(sorted((hired, flown))))
    told = fact.job is not None and fact.job.registered_country is not None
    return Silence.ABSENT if told else unpaired(sighting, history, paper_days)


def _elsewhere(hired: Entry, flown: Entry) -> bool:
    trip, job = flown.fact.trip, hired.fact.job
    if trip is None or job is None or hired.role is not Role.CANDIDATE or flown.role is not Role.TRAVELLER:
        return False
    if trip.trip_type is not TripType.ONE_WAY or trip.visa_class is VisaClass.TRANSIT or not outbound(trip):
        return False
    if hired.fact.kind not in _PROMISES or trip.departs_at.timestamp() < hired.time - DAY:
        return False
    if trip.visa_class is VisaClass.WORK and hired.fact.kind is not Kind.CONTRACT:
        return False  # who only asked one recruiter may have been placed by another, who tells us nothing
    last = _end(trip)
    return bool(last) and last not in (job.country, job.registered_country)


def _end(trip: Trip | None) -> str:
    """The country in which the flights end."""
    return country_of(trip.onward_destination or trip.destination) if trip is not None else ""


def _hired_by_another(hired: Entry, flown: Entry, entries: Iterable[Entry]) -> bool:
    """Another recruiter registered the worker for where the flight goes: two were asked, and one was chosen."""
    last = _end(flown.fact.trip)
    for entry in entries:
        job = entry.fact.job
        if job is None or entry.role is not Role.CANDIDATE or entry.fact.kind not in _PROMISES:
            continue
        if job.registered_country in (None, job.country) and job.country == last and not one_recruiter(hired, entry):
            return True
    return False


RECRUITER_PROMISE: tuple[Indicator, ...] = (
    Indicator(
        r_contract_substitution,
        about=Subject.POSSIBLE_VICTIM,
        roles=frozenset({Role.CANDIDATE}),
        source="ILO-EC operational indicators 2009: deceived about the nature of the job",
        typologies=(Typology.FORCED_LABOUR, Typology.SEXUAL_EXPLOITATION),
        params={"days": 365, "percent": 15},
    ),
    Indicator(
        r_fsa_missing,
        about=Subject.POSSIBLE_VICTIM,
        roles=frozenset({Role.CANDIDATE, Role.TRAVELLER}),
        source="BEOE FAQ 3; Emigration Ordinance 1979, ss. 15, 17",
        typologies=(Typology.FORCED_LABOUR,),
        params={"days": 30},
    ),
    Indicator(
        r_dest_switch,
        about=Subject.POSSIBLE_VICTIM,
        roles=frozenset({Role.CANDIDATE, Role.TRAVELLER}),
        source="ILO-EC operational indicators 2009: deceived about location",
        typologies=(Typology.FORCED_LABOUR, Typology.SMUGGLING),
        params={"days": 60, "paper_days": 365},
        kinds=_PERSON,
    ),
)
