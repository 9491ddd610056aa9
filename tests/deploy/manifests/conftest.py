"""The example overlay, as the configuration calls for it now."""

from pathlib import Path

import pytest

from deploy.composition import Composition, compose
from deploy.settings import DeploySettings


@pytest.fixture(scope="session")
def settings() -> DeploySettings:
    """As `make manifests` sets them."""
    return DeploySettings(config=Path("deploy"), topic_prefix="raabta", partitions=8, replication=3)


@pytest.fixture(scope="session")
def composition(settings: DeploySettings) -> Composition:
    return compose(settings)
