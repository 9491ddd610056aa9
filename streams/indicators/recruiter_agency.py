"""What the papers and the conduct of a recruiter, agency or employer show."""

from schemas.facts import Job, Kind, LicenceStatus, PaperState
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from streams.history import Entry, History
from streams.indicators.contract import Fired, Indicator, Params
from streams.indicators.money import rupees

AGENT = frozenset({Role.RECRUITER, Role.AGENCY})
_PROCESSED = frozenset({Kind.REGISTRATION, Kind.CONTRACT, Kind.FEE, Kind.RETURN})
_LAPSED = frozenset({LicenceStatus.EXPIRED, LicenceStatus.SURRENDERED, LicenceStatus.INVALID})
WITHDRAWN = frozenset({LicenceStatus.CANCELLED, LicenceStatus.SUSPENDED})


def _licence(job: Job | None) -> LicenceStatus | None:
    """The licence that the job needed; None where none is needed or known."""
    return None if job is None or job.direct_employment else job.licence


def r_unlicensed(sighting: Entry, history: History, params: Params) -> Fired | None:
    """Somebody recruits for jobs abroad without any licence as an Overseas Employment Promoter. Direct employment
    needs none and is left out; a register that is out of date errs."""
    if _licence(sighting.fact.job) is not LicenceStatus.NONE:
        return None
    return Fired("Recruits for jobs abroad without a licence.", (sighting,))


def r_licence_not_valid(sighting: Entry, history: History, params: Params) -> Fired | None:
    """Recruits while the licence is cancelled or suspended. A suspension may have been lifted since the register
    was read."""
    status = _licence(sighting.fact.job)
    if status not in WITHDRAWN:
        return None
    return Fired(f"Recruits although the licence is {status}.", (sighting,))


def r_licence_expired(sighting: Entry, history: History, params: Params) -> Fired | None:
    """Recruits while the licence is expired, surrendered or marked invalid. A renewal under way is the common
    innocent case: over a thousand licences stood expired in 2022."""
    status = _licence(sighting.fact.job)
    if status not in _LAPSED:
        return None
    return Fired(f"Recruits although the licence is {status}.", (sighting,))


def r_no_permission(sighting: Entry, history: History, params: Params) -> Fired | None:
    """A worker was processed without the Protector's permission for the demand, or after its 120 days. A permission
    entered late errs."""
    fact = sighting.fact
    if fact.job is None or fact.job.permission not in (PaperState.MISSING, PaperState.EXPIRED):
        return None
    if fact.kind not in _PROCESSED or fact.job.direct_employment:
        return None
    return Fired("A worker was processed without a valid permission of the Protector.", (sighting,))


def r_unapproved_ad(sighting: Entry, history: History, params: Params) -> Fired | None:
    """A foreign job is advertised without licence or permission. Portals reprint advertisements without knowing."""
    fact = sighting.fact
    if fact.kind is not Kind.ADVERT or fact.job is None:
        return None
    licence, permission = fact.job.licence, fact.job.permission
    if licence in (None, LicenceStatus.VALID) and permission in (None, PaperState.PRESENT):
        return None
    return Fired("A job abroad is advertised without licence or permission.", (sighting,))


def r_too_good_offer(sighting: Entry, history: History, params: Params) -> Fired | None:
    """A very high wage for unskilled work, with nothing to pay. Some employers do pay well and bear all costs, as
    they should: only an addition to other signs."""
    job = sighting.fact.job
    if job is None or job.wage is None or job.occupation[:1] not in params.names("major_groups"):
        return None
    wage = rupees(job.wage)
    if wage is None or wage < params.number("rupees") or (rupees(job.fee) or 0) > 0:
        return None
    return Fired("A very high wage is offered for unskilled work, with nothing to pay.", (sighting,))


RECRUITER_AGENCY: tuple[Indicator, ...] = (
    Indicator(
        r_unlicensed,
        about=Subject.FACILITATOR,
        roles=AGENT,
        source="Emigration Ordinance 1979, ss. 12, 17, 22; BEOE",
        typologies=(Typology.FORCED_LABOUR, Typology.SEXUAL_EXPLOITATION, Typology.SMUGGLING),
    ),
    Indicator(
        r_licence_not_valid,
        about=Subject.FACILITATOR,
        roles=AGENT,
        source="BEOE register of licences (APP, 29 June 2022)",
        typologies=(Typology.FORCED_LABOUR, Typology.SMUGGLING),
    ),
    Indicator(
        r_licence_expired,
        about=Subject.FACILITATOR,
        roles=AGENT,
        source="BEOE register of licences (APP, 29 June 2022)",
        typologies=(Typology.FORCED_LABOUR, Typology.SMUGGLING),
    ),
    Indicator(
        r_no_permission,
        about=Subject.FACILITATOR,
        roles=AGENT,
        source="BEOE: permission of the Protector, valid for 120 days",
        typologies=(Typology.FORCED_LABOUR,),
    ),
    Indicator(
        r_unapproved_ad,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.RECRUITER, Role.AGENCY, Role.SUBAGENT}),
        source="Emigration Ordinance 1979, s. 9; APP, 17 September 2019",
        typologies=(Typology.FORCED_LABOUR, Typology.SEXUAL_EXPLOITATION),
    ),
    Indicator(
        r_too_good_offer,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.RECRUITER, Role.AGENCY, Role.SUBAGENT}),
        source="UNODC South-East Asia scam-centre indicators; Airline Ambassadors",
        typologies=(Typology.SEXUAL_EXPLOITATION, Typology.FORCED_LABOUR),
        params={"rupees": 250_000, "major_groups": ("9",)},
    ),
)
