"""The example overlay, as the configuration calls for it now and as it lies in the repository."""

from pathlib import Path

import pytest

from deploy.composition import Composition, compose
from deploy.manifests.manifest import Manifest
from deploy.settings import DeploySettings
from tests.deploy.manifests.documents import EXAMPLE, built, documents
from tests.tools import skip_or_fail


@pytest.fixture(scope="session")
def settings() -> DeploySettings:
    """As `make manifests` sets them."""
    return DeploySettings(config=Path("deploy"), topic_prefix="raabta", partitions=8, replication=3)


@pytest.fixture(scope="session")
def composition(settings: DeploySettings) -> Composition:
    return compose(settings)


@pytest.fixture(scope="session")
def manifests() -> list[Manifest]:
    """Every manifest of the example, as written."""
    return documents(EXAMPLE)


@pytest.fixture(scope="session")
def rendered() -> list[Manifest]:
    """Every manifest of the example, as Kustomize makes them: patched, with generated ConfigMaps."""
    found = built(EXAMPLE)
    if found is None:
        skip_or_fail("kustomize", "no `kustomize` and no `kubectl` on the PATH: install either to render the overlay")
    return found
