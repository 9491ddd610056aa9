"""The way from what is there to what is wanted: a list of changes, each with its reason, and what a person must mend."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from deploy.access.state import Acl, State, Topic

Action = Literal["create", "alter", "delete"]


class User(NamedTuple):
    """A SCRAM user, by its name."""

    name: str


class TopicConfig(NamedTuple):
    """Settings of one topic to set, and to give back to the cluster's default."""

    topic: str
    set: tuple[tuple[str, str], ...]
    reset: tuple[str, ...]


class Quota(NamedTuple):
    """Limits of one user; None takes a limit away."""

    user: str
    limits: tuple[tuple[str, float | None], ...]


class Change(NamedTuple):
    """One thing to do, and why."""

    action: Action
    subject: Topic | TopicConfig | User | Acl | Quota
    reason: str

    @property
    def said(self) -> str:
        """The subject in one line."""
        return _said(self.subject)

    def __str__(self) -> str:
        return f"{self.action:6}  {self.said}  ({self.reason})"


class Finding(NamedTuple):
    """Something that is not as it should be and that no command mends, for it could lose data or harm others."""

    what: str
    problem: str
    mend: str

    def __str__(self) -> str:
        return f"{self.what}: {self.problem}; {self.mend}"


@dataclass(frozen=True)
class Plan:
    """All that differs. Equal plans mean an equal cluster: apply compares the plan it was shown with a fresh one."""

    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]

    def about(self, user: str, topics: frozenset[str]) -> "Plan":
        """The part that concerns one user or these topics, whoever the rights on them belong to."""
        return Plan(tuple(one for one in self.changes if _concerns(one.subject, user, topics)), ())


def plan(wanted: State, there: State, *, prefix: str, known: frozenset[str] = frozenset()) -> Plan:
    """What must change on the cluster, in the order in which it is done: rights are taken before others are given.

    `prefix` is that of our topics; `known` are the principals that were ever given a credential by us. Nothing else is
    touched: a foreign user keeps all it has, but for rights on our topics, groups and transactional ids.
    """
    ours = wanted.users | known
    changes = (
        *_revoked(wanted, there, prefix, ours),
        *_topics(wanted, there),
        *(Change("create", User(n), "it has no credential") for n in sorted(wanted.users - there.users)),
        *_quotas(wanted, there, ours),
        *(Change("create", acl, "it is missing") for acl in sorted(wanted.acls - there.acls)),
        *(
            Change("delete", User(name), "no partner, inbox or process has this name any more")
            for name in sorted(known - wanted.users)
        ),
    )
    return Plan(changes, (*_surplus(wanted, there, prefix), *_unequal(wanted, there), *_wide(there, prefix, ours)))


def _revoked(wanted: State, there: State, prefix: str, ours: frozenset[str]) -> Iterator[Change]:
    resources = {(acl.kind, acl.name) for acl in wanted.acls}
    for acl in sorted(there.acls - wanted.acls):
        if acl.principal in ours:
            yield Change("delete", acl, "the configuration does not grant it")
        elif (acl.kind, acl.name) in resources or acl.name.startswith((f"{prefix}.", f"{prefix}-")):
            yield Change("delete", acl, f"a right on our {acl.kind} that the configuration does not grant")


def _topics(wanted: State, there: State) -> Iterator[Change]:
    for name in sorted(wanted.topics):
        topic, found = wanted.topics[name], there.topics.get(name)
        if found is None:
            yield Change("create", topic, "it does not exist")
            continue
        changed = {key: value for key, value in topic.config.items() if found.config.get(key) != value}
        reset = tuple(sorted(set(found.config) - set(topic.config)))
        if changed or reset:
            subject = TopicConfig(name, tuple(sorted(changed.items())), reset)
            yield Change("alter", subject, _was(found, [*sorted(changed), *reset]))


def _was(found: Topic, keys: Iterable[str]) -> str:
    return "it has " + ", ".join(f"{key}={found.config.get(key, 'the default')}" for key in keys)


def _quotas(wanted: State, there: State, ours: frozenset[str]) -> Iterator[Change]:
    for user in sorted((set(wanted.quotas) | set(there.quotas)) & ours):
        want, have = wanted.quotas.get(user, {}), there.quotas.get(user, {})
        differ = {key: want.get(key) for key in {*want, *have} if want.get(key) != have.get(key)}
        if differ:
            action: Action = "alter" if have and want else "create" if want else "delete"
            was = ", ".join(f"{key}={have[key]:.0f}" for key in sorted(have)) or "no quota"
            yield Change(action, Quota(user, tuple(sorted(differ.items()))), f"it has {was}")


def _surplus(wanted: State, there: State, prefix: str) -> Iterator[Finding]:
    for name in sorted(set(there.topics) - set(wanted.topics)):
        if name.startswith(f"{prefix}."):
            yield Finding(
                f"topic {name}", "the configuration does not call for it", "delete it by hand once nobody needs it"
            )


def _unequal(wanted: State, there: State) -> Iterator[Finding]:
    for name in sorted(set(wanted.topics) & set(there.topics)):
        want, have = wanted.topics[name], there.topics[name]
        if want.partitions != have.partitions:
            problem = f"it has {have.partitions} partitions, {want.partitions} are wanted"
            mend = f"set RAABTA_PARTITIONS={have.partitions}, or let it run empty, delete it and apply again"
            yield Finding(f"topic {name}", problem, mend)
        if want.replication != have.replication:
            problem = f"it has {have.replication} copies, {want.replication} are wanted"
            yield Finding(f"topic {name}", problem, "move it with kafka-reassign-partitions, or set RAABTA_REPLICATION")


def _wide(there: State, prefix: str, ours: frozenset[str]) -> Iterator[Finding]:
    """Rights of others that happen to cover our topics: who gave them may need them, so that a person must narrow them."""
    for acl in sorted(there.acls):
        if acl.principal in ours or acl.kind != "topic" or not acl.allow:
            continue
        if acl.name == "*" or (acl.prefix and f"{prefix}.".startswith(acl.name)):
            yield Finding(f"ACL {acl}", "it covers topics of Raabta", "narrow it, or take it away")


def _concerns(subject: Topic | TopicConfig | User | Acl | Quota, user: str, topics: frozenset[str]) -> bool:
    match subject:
        case Topic(name=name) | TopicConfig(topic=name):
            return name in topics
        case User(name=name) | Quota(user=name):
            return name == user
    return subject.principal == user or subject.name in topics


def _said(subject: Topic | TopicConfig | User | Acl | Quota) -> str:
    match subject:
        case Topic(name, partitions, replication, config):
            settings = " ".join(f"{key}={config[key]}" for key in sorted(config))
            return f"topic {name}: {partitions} partitions, {replication} copies, {settings}"
        case TopicConfig(topic, new, reset):
            return " ".join([f"topic {topic}:", *(f"{k}={v}" for k, v in new), *(f"{k}=<default>" for k in reset)])
        case User(name):
            return f"user {name}"
        case Quota(user, limits):
            return f"quota {user}: " + " ".join(f"{k}={'none' if v is None else f'{v:.0f}'}" for k, v in limits)
    return f"ACL {subject}"
