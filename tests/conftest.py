"""Fixtures for all tests. A broker is started only for tests that ask for one."""

import os
from collections.abc import Iterator

import pytest

from deploy.embedded import embedded_broker
from deploy.kafka.artefacts import missing_tools, version
from deploy.kafka.cluster import Cluster, running_cluster
from schemas.settings import KafkaSettings
from tests.tools import skip_or_fail

ON_REAL_KAFKA = pytest.param("kafka", marks=[pytest.mark.kafka, pytest.mark.slow])


@pytest.fixture(scope="session")
def bootstrap() -> Iterator[str]:
    """A Kafka-protocol cluster: `RAABTA_BOOTSTRAP` if that is set, otherwise the embedded broker."""
    given = os.environ.get("RAABTA_BOOTSTRAP")
    if given:
        yield given
        return
    with embedded_broker() as address:
        yield address


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """One broker of the real Apache Kafka, with SASL_SSL and deny by default, for all tests together."""
    if missing := missing_tools():
        skip_or_fail("java", missing)
    with running_cluster(tmp_path_factory.mktemp("kafka") / "cluster") as cluster:
        yield cluster


@pytest.fixture(scope="session", params=["embedded", ON_REAL_KAFKA])
def cluster_settings(request: pytest.FixtureRequest) -> KafkaSettings:
    """How to reach a cluster on which everything is allowed: once the embedded one, once the real Kafka."""
    if request.param == "kafka":
        cluster: Cluster = request.getfixturevalue("kafka")
        return cluster.settings
    bootstrap: str = request.getfixturevalue("bootstrap")
    return KafkaSettings(bootstrap=bootstrap, transactions=False)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks for the real Kafka, so that `-m kafka` and the closing line know all of it."""
    for item in items:
        if "kafka" in getattr(item, "fixturenames", ()) and item.get_closest_marker("kafka") is None:
            item.add_marker(pytest.mark.kafka)
            item.add_marker(pytest.mark.slow)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests ran on the real Kafka, and what was skipped for want of a tool."""
    ran = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    real = sum("kafka" in one.keywords for one in ran if one.when == "call")
    terminalreporter.write_line(f"{real} tests ran on a real Apache Kafka {version()}")
    reasons = {
        str(one.longrepr[2]) for one in terminalreporter.getreports("skipped") if isinstance(one.longrepr, tuple)
    }
    for reason in sorted(reasons):
        terminalreporter.write_line(f"skipped: {reason}")
