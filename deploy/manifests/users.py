"""KafkaUser: one for each principal, with SCRAM and exactly its rights."""

from collections.abc import Iterable

from deploy.access.rights import Right
from deploy.manifests.manifest import Manifest, strimzi


def kafka_user(name: str, rights: Iterable[Right]) -> Manifest:
    """Strimzi makes the password and keeps it in a secret of the same name."""
    acls = [_acl(right) for right in rights]
    return strimzi(
        "KafkaUser",
        name,
        {"authentication": {"type": "scram-sha-512"}, "authorization": {"type": "simple", "acls": acls}},
    )


def _acl(right: Right) -> Manifest:
    pattern = "prefix" if right.prefix else "literal"
    resource = {"type": right.kind, "name": right.name, "patternType": pattern}
    return {"resource": resource, "operations": list(right.operations)}
