"""Fixtures for all tests. A broker is started only for tests that ask for one."""

import os
from collections import Counter
from collections.abc import Iterator

import pytest

from deploy.embedded import embedded_broker, running_broker
from deploy.kafka.artefacts import missing_tools, version
from deploy.kafka.cluster import Cluster, running_cluster
from schemas.settings import KafkaSettings
from tests.pausing import Pausable
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


@pytest.fixture(params=["embedded", ON_REAL_KAFKA])
def pausable(request: pytest.FixtureRequest) -> Iterator[Pausable]:
    """A broker to stop and let go on: an embedded one of the test's own, and the real Kafka, which goes on afterwards."""
    if request.param == "embedded":
        with running_broker() as broker:
            yield Pausable(broker.settings, broker.pid)
        return
    cluster: Cluster = request.getfixturevalue("kafka")
    real = Pausable(cluster.settings, cluster.brokers[0].pid)
    yield real
    real.resume()
    cluster.await_ready()


GROUPS = pytest.StashKey[dict[str, str]]()
"""By test: what it ran on."""
REAL, EMBEDDED, NONE = f"a real Apache Kafka {version()}", "the embedded broker", "no broker"
ASKING_FOR_A_BROKER = {"bootstrap", "cluster_settings", "pausable"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what asks for a broker, so that `-m kafka`, `-m broker` and the closing lines know all of it."""
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        if "kafka" in asked and item.get_closest_marker("kafka") is None:
            item.add_marker(pytest.mark.kafka)
            item.add_marker(pytest.mark.slow)
        if asked & ASKING_FOR_A_BROKER and item.get_closest_marker("broker") is None:
            item.add_marker(pytest.mark.broker)
    config.stash[GROUPS] = {item.nodeid: _group(item) for item in items}


def _group(item: pytest.Item) -> str:
    if item.get_closest_marker("kafka"):
        return REAL
    return EMBEDDED if item.get_closest_marker("broker") else NONE


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests ran on the real Kafka, the embedded broker and none, how long, and what was skipped and why."""
    groups = terminalreporter.config.stash.get(GROUPS, {})
    reports = [one for found in terminalreporter.stats.values() for one in found if isinstance(one, pytest.TestReport)]
    for group in (REAL, EMBEDDED, NONE):
        mine = [one for one in reports if groups.get(one.nodeid) == group]
        ran = sum(one.when == "call" and not one.skipped for one in mine)
        seconds = sum(one.duration for one in mine)
        terminalreporter.write_line(f"{ran} tests ran on {group}, in {seconds:.0f} s")
    for reason, times in sorted(Counter(_reason(one) for one in reports if one.skipped).items()):
        terminalreporter.write_line(f"skipped {times}: {reason}")


def _reason(report: pytest.TestReport) -> str:
    told = str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else report.longreprtext
    return told.removeprefix("Skipped: ")
