"""How indicators read agents: who acts as one, under what licence, for which workers."""

from collections.abc import Iterable

from schemas.event import Party
from schemas.facts import Job, LicenceStatus
from schemas.role import Role
from schemas.token import TokenKind
from streams.history import Entry
from streams.indicators.reading import differ, same_party, tokens_of

AGENTS = frozenset({Role.RECRUITER, Role.AGENCY, Role.SUBAGENT})
"""Whoever brings workers and jobs together, however a partner calls it."""
BEHIND = AGENTS | {Role.PAYER, Role.CONTACT}
"""Whoever stands behind a journey."""
RECEIVERS = frozenset({Role.HOLDER, Role.BENEFICIARY})
WITHDRAWN = frozenset({LicenceStatus.CANCELLED, LicenceStatus.SUSPENDED})
_ORGANISED = (TokenKind.OEP, TokenKind.AGENCY, TokenKind.EMPLOYER, TokenKind.CNIC, TokenKind.PHONE)


def answers_for_licence(entry: Entry) -> bool:
    """The licence in the event is about the party meant: about a sub-agent only where nobody above it is named."""
    if entry.role is Role.SUBAGENT:
        return next(entry.others(Role.RECRUITER, Role.AGENCY), None) is None
    return entry.role in AGENTS


def licence_needed(job: Job | None) -> LicenceStatus | None:
    """The state of the licence that the job needed; None where none is needed or told."""
    return None if job is None or job.direct_employment else job.licence


def lawful(entries: Iterable[Entry]) -> bool:
    """The register or a bank knows the party meant as a licensed promoter, and nobody says otherwise."""
    seen = False
    for entry in entries:
        status = licence_needed(entry.fact.job) if entry.role in AGENTS else None
        if status not in (None, LicenceStatus.VALID):
            return False
        seen = seen or status is LicenceStatus.VALID or bool(tokens_of(entry.me, TokenKind.OEP))
    return seen


def one_recruiter(one: Entry, other: Entry) -> bool:
    """Both papers come from the same recruiter: they name it alike, or one partner wrote both and names no two."""
    ours, theirs = list(one.others(*AGENTS)), list(other.others(*AGENTS))
    pairs = [(our, their) for our in ours for their in theirs]
    if any(same_party(our, their) for our, their in pairs):
        return True
    if one.fact.ref.partner != other.fact.ref.partner:
        return False
    return not any(differ(our, their, kind) for our, their in pairs for kind in _ORGANISED)


def is_charged(entry: Entry) -> bool:
    """The job costs the worker something, as far as told: a fee of nothing is none."""
    job = entry.fact.job
    return job is None or job.fee is None or job.fee.amount > 0


def candidates(entry: Entry) -> list[Party]:
    """The candidates of the event; the party meant alone, if it is one of them."""
    return [entry.me] if entry.role is Role.CANDIDATE else list(entry.others(Role.CANDIDATE))
