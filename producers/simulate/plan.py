"""What a simulated day is made of: drafts of reports, planned reports, and cases with what is expected of them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any, Literal, NamedTuple

from schemas.alert import Priority
from schemas.codes import Sector
from schemas.report import Report
from schemas.rulepack import Subject

PAKISTAN = timezone(timedelta(hours=5))
YEARS = range(2000, 2100)
"""In which simulated time may end: births before it and journeys after it are dates too."""

Moments = Callable[[], datetime]


class Draft(NamedTuple):
    """A report without its id and partner: both are given when the whole day is in order."""

    sector: Sector
    desk: int
    """Which partner of the sector, counted round."""
    at: datetime
    fields: Mapping[str, Any]
    case: str | None = None


class Planned(NamedTuple):
    """A report on its way to a partner's feed."""

    partner_id: str
    report: Report
    case: str | None
    """The planted case or look-alike it belongs to; None for ordinary life. No partner knows this."""


class Case(NamedTuple):
    """A planted case or a look-alike, and what an honest scorer makes of it."""

    id: str
    story: str
    expect: Literal["alert", "quiet"]
    about: Subject | None
    """Whom the alert is about; None when there should be none."""
    key: tuple[str, str]
    """Kind and raw value of an identifier that the alert's subject or aliases must include."""
    sectors: tuple[Sector, ...]
    """Who holds a piece of it."""
    min_priority: Priority | None = None
    """The alert is at least as urgent."""
    indicators: tuple[str, ...] = ()
    """Ids of the domain facts that the story was written from; a scorer should name them."""


class Expected(NamedTuple):
    """What a story says about itself; with its name and docstring it becomes a `Case`."""

    key: tuple[str, str]
    about: Subject | None = None
    min_priority: Priority | None = None
    indicators: tuple[str, ...] = ()


def sectors_of(drafts: Sequence[Draft]) -> tuple[Sector, ...]:
    """The sectors that hold a piece, in order of name."""
    return tuple(sorted({draft.sector for draft in drafts}))
