"""The measurement of the ledger: it balances copies of a real day, and finds what was planted among them."""

import pytest

from deploy.bench.ledger import measure_ledger


@pytest.mark.slow
def test_copies_of_a_real_day_balance_and_what_is_planted_among_them_is_found() -> None:
    said = measure_ledger(4000, lambda _: None)
    assert said["planted_found"]
    assert said["events"] == 4002
    assert said["sightings"] > 3 * said["events"]
    assert said["views"] > 0
