"""What one paper shows of one worker: fee, debt, passport, visa, age."""

from schemas.codes import Sector, Sex
from schemas.facts import Complaint, Job, Observation, PaymentForm, VisaClass
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import TokenKind
from streams.history import DAY, Entry, History
from streams.indicators.agents import AGENTS, is_charged
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.indicators.money import about, rupees, stated
from streams.indicators.reading import HOME, is_adult, is_child
from streams.wording import Said, say

CANDIDATE = frozenset({Role.CANDIDATE})
_NO_WORK = frozenset({VisaClass.VISIT, VisaClass.TOURIST, VisaClass.UMRAH, VisaClass.HAJJ, VisaClass.TRANSIT})
_NUMBERED = frozenset({TokenKind.CNIC, TokenKind.PASSPORT})
_YEAR = 365.25 * DAY


def r_fee_no_receipt(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A worker paid a fee without receipt, or by hundi. Lost receipts count here too; a fee of nothing is none."""
    job = sighting.fact.job
    if job is None or (job.fee is None and job.fee_paid_by is None):
        return Silence.NOT_APPLICABLE
    if not is_charged(sighting):
        return Silence.ABSENT
    if job.fee_paid_by is not PaymentForm.HUNDI:
        if job.fee_receipt is None:
            return Silence.NOT_APPLICABLE
        if job.fee_receipt:
            return Silence.ABSENT
    return Fired(_unproven(job), (sighting,))


def _unproven(job: Job) -> Said:
    how = "hundi" if job.fee_paid_by is PaymentForm.HUNDI else ""
    if job.fee is None:
        return say("r-fee-no-receipt/hundi" if how else "r-fee-no-receipt")
    key = "r-fee-no-receipt/hundi-sum" if how else "r-fee-no-receipt/sum"
    return say(key, amount=about(job.fee), currency=job.fee.currency)


def r_fee_over_norm(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """The worker was charged at least twice the lawful sum; several times it is left to `r-fee-far-over-norm`. What is
    usual is often unlawful; fare and medical tests may be in the sum."""
    times = _times(sighting, params)
    if times is None:
        return Silence.NOT_APPLICABLE
    if not params.number("times") <= times < params.number("far"):
        return Silence.ABSENT
    return Fired(say("r-fee-over-norm", times=int(times)), (sighting,))


def r_fee_far_over_norm(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """The worker was charged many times the lawful sum, more than a fare and tests explain: such a fee makes the debt
    that binds. A family that pays for a good visa may pay as much."""
    times = _times(sighting, params)
    if times is None:
        return Silence.NOT_APPLICABLE
    if times < params.number("times"):
        return Silence.ABSENT
    return Fired(say("r-fee-far-over-norm", times=int(times)), (sighting,))


def _times(sighting: Entry, params: Params) -> float | None:
    """How many times the lawful sum the worker was charged; None where no fee is told."""
    job = sighting.fact.job
    fee = rupees(job.fee) if job is not None else None
    return None if fee is None else fee / params.number("rupees")


def r_debt_to_recruiter(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """The worker owes money to agency or employer, or loses much of the wage to deductions. An ordinary advance on
    wages is a debt too, but a small one; an employer at home who asks for no job abroad advances more, and is not complained of."""
    job = sighting.fact.job
    if job is None or (job.loan is None and job.deduction_percent is None):
        return Silence.NOT_APPLICABLE
    at_home = job.country == HOME and job.complaint is None and next(sighting.others(*AGENTS), None) is None
    owed, loan = rupees(job.loan), stated(job.loan)
    if owed is not None and loan is not None and owed >= params.number("advance" if at_home else "rupees"):
        return Fired(say("r-debt-to-recruiter", amount=about(loan), currency=loan.currency), (sighting,))
    if job.deduction_percent is not None and job.deduction_percent >= params.number("percent"):
        return Fired(say("r-debt-to-recruiter/deducted", percent=job.deduction_percent), (sighting,))
    return Silence.ABSENT


def r_passport_kept(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Agency or employer keeps the worker's passport longer than the visa needs. Delays at an embassy can last as
    long; the worker's own complaint settles it."""
    fact = sighting.fact
    if fact.ref.sector is not Sector.RECRUITER:
        return Silence.NOT_APPLICABLE
    days = fact.job.passport_held_days if fact.job is not None else None
    if days is not None and days > params.number("held_days"):
        return Fired(say("r-passport-kept/days", days=days), (sighting,))
    complaint = fact.job.complaint if fact.job is not None else None
    if complaint is Complaint.PASSPORT_KEPT or Observation.DOCS_HELD_BY_OTHER in fact.observations:
        return Fired(say("r-passport-kept"), (sighting,))
    told = days is not None or complaint is not None or bool(fact.observations)
    return Silence.ABSENT if told else Silence.NOT_APPLICABLE


def r_visa_job_mismatch(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A job abroad is to be taken up on a visit, tourist, pilgrim or transit visa, which allows no work. Visas that
    are changed after arrival exist, but take away the worker's protection."""
    job = sighting.fact.job
    if job is None or job.visa_class is None:
        return Silence.NOT_APPLICABLE
    if job.visa_class not in _NO_WORK:
        return Silence.ABSENT
    return Fired(say("r-visa-job-mismatch", visa=job.visa_class), (sighting,))


def r_minor(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A candidate for work abroad is under 18, or is an adult only on one paper while another of the same number makes a
    child of the same person. A wrong birth date on paper is possible; ask for the B-Form."""
    me, hired = sighting.me, sighting.role is Role.CANDIDATE
    if me.age is None:
        return Silence.NOT_APPLICABLE
    if hired and is_child(me):
        return Fired(say("r-minor", age=me.age), (sighting,))
    if history.kind not in _NUMBERED or sighting.hops:
        return Silence.ABSENT
    if len(history.entries) < 2:
        return Silence.INSUFFICIENT_HISTORY
    for other in history.around(sighting, params.number("days")):
        if other.hops or not (hired or other.role is Role.CANDIDATE):
            continue
        for child, adult in ((sighting, other), (other, sighting)):
            if _made_older(child, adult):
                said = say("r-minor/older-on-paper", age=adult.me.age or 0, child=child.me.age or 0)
                return Fired(said, tuple(sorted((sighting, other))))
    return Silence.ABSENT


def _made_older(child: Entry, adult: Entry) -> bool:
    """At the time of the adult's paper the child of the other one had not come of age, even with the years rounded."""
    if child.me.age is None or not is_child(child.me) or not is_adult(adult.me) or adult.role is not Role.CANDIDATE:
        return False
    return child.me.age + 1 + (adult.time - child.time) / _YEAR < 18


def r_domestic_woman_age(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A woman below the set age goes for domestic work. The age in the rules is not confirmed, so this is off until
    it is; a profile, never decisive."""
    job, me = sighting.fact.job, sighting.me
    if job is None or me.sex is None or me.age is None:
        return Silence.NOT_APPLICABLE
    if job.occupation not in params.names("occupations"):
        return Silence.ABSENT
    if me.sex is not Sex.FEMALE or me.age >= params.number("age"):
        return Silence.ABSENT
    return Fired(say("r-domestic-woman-age", age=me.age), (sighting,))


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
        params={"rupees": 25_000, "times": 2, "far": 8},
    ),
    Indicator(
        r_fee_far_over_norm,
        about=Subject.POSSIBLE_VICTIM,
        roles=CANDIDATE,
        source="Migrant Resource Centre Pakistan; FLEX and IRIS: the employer pays",
        typologies=(Typology.FORCED_LABOUR,),
        params={"rupees": 25_000, "times": 8},
    ),
    Indicator(
        r_debt_to_recruiter,
        about=Subject.POSSIBLE_VICTIM,
        roles=CANDIDATE,
        source="ILO Indicators of Forced Labour 2012, no. 9; ILO-EC operational indicators 2009",
        typologies=(Typology.FORCED_LABOUR,),
        params={"rupees": 60_000, "advance": 100_000, "percent": 25},
    ),
    Indicator(
        r_passport_kept,
        about=Subject.POSSIBLE_VICTIM,
        roles=CANDIDATE,
        source="ILO Indicators of Forced Labour 2012, no. 7; ILO-EC operational indicators 2009",
        typologies=(Typology.FORCED_LABOUR, Typology.SEXUAL_EXPLOITATION),
        params={"held_days": 30},
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
        roles=frozenset({Role.CANDIDATE, Role.TRAVELLER, Role.COMPANION, Role.HOLDER}),
        source="ILO-EC operational indicators 2009, children; Palermo Protocol Art. 3(d)",
        typologies=(Typology.CHILD_TRAFFICKING,),
        params={"days": 365},
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
