"""Does what a plan says, one change after the other; each may be done again without harm."""

import re
from collections.abc import Callable

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

from deploy.access.plan import Change, TopicConfig, User
from deploy.access.present import KINDS, SCRAM, answered
from deploy.access.state import Acl, Topic
from deploy.kafka.scram import ITERATIONS

PasswordOf = Callable[[str], SecretStr]
"""Gives a new user's password; it is already where its owner will find it."""


def execute(admin: AdminClient, change: Change, password_of: PasswordOf) -> None:
    """Do one change. Raises Refused or Unavailable, naming it."""
    match change.subject:
        case Topic() as topic:
            _create_topic(admin, topic)
        case TopicConfig() as config:
            _alter_topic(admin, config)
        case User(name):
            _delete_user(admin, name) if change.action == "delete" else set_password(admin, name, password_of(name))
        case Acl() as acl:
            _delete_acl(admin, acl) if change.action == "delete" else _create_acl(admin, acl)


def set_password(admin: AdminClient, user: str, password: SecretStr) -> None:
    """Give a user this password, instead of any other it has."""
    info = ScramCredentialInfo(SCRAM, ITERATIONS)
    wanted = UserScramCredentialUpsertion(user, info, password.get_secret_value().encode())
    answered(admin.alter_user_scram_credentials([wanted])[user], f"setting the password of {user}")


def _delete_user(admin: AdminClient, user: str) -> None:
    answered(
        admin.alter_user_scram_credentials([UserScramCredentialDeletion(user, SCRAM)])[user], f"deleting user {user}"
    )


def _create_topic(admin: AdminClient, topic: Topic) -> None:
    new = NewTopic(topic.name, topic.partitions, topic.replication, config=dict(topic.config))
    answered(admin.create_topics([new])[topic.name], f"creating topic {topic.name}")


def _alter_topic(admin: AdminClient, change: TopicConfig) -> None:
    entries = [ConfigEntry(k, v, incremental_operation=AlterConfigOpType.SET) for k, v in change.set]
    entries += [ConfigEntry(k, None, incremental_operation=AlterConfigOpType.DELETE) for k in change.reset]
    resource = ConfigResource(ResourceType.TOPIC, change.topic, incremental_configs=entries)
    answered(admin.incremental_alter_configs([resource])[resource], f"setting up topic {change.topic}")


def _create_acl(admin: AdminClient, acl: Acl) -> None:
    binding = AclBinding(*_parts(acl))
    answered(admin.create_acls([binding])[binding], f"granting that {acl}")


def _delete_acl(admin: AdminClient, acl: Acl) -> None:
    pattern = AclBindingFilter(*_parts(acl))
    answered(admin.delete_acls([pattern])[pattern], f"revoking that {acl}")


def _parts(
    acl: Acl,
) -> tuple[ResourceType, str, ResourcePatternType, str, str, AclOperation, AclPermissionType]:
    return (
        KINDS[acl.kind],
        acl.name,
        ResourcePatternType.PREFIXED if acl.prefix else ResourcePatternType.LITERAL,
        f"User:{acl.principal}",
        acl.host,
        AclOperation[re.sub(r"(?<=[a-z])(?=[A-Z])", "_", acl.operation).upper()],
        AclPermissionType.ALLOW if acl.allow else AclPermissionType.DENY,
    )
