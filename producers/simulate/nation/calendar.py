"""When people of a season travel and when desks work: Ramadan, holidays, local hours."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random

from producers.simulate.background.clock import HOURS
from schemas.codes import Sector

RAMADAN = date(2024, 3, 11)
"""First day of Ramadan 1445 in Pakistan's neighbourhood; later ones follow by the mean length of the lunar year."""
LUNAR_YEAR = 354.367

_CUMULATED = {sector: tuple(accumulate(hours)) for sector, hours in HOURS.items()}
_ALL_HOURS: Sequence[int] = range(24)


def days_into_ramadan(day: date) -> float:
    """Days since Ramadan last began; may be a day off, as the sighting of the moon may be."""
    return (day - RAMADAN).days % LUNAR_YEAR


def pilgrimage(day: date) -> float:
    """How many go to Umrah, 1 in an ordinary week: most before and in Ramadan, few around Hajj, more in school holidays. A guess."""
    into = days_into_ramadan(day)
    if into < 30 or into > LUNAR_YEAR - 20:
        return 2.6
    if 60 < into < 105:  # the visa for Umrah is closed around Hajj
        return 0.25
    return 1.5 if day.month in (6, 7, 12) else 1.0


def labour(day: date) -> float:
    """How many leave for work: fewer in Ramadan and around Eid, more after it. A guess."""
    into = days_into_ramadan(day)
    if into < 36:
        return 0.7
    return 1.25 if into < 80 else 1.0


def study(day: date) -> float:
    """How many leave to study: before the terms of autumn and spring. A guess."""
    return 2.4 if day.month in (8, 9) else 1.6 if day.month in (1, 2) else 0.5


def at_work(rng: Random, day: datetime, sector: Sector) -> datetime:
    """A moment of this local day at which the sector works. `day` is any moment of it, with a zone."""
    hour = rng.choices(_ALL_HOURS, cum_weights=_CUMULATED[sector])[0]
    second = int(rng.random() * 3600)
    return day.replace(hour=hour, minute=second // 60, second=second % 60, microsecond=0)


def take_off(rng: Random, day: datetime) -> datetime:
    """A departure on this local day, on a full five minutes."""
    return day.replace(hour=int(rng.random() * 24), minute=int(rng.random() * 12) * 5, second=0, microsecond=0)


def later(moment: datetime, days: float) -> datetime:
    """So many days after."""
    return moment + timedelta(days=days)
