"""What was planned and showed nothing is counted, with the reason."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from producers.simulate.nation.land import Land
from producers.simulate.numbering import Numbering
from producers.simulate.planting import Planted, Untold, plant
from producers.simulate.scenario.play import Silence
from producers.simulate.scenario.read import read
from schemas.codes import Sector
from schemas.truth import Label
from tests.producers.simulate.test_scenarios import SMALL, written

END = datetime(2026, 11, 23, tzinfo=UTC)
BLIND = SMALL.replace("[cast.payer]", "[sees]\nairline = { at_all = 0.0 }\n\n[cast.payer]")
NEVER = SMALL.replace("days = [-4, -1]", "days = [-4, -1]\nchance = 0.0")


def planted(folder: Path, text: str, days: int = 60) -> Planted:
    land = Land(1, END - timedelta(days=days), END, 100)
    desks = dict.fromkeys(Sector, ("one",))
    return plant([read(written(folder, text))], land, Numbering(1, END), desks, 3, 3)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (BLIND, Silence.UNSEEN),
        (SMALL.replace("days = [-4, -1]", "days = [-300, -290]"), Silence.OUTSIDE),
        (SMALL.replace('way = "apart"', "departs = [200, 300]"), Silence.OUTSIDE),
        (NEVER, Silence.NOTHING),
        (BLIND.replace("days = [-4, -1]", "days = [-300, -290]"), Silence.OUTSIDE),
    ],
)
def test_a_planned_case_that_shows_nothing_is_counted_with_the_reason(tmp_path: Path, text: str, why: Silence) -> None:
    made = planted(tmp_path, text)
    assert made.untold == (Untold("two-strangers", Label.CASE, why, 3),)
    assert not made.sent
    assert not made.truth


def test_planned_is_what_shows_and_what_does_not(tmp_path: Path) -> None:
    """A sector that sees it once in thirty tellings: some of three cases are told within the twenty tries, others not."""
    rare = SMALL.replace("[cast.payer]", "[sees]\nairline = { at_all = 0.03 }\n\n[cast.payer]")
    made = planted(tmp_path, rare)
    assert 0 < len(made.truth) < 3
    assert len(made.truth) + sum(one.planned for one in made.untold) == 3


def test_what_is_seen_in_part_is_not_counted(tmp_path: Path) -> None:
    made = planted(tmp_path, SMALL)
    assert len(made.truth) == 3
    assert made.untold == ()
