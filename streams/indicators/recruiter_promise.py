"""What was promised to a worker and what became of it: contract, country, registration with the Protector."""

from collections.abc import Iterable, Iterator

from schemas.codes import Money
from schemas.facts import Kind, PaperState, TripType, VisaClass
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import IDENTITY_KINDS, TokenKind
from streams.history import DAY, Entry, History
from streams.indicators.agents import one_recruiter
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.indicators.money import stated
from streams.indicators.reading import country_of, differ, outbound, pairs, unpaired
from streams.wording import say

_PERSON = frozenset(IDENTITY_KINDS)
_PROMISES = frozenset({Kind.REGISTRATION, Kind.CONTRACT})
_COMPARED = _PROMISES | {Kind.COMPLAINT}
_UNDER_WAY = frozenset({Kind.CONTRACT, Kind.COMPLAINT, Kind.RETURN})


def r_contract_substitution(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """The wage fell, or the work or the employer changed, from what a recruiter registered to what the same recruiter
    wrote later. Papers for another country are left to `r-dest-switch`, so that one change does not count twice. A typing
    error in the wage looks alike."""
    job = sighting.fact.job
    if job is None:
        return Silence.NOT_APPLICABLE
    if job.registered_country not in (None, job.country):
        return Silence.ABSENT
    less, days = params.number("percent"), params.number("days")
    if _fell(job.registered_wage, job.wage, less):
        return Fired(say("r-contract-substitution", percent=int(less)), (sighting,))
    for registered, later in _contracts(sighting, history, days):
        what = None if _moved(registered, later) else _changed(registered, later, less)
        if what is not None:
            return Fired(say(f"r-contract-substitution/{what}"), (registered, later))
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


def _moved(registered: Entry, later: Entry) -> bool:
    """The papers are for two countries: `r-dest-switch` says so."""
    before, after = registered.fact.job, later.fact.job
    if before is None or after is None:
        return False
    named = {before.country, before.registered_country, after.country, after.registered_country} - {None}
    return len(named) > 1


def _changed(registered: Entry, later: Entry, less: float) -> str | None:
    before, after = registered.fact.job, later.fact.job
    if before is None or after is None:
        return None
    if _fell(stated(before.registered_wage) or before.wage, after.wage, less):
        return "wage"
    if before.occupation[:2] != after.occupation[:2]:
        return "work"
    old, new = registered.others(Role.EMPLOYER), list(later.others(Role.EMPLOYER))
    if new and any(all(differ(one, other, TokenKind.EMPLOYER) for other in new) for one in old):
        return "employer"
    return None


def _fell(before: Money | None, after: Money | None, percent: float) -> bool:
    """A wage of nothing is not told: what is not paid is complained of as unpaid."""
    before, after = stated(before), stated(after)
    if before is None or after is None or before.currency != after.currency:
        return False
    return float(after.amount) < float(before.amount) * (1 - percent / 100)


def r_fsa_missing(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Somebody leaves, or has left, for work without a Foreign Service Agreement registered with the Protector, and none
    is registered since. An agreement registered on the last day may not be in the books yet."""
    fact = sighting.fact
    if fact.trip is None and (fact.job is None or fact.job.contract is None):
        return Silence.NOT_APPLICABLE
    days = params.number("days")
    alone = fact.kind in _UNDER_WAY and _lacks(sighting)
    if alone and not _registered_after(sighting, sighting, history, days):
        return Fired(say("r-fsa-missing"), (sighting,))
    for hired, flown in pairs(sighting, history, days):
        trip = flown.fact.trip
        if trip is None or flown.role is not Role.TRAVELLER or not _lacks(hired) or not outbound(trip):
            continue
        if hired.time > trip.departs_at.timestamp() or trip.visa_class in (VisaClass.UMRAH, VisaClass.HAJJ):
            continue
        if not _registered_after(hired, flown, history, days):
            return Fired(say("r-fsa-missing/leaves"), tuple(sorted((hired, flown))))
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
        return Fired(say("r-dest-switch"), (sighting,))
    days, paper_days = params.number("days"), params.number("paper_days")
    for registered, later in _contracts(sighting, history, paper_days):
        if _moved(registered, later):
            return Fired(say("r-dest-switch/contract"), (registered, later))
    for hired, flown in pairs(sighting, history, days):
        if _elsewhere(hired, flown) and not _hired_by_another(hired, flown, history.around(flown, days)):
            return Fired(say("r-dest-switch/flight"), tuple(sorted((hired, flown))))
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
    last = country_of(trip.onward_destination or trip.destination)
    return bool(last) and last not in (job.country, job.registered_country)


def _hired_by_another(hired: Entry, flown: Entry, entries: Iterable[Entry]) -> bool:
    """Another recruiter registered the worker for where the flight goes: two were asked, and one was chosen."""
    trip = flown.fact.trip
    last = country_of(trip.onward_destination or trip.destination) if trip is not None else ""
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
        absence=True,
    ),
    Indicator(
        r_fsa_missing,
        about=Subject.POSSIBLE_VICTIM,
        roles=frozenset({Role.CANDIDATE, Role.TRAVELLER}),
        source="BEOE FAQ 3; Emigration Ordinance 1979, ss. 15, 17",
        typologies=(Typology.FORCED_LABOUR,),
        params={"days": 30},
        absence=True,
    ),
    Indicator(
        r_dest_switch,
        about=Subject.POSSIBLE_VICTIM,
        roles=frozenset({Role.CANDIDATE, Role.TRAVELLER}),
        source="ILO-EC operational indicators 2009: deceived about location",
        typologies=(Typology.FORCED_LABOUR, Typology.SMUGGLING),
        params={"days": 60, "paper_days": 365},
        kinds=_PERSON,
        absence=True,
    ),
)
