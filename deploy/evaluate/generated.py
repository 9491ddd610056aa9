"""A stream made for the evaluation: a season of `producers.simulate.season` in two files."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from deploy.ending import ending
from producers.simulate.feed import to_line
from producers.simulate.planting import NoSeason
from producers.simulate.season import season
from schemas.errors import Misconfigured
from schemas.partner import PartnerTable


class Wanted(NamedTuple):
    """Which season."""

    seed: int
    journeys: int
    days: int
    end: str
    """ISO 8601 with an offset; empty: midnight before now, UTC."""
    cases: int | None
    """None: one in 10,000 journeys."""


def generated(
    folder: Path, wanted: Wanted, partners: PartnerTable, told: Callable[[int], None] = lambda lines: None
) -> tuple[str, str]:
    """Write reports.ndjson and truth.ndjson into the folder, and say where. Raises Misconfigured for a season that cannot be."""
    try:
        made = season(
            wanted.seed,
            ending(wanted.end, datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)),
            tuple(partners.partners.values()),
            journeys=wanted.journeys,
            days=wanted.days,
            cases=wanted.cases,
        )
    except NoSeason as error:
        raise Misconfigured(f"--{error.about}", str(error), "see raabta evaluate --help") from None
    reports, truth = folder / "reports.ndjson", folder / "truth.ndjson"
    with reports.open("wb") as file:
        for number, planned in enumerate(made.reports, 1):
            file.write(to_line(planned))
            told(number)
    with truth.open("wb") as file:
        for record in made.truth:
            file.write(record.model_dump_json(exclude_none=True, exclude_defaults=True).encode() + b"\n")
    return str(reports), str(truth)
