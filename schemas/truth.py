"""Truth: what a labelled stream of reports is known to hold. Made by whoever made the reports, never read by the scorer."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from schemas.codes import Country, Moment, Sector, Sex
from schemas.errors import WrongField
from schemas.evidence import EventId, PartnerId
from schemas.record import Record
from schemas.report import Identity
from schemas.rulepack import Subject, Typology


class Label(StrEnum):
    """What a truth record speaks of."""

    CASE = "case"
    """Planted: an alert on one of its subjects is right."""
    LOOK_ALIKE = "look-alike"
    """Innocent, and told to look like a case: an alert on one of its subjects is wrong."""
    PERSON = "person"
    """Innocent and ordinary, with the groups it belongs to: only for counting how groups of people fare."""


class TrueSubject(Record):
    """Somebody or something, in clear, whom an alert may be about."""

    about: Subject
    """Whether an alert about it as a possible victim, or as a facilitator, is right."""
    identities: Annotated[tuple[Identity, ...], Field(min_length=1, max_length=16)]
    """Every identifier that the reports may show of it, in any spelling: they are normalised as those of reports are."""


class ReportRef(Record):
    """One report of the stream."""

    partner: PartnerId
    id: EventId


class Group(Record):
    """To which groups a person belongs. What is absent is taken from the reports, or not compared."""

    sex: Sex | None = None
    age: Annotated[int, Field(ge=0, le=120)] | None = None
    nationality: Country | None = None
    province: Annotated[str, Field(min_length=2, max_length=40)] | None = None


class Truth(Record):
    """One line of a truth file."""

    label: Label
    id: Annotated[str, Field(pattern="^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
    """Unique in the file; for a case its case id."""
    scenario: Annotated[str, Field(pattern="^[a-z][a-z0-9-]{1,63}$")] = "ordinary-life"
    """Which pattern it follows, such as `umrah-begging-group`: recall is counted by it."""
    typologies: tuple[Typology, ...] = ()
    subjects: Annotated[tuple[TrueSubject, ...], Field(min_length=1, max_length=200)]
    reports: Annotated[tuple[ReportRef, ...], Field(max_length=2000)] = ()
    """Every report that tells of it. A case or look-alike has at least one."""
    sectors: tuple[Sector, ...] = ()
    """Sectors that saw something of it; absent: those of `reports`."""
    departs_at: Moment | None = None
    """First departure of a possible victim, for the lead time; absent where nobody flies."""
    group: Group | None = None
    """For `person`."""
    detectable: bool = True
    """False: so little of it was reported that nobody could tell. It is listed, and does not count for recall."""

    @model_validator(mode="after")
    def _tells_where(self) -> "Truth":
        if self.label is not Label.PERSON and not self.reports:
            raise WrongField("reports", "a case or look-alike names the reports that tell of it; name at least one")
        return self
