"""What the papers and the offers of a recruiter or agency show."""

from schemas.facts import Kind, LicenceStatus, PaperState
from schemas.rulepack import Subject, Typology
from streams.history import Entry, History
from streams.indicators.agents import AGENTS, WITHDRAWN, answers_for_licence, licence_needed
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.indicators.money import about, rupees
from streams.kept import Kept
from streams.wording import say

PROCESSED = frozenset({Kind.REGISTRATION, Kind.CONTRACT, Kind.FEE, Kind.RETURN})
"""A worker is or was on the way."""
_LAPSED = frozenset({LicenceStatus.EXPIRED, LicenceStatus.SURRENDERED, LicenceStatus.INVALID})
_LACKING = frozenset({PaperState.MISSING, PaperState.EXPIRED})


def _licence(sighting: Entry) -> LicenceStatus | None:
    return licence_needed(sighting.fact.job) if answers_for_licence(sighting) else None


def r_unlicensed(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Somebody recruits for jobs abroad without any licence as an Overseas Employment Promoter. Direct employment
    needs none and is left out; a register that is out of date errs."""
    job, status = sighting.fact.job, _licence(sighting)
    if job is None or status is None:
        return Silence.NOT_APPLICABLE
    if status is not LicenceStatus.NONE:
        return Silence.ABSENT
    return Fired(say("r-unlicensed", country=job.country), (sighting,))


def r_licence_not_valid(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Recruits while the licence is cancelled or suspended. A suspension may have been lifted since the register
    was read."""
    status = _licence(sighting)
    if status is None:
        return Silence.NOT_APPLICABLE
    return Fired(say("r-licence-not-valid", status=status), (sighting,)) if status in WITHDRAWN else Silence.ABSENT


def r_licence_expired(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Recruits while the licence is expired, surrendered or marked invalid. A renewal under way is the common
    innocent case: over a thousand licences stood expired in 2022. One that a later paper shows valid was renewed."""
    status = _licence(sighting)
    if status is None:
        return Silence.NOT_APPLICABLE
    if status not in _LAPSED or _is_renewed(sighting, history):
        return Silence.ABSENT
    return Fired(say("r-licence-expired", status=status), (sighting,))


def _is_renewed(lapsed: Entry, history: History) -> bool:
    later = (entry for entry in history.entries if entry.time > lapsed.time)
    return any(_licence(entry) is LicenceStatus.VALID for entry in later)


def r_no_permission(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A worker was processed without the Protector's permission for the demand, or after its 120 days. A permission
    entered late errs."""
    fact = sighting.fact
    if fact.job is None or fact.job.permission is None or fact.kind not in PROCESSED:
        return Silence.NOT_APPLICABLE
    if fact.job.direct_employment or not answers_for_licence(sighting):
        return Silence.NOT_APPLICABLE
    if fact.job.permission not in _LACKING:
        return Silence.ABSENT
    return Fired(say("r-no-permission", country=fact.job.country), (sighting,))


def r_demand_unattested(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Workers are sought or processed on a demand letter and power of attorney that no embassy or ministry has attested,
    or no longer. Attestation under way is the common innocent case; an advertisement may run ahead of it."""
    job = sighting.fact.job
    if job is None or job.demand_attestation is None or job.direct_employment or not answers_for_licence(sighting):
        return Silence.NOT_APPLICABLE
    if job.demand_attestation not in _LACKING:
        return Silence.ABSENT
    return Fired(say("r-demand-unattested", country=job.country), (sighting,))


def r_unapproved_ad(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A foreign job is advertised without licence or permission. Portals reprint advertisements without knowing."""
    job = sighting.fact.job
    if sighting.fact.kind is not Kind.ADVERT or job is None or (job.licence is None and job.permission is None):
        return Silence.NOT_APPLICABLE
    if job.licence in (None, LicenceStatus.VALID) and job.permission not in _LACKING:
        return Silence.ABSENT
    return Fired(say("r-unapproved-ad", country=job.country), (sighting,))


def _lacks_papers(entry: Entry) -> bool:
    job = entry.fact.job
    if job is None or job.direct_employment or entry.role not in AGENTS:
        return False
    licence = licence_needed(job)
    return licence not in (None, LicenceStatus.VALID) or bool({job.permission, job.demand_attestation} & _LACKING)


PAPERS_LACKING = Kept("papers-lacking", 8, _lacks_papers)
"""What one paper shows holds for as long as it is remembered, whatever else the agency does."""


def r_too_good_offer(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A very high wage for unskilled work, for which nothing is asked as far as told. Some employers do pay well and
    bear all costs, as they should: only an addition to other signs."""
    job = sighting.fact.job
    wage = rupees(job.wage) if job is not None else None
    if job is None or job.wage is None or wage is None:
        return Silence.NOT_APPLICABLE
    if job.occupation[:1] not in params.names("major_groups") or wage < params.number("rupees"):
        return Silence.ABSENT
    if job.fee is not None and job.fee.amount > 0:
        return Silence.ABSENT
    key = "r-too-good-offer" if job.fee is None else "r-too-good-offer/free"
    return Fired(say(key, amount=about(job.wage), currency=job.wage.currency), (sighting,))


RECRUITER_AGENCY: tuple[Indicator, ...] = (
    Indicator(
        r_unlicensed,
        about=Subject.FACILITATOR,
        roles=AGENTS,
        source="Emigration Ordinance 1979, ss. 12, 17, 22; BEOE",
        typologies=(Typology.FORCED_LABOUR, Typology.SEXUAL_EXPLOITATION, Typology.SMUGGLING),
        keeps=(PAPERS_LACKING,),
    ),
    Indicator(
        r_licence_not_valid,
        about=Subject.FACILITATOR,
        roles=AGENTS,
        source="BEOE register of licences (APP, 29 June 2022)",
        typologies=(Typology.FORCED_LABOUR, Typology.SMUGGLING),
        keeps=(PAPERS_LACKING,),
    ),
    Indicator(
        r_licence_expired,
        about=Subject.FACILITATOR,
        roles=AGENTS,
        source="BEOE register of licences (APP, 29 June 2022)",
        typologies=(Typology.FORCED_LABOUR, Typology.SMUGGLING),
        keeps=(PAPERS_LACKING,),
    ),
    Indicator(
        r_no_permission,
        about=Subject.FACILITATOR,
        roles=AGENTS,
        source="BEOE: permission of the Protector, valid for 120 days",
        typologies=(Typology.FORCED_LABOUR,),
        keeps=(PAPERS_LACKING,),
    ),
    Indicator(
        r_demand_unattested,
        about=Subject.FACILITATOR,
        roles=AGENTS,
        source="BEOE: demand letter and power of attorney attested by the mission or ministry",
        typologies=(Typology.FORCED_LABOUR,),
        keeps=(PAPERS_LACKING,),
    ),
    Indicator(
        r_unapproved_ad,
        about=Subject.FACILITATOR,
        roles=AGENTS,
        source="Emigration Ordinance 1979, s. 9; APP, 17 September 2019",
        typologies=(Typology.FORCED_LABOUR, Typology.SEXUAL_EXPLOITATION),
        keeps=(PAPERS_LACKING,),
    ),
    Indicator(
        r_too_good_offer,
        about=Subject.FACILITATOR,
        roles=AGENTS,
        source="UNODC South-East Asia scam-centre indicators; Airline Ambassadors",
        typologies=(Typology.SEXUAL_EXPLOITATION, Typology.FORCED_LABOUR),
        params={"rupees": 250_000, "major_groups": ("9",)},
    ),
)
