"""Healthy means progress."""

from streams.progress import Progress, StageProgress


def progress(**stage: float) -> Progress:
    made = StageProgress("scoring")
    for name, value in stage.items():
        setattr(made, name, value)
    return Progress(started_at=0.0, stages=[made], member_at=100.0, assigned_at=50.0)


def test_a_worker_without_lag_is_healthy_however_long_it_has_nothing_to_do() -> None:
    assert progress(lag=0, acknowledged_at=51.0).healthy(101.0) == (True, "scoring: lag 0, 0 pending")


def test_a_worker_with_lag_is_healthy_while_it_acknowledges() -> None:
    assert progress(lag=7, acknowledged_at=90.0).healthy(101.0)[0]


def test_a_worker_with_lag_that_acknowledges_nothing_is_not_healthy() -> None:
    good, reason = progress(lag=7, acknowledged_at=60.0).healthy(101.0)
    assert not good
    assert reason == "scoring: 7 records wait and none was acknowledged for 41 s"


def test_a_worker_that_was_just_given_partitions_has_time_to_begin() -> None:
    fresh = progress(lag=7)
    fresh.assigned_at = 95.0
    assert fresh.healthy(101.0)[0]


def test_a_worker_the_group_has_not_heard_of_is_not_healthy() -> None:
    assert not progress(lag=0).healthy(140.0)[0]
