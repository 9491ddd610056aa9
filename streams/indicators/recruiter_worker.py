"""What happens to one worker: fee, debt, papers, promises."""

from collections.abc import Iterable, Iterator

from schemas.codes import Money, Sector, Sex
from schemas.facts import Complaint, Kind, Observation, PaperState, PaymentForm, TripType, VisaClass
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import IDENTITY_KINDS, TokenKind
from streams.history import DAY, Entry, History
from streams.indicators.contract import Fired, Indicator, Params
from streams.indicators.money import rupees
from streams.indicators.reading import country_of, differ, is_child, outbound, pairs, same_party

CANDIDATE = frozenset({Role.CANDIDATE})
_PERSON = frozenset(IDENTITY_KINDS)
_NO_WORK = frozenset({VisaClass.VISIT, VisaClass.TOURIST, VisaClass.UMRAH, VisaClass.HAJJ, VisaClass.TRANSIT})
_RECRUITERS = (Role.RECRUITER, Role.AGENCY, Role.SUBAGENT)
_PROMISES = frozenset({Kind.REGISTRATION, Kind.CONTRACT})
_COMPARED = _PROMISES | {Kind.COMPLAINT}
_UNDER_WAY = frozenset({Kind.CONTRACT, Kind.COMPLAINT, Kind.RETURN})


def r_fee_no_receipt(sighting: Entry, history: History, params: Params) -> Fired | None:
    """A worker paid a fee without receipt, or by hundi. Lost receipts count here too."""
    job = sighting.fact.job
    if job is None or (job.fee is None and job.fee_paid_by is None):
        return None
    if job.fee_receipt is not False and job.fee_paid_by is not PaymentForm.HUNDI:
        return None
    return Fired("A fee was paid without receipt or outside the banks.", (sighting,))


def r_fee_over_norm(sighting: Entry, history: History, params: Params) -> Fired | None:
    """The worker was charged several times the lawful sum. What is usual is often unlawful; fare and medical tests
    may be in the sum."""
    job = sighting.fact.job
    if job is None or job.fee is None:
        return None
    fee, norm = rupees(job.fee), params.number("rupees")
    if fee is None or fee < norm * params.number("times"):
        return None
    return Fired(f"The worker was charged {int(fee // norm)} times the lawful sum.", (sighting,))


def r_debt_to_recruiter(sighting: Entry, history: History, params: Params) -> Fired | None:
    """The worker owes money to agency or employer, or loses much of the wage to deductions. An ordinary advance on
    wages is a debt too, but a small one."""
    job = sighting.fact.job
    if job is None or (job.loan is None and job.deduction_percent is None):
        return None
    if (rupees(job.loan) or 0) >= params.number("rupees"):
        return Fired("The worker owes money to the agency or employer.", (sighting,))
    if (job.deduction_percent or 0) >= params.number("percent"):
        return Fired(f"{job.deduction_percent} % of the wage is deducted.", (sighting,))
    return None


def r_passport_kept(sighting: Entry, history: History, params: Params) -> Fired | None:
    """Agency or employer keeps the worker's passport longer than the visa needs. Delays at an embassy can last as
    long; the worker's own complaint settles it."""
    fact = sighting.fact
    if fact.job is None:
        return None
    days = fact.job.passport_held_days
    if days is not None and days > params.number("days"):
        return Fired(f"The worker's passport has been kept for {days} days.", (sighting,))
    held = Observation.DOCS_HELD_BY_OTHER in fact.observations and fact.ref.sector is Sector.RECRUITER
    if fact.job.complaint is Complaint.PASSPORT_KEPT or held:
        return Fired("The worker's passport is kept by another.", (sighting,))
    return None


def r_contract_substitution(sighting: Entry, history: History, params: Params) -> Fired | None:
    """The wage fell, or the work or the employer changed, from what a recruiter registered to what the same recruiter
    wrote later. Papers for another country are left to `r-dest-switch`, so that one change does not count twice. A typing
    error in the wage looks alike."""
    job = sighting.fact.job
    if job is None:
        return None
    if job.registered_country not in (None, job.country):
        return None
    less = params.number("percent")
    if _fell(job.registered_wage, job.wage, less):
        return Fired(f"The wage is over {less:.0f} % below the registered contract.", (sighting,))
    for registered, later in _contracts(sighting, history, params.number("days")):
        what = None if _moved(registered, later) else _changed(registered, later, less)
        if what is not None:
            return Fired(f"After registration the {what}.", (registered, later))
    return None


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
            before = next((one for one in reversed(registered) if _one_recruiter(one, entry)), None)
            if before is not None and sighting in (before, entry):
                yield before, entry


def _one_recruiter(one: Entry, other: Entry) -> bool:
    """Both papers name the same recruiter."""
    return any(same_party(ours, theirs) for ours in one.others(*_RECRUITERS) for theirs in other.others(*_RECRUITERS))


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
    if _fell(before.registered_wage or before.wage, after.wage, less):
        return f"wage fell by over {less:.0f} %"
    if before.occupation[:2] != after.occupation[:2]:
        return "kind of work changed"
    old, new = registered.others(Role.EMPLOYER), list(later.others(Role.EMPLOYER))
    if new and any(all(differ(one, other, TokenKind.EMPLOYER) for other in new) for one in old):
        return "employer changed"
    return None


def _fell(before: Money | None, after: Money | None, percent: float) -> bool:
    if before is None or after is None or before.currency != after.currency:
        return False
    return float(after.amount) < float(before.amount) * (1 - percent / 100)


def r_fsa_missing(sighting: Entry, history: History, params: Params) -> Fired | None:
    """Somebody leaves, or has left, for work without a Foreign Service Agreement registered with the Protector. An
    agreement registered on the last day may not be in the books yet."""
    fact = sighting.fact
    if fact.job is None and fact.trip is None:
        return None
    if _lacks(sighting) and fact.kind in _UNDER_WAY:
        return Fired("Work abroad without a registered service agreement.", (sighting,))
    for hired, flown in pairs(sighting, history, params.number("days")):
        trip = flown.fact.trip
        if trip is None or flown.role is not Role.TRAVELLER or not _lacks(hired) or not outbound(trip):
            continue
        if hired.time <= trip.departs_at.timestamp() and trip.visa_class not in (VisaClass.UMRAH, VisaClass.HAJJ):
            return Fired("Leaves for work without a registered service agreement.", tuple(sorted((hired, flown))))
    return None


def _lacks(entry: Entry) -> bool:
    job = entry.fact.job
    missing = job is not None and job.contract in (PaperState.MISSING, PaperState.EXPIRED)
    return missing and entry.role is Role.CANDIDATE


def r_visa_job_mismatch(sighting: Entry, history: History, params: Params) -> Fired | None:
    """A job abroad is to be taken up on a visit, tourist, pilgrim or transit visa, which allows no work. Visas that
    are changed after arrival exist, but take away the worker's protection."""
    job = sighting.fact.job
    if job is None or job.visa_class not in _NO_WORK:
        return None
    return Fired(f"A job abroad on a {job.visa_class} visa, which allows no work.", (sighting,))


def r_minor(sighting: Entry, history: History, params: Params) -> Fired | None:
    """A candidate for work abroad is under 18. A wrong birth date on paper is possible; ask for the B-Form."""
    if sighting.fact.job is None or not is_child(sighting.me):
        return None
    return Fired(f"A candidate for work abroad is {sighting.me.age} years old.", (sighting,))


def r_dest_switch(sighting: Entry, history: History, params: Params) -> Fired | None:
    """The country of work is not the registered one, in one paper or in two of the same recruiter, or the worker flies
    one-way to another country than registered and no other recruiter has him for that one. Multinational employers do
    move staff."""
    fact = sighting.fact
    if fact.job is None and fact.trip is None:
        return None
    if fact.job is not None and fact.job.registered_country not in (None, fact.job.country):
        return Fired("The country of work is not the registered one.", (sighting,))
    for registered, later in _contracts(sighting, history, params.number("paper_days")):
        if _moved(registered, later):
            return Fired("The contract is for another country than registered.", (registered, later))
    days = params.number("days")
    for hired, flown in pairs(sighting, history, days):
        if _elsewhere(hired, flown) and not _hired_by_another(hired, flown, history.around(flown, days)):
            return Fired("Flies one-way to another country than the registered job.", tuple(sorted((hired, flown))))
    return None


def _elsewhere(hired: Entry, flown: Entry) -> bool:
    trip, job = flown.fact.trip, hired.fact.job
    if trip is None or job is None or hired.role is not Role.CANDIDATE or flown.role is not Role.TRAVELLER:
        return False
    if trip.trip_type is not TripType.ONE_WAY or trip.visa_class is VisaClass.TRANSIT or not outbound(trip):
        return False
    if hired.fact.kind not in (Kind.REGISTRATION, Kind.CONTRACT) or trip.departs_at.timestamp() < hired.time - DAY:
        return False
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
        if job.registered_country in (None, job.country) and job.country == last and not _one_recruiter(hired, entry):
            return True
    return False


def r_domestic_woman_age(sighting: Entry, history: History, params: Params) -> Fired | None:
    """A woman below the set age goes for domestic work. The age in the rules is not confirmed, so this is off until
    it is; a profile, never decisive."""
    job = sighting.fact.job
    if job is None or job.occupation not in params.names("occupations"):
        return None
    me = sighting.me
    if me.sex is not Sex.FEMALE or me.age is None or me.age >= params.number("age"):
        return None
    return Fired("A woman below the set age goes for domestic work abroad.", (sighting,))


RECRUITER_WORKER: tuple[Indicator, ...] = (
    Indicator(
        r_fee_no_receipt,
        about=Subject.POSSIBLE_VICTIM,
        roles=CANDIDATE,
        source="BEOE FAQ: pay through a bank and insist on the receipt",
        typologies=(Typology.FORCED_LABOUR,),
    ),
    Indicator(
        r_fee_over_norm,
        about=Subject.POSSIBLE_VICTIM,
        roles=CANDIDATE,
        source="Migrant Resource Centre Pakistan; FLEX and IRIS: the employer pays",
        typologies=(Typology.FORCED_LABOUR,),
        params={"rupees": 25_000, "times": 2},
    ),
    Indicator(
        r_debt_to_recruiter,
        about=Subject.POSSIBLE_VICTIM,
        roles=CANDIDATE,
        source="ILO Indicators of Forced Labour 2012, no. 9; ILO-EC operational indicators 2009",
        typologies=(Typology.FORCED_LABOUR,),
        params={"rupees": 20_000, "percent": 25},
    ),
    Indicator(
        r_passport_kept,
        about=Subject.POSSIBLE_VICTIM,
        roles=CANDIDATE,
        source="ILO Indicators of Forced Labour 2012, no. 7; ILO-EC operational indicators 2009",
        typologies=(Typology.FORCED_LABOUR, Typology.SEXUAL_EXPLOITATION),
        params={"days": 30},
    ),
    Indicator(
        r_contract_substitution,
        about=Subject.POSSIBLE_VICTIM,
        roles=CANDIDATE,
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
        r_visa_job_mismatch,
        about=Subject.POSSIBLE_VICTIM,
        roles=CANDIDATE,
        source="BEOE; FIA immigration advisory, January 2025",
        typologies=(Typology.FORCED_LABOUR, Typology.SEXUAL_EXPLOITATION, Typology.FORCED_BEGGING),
    ),
    Indicator(
        r_minor,
        about=Subject.POSSIBLE_VICTIM,
        roles=CANDIDATE,
        source="ILO-EC operational indicators 2009, children; Palermo Protocol Art. 3(d)",
        typologies=(Typology.CHILD_TRAFFICKING,),
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
    Indicator(
        r_domestic_woman_age,
        about=Subject.POSSIBLE_VICTIM,
        roles=CANDIDATE,
        source="Emigration Rules 1979, age not confirmed",
        typologies=(Typology.SEXUAL_EXPLOITATION, Typology.FORCED_LABOUR),
        params={"age": 35, "occupations": ("5152", "5311", "9111")},
    ),
)
