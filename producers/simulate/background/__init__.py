"""Ordinary life: what most reports are about. Reading `LIVES` is reading what a day is made of."""

from datetime import datetime
from random import Random

from producers.simulate.background import customers, travellers, workers
from producers.simulate.background.country import country
from producers.simulate.plan import Draft

LIVES = (
    (workers.migrant, 26),
    (workers.job_seeker, 12),
    (workers.homecomer, 6),
    (workers.advert, 2),
    (travellers.pilgrims, 10),
    (travellers.visitor, 10),
    (travellers.student, 4),
    (travellers.trader, 5),
    (travellers.residents, 6),
    (travellers.joins_husband, 3),
    (travellers.lone_minor, 1),
    (customers.salaried, 15),
    (customers.bills, 12),
    (customers.remittance, 12),
    (customers.shop, 6),
    (customers.opening, 5),
)
"""Each with how often it comes, out of all together."""


def ordinary(rng: Random, seed: int, now: datetime, reports: int) -> list[Draft]:
    """So many reports of ordinary life. `now` is local."""
    land = country(rng, seed, now)
    kinds, weights = zip(*LIVES, strict=True)
    found: list[Draft] = []
    while len(found) < reports:
        for life in rng.choices(kinds, weights, k=200):
            found += life(land)
    return found[: max(reports, 0)]
