"""The register of credentials: a compacted topic that says who has a password, since when and until when."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from confluent_kafka import Producer

from deploy.wholetopic import read_whole
from schemas.credential import Credential
from schemas.errors import Unavailable
from schemas.settings import KafkaSettings

VALID = timedelta(days=90)
"""How long a password may be used before `raabta watch` asks for a new one."""
WRITTEN_WITHIN = 20.0


def read_register(settings: KafkaSettings, topic: str, *, group: str = "raabta-reader") -> Mapping[str, Credential]:
    """What is known of each principal's credential. Raises Unavailable when the topic cannot be read.

    `group`: one that the user may name.
    """
    found: dict[str, Credential] = {}
    for record in read_whole(settings, [topic], group=group):
        principal = (record.key or b"").decode()
        if record.value is None:
            found.pop(principal, None)
        else:
            found[principal] = Credential.model_validate_json(record.value)
    return found


def enter(settings: KafkaSettings, topic: str, principal: str, now: datetime) -> Credential:
    """Write that a password was made now. Raises Unavailable when the cluster does not take it."""
    credential = Credential(principal=principal, created=now, expires=now + VALID)
    _write(settings, topic, principal, credential.model_dump_json().encode())
    return credential


def strike(settings: KafkaSettings, topic: str, principal: str) -> None:
    """Write that this principal has no credential any more. Raises Unavailable when the cluster does not take it."""
    _write(settings, topic, principal, None)


def _write(settings: KafkaSettings, topic: str, principal: str, value: bytes | None) -> None:
    failed: list[str] = []
    producer = Producer({**settings.librdkafka(), "acks": "all", "enable.idempotence": True, "log_level": 0})
    producer.produce(
        topic, value, principal.encode(), on_delivery=lambda error, _: failed.append(error.name()) if error else None
    )
    if producer.flush(WRITTEN_WITHIN) or failed:
        why = failed[0] if failed else "no answer"
        raise Unavailable(f"the credential of {principal} could not be entered in {topic}: {why}")
