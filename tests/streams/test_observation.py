"""What one booking says twice was seen once; a fresh look is another observation."""

from typing import Any

import pytest

from streams.history import Entry
from streams.observation import observations
from tests.streams.facts import entry, tok, trip


def seen(event: str, *, pnr: str = "p1", **fields: Any) -> Entry:
    party = {"role": "traveller", "tokens": [tok("cnic", "a"), *([tok("pnr", pnr)] if pnr else [])]}
    return entry(event, [party], trip=trip(), **fields)


@pytest.mark.parametrize(
    ("other", "apart"),
    [
        ({"kind": "checkin"}, 1),
        ({"kind": "booking"}, 1),
        ({"kind": "checkin", "pnr": "p2"}, 2),
        ({"kind": "checkin", "pnr": ""}, 2),
        ({"kind": "checkin", "observations": ["spoken-for"]}, 2),
        ({"kind": "checkin", "document": {"mrz_valid": False}}, 2),
        ({"kind": "offload"}, 2),
        ({"kind": "booking", "partner": "bank-chinar", "sector": "bank", "pnr": ""}, 2),
    ],
)
def test_a_second_event_of_a_booking_is_another_observation_only_if_somebody_looked(
    other: dict[str, Any], apart: int
) -> None:
    found = observations((seen("e1"), seen("e2", **other)))
    assert len(found) == apart
    assert [entry.event for entries in found.values() for entry in entries] == [
        "air-nilkanth/e1",
        f"{other.get('partner', 'air-nilkanth')}/e2",
    ]
