"""The end of the simulated day, and the partners of the demo."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from deploy.partners import load_partners
from schemas.partner import PartnerTable


@pytest.fixture(scope="session")
def now() -> datetime:
    return datetime(2026, 11, 23, 15, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def table() -> PartnerTable:
    return load_partners(Path("deploy/partners.toml"))
