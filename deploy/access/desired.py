"""What the cluster must grant: computed from partners.toml and routes.toml, and from nothing else."""

from collections.abc import Iterator, Mapping

from deploy.access.limits import limits
from deploy.access.rights import DESK, ERASE, LEDGER, OPS, REJECTS, RULES, STREAMS, WATCH, Right, own, principals
from deploy.access.state import Acl, State, Topic
from deploy.composition import Composition
from deploy.topics import topic_config
from schemas.errors import Misconfigured
from schemas.topic import TopicSpec

SUPER_USERS = frozenset({"admin", "node"})
"""Of every cluster that deploy/kafka, deploy/compose and deploy/kubernetes make."""


def desired(composition: Composition) -> State:
    """Topics, users, ACLs and quotas of this configuration.

    Raises Misconfigured when two would share one name, since they would share their rights too.
    """
    check_names(composition)
    rights = principals(composition)
    return State(
        topics={spec.name: _topic(spec, composition.replication) for spec in composition.topic_specs()},
        users=frozenset(rights),
        acls=frozenset(_acls(rights)),
        quotas=limits(composition),
    )


def check_names(composition: Composition) -> None:
    """Raise Misconfigured when a partner or an inbox has a name that is taken."""
    partners, inboxes = composition.partners.partners, composition.routes.inboxes
    reserved = SUPER_USERS | {
        own(process, composition.topics) for process in (STREAMS, WATCH, LEDGER, REJECTS, ERASE, DESK, RULES, OPS)
    }
    mend = "give one of them another name"
    for name in sorted(set(partners) & set(inboxes)):
        raise Misconfigured(f"partners.toml: [partners.{name}]", "an inbox in routes.toml has the same name", mend)
    for file, table, names in (("partners.toml", "partners", partners), ("routes.toml", "inboxes", inboxes)):
        for name in sorted(set(names) & reserved):
            raise Misconfigured(f"{file}: [{table}.{name}]", "this name is one of Raabta's own", mend)


def _topic(spec: TopicSpec, replication: int) -> Topic:
    # Every acknowledged record is on all copies but one: one broker may be away, and none that was acknowledged is lost.
    config = topic_config(spec) | {"min.insync.replicas": str(max(1, replication - 1))}
    return Topic(spec.name, spec.partitions, replication, config)


def _acls(rights: Mapping[str, tuple[Right, ...]]) -> Iterator[Acl]:
    for principal, granted in rights.items():
        for right in granted:
            for operation in right.operations:
                yield Acl(principal, right.kind, right.name, right.prefix, operation)
