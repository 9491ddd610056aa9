"""Ordinary lives of a season. Reading `LIVES` is reading what a season is made of."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from producers.simulate.nation import calendar
from producers.simulate.nation.lives import labour, money, travel
from producers.simulate.nation.tale import Tale


class Life(NamedTuple):
    """A kind of episode."""

    tell: Callable[[Tale], None]
    often: float
    """Out of all together, in an ordinary week."""
    season: Callable[[date], float] = lambda _: 1.0


LIVES = (
    Life(labour.migrant, 30, calendar.labour),
    Life(labour.returning, 8, calendar.labour),
    Life(travel.pilgrims, 15, calendar.pilgrimage),
    Life(travel.visitor, 16),
    Life(travel.student, 4, calendar.study),
    Life(travel.trader, 6),
    Life(travel.residents, 10),
    Life(travel.joins_husband, 4),
    Life(travel.lone_minor, 0.5),
)
"""Episodes in which somebody flies."""

STAYING = (
    Life(labour.job_seeker, 12),
    Life(labour.homecomer, 5),
    Life(labour.advert, 1.5),
    Life(money.salaried, 10),
    Life(money.household, 10),
    Life(money.remittance, 10),
    Life(money.shop, 4),
    Life(money.opening, 4),
)
"""Episodes in which nobody does."""
