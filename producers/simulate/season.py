"""A season: months of ordinary life with planted cases and look-alikes among it, and the truth about them.

Reports come in the order in which they are published. Most are published when they happen; a few are late, repeated, or correct an
earlier one. Episodes are made when their time comes and forgotten when they are told, so that memory follows the number of
journeys a day and not the length of the season.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from random import Random

from producers.simulate.nation.desks import Desk
from producers.simulate.nation.episodes import episodes, people
from producers.simulate.nation.land import LONGEST, Land
from producers.simulate.nation.queue import Queue
from producers.simulate.numbering import Numbering
from producers.simulate.plan import PAKISTAN, YEARS, Planned
from producers.simulate.planting import NoSeason, Planted, Untold, plant
from producers.simulate.scenario.collection import read_all, shipped
from schemas.codes import Sector
from schemas.partner import Partner
from schemas.report import Report
from schemas.truth import Truth

MOST = 350_000
"""Journeys for which a seed has numbers."""
PER_TALE = 512
"""Ids of one episode."""
SAMPLE = 20_000
"""Ordinary people at most in the truth."""


class Season:
    """What `season` makes. `reports` may be taken once or again: it is the same every time."""

    def __init__(
        self, land: Land, desks: Mapping[Sector, Sequence[str]], planted: Planted, numbering: Numbering
    ) -> None:
        self._land, self._desks, self._planted, self._numbering = land, desks, planted, numbering

    @property
    def reports(self) -> Iterator[Planned]:
        """Every report, in order of publication."""
        queue = Queue()
        for order, one in enumerate(self._planted.sent):
            queue.put(one.published, -1 - order, one)
        desk = Desk(Random(f"{self._land.seed}/desk"))
        for tale in episodes(self._land):
            yield from self._due(queue, tale.start, desk)
            for place, told in enumerate(tale.told):
                if self._land.start <= told.at and told.published < self._land.end:
                    queue.put(told.published, tale.episode * PER_TALE + place, told)
        yield from self._due(queue, self._land.end, desk)

    @property
    def untold(self) -> tuple[Untold, ...]:
        """Scenarios that were planned and showed nothing, and why."""
        return self._planted.untold

    def _due(self, queue: Queue, until: datetime, desk: Desk) -> Iterator[Planned]:
        for order, item in queue.until(until):
            if order < 0:
                partner = self._partner(item.sector, item.desk)
                yield Planned(partner, Report.model_validate_json(item.report), item.case)
                continue
            first, named, writer = order - order % PER_TALE, order, desk
            if item.repeats is not None:
                named = first + item.repeats
                writer = Desk(Random(named))
            fields = item.fields(writer)
            if item.corrects is not None:
                fields["corrects"] = self._numbering.id(first + item.corrects)
            report = Report(id=self._numbering.id(named), **fields)
            yield Planned(self._partner(item.sector, item.desk), report, None)

    def _partner(self, sector: Sector, desk: int) -> str:
        ids = self._desks[sector]
        return ids[desk % len(ids)]

    @cached_property
    def truth(self) -> tuple[Truth, ...]:
        """Cases, look-alikes, and a sample of ordinary people whom some report is about."""
        return (*self._planted.truth, *people(self._land, SAMPLE))


def season(
    seed: int,
    end: datetime,
    partners: Sequence[Partner],
    *,
    journeys: int,
    days: int = 120,
    scenarios: Path | Sequence[Path] | None = None,
    cases: int | None = None,
    look_alikes: int | None = None,
) -> Season:
    """The season that ends at `end` (with a zone) and has about so many journeys, each of one party that travels together.

    `scenarios` are files or folders beside those that ship; of all scenarios come `cases` cases, one in 10,000 journeys if not said
    and at least one, and twice as many look-alikes. Raises NoSeason when a number cannot be, or a sector has no partner, and
    Misconfigured for a bad scenario file.
    """
    if not 1 <= journeys <= MOST:
        raise NoSeason("journeys", f"a season has from 1 to {MOST} journeys")
    if not 7 <= days <= LONGEST:
        raise NoSeason("days", f"a season has from 7 to {LONGEST} days")
    if end.tzinfo is None:
        raise NoSeason("end", "the end of a season needs a time zone")
    if end.year not in YEARS:
        raise NoSeason("end", f"a season ends in a year from {YEARS[0]} to {YEARS[-1]}")
    desks = {sector: [partner.id for partner in partners if partner.sector is sector] for sector in Sector}
    for sector, ids in desks.items():
        if not ids:
            raise NoSeason("partners", f"a season needs a partner of the sector {sector}")
    local = end.astimezone(PAKISTAN)
    land = Land(seed, local - timedelta(days=days), local, journeys)
    given = [scenarios] if isinstance(scenarios, Path) else list(scenarios or ())
    known = (*shipped(), *read_all(given, shipped()))
    numbering = Numbering(seed, local)
    count = max(1, round(journeys / 10_000)) if cases is None else cases
    alike = 2 * count if look_alikes is None else look_alikes
    return Season(land, desks, plant(known, land, numbering, desks, count, alike), numbering)
