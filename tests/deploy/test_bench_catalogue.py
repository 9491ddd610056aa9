"""The thirty that the whole catalogue is held against are there, and the measurement measures both."""

from pathlib import Path

from deploy.bench.catalogue import FIRST, measure_catalogue
from deploy.composition import compose
from deploy.settings import DeploySettings
from streams.indicators import INDICATORS


def test_the_first_thirty_are_eight_of_each_sector_and_six_across() -> None:
    assert len(set(FIRST)) == 30
    assert set(FIRST) <= {one.id for one in INDICATORS}
    assert [sum(name.startswith(letter) for name in FIRST) for letter in ("a-", "b-", "r-", "x-")] == [8, 8, 8, 6]


def test_both_sets_are_measured_over_the_same_events() -> None:
    said = measure_catalogue(compose(DeploySettings()), Path("deploy/rules.toml"), 300, 1, lambda line: None)
    assert said["indicators"] == {"thirty": 30, "whole": len(INDICATORS)}
    assert said["events"] >= 300
    assert said["cpu_us"]["thirty"] > 0
    assert said["ratio"] > 0
