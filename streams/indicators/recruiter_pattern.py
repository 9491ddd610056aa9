"""What several workers of one recruiter, employer, phone or paper show together."""

from collections.abc import Callable, Sequence

from schemas.codes import Sector
from schemas.event import Party
from schemas.facts import Kind
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import IDENTITY_KINDS, TokenKind
from streams.history import Entry, History
from streams.indicators.contract import Fired, Indicator, Params
from streams.indicators.reading import at_most, one_address, people, surnames, telling, tokens_of

_PERSON = frozenset(IDENTITY_KINDS)
_AGENTS = frozenset({Role.RECRUITER, Role.SUBAGENT, Role.AGENCY})
_CONTACT = frozenset({TokenKind.PHONE, TokenKind.EMAIL, TokenKind.IBAN, TokenKind.DEVICE})


def _candidates(entry: Entry) -> list[Party]:
    """The candidates of the event; the party meant alone, if it is one of them."""
    return [entry.me] if entry.role is Role.CANDIDATE else list(entry.others(Role.CANDIDATE))


def _candidates_of(
    sighting: Entry,
    history: History,
    params: Params,
    counts: Callable[[Entry], bool],
    sentence: str,
    telling_too: Callable[[list[Party]], bool] = bool,
) -> Fired | None:
    """Enough different candidates in the entries that count."""
    if not counts(sighting):
        return None
    days = params.number("days")

    def tell(window: Sequence[Entry]) -> Fired | None:
        found = tuple(e for e in window if counts(e))
        candidates = [party for e in found for party in _candidates(e)]
        count = people(candidates)
        if count < params.number("candidates") or not telling_too(candidates):
            return None
        return Fired(sentence.format(count=count, days=f"{days:.0f}"), found)

    return telling(sighting, history, days, tell)


def r_clone_candidates(sighting: Entry, history: History, params: Params) -> Fired | None:
    """Many candidates with different surnames share one phone, account or guarantor. Villages migrate together and
    share a literate helper's phone; a shared address alone is not counted."""
    if sighting.role is Role.CANDIDATE and history.kind in _PERSON:
        return None
    if at_most(history, Role.CANDIDATE) < params.number("candidates"):
        return None

    def shares(entry: Entry) -> bool:
        return entry.fact.job is not None

    def different(candidates: list[Party]) -> bool:
        return surnames(candidates) >= params.number("surnames") and not one_address(candidates)

    sentence = "{count} candidates with different surnames share one contact, account or guarantor within {days} days."
    return _candidates_of(sighting, history, params, shares, sentence, different)


def r_contact_is_agent(sighting: Entry, history: History, params: Params) -> Fired | None:
    """What a candidate gave as own phone, e-mail or account belongs to an agent. Helpful agents of unlettered
    workers do this; it also cuts the worker off."""
    if len(history.entries) < 2 or sighting.fact.ref.sector is not Sector.RECRUITER:
        return None
    own, agents = [], []
    for entry in history.around(sighting, params.number("days")):
        if entry.role is Role.CANDIDATE:
            own.append(entry)
        elif entry.role in _AGENTS:
            agents.append(entry)
    if not own or not agents:
        return None
    evidence = tuple(sorted({own[-1], agents[-1], sighting}))
    return Fired("A candidate's own phone, e-mail or account belongs to an agent.", evidence)


def r_doc_template_reuse(sighting: Entry, history: History, params: Params) -> Fired | None:
    """One certificate number is shown for several people. Some authorities number sheets rather than people."""
    if len(history.entries) < params.number("candidates"):
        return None

    def shows(entry: Entry) -> bool:
        return entry.role is Role.CANDIDATE and bool(tokens_of(entry.me, TokenKind.DOCUMENT))

    sentence = "One certificate number was shown for {count} people within {days} days."
    return _candidates_of(sighting, history, params, shows, sentence)


def r_complaint_cluster(sighting: Entry, history: History, params: Params) -> Fired | None:
    """Several workers complain of one agency or employer: unpaid wages, no job, left alone, passport kept. A dispute
    at one site can bring many complaints at once."""
    if sighting.fact.kind is not Kind.COMPLAINT:
        return None
    sentence = "{count} workers complained of the same agency or employer within {days} days."
    return _candidates_of(sighting, history, params, lambda e: e.fact.kind is Kind.COMPLAINT, sentence)


def r_direct_group(sighting: Entry, history: History, params: Params) -> Fired | None:
    """More people than the rules allow go to one employer as 'direct employment', the way past licensed promoters.
    Employers who do not know the rule do so openly."""
    job = sighting.fact.job
    if job is None or not job.direct_employment:
        return None

    def direct(entry: Entry) -> bool:
        return entry.fact.job is not None and entry.fact.job.direct_employment is True

    sentence = "{count} people went to one employer as direct employment within {days} days."
    return _candidates_of(sighting, history, params, direct, sentence)


def r_subagent_chain(sighting: Entry, history: History, params: Params) -> Fired | None:
    """A sub-agent without a licence of its own takes fees from several workers. Messengers who only carry papers
    may be recorded as sub-agents."""
    if sighting.fact.kind is not Kind.FEE:
        return None

    def takes(entry: Entry) -> bool:
        return entry.fact.kind is Kind.FEE and entry.role is Role.SUBAGENT and not tokens_of(entry.me, TokenKind.OEP)

    sentence = "A sub-agent without licence took fees from {count} workers within {days} days."
    return _candidates_of(sighting, history, params, takes, sentence)


RECRUITER_PATTERN: tuple[Indicator, ...] = (
    Indicator(
        r_clone_candidates,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.CANDIDATE, Role.GUARANTOR}),
        source="Raabta, from FinCEN FIN-2020-A008: shared identifiers",
        params={"days": 60, "candidates": 5, "surnames": 3},
        kinds=_PERSON | _CONTACT,
        volume=True,
    ),
    Indicator(
        r_contact_is_agent,
        about=Subject.FACILITATOR,
        roles=_AGENTS | {Role.CANDIDATE},
        source="FinCEN FIN-2020-A008: shared identifiers, transposed to recruitment",
        params={"days": 365},
        kinds=_CONTACT,
    ),
    Indicator(
        r_doc_template_reuse,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.CANDIDATE}),
        source="Raabta, from BEOE list of documents",
        typologies=(Typology.SMUGGLING,),
        params={"days": 365, "candidates": 3},
        kinds=frozenset({TokenKind.DOCUMENT}),
        volume=True,
    ),
    Indicator(
        r_complaint_cluster,
        about=Subject.FACILITATOR,
        roles=_AGENTS | {Role.EMPLOYER},
        source="APP 2019: 11 licences cancelled, 24 suspended on complaints",
        typologies=(Typology.FORCED_LABOUR,),
        params={"days": 180, "candidates": 3},
        volume=True,
    ),
    Indicator(
        r_direct_group,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.EMPLOYER}),
        source="Emigration Rules 1979, r. 2(c): direct employment is for five at most",
        typologies=(Typology.FORCED_LABOUR,),
        params={"days": 90, "candidates": 6},
        volume=True,
    ),
    Indicator(
        r_subagent_chain,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.SUBAGENT}),
        source="ILO-EC operational indicators 2009; Pakistan-China bride cases 2019; FIA Multan cases 2023-24",
        typologies=(Typology.FORCED_LABOUR, Typology.SMUGGLING),
        params={"days": 90, "candidates": 2},
        volume=True,
    ),
)
