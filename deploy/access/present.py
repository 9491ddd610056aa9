"""What the cluster grants now, read from the cluster itself."""

from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any, TypeVar

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import (
    CONFIG_SOURCE_DYNAMIC_TOPIC_CONFIG,
    AclBinding,
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    AdminClient,
    ConfigResource,
    ResourcePatternType,
    ResourceType,
    ScramMechanism,
)

from deploy.access.state import Acl, State, Topic
from schemas.errors import Misconfigured, Refused, Unavailable

TIMEOUT = 15.0
KINDS = {
    "topic": ResourceType.TOPIC,
    "group": ResourceType.GROUP,
    "transactionalId": ResourceType.TRANSACTIONAL_ID,
    "cluster": ResourceType.BROKER,
}
_NAMES = {kind: name for name, kind in KINDS.items()}
SCRAM = ScramMechanism.SCRAM_SHA_512
Answer = TypeVar("Answer")


def present(admin: AdminClient) -> State:
    """Topics, users and ACLs of the whole cluster.

    Raises Misconfigured when the user may not ask, Unavailable when the cluster does not answer.
    """
    return State(topics=_topics(admin), users=_users(admin), acls=_acls(admin))


def answered(future: "Future[Answer]", doing: str) -> Answer:
    """The result. Raises Misconfigured, Refused or Unavailable, naming what was being done."""
    try:
        return future.result(TIMEOUT)
    except KafkaException as error:
        raise trouble(error.args[0], doing) from None
    except TimeoutError:
        raise Unavailable(f"{doing}: the cluster did not answer") from None


def trouble(error: KafkaError, doing: str) -> Misconfigured | Refused | Unavailable:
    """Who must act on this error."""
    denied = (KafkaError.CLUSTER_AUTHORIZATION_FAILED, KafkaError.TOPIC_AUTHORIZATION_FAILED)
    if error.code() in denied:
        mend = "sign in as the cluster's super user (RAABTA_SASL_USERNAME)"
        return Misconfigured("RAABTA_SASL_USERNAME", f"{doing}: this user may not", mend)
    away = (KafkaError._TIMED_OUT, KafkaError._TRANSPORT, KafkaError._ALL_BROKERS_DOWN)
    if error.retriable() or error.code() in away:
        return Unavailable(f"{doing}: {error.name()}")
    return Refused(f"{doing}: {error.name()}")


def _topics(admin: AdminClient) -> Mapping[str, Topic]:
    try:
        listed = admin.list_topics(timeout=TIMEOUT).topics
    except KafkaException as error:
        raise trouble(error.args[0], "listing topics") from None
    names = sorted(name for name, topic in listed.items() if topic.error is None and not name.startswith("__"))
    configs = _configs(admin, names)
    return {
        name: Topic(
            name,
            len(listed[name].partitions),
            max((len(one.replicas) for one in listed[name].partitions.values()), default=0),
            configs[name],
        )
        for name in names
    }


def _configs(admin: AdminClient, names: list[str]) -> dict[str, dict[str, str]]:
    if not names:
        return {}
    asked = admin.describe_configs([ConfigResource(ResourceType.TOPIC, name) for name in names])
    return {
        resource.name: {
            entry.name: entry.value
            for entry in answered(future, "reading the settings of topics").values()
            if entry.source == CONFIG_SOURCE_DYNAMIC_TOPIC_CONFIG
        }
        for resource, future in asked.items()
    }


def _users(admin: AdminClient) -> frozenset[str]:
    every: Any = admin.describe_user_scram_credentials()  # one future, since no user is named
    found: Mapping[str, Any] = answered(every, "listing users")
    return frozenset(
        name for name, user in found.items() if any(info.mechanism == SCRAM for info in user.scram_credential_infos)
    )


def _acls(admin: AdminClient) -> frozenset[Acl]:
    anything: Any = None  # the stubs do not know that a filter may leave a name open
    every = AclBindingFilter(
        ResourceType.ANY,
        anything,
        ResourcePatternType.ANY,
        anything,
        anything,
        AclOperation.ANY,
        AclPermissionType.ANY,
    )
    return frozenset(_acl(binding) for binding in answered(admin.describe_acls(every), "listing ACLs"))


def _acl(binding: AclBinding) -> Acl:
    kind, operation = ResourceType(binding.restype), AclOperation(binding.operation)
    return Acl(
        (binding.principal or "").removeprefix("User:"),
        _NAMES.get(kind, kind.name),
        binding.name or "",
        binding.resource_pattern_type == ResourcePatternType.PREFIXED,
        "".join(word.capitalize() for word in operation.name.split("_")),
        binding.host or "*",
        binding.permission_type == AclPermissionType.ALLOW,
    )
