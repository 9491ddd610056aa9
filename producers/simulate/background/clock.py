"""When things happen: local hours of counters, branches and offices."""

from datetime import datetime, timedelta
from random import Random

from schemas.codes import Sector

HOURS: dict[Sector, tuple[int, ...]] = {
    Sector.AIRLINE: (6, 5, 4, 4, 4, 5, 6, 7, 8, 9, 9, 9, 8, 8, 8, 9, 9, 9, 9, 9, 9, 9, 8, 7),
    Sector.BANK: (1, 1, 1, 1, 1, 1, 2, 4, 7, 14, 16, 16, 15, 10, 14, 14, 12, 7, 6, 6, 5, 4, 3, 2),
    Sector.RECRUITER: (0, 0, 0, 0, 0, 0, 0, 1, 3, 10, 14, 14, 12, 6, 10, 12, 12, 8, 3, 1, 0, 0, 0, 0),
}
"""How busy each hour of the local day is."""


def moment(rng: Random, now: datetime, sector: Sector) -> datetime:
    """A moment of the last 24 hours at which this sector works. `now` is local."""
    busy = HOURS[sector]
    top = max(busy)
    while True:
        found = now - timedelta(seconds=rng.randrange(60, 86_400))
        if rng.random() * top < busy[found.hour]:
            return found
