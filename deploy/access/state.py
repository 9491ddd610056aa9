"""What a cluster grants, as values: the same shape for what is wanted and for what is there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Acl(NamedTuple):
    """One binding: who may do one operation on one resource, or on all whose names begin so."""

    principal: str
    """A user's name without Kafka's `User:`; `*` is everybody."""
    kind: str
    """`topic`, `group`, `transactionalId` or `cluster`."""
    name: str
    prefix: bool
    operation: str
    """As Kafka spells it: `Read`, `Write`, `Describe`, `DescribeConfigs`, ..."""
    host: str = "*"
    allow: bool = True

    def __str__(self) -> str:
        resource = f"{self.kind} {self.name}{'*' * self.prefix}"
        source = "" if self.host == "*" else f" from {self.host}"
        return f"{self.principal} {'may' if self.allow else 'must not'} {self.operation} {resource}{source}"


class Topic(NamedTuple):
    """How one topic is cut, and what it sets for itself where the cluster's defaults would not do."""

    name: str
    partitions: int
    replication: int
    config: Mapping[str, str]


@dataclass(frozen=True)
class State:
    """All that `raabta access` looks after."""

    topics: Mapping[str, Topic] = field(default_factory=dict)
    users: frozenset[str] = frozenset()
    """Names with a SCRAM-SHA-512 credential."""
    acls: frozenset[Acl] = frozenset()
    quotas: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """By user: `producer_byte_rate`, `consumer_byte_rate` (bytes a second and broker), `request_percentage`."""
