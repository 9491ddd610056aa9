"""The programme of the rehearsal."""

from pathlib import Path

import pytest

from deploy.rehearsal.faults import FAULTS, named
from deploy.rehearsal.storm import BLOWS, programme
from schemas.errors import Misconfigured

PAGE = Path(__file__).parents[3] / "docs" / "rehearsal.md"
PARTS = ["worker-1", "worker-2", "consumers", "broker-1", "broker-2", "broker-3"]


def test_faults_are_played_in_the_order_of_the_programme_whatever_order_they_are_named_in() -> None:
    assert [fault.name for fault in named(["mail-away", "worker-killed"])] == ["worker-killed", "mail-away"]
    assert named([]) == FAULTS


def test_an_unknown_fault_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Misconfigured, match=r"no fault meteor.*worker-killed"):
        named(["meteor"])


def test_every_fault_stands_on_the_page_with_what_came_of_it() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [fault.name for fault in FAULTS if f"| `{fault.name}` |" not in page] == []


def test_a_storm_strikes_every_part_in_every_way_before_it_begins_again() -> None:
    dealt = programme(PARTS)
    assert len(dealt) == len(set(dealt)) == len(PARTS) * len(BLOWS)
    assert {part for part, _ in dealt[: len(PARTS)]} == set(PARTS)
