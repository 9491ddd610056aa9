"""When a partner is called silent, held against simulated traffic that is real enough to be uneven."""

import math
import random
from itertools import pairwise

import pytest

from deploy.watch.silence import (
    DAY,
    HOUR,
    MOST_UNEVEN,
    OLDEST,
    WEEK,
    Past,
    chance_of_so_few,
    comparable,
    dispersion,
    verdict,
)

NOW = 1_764_000_000.0
"""Some hour; only distances count."""


def traffic(rate: float, *, weeks: float = 4, seed: int = 1, until: float = NOW) -> Past:
    """Events an hour as a Poisson process that is three times as busy by day as by night, and half as busy at week's end."""
    chance, past, at = random.Random(seed), Past(), NOW - weeks * WEEK
    while at < until:
        busy = 1.5 if (at % DAY) < DAY / 2 else 0.5
        at += chance.expovariate(rate / HOUR * busy * (0.5 if (at % WEEK) > 5 * DAY else 1.0))
        past.add(at)
    return past


def test_a_partner_that_goes_on_as_ever_is_not_silent() -> None:
    past = traffic(120)
    verdicts = [verdict(past, NOW - HOUR * back) for back in range(1, 336)]
    assert all(found is not None for found in verdicts)
    assert sum(found.silent for found in verdicts if found is not None) == 0


def test_a_partner_that_stops_is_silent_within_the_hour() -> None:
    stopped = traffic(120, until=NOW - 0.75 * HOUR)
    found = verdict(stopped, NOW)
    assert found is not None
    assert found.silent
    assert found.window == HOUR
    assert found.seen < found.expected / 2


def test_a_partner_at_half_its_volume_is_silent_if_it_is_large_enough_to_tell() -> None:
    past = traffic(400)
    kept = [at for number, at in enumerate(past.times) if at < NOW - HOUR or number % 2]
    found = verdict(Past(kept), NOW)
    assert found is not None
    assert found.silent


def test_a_small_partner_is_judged_by_a_longer_window() -> None:
    quiet = verdict(traffic(1), NOW)
    assert quiet is not None
    assert quiet.window >= 6 * HOUR
    assert not quiet.silent
    stopped = verdict(traffic(1, until=NOW - 2 * DAY), NOW)
    assert stopped is not None
    assert stopped.silent


def test_the_night_is_held_against_nights() -> None:
    past = traffic(120)
    night = NOW - NOW % DAY + 0.9 * DAY - DAY
    found = verdict(past, night)
    assert found is not None
    assert found.expected < 100
    assert not found.silent


def test_a_new_partner_is_not_judged_before_it_has_a_history() -> None:
    assert verdict(Past(), NOW) is None
    assert verdict(traffic(120, weeks=0.1), NOW) is None
    assert comparable(traffic(120, weeks=0.6), NOW, HOUR)
    assert len(comparable(traffic(120, weeks=4), NOW, HOUR)) == 3


def test_one_earlier_outage_does_not_hide_the_next_one() -> None:
    past = traffic(240, until=NOW - 0.9 * HOUR)
    hole = (NOW - WEEK - HOUR, NOW - WEEK)
    found = verdict(Past([at for at in past.times if not hole[0] < at <= hole[1]]), NOW)
    assert found is not None
    assert found.silent


@pytest.mark.parametrize(("seen", "mean"), [(0, 10.0), (3, 10.0), (10, 10.0), (25, 60.0), (640, 699.0), (640, 705.0)])
def test_the_chance_is_that_of_the_poisson_distribution(seen: int, mean: float) -> None:
    exact = math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(seen + 1))
    assert chance_of_so_few(seen, mean, 1.0) == pytest.approx(exact, rel=0.15)


def test_uneven_traffic_needs_more_silence_before_it_is_called_so() -> None:
    assert dispersion([100, 100, 100]) == 1.0
    assert dispersion([40, 100, 160, 100, 30]) == MOST_UNEVEN
    assert chance_of_so_few(50, 100.0, 1.0) < chance_of_so_few(50, 100.0, 5.0)


def test_times_in_any_order_are_kept_sorted_and_the_old_is_forgotten() -> None:
    past = Past()
    for at in (5.0, 1.0, 3.0, OLDEST + 4.0):
        past.add(at)
    assert all(one <= other for one, other in pairwise(past.times))
    assert past.count(5.0, 2.0) == 1
    past.forget(4.0)
    assert past.times == [5.0, OLDEST + 4.0]


@pytest.mark.slow
def test_how_often_it_errs_and_how_soon_it_notices_is_what_docs_watch_says(capsys: pytest.CaptureFixture[str]) -> None:
    verdicts = [
        found
        for seed in range(12)
        for rate in (5, 30, 120, 400)
        for past in [traffic(rate, seed=seed)]
        for back in range(1, 336, 2)
        if (found := verdict(past, NOW - HOUR * back)) is not None
    ]
    wrong = sum(found.silent for found in verdicts)
    noticed = {rate: _noticed(rate) for rate in (400, 120, 30, 5, 1)}
    with capsys.disabled():
        print(f"\n{wrong} of {len(verdicts)} called silent wrongly; noticed after minutes: {noticed}")
    assert (wrong, len(verdicts)) == (2, 8064)
    assert noticed == {400: 30, 120: 35, 30: 60, 5: 310, 1: 1225}


def _noticed(rate: float) -> int | None:
    """Minutes from a partner's last event until it is called silent."""
    stop = NOW - 3 * DAY
    past = traffic(rate, until=stop)
    minutes = range(0, 3 * 1440, 5)
    return next((m for m in minutes if (found := verdict(past, stop + m * 60)) is not None and found.silent), None)
