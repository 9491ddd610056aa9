"""What does not fit into memory comes back whole, bucket by bucket, in order, and leaves nothing behind."""

from pathlib import Path

import pytest

from deploy.ledger import spill
from deploy.ledger.spill import Spill, buckets_for


def test_every_entry_comes_back_in_its_bucket_and_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spill, "PENDING", 10)
    spilled = Spill(tmp_path, "some", 3)
    for number in range(100):
        spilled.put(number, (number, b"bytes", "text", (1, 2)))
    assert list(tmp_path.iterdir())
    found = [list(entries) for entries in spilled.buckets()]
    assert [[entry[0] for entry in entries] for entries in found] == [list(range(n, 100, 3)) for n in range(3)]
    assert {entry[1:] for entries in found for entry in entries} == {(b"bytes", "text", (1, 2))}
    assert list(tmp_path.iterdir()) == []


def test_a_bucket_holds_about_as_many_events_however_many_there_are() -> None:
    assert buckets_for(0) == 4
    assert 10_000_000 / buckets_for(10_000_000) == spill.A_BUCKET
