"""What several workers share that should be each one's own: a phone, an account, a certificate."""

from collections.abc import Sequence

from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import IDENTITY_KINDS, TokenKind
from streams.history import Entry, History
from streams.indicators.agents import AGENTS, candidates, lawful
from streams.indicators.contract import Crowd, Fired, Indicator, Params, Silence
from streams.indicators.reading import at_most, households, one_address, people, same_person, telling, tokens_of
from streams.wording import say

_PERSON = frozenset(IDENTITY_KINDS)
_CONTACT = frozenset({TokenKind.PHONE, TokenKind.EMAIL, TokenKind.IBAN, TokenKind.DEVICE})


def r_clone_candidates(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Many candidates of several families share one phone, account or guarantor. Villages migrate together and share a
    literate helper's phone; one address, one family and the contact of a licensed promoter are not counted."""
    if sighting.fact.job is None or (sighting.role is Role.CANDIDATE and history.kind in _PERSON):
        return Silence.NOT_APPLICABLE
    days, least = params.number("days"), params.number("candidates")
    if at_most(history, Role.CANDIDATE) < least:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        found = tuple(e for e in window if e.fact.job is not None)
        shown = [party for e in found for party in candidates(e)]
        count = people(shown)
        if count < least:
            return Silence.INSUFFICIENT_HISTORY
        if households(shown, params.number("unknown")) < params.number("households"):
            return Silence.ABSENT
        if one_address(shown) or lawful(found):
            return Silence.ABSENT
        return Fired(say("r-clone-candidates", count=count, days=int(days)), found)

    return telling(sighting, history, days, tell)


def r_contact_is_agent(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """What a candidate gave as own phone, e-mail or account belongs to an agent. Helpful agents of unlettered
    workers do this; it also cuts the worker off. An agent who looks for work abroad as well is not counted."""
    if len(history.entries) < 2:
        return Silence.INSUFFICIENT_HISTORY
    own, agents = [], []
    for entry in history.around(sighting, params.number("days")):
        if entry.role is Role.CANDIDATE:
            own.append(entry)
        elif entry.role in AGENTS:
            agents.append(entry)
    if not own or not agents:
        return Silence.ABSENT
    for worker in reversed(own):
        for agent in reversed(agents):
            if sighting in (worker, agent) and not same_person(worker.me, agent.me):
                return Fired(say("r-contact-is-agent"), tuple(sorted((worker, agent))))
    return Silence.ABSENT


def r_doc_template_reuse(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """One certificate number is shown for several people. Some authorities number sheets rather than people."""
    days, least = params.number("days"), params.number("candidates")
    if len(history.entries) < least:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        shown = tuple(e for e in window if e.role is Role.CANDIDATE)
        count = people(e.me for e in shown)
        if count < least:
            return Silence.INSUFFICIENT_HISTORY
        return Fired(say("r-doc-template-reuse", count=count, days=int(days)), shown)

    return telling(sighting, history, days, tell)


def r_agent_same_document(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """One agent without a licence of its own brings several candidates who show one and the same certificate number. It names
    the hand behind the paper, where r-doc-template-reuse names the paper. Licensed promoters, whom forgers deceive as well,
    are left out."""
    if sighting.fact.job is None:
        return Silence.NOT_APPLICABLE
    if not _papers(sighting):
        return Silence.ABSENT
    days, least = params.number("days"), params.number("candidates")
    if len(history.entries) < least:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        shown: dict[str, list[Entry]] = {}
        for entry in window:
            for paper in _papers(entry):
                shown.setdefault(paper, []).append(entry)
        most = max(
            shown.values(), key=lambda found: people(p for e in found for p in e.others(Role.CANDIDATE)), default=[]
        )
        count = people(party for entry in most for party in entry.others(Role.CANDIDATE))
        if count < least:
            return Silence.INSUFFICIENT_HISTORY
        if sighting not in most:
            return Silence.ABSENT
        return Fired(say("r-agent-same-document", count=count, days=int(days)), tuple(most))

    return telling(sighting, history, days, tell)


def _papers(entry: Entry) -> frozenset[str]:
    """The certificates of the candidates whom the party meant brings, who shows no licence."""
    if entry.role not in AGENTS or tokens_of(entry.me, TokenKind.OEP):
        return frozenset()
    return frozenset(t for party in entry.others(Role.CANDIDATE) for t in tokens_of(party, TokenKind.DOCUMENT))


RECRUITER_PATTERN: tuple[Indicator, ...] = (
    Indicator(
        r_clone_candidates,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.CANDIDATE, Role.GUARANTOR}),
        source="Raabta, from FinCEN FIN-2020-A008: shared identifiers",
        params={"days": 60, "candidates": 5, "households": 3, "unknown": 2},
        kinds=_PERSON | _CONTACT,
        volume=Crowd.SHARED,
    ),
    Indicator(
        r_contact_is_agent,
        about=Subject.FACILITATOR,
        roles=AGENTS | {Role.CANDIDATE},
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
        volume=Crowd.CHANCE,
    ),
    Indicator(
        r_agent_same_document,
        about=Subject.FACILITATOR,
        roles=AGENTS,
        source="Raabta, from BEOE list of documents",
        typologies=(Typology.SMUGGLING,),
        params={"days": 365, "candidates": 3},
        volume=Crowd.CHANCE,
    ),
)
