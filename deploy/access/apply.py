"""Does what a plan says, many changes of one kind at a time; each may be done again without harm."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from itertools import groupby
from typing import Any

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import (
    AclBinding,
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    ResourcePatternType,
    ResourceType,
    ScramCredentialInfo,
    UserScramCredentialDeletion,
    UserScramCredentialUpsertion,
)
from confluent_kafka.cimpl import NewTopic
from pydantic import SecretStr

from deploy.access.plan import Change, TopicConfig
from deploy.access.present import KINDS, SCRAM, TIMEOUT, answered, trouble
from deploy.access.state import Acl, Topic
from deploy.kafka.scram import ITERATIONS

BATCH = 100
_Parts = tuple[ResourceType, str, ResourcePatternType, str, str, AclOperation, AclPermissionType]


def batches(changes: Iterable[Change]) -> Iterator[list[Change]]:
    """Neighbours that one request can do: the same action on the same kind of thing, at most a hundred."""
    for _, same in groupby(changes, key=lambda change: (change.action, type(change.subject))):
        found = list(same)
        yield from (found[start : start + BATCH] for start in range(0, len(found), BATCH))


def create_topics(admin: AdminClient, topics: Sequence[Topic]) -> None:
    """Make them; one that is there already is taken. Raises Refused or Unavailable, naming the first that failed."""
    new = [NewTopic(one.name, one.partitions, one.replication, config=dict(one.config)) for one in topics]
    for name, future in admin.create_topics(new, request_timeout=TIMEOUT).items():
        _unless(future, KafkaError.TOPIC_ALREADY_EXISTS, f"creating topic {name}")


def alter_topics(admin: AdminClient, changes: Sequence[TopicConfig]) -> None:
    """Set and reset settings of topics. Raises Refused or Unavailable, naming the first that failed."""
    asked = []
    for change in changes:
        entries = [ConfigEntry(k, v, incremental_operation=AlterConfigOpType.SET) for k, v in change.set]
        # The value of a reset is not looked at, but librdkafka wants none to be missing.
        entries += [ConfigEntry(k, "", incremental_operation=AlterConfigOpType.DELETE) for k in change.reset]
        asked.append(ConfigResource(ResourceType.TOPIC, change.topic, incremental_configs=entries))
    _all(admin.incremental_alter_configs(asked), "setting up")


def set_passwords(admin: AdminClient, passwords: Mapping[str, SecretStr]) -> None:
    """Give users these passwords, instead of any others they have. Raises Refused or Unavailable, naming the user."""
    info = ScramCredentialInfo(SCRAM, ITERATIONS)
    wanted: list[Any] = [
        UserScramCredentialUpsertion(user, info, password.get_secret_value().encode())
        for user, password in passwords.items()
    ]
    _all(admin.alter_user_scram_credentials(wanted), "setting the password of user")


def delete_users(admin: AdminClient, users: Sequence[str]) -> None:
    """Take their credentials away; one that has none is taken as done. Raises Refused or Unavailable, naming the user."""
    gone: list[Any] = [UserScramCredentialDeletion(user, SCRAM) for user in users]
    for user, future in admin.alter_user_scram_credentials(gone).items():
        _unless(future, KafkaError.RESOURCE_NOT_FOUND, f"deleting user {user}")


def create_acls(admin: AdminClient, acls: Sequence[Acl]) -> None:
    """Grant rights. Raises Refused or Unavailable, naming the first that failed."""
    _all(admin.create_acls([AclBinding(*_parts(acl)) for acl in acls]), "granting")


def delete_acls(admin: AdminClient, acls: Sequence[Acl]) -> None:
    """Revoke rights. Raises Refused or Unavailable, naming the first that failed."""
    _all(admin.delete_acls([AclBindingFilter(*_parts(acl)) for acl in acls]), "revoking")


def _all(futures: Mapping[Any, "Future[Any]"], doing: str) -> None:
    for what, future in futures.items():
        answered(future, f"{doing} {what}")


def _unless(future: "Future[Any]", harmless: int, doing: str) -> None:
    try:
        future.result(TIMEOUT)
    except KafkaException as error:
        if error.args[0].code() != harmless:
            raise trouble(error.args[0], doing) from None


def _parts(acl: Acl) -> _Parts:
    return (
        KINDS[acl.kind],
        acl.name,
        ResourcePatternType.PREFIXED if acl.prefix else ResourcePatternType.LITERAL,
        f"User:{acl.principal}",
        acl.host,
        AclOperation[re.sub(r"(?<=[a-z])(?=[A-Z])", "_", acl.operation).upper()],
        AclPermissionType.ALLOW if acl.allow else AclPermissionType.DENY,
    )
