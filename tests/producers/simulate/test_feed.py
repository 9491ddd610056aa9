"""A day leaves as lines, at a pace."""

from datetime import datetime
from itertools import islice

from producers.protect.protection import read_report
from producers.simulate.day import day
from producers.simulate.feed import pace, to_ndjson
from schemas.partner import PartnerTable


def test_a_line_reads_back_as_the_same_report(now: datetime, table: PartnerTable) -> None:
    for planned in islice(day(3, now, tuple(table.partners.values()), 0), 100):
        line = to_ndjson(planned)
        assert line.endswith(b"}\n")
        assert line.count(b"\n") == 1
        assert read_report(line) == planned.report


class Watch:
    """A clock that moves when somebody sleeps or works."""

    def __init__(self) -> None:
        self.time = 50.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


def test_reports_leave_at_the_pace_asked_for() -> None:
    watch = Watch()
    taken = [watch.time for _ in pace(range(11), 10, lambda: watch.time, watch.sleep)]
    assert len(taken) == 11
    assert abs(taken[-1] - taken[0] - 1.0) < 1e-9


def test_a_taker_that_stalls_is_not_flooded_to_catch_up() -> None:
    watch = Watch()
    taken: list[float] = []
    for number in pace(range(100), 10, lambda: watch.time, watch.sleep):
        taken.append(watch.time)
        if number == 0:
            watch.time += 60
    burst = sum(1 for moment in taken[1:] if moment == taken[1])
    assert burst <= 12
