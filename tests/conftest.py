"""Fixtures for all tests. A broker is started only for tests that ask for one."""

import os
from collections.abc import Iterator

import pytest

from deploy.embedded import embedded_broker


@pytest.fixture(scope="session")
def bootstrap() -> Iterator[str]:
    """A Kafka-protocol cluster: `RAABTA_BOOTSTRAP` if that is set, otherwise the embedded broker."""
    given = os.environ.get("RAABTA_BOOTSTRAP")
    if given:
        yield given
        return
    with embedded_broker() as address:
        yield address
