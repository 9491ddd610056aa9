"""One harmless request for each operation, whose answer says whether the broker's authoriser let it pass.

Whoever is refused gets an authorisation error. Whoever is not gets past the authoriser and fails, or succeeds, at something that
changes nothing: a batch with a wrong checksum, an offset beyond all, a change that is only to be validated.
"""

import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from aiokafka.protocol.admin import (
    AlterConfigsRequest,
    CreatePartitionsRequest,
    CreateTopicsRequest,
    DeleteAclsRequest,
    DeleteRecordsRequest,
    DescribeAclsRequest,
    DescribeConfigsRequest,
)
from aiokafka.protocol.commit import OffsetFetchRequest
from aiokafka.protocol.fetch import FetchRequest
from aiokafka.protocol.group import HeartbeatRequest
from aiokafka.protocol.metadata import MetadataRequest
from aiokafka.protocol.produce import ProduceRequest
from aiokafka.protocol.transaction import EndTxnRequest

from deploy.access.line import Line

REFUSALS = frozenset({29, 30, 31, 53})
"""Kafka's error codes for topic, group, cluster and transactional id authorisation."""
BEYOND_ALL = 2**62
TOPIC, ANY, CREATED_WITHIN = 2, 1, 10_000
Codes = Mapping[str, int]
Probe = Callable[[Line, Sequence[str]], Codes]


def refused(code: int) -> bool:
    """Whether the authoriser said no."""
    return code in REFUSALS


def _broken_batch() -> bytes:
    """A record batch (magic 2) whose checksum is wrong: it is looked at only after the right to write it."""
    return struct.pack(">qiibIhiqqqhii", 0, 49, -1, 2, 1, 0, 0, 0, 0, -1, -1, -1, 0)


def _read(line: Line, topics: Sequence[str]) -> Codes:
    asked = [(name, [(0, BEYOND_ALL, 1)]) for name in topics]
    return _first_partition(line.ask(FetchRequest(0, 0, 1, 0, asked)).topics, 1)


def _write(line: Line, topics: Sequence[str]) -> Codes:
    asked = [(name, [(0, _broken_batch())]) for name in topics]
    return _first_partition(line.ask(ProduceRequest(None, -1, CREATED_WITHIN, asked)).topics, 1)


def _delete(line: Line, topics: Sequence[str]) -> Codes:
    asked = [(name, [(0, 0)]) for name in topics]  # before offset 0: no record
    return _first_partition(line.ask(DeleteRecordsRequest(asked, CREATED_WITHIN)).topics, 2)


def _describe(line: Line, topics: Sequence[str]) -> Codes:
    return {row[1]: row[0] for row in line.ask(MetadataRequest(list(topics), False)).topics}


def _create(line: Line, topics: Sequence[str]) -> Codes:
    asked: Any = [(name, 1, 1, [], []) for name in topics]
    return {row[0]: row[1] for row in line.ask(CreateTopicsRequest(asked, CREATED_WITHIN, True)).topic_errors}


def _alter(line: Line, topics: Sequence[str]) -> Codes:
    asked: Any = [(name, (4096, None)) for name in topics]
    return {row[0]: row[1] for row in line.ask(CreatePartitionsRequest(asked, CREATED_WITHIN, True)).topic_errors}


def _describe_configs(line: Line, topics: Sequence[str]) -> Codes:
    asked = [(TOPIC, name, ["retention.ms"]) for name in topics]
    return {row[3]: row[0] for row in line.ask(DescribeConfigsRequest(asked)).resources}


def _alter_configs(line: Line, topics: Sequence[str]) -> Codes:
    asked = [(TOPIC, name, [("retention.ms", "1000")]) for name in topics]
    return {row[3]: row[0] for row in line.ask(AlterConfigsRequest(asked, True)).resources}


def _read_group(line: Line, groups: Sequence[str]) -> Codes:
    return {name: line.ask(HeartbeatRequest(name, 1, "nobody")).error_code for name in groups}


def _describe_group(line: Line, groups: Sequence[str]) -> Codes:
    return {name: line.ask(OffsetFetchRequest(name, None)).error_code for name in groups}  # how far it has read


def _write_transaction(line: Line, ids: Sequence[str]) -> Codes:
    return {name: line.ask(EndTxnRequest(name, BEYOND_ALL, 0, False)).error_code for name in ids}


def _describe_cluster(line: Line, names: Sequence[str]) -> Codes:
    return dict.fromkeys(names, line.ask(DescribeAclsRequest(ANY, None, ANY, None, None, ANY, ANY)).error_code)


def _alter_cluster(line: Line, names: Sequence[str]) -> Codes:
    nobody = DeleteAclsRequest(TOPIC, "raabta-no-such-topic", 3, "User:raabta-nobody", "*", 3, 3)
    return dict.fromkeys(names, line.ask(nobody).filter_responses[0][0])


PROBES: dict[tuple[str, str], Probe] = {
    ("topic", "Read"): _read,
    ("topic", "Write"): _write,
    ("topic", "Describe"): _describe,
    ("topic", "Create"): _create,
    ("topic", "Delete"): _delete,
    ("topic", "Alter"): _alter,
    ("topic", "DescribeConfigs"): _describe_configs,
    ("topic", "AlterConfigs"): _alter_configs,
    ("group", "Read"): _read_group,
    ("group", "Describe"): _describe_group,
    ("transactionalId", "Write"): _write_transaction,
    ("cluster", "Describe"): _describe_cluster,
    ("cluster", "Alter"): _alter_cluster,
}
"""Every kind of resource and operation that is tried; reading this is knowing them all."""


def _first_partition(topics: Iterable[Any], code_at: int) -> Codes:
    return {topic[0]: topic[1][0][code_at] for topic in topics}
