"""Who may do what: least privilege for every partner, inbox and process, from the composition alone."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from deploy.canary import CANARY
from deploy.composition import Composition
from schemas.partner import Partner
from schemas.route import Inbox, Profile
from schemas.topic import Topics

STREAMS, WATCH, LEDGER, OPS = "raabta-streams", "raabta-watch", "raabta-ledger", "raabta-ops"
REJECTS, ERASE, DESK, RULES = "raabta-rejects", "raabta-erase", "raabta-desk", "raabta-rules"
"""Raabta's own processes under the topic prefix `raabta`; under another prefix they are called after that."""
READ, WRITE, DESCRIBE = "Read", "Write", "Describe"


class Right(NamedTuple):
    """Operations on one resource, or on all whose names begin so."""

    kind: Literal["topic", "group", "transactionalId", "cluster"]
    name: str
    operations: tuple[str, ...]
    prefix: bool = False


def principals(composition: Composition) -> dict[str, tuple[Right, ...]]:
    """Every principal with all that it may do; what is not here is denied."""
    topics, partners, inboxes = composition.topics, composition.partners.partners, composition.routes.inboxes
    known = {partner.id: _partner(partner, topics) for partner in partners.values()}
    known |= {inbox.name: _inbox(inbox, topics, sorted(partners)) for inbox in inboxes.values()}
    known[own(STREAMS, topics)] = _streams(composition)
    every = [spec.name for spec in composition.topic_specs()]
    every_group = (
        Right("group", f"{topics.prefix}-", (DESCRIBE,), prefix=True),
        Right("group", topics.inbox(""), (DESCRIBE,), prefix=True),
    )
    known[own(LEDGER, topics)] = (
        *_on(every, READ, DESCRIBE),
        *every_group,  # how far the stages and inboxes are
        Right("group", f"{topics.prefix}-ledger", (READ,), prefix=True),
    )
    known[own(WATCH, topics)] = (
        *_on(every, READ, DESCRIBE),
        *_on([topics.events(CANARY), topics.receipts], WRITE),
        Right("group", f"{topics.prefix}-watch", (READ,), prefix=True),
        Right("group", topics.inbox(CANARY), (READ,)),
    )
    known[own(REJECTS, topics)] = _rejects(composition)
    known[own(ERASE, topics)] = _erase(composition)
    known[own(DESK, topics)] = (
        *_on([topics.alerts, topics.receipts], READ, DESCRIBE),
        *_on([topics.dispositions], READ, WRITE, DESCRIBE),
        *_on([topics.snoozes], WRITE, DESCRIBE),
        Right("group", f"{topics.prefix}-desk", (READ,), prefix=True),
    )
    known[own(RULES, topics)] = (
        *_on([topics.rulepacks], READ, WRITE, DESCRIBE),
        *_on([topics.rulepack_acks, *(topics.events(name) for name in sorted(partners))], READ, DESCRIBE),
        Right("group", f"{topics.prefix}-rules", (READ,), prefix=True),
    )
    known[own(OPS, topics)] = (*_on(every, DESCRIBE), *every_group)
    return known


def own(process: str, topics: Topics) -> str:
    """The principal of one of our processes under this prefix: two Raabtas on one cluster share none."""
    return process.replace("raabta", topics.prefix, 1)


def _partner(partner: Partner, topics: Topics) -> tuple[Right, ...]:
    return (
        Right("topic", topics.events(partner.id), (WRITE, DESCRIBE)),
        Right("topic", topics.rejects_of(partner.id), (READ, DESCRIBE)),
        Right("topic", topics.reject_work_of(partner.id), (READ, WRITE, DESCRIBE)),
        Right("group", f"{partner.id}.", (READ,), prefix=True),
    )


def _inbox(inbox: Inbox, topics: Topics, partners: Iterable[str]) -> tuple[Right, ...]:
    """An FIA inbox also reads the events it opens identities of; nobody else does."""
    evidence = [topics.events(name) for name in partners] if inbox.profile is Profile.FIA else []
    return (
        *_on([topics.inbox(inbox.name), topics.erasures, *evidence], READ, DESCRIBE),
        Right("topic", topics.receipts, (WRITE, DESCRIBE)),
        Right("group", topics.inbox(inbox.name), (READ,)),
    )


def _rejects(composition: Composition) -> tuple[Right, ...]:
    """The operators' desk for rejects: the one principal that may write to a partner's events topic besides the partner,
    so that what was refused by our fault comes in again. Every event it writes says so in a header."""
    topics, partners = composition.topics, composition.partners.partners
    work = [topics.reject_work, *(topics.reject_work_of(name) for name in sorted(partners))]
    return (
        *_on(topics.every_rejects(partners), READ, DESCRIBE),
        *_on([topics.events(name) for name in sorted(partners)], WRITE, DESCRIBE),
        *_on(work, READ, WRITE, DESCRIBE),
        Right("group", f"{topics.prefix}-rejects", (READ,), prefix=True),
    )


def _erase(composition: Composition) -> tuple[Right, ...]:
    """Whoever carries out an order to forget: sees where the subject stands, and tells the stages and inboxes."""
    topics = composition.topics
    seen = [
        topics.alerts,
        topics.state("scoring"),
        *(topics.events(name) for name in sorted(composition.partners.partners)),
    ]
    return (
        *_on(seen, READ, DESCRIBE),
        *_on([topics.erasures], READ, WRITE, DESCRIBE),
        *_on([topics.forget], WRITE, DESCRIBE),
        Right("group", f"{topics.prefix}-erase", (READ,), prefix=True),
    )


def _streams(composition: Composition) -> tuple[Right, ...]:
    topics = composition.topics
    stages = composition.stages()
    inputs = {name for stage in stages for name in stage.topics}
    states = {stage.state_topic for stage in stages}
    outputs = {
        topics.sightings,
        topics.alerts,
        topics.receipts,
        *topics.every_rejects(composition.all_partners.partners),
    }
    outputs |= {topics.inbox(name) for name in composition.all_routes.inboxes}
    both = (inputs & outputs) | states
    return (
        *_on(sorted(inputs - both), READ, DESCRIBE),
        *_on(sorted(outputs - both), WRITE, DESCRIBE),
        *_on(sorted(both), READ, WRITE, DESCRIBE),
        *_on([topics.rulepacks], READ, DESCRIBE),
        *_on([topics.rulepack_acks], WRITE, DESCRIBE),
        Right("group", f"{topics.prefix}-streams", (READ,), prefix=True),
        Right("group", topics.state(""), (READ,), prefix=True),
        Right("transactionalId", f"{topics.prefix}.", (WRITE, DESCRIBE), prefix=True),
    )


def _on(topics: Iterable[str], *operations: str) -> list[Right]:
    return [Right("topic", name, operations) for name in topics]
