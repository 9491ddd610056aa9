"""What a recruiter or employer does to many workers: complaints, early returns, quotas, fees by sub-agents."""

from collections.abc import Callable, Sequence

from schemas.event import Party
from schemas.facts import Kind, Purpose
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import TokenKind
from streams.history import Entry, History
from streams.indicators.agents import AGENTS, RECEIVERS, candidates, is_charged
from streams.indicators.contract import Crowd, Fired, Indicator, Params, Silence
from streams.indicators.money import receives, senders
from streams.indicators.reading import at_most, marks_of_people, people, telling, tokens_of
from streams.indicators.recruiter_agency import PROCESSED
from streams.kept import Kept
from streams.summary import Facet
from streams.wording import say

_EMPLOYS = AGENTS | {Role.EMPLOYER}


def _share_of_workers(
    sighting: Entry,
    history: History,
    params: Params,
    counts: Callable[[Entry], bool],
    key: str,
    facet: Facet | None = None,
) -> Fired | Silence:
    """Enough different candidates in the entries that count, and a part of all the candidates that is not small: a
    promoter with thousands of clients always has a few. `facet`: the same candidates among what a bound dropped."""
    days, least = params.number("days"), params.number("candidates")
    if not history.summary and at_most(history, Role.CANDIDATE) < least:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        found = tuple(e for e in window if counts(e))
        count = people(party for e in found for party in candidates(e))
        known = people(party for e in window for party in candidates(e))
        if history.summary:
            known = max(known, history.least(WORKERS, window, days))
            count = max(count, history.least(facet, window, days)) if facet is not None else count
        if count < least:
            return Silence.INSUFFICIENT_HISTORY
        if count * 100 < known * params.number("percent"):
            return Silence.ABSENT
        return Fired(say(key, count=count, days=int(days)), found)

    return telling(sighting, history, days, tell)


def r_complaint_cluster(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Several workers complain of one agency or employer: unpaid wages, no job, left alone, passport kept. A dispute
    at one site can bring many complaints at once; a few among very many workers are not counted."""
    if sighting.fact.kind is not Kind.COMPLAINT:
        return Silence.NOT_APPLICABLE
    return _share_of_workers(sighting, history, params, _complained, "r-complaint-cluster", COMPLAINANTS)


def _complained(entry: Entry) -> bool:
    return entry.fact.kind is Kind.COMPLAINT


WORKERS = Facet("workers", lambda entry: marks_of_people(candidates(entry)))
COMPLAINANTS = Facet("complainants", lambda entry: marks_of_people(candidates(entry) if _complained(entry) else ()))

COMPLAINTS = Kept("complaints", 12, _complained)


def r_early_return_cluster(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Several workers of one agency or employer are back within weeks, or were sent back by the country of work. A site
    that closes or a failed medical test abroad brings several home at once."""
    job = sighting.fact.job
    if sighting.fact.kind is not Kind.RETURN or job is None or (job.days_abroad is None and job.deported is None):
        return Silence.NOT_APPLICABLE
    soon = params.number("early")

    def early(entry: Entry) -> bool:
        return _is_early(entry, soon)

    if not early(sighting):
        return Silence.ABSENT
    dropped = RETURNED if soon >= EARLY else None
    return _share_of_workers(sighting, history, params, early, "r-early-return-cluster", dropped)


def _is_early(entry: Entry, soon: float) -> bool:
    job = entry.fact.job
    if entry.fact.kind is not Kind.RETURN or job is None:
        return False
    return job.deported is True or (job.days_abroad is not None and job.days_abroad < soon)


EARLY = 90
"""Days abroad; where a rule pack asks for fewer, those that a bound dropped are not counted as early."""
RETURNED = Facet("early-returns", lambda entry: marks_of_people(candidates(entry) if _is_early(entry, EARLY) else ()))
EARLY_RETURNS = Kept("early-returns", 12, lambda entry: _is_early(entry, EARLY))


def r_direct_group(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """More people than the rules allow go to one employer as 'direct employment', the way past licensed promoters.
    Employers who do not know the rule do so openly."""
    if not _direct(sighting):
        told = sighting.fact.job is not None and sighting.fact.job.direct_employment is False
        return Silence.ABSENT if told else Silence.NOT_APPLICABLE
    days, least = params.number("days"), params.number("candidates")
    if at_most(history, Role.CANDIDATE) < least:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        found = tuple(e for e in window if _direct(e))
        count = people(party for e in found for party in candidates(e))
        if count < least:
            return Silence.INSUFFICIENT_HISTORY
        return Fired(say("r-direct-group", count=count, days=int(days)), found)

    return telling(sighting, history, days, tell)


def _direct(entry: Entry) -> bool:
    """Direct employment by the party meant: the employer, or whoever stands for it where no employer is named."""
    job = entry.fact.job
    if job is None or not job.direct_employment:
        return False
    return entry.role is Role.EMPLOYER or next(entry.others(Role.EMPLOYER), None) is None


def r_over_quota(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """More workers are processed under one permission than it permits jobs. Whoever withdrew and was replaced is counted
    twice; a permission that was extended and not reported errs."""
    permitted = max(map(_permitted, history.entries), default=0)
    if not permitted or not any(map(_is_processed, history.entries)):
        return Silence.NOT_APPLICABLE
    if not _is_processed(sighting) and not _permitted(sighting):
        return Silence.NOT_APPLICABLE
    if not history.summary and at_most(history, Role.CANDIDATE) <= permitted:
        return Silence.INSUFFICIENT_HISTORY
    days = params.number("days")

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        found = tuple(e for e in window if _is_processed(e))
        count = people(party for e in found for party in candidates(e))
        if history.summary:
            count = max(count, history.least(PLACED, window, days))
        if count <= permitted or not any(map(_permitted, window)):
            return Silence.INSUFFICIENT_HISTORY
        if count * 100 <= permitted * (100 + params.number("percent")):
            return Silence.ABSENT
        said = say("r-over-quota", count=count, permitted=permitted, days=int(days))
        return Fired(said, found if sighting in found else (*found, sighting))

    return telling(sighting, history, days, tell)


def _permitted(entry: Entry) -> int:
    """For how many jobs the permission is, as the event tells; 0 if it does not."""
    job = entry.fact.job
    return job.jobs_permitted or 0 if job is not None else 0


def _is_processed(entry: Entry) -> bool:
    return entry.fact.job is not None and entry.fact.kind in PROCESSED


PLACED = Facet("placed", lambda entry: marks_of_people(candidates(entry) if _is_processed(entry) else ()))


def r_subagent_chain(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A sub-agent without a licence of its own takes fees from several workers, by a recruiter's books or a bank's.
    Messengers who only carry papers may be recorded as sub-agents."""
    acts_for_jobs = sighting.role is Role.SUBAGENT and sighting.fact.job is not None
    if not acts_for_jobs and not _takes_fee(sighting):
        return Silence.NOT_APPLICABLE
    days, least = params.number("days"), params.number("candidates")
    if len(history.entries) < least:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        acts = [e for e in window if e.role is Role.SUBAGENT and e.fact.job is not None]
        taken = [e for e in window if _takes_fee(e)]
        count = people(party for e in taken for party in _charged(e))
        if not acts or count < least:
            return Silence.INSUFFICIENT_HISTORY
        if any(tokens_of(e.me, TokenKind.OEP) for e in window):
            return Silence.ABSENT
        return Fired(say("r-subagent-chain", count=count, days=int(days)), tuple(sorted({*acts, *taken})))

    return telling(sighting, history, days, tell)


def _takes_fee(entry: Entry) -> bool:
    if entry.fact.kind is Kind.FEE:
        return entry.role is Role.SUBAGENT and is_charged(entry)
    paid = entry.fact.transaction
    return paid is not None and paid.purpose is Purpose.RECRUITMENT_FEE and receives(entry)


SUBAGENT_FEES = Kept("fees-of-subagents", 8, _takes_fee)


def _charged(entry: Entry) -> list[Party]:
    return list(senders(entry)) if entry.fact.transaction is not None else candidates(entry)


RECRUITER_CONDUCT: tuple[Indicator, ...] = (
    Indicator(
        r_complaint_cluster,
        about=Subject.FACILITATOR,
        roles=_EMPLOYS,
        source="APP 2019: 11 licences cancelled, 24 suspended on complaints",
        typologies=(Typology.FORCED_LABOUR,),
        params={"days": 180, "candidates": 3, "percent": 5},
        facets=(WORKERS, COMPLAINANTS),
        keeps=(COMPLAINTS,),
    ),
    Indicator(
        r_early_return_cluster,
        about=Subject.FACILITATOR,
        roles=_EMPLOYS,
        source="Ministry statements on deported beggars; FIA Multan airport cases 2023-24",
        typologies=(Typology.FORCED_LABOUR, Typology.SMUGGLING),
        params={"days": 180, "candidates": 4, "early": EARLY, "percent": 10},
        facets=(WORKERS, RETURNED),
        keeps=(EARLY_RETURNS,),
    ),
    Indicator(
        r_direct_group,
        about=Subject.FACILITATOR,
        roles=_EMPLOYS,
        source="Emigration Rules 1979, r. 2(c): direct employment is for five at most",
        typologies=(Typology.FORCED_LABOUR,),
        params={"days": 90, "candidates": 6},
        volume=Crowd.CHANCE,
    ),
    Indicator(
        r_over_quota,
        about=Subject.FACILITATOR,
        roles=_EMPLOYS | {Role.CANDIDATE},
        source="BEOE register of permissions: so many jobs a category, for 120 days",
        typologies=(Typology.FORCED_LABOUR, Typology.SMUGGLING),
        params={"days": 120, "percent": 10},
        kinds=frozenset({TokenKind.PERMISSION}),
        facets=(PLACED,),
    ),
    Indicator(
        r_subagent_chain,
        about=Subject.FACILITATOR,
        roles=RECEIVERS | {Role.SUBAGENT},
        source="ILO-EC operational indicators 2009; Pakistan-China bride cases 2019; FIA Multan cases 2023-24",
        typologies=(Typology.FORCED_LABOUR, Typology.SMUGGLING),
        params={"days": 90, "candidates": 2},
        keeps=(SUBAGENT_FEES,),
    ),
)
