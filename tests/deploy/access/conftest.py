"""A Raabta of its own on the shared real Kafka: another prefix and other names than any other test's."""

from pathlib import Path
from uuid import uuid4

import pytest

from deploy.composition import compose
from deploy.kafka.cluster import Cluster
from deploy.settings import DeploySettings
from schemas.settings import KafkaSettings
from tests.deploy.access.making import House, write_configuration


@pytest.fixture
def house(kafka: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """Two partners and two inboxes under a prefix of their own; the environment names them and the super user."""
    mark = uuid4().hex[:6]
    config = write_configuration(tmp_path / "config", mark)
    for name, value in kafka.settings.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("RAABTA_CONFIG", str(config))
    monkeypatch.setenv("RAABTA_TOPIC_PREFIX", f"t{mark}")
    monkeypatch.setenv("RAABTA_PARTITIONS", "2")
    return House(mark, config, tmp_path / "credentials", KafkaSettings(), compose(DeploySettings()))
