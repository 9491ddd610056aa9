"""A running worker takes every report of a season: late, repeated and corrected ones too."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from consumers.unseal import new_sealing_pair
from deploy.inmemory import InMemory
from deploy.rules import load_rules
from producers.protect.protection import encode, protect
from producers.protect.seal import sealing_key
from producers.protect.token import TokenKeys, new_token_key
from producers.simulate.season import season
from schemas.partner import PartnerTable
from streams.pack import Pack

END = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)


@pytest.mark.slow
def test_nothing_of_a_season_is_rejected(table: PartnerTable) -> None:
    keys, fia = TokenKeys((new_token_key("k1"),)), sealing_key(new_sealing_pair().public)
    worker = InMemory(Pack(load_rules(Path("deploy/rules.toml"))), table)
    clock = 0
    for planned in season(5, END, tuple(table.partners.values()), journeys=600, cases=15).reports:
        report = planned.report
        clock = max(clock, int(report.occurred_at.timestamp() * 1000))
        worker.feed(planned.partner_id, encode(protect(report, table.partners[planned.partner_id], keys, fia)), clock)
    assert worker.outcome.rejects == []
    assert worker.outcome.sightings > 5_000
