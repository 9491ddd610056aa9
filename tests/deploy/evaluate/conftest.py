"""One small labelled stream for all tests of the evaluation."""

from datetime import datetime
from pathlib import Path

import pytest

from deploy.partners import load_partners
from schemas.partner import PartnerTable
from tests.deploy.evaluate.labelled import Files, labelled_day

END = datetime.fromisoformat("2026-11-23T18:00:00+00:00")


@pytest.fixture(scope="session")
def table() -> PartnerTable:
    return load_partners(Path("deploy/partners.toml"))


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, table: PartnerTable) -> Files:
    """The stories of a simulated day, without ordinary life."""
    return labelled_day(tmp_path_factory.mktemp("small"), 7, END, table, 0)
