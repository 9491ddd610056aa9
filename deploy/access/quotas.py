"""Client quotas, read and set by Kafka's own requests (48 and 49): no Python client library sends the second for us."""

from collections.abc import Sequence
from typing import Any

from aiokafka.protocol.admin import DescribeClientQuotasRequest
from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import Array, Boolean, Float64, Int16, Int32, Schema, String

from deploy.access.line import line
from deploy.access.plan import Quota
from schemas.errors import Misconfigured, Refused
from schemas.settings import KafkaSettings

ANY_NAME, OK, CLUSTER_AUTHORIZATION_FAILED = 2, 0, 31
_ENTITY = ("entity", Array(("entity_type", String("utf-8")), ("entity_name", String("utf-8"))))


class _Altered(Response):  # type: ignore[misc]  # aiokafka has no types that --strict could follow
    API_KEY, API_VERSION = 49, 0
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        ("entries", Array(("error_code", Int16), ("error_message", String("utf-8")), _ENTITY)),
    )


class _Alter(RequestStruct):  # type: ignore[misc]
    API_KEY, API_VERSION, RESPONSE_TYPE = 49, 0, _Altered
    _OPERATION = (("key", String("utf-8")), ("value", Float64), ("remove", Boolean))
    SCHEMA = Schema(("entries", Array(_ENTITY, ("ops", Array(*_OPERATION)))), ("validate_only", Boolean))


class _AlterClientQuotas(Request[_Alter]):  # type: ignore[misc]
    API_KEY = 49

    def __init__(self, quotas: Sequence[Quota]) -> None:
        self.quotas = quotas

    def build(self, request_struct_class: Any) -> Any:
        entries = [
            ([("user", quota.user)], [(key, value or 0.0, value is None) for key, value in quota.limits])
            for quota in self.quotas
        ]
        return request_struct_class(entries, False)


def read_quotas(settings: KafkaSettings) -> dict[str, dict[str, float]]:
    """The quotas of every named user. Raises Misconfigured when this user may not ask, Unavailable without an answer."""
    with line(settings) as broker:
        answer = broker.ask(DescribeClientQuotasRequest([("user", ANY_NAME, None)], True))
    _check(answer.error_code, "reading quotas")
    return {entity[0][1]: dict(values) for entity, values in answer.entries or ()}


def set_quotas(settings: KafkaSettings, quotas: Sequence[Quota]) -> None:
    """Set, or take away, these limits. Raises Misconfigured or Refused naming the user, Unavailable without an answer."""
    with line(settings) as broker:
        answer = broker.ask(_AlterClientQuotas(quotas))
    for code, _, entity in answer.entries:
        _check(code, f"setting the quota of {entity[0][1]}")


def _check(code: int, doing: str) -> None:
    if code == CLUSTER_AUTHORIZATION_FAILED:
        mend = "sign in as the cluster's super user"
        raise Misconfigured("RAABTA_SASL_USERNAME", f"{doing}: this user may not", mend)
    if code != OK:
        raise Refused(f"{doing}: Kafka's error {code}")
