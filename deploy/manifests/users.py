"""KafkaUser: one for each principal, with SCRAM, exactly its rights, and its quota."""

from collections.abc import Iterable, Mapping

from deploy.access.rights import Right
from deploy.manifests.manifest import Manifest, strimzi

QUOTAS = {
    "producer_byte_rate": "producerByteRate",
    "consumer_byte_rate": "consumerByteRate",
    "request_percentage": "requestPercentage",
}
"""Kafka's name of a limit -> Strimzi's."""


def kafka_user(name: str, rights: Iterable[Right], quota: Mapping[str, float]) -> Manifest:
    """Strimzi makes the password and keeps it in a secret of the same name."""
    acls = [_acl(right) for right in rights]
    spec: Manifest = {
        "authentication": {"type": "scram-sha-512"},
        "authorization": {"type": "simple", "acls": acls},
    }
    if quota:
        spec["quotas"] = {QUOTAS[key]: round(limit) for key, limit in sorted(quota.items())}
    return strimzi("KafkaUser", name, spec)


def _acl(right: Right) -> Manifest:
    pattern = "prefix" if right.prefix else "literal"
    resource = {"type": right.kind, "name": right.name, "patternType": pattern}
    return {"resource": resource, "operations": list(right.operations)}
