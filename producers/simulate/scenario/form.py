"""The form of a scenario file: whom it casts, how they travel, which reports tell of it, and what is right to say of it."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from producers.simulate.scenario.ranges import Days, DaysAfter, People, Times, Years
from schemas.codes import Sector, Sex
from schemas.facts import Kind
from schemas.places import District
from schemas.report import Identity
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.truth import Label

Share = Annotated[float, Field(ge=0, le=1)]
Name = Annotated[str, Field(pattern="^[a-z][a-z0-9-]{0,39}$")]

SECTOR_OF = {
    Kind.BOOKING: Sector.AIRLINE,
    Kind.CHECKIN: Sector.AIRLINE,
    Kind.OFFLOAD: Sector.AIRLINE,
    Kind.SEGMENT: Sector.AIRLINE,
    Kind.TRANSACTION: Sector.BANK,
    Kind.ACCOUNT_OPENING: Sector.BANK,
    Kind.ACCOUNT_REVIEW: Sector.BANK,
    Kind.REGISTRATION: Sector.RECRUITER,
    Kind.CONTRACT: Sector.RECRUITER,
    Kind.FEE: Sector.RECRUITER,
    Kind.ADVERT: Sector.RECRUITER,
    Kind.COMPLAINT: Sector.RECRUITER,
    Kind.RETURN: Sector.RECRUITER,
}
"""Which sector tells of what; an observation says its own."""

MOST = 90
"""People and companies of one cast: a telling has a hundred numbers, and those of two tellings must not meet."""

FIELDS = (
    "cnic",
    "passport",
    "phones",
    "iban",
    "card",
    "device",
    "document",
    "address",
    "permission",
    "name",
    "birth_date",
    "emails",
)
"""What `also` can put into an identity."""


class Form(BaseModel):
    """Closed: a word that is not known is an error and not a silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Watch(Form):
    """How much a sector sees."""

    at_all: Share = 1.0
    """Chance that it sees anything of one case; when not, the whole sector is missing."""
    each: Share = 1.0
    """Chance of each report when it sees the case."""


class Actor(Form):
    """Someone or something in the cast."""

    what: Literal["person", "agency", "promoter", "employer", "company"] = "person"
    """`agency`, `promoter` and `employer` are honest ones of the country, with all their other clients; `company` is one of
    this case alone, without a licence."""
    count: People = (1, 1)
    """How many, between two numbers, both included."""
    sex: Annotated[tuple[Sex, ...], Field(min_length=1)] = (Sex.MALE,)
    """One of these each; a word given twice comes twice as often."""
    age: Years = (22, 40)
    districts: tuple[District, ...] = ()
    """One of these for all of them; any when absent."""
    family: Name = "own"
    """`own`: each another; `one`: all the same; or the actor whose family it is."""
    roof: Name = "own"
    """Likewise for the address."""
    phone: Name = "own"
    """Likewise for the phone. For a `company`: the actor who answers."""
    nationality: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "PAK"
    name: str = ""
    """Title of a company; {number} becomes a number."""
    licence: bool = False
    """A `company` that has a promoter's licence number (cancelled or not: `job.licence` says)."""
    about: Subject | None = None
    """What an alert on it may be about. Absent: an alert on it is wrong."""

    @model_validator(mode="after")
    def _titled(self) -> "Actor":
        if set("{}") & set(self.name.replace("{family}", "").replace("{number}", "")):
            raise ValueError("name takes {family} and {number} in braces, and nothing else")
        return self


class Journey(Form):
    """Who flies when. The fields in `trip` are those of a report's trip."""

    of: Annotated[tuple[Name, ...], Field(min_length=1)]
    """Those who travel."""
    way: Literal["together", "apart"] = "together"
    """`apart`: each of the first actor on a journey of his own, the others with every one of them."""
    party_of: Annotated[int, Field(ge=1, le=40)] = 40
    """Largest number on one booking; more make further bookings on the same flight."""
    departs: Days = (0, 0)
    """Days after the anchor of the case; each journey of those apart at its own time."""
    origin: Annotated[tuple[str, ...], Field(min_length=1)]
    destination: Annotated[tuple[str, ...], Field(min_length=1)]
    back_after: DaysAfter | None = None
    """Days until the return; absent: one-way."""
    trip: Mapping[str, Any] = {}


class Present(Form):
    """A party of a report."""

    who: Name
    role: Role
    written: Literal["", "passenger", "customer", "counterparty", "candidate", "known", "contact"] = ""
    """How the desk writes them; absent: as the sector does for this role."""
    also: Mapping[str, Name] = {}
    """Identity fields on top: `self`, or the actor whose identifier it is."""
    without: tuple[str, ...] = ()
    """Identity fields left out."""
    older: Annotated[int, Field(ge=-40, le=40)] = 0
    """Years added to the age: a birth date that was altered."""
    all: bool = False
    """In a report for each of an actor: all of this one rather than the one who is meant."""
    chance: Share = 1.0
    """Chance that the desk writes this party down at all: who paid for a ticket is known at the counter that took the money only."""

    @model_validator(mode="after")
    def _fields(self) -> "Present":
        for field in self.also:
            if field not in FIELDS:
                raise ValueError(f"also: {field!r} is no field that can be added; known are {', '.join(FIELDS)}")
        for field in self.without:
            if field not in Identity.model_fields:
                raise ValueError(f"without: {field!r} is no field of an identity, see docs/reports.md")
        return self


class Line(Form):
    """A line of the timeline: one report, or several."""

    kind: Kind
    sector: Sector | None = None
    """For an observation."""
    journey: Name | None = None
    """A report for each booking of this journey: an airline's tells of the trip, others' are only timed by it."""
    each: Name | None = None
    """A report for each of this actor."""
    times: Times = (1, 1)
    """So often, between two numbers."""
    days: Days = (0, 0)
    """When: days after the departure of the journey, or after the anchor; negative is before."""
    chance: Share = 1.0
    """Chance that it happens at all."""
    tells: bool = True
    """False: ordinary by itself. Only reports that tell count for whether the case could be detected."""
    desk: Literal["one", "any"] = "one"
    """`any`: whichever partner of the sector; `one`: that of the customer, promoter or airline."""
    parties: Annotated[tuple[Present, ...], Field(min_length=1, max_length=20)]
    trip: Mapping[str, Any] = {}
    transaction: Mapping[str, Any] = {}
    account: Mapping[str, Any] = {}
    job: Mapping[str, Any] = {}
    document: Mapping[str, Any] = {}
    observations: Any = ()
    against: Any = ()

    @model_validator(mode="after")
    def _about_somebody(self) -> "Line":
        if self.parties[0].chance < 1:
            raise ValueError("parties: the first one is whom the report is about, so it takes no chance")
        return self


class Scenario(Form):
    """A file."""

    id: Annotated[str, Field(pattern="^[a-z][a-z0-9-]{1,63}$")]
    label: Literal[Label.CASE, Label.LOOK_ALIKE]
    story: Annotated[str, Field(min_length=20)]
    source: Annotated[str, Field(min_length=3)]
    typologies: tuple[Typology, ...] = ()
    like: str = ""
    """For a look-alike: the case it looks like."""
    slips: Mapping[Literal["name", "document", "birth", "phone", "missing"], Share] = {}
    """How often desks write these wrongly; absent: as everywhere."""
    sees: Mapping[Sector, Watch] = {}
    draw: Mapping[Name, Any] = {}
    """What chance decides once for the whole telling; `"$name"` stands for it in the fields of journeys and reports."""
    cast: Annotated[Mapping[Name, Actor], Field(min_length=1)]
    journey: Mapping[Name, Journey] = {}
    report: Annotated[tuple[Line, ...], Field(min_length=1, max_length=60)]

    @model_validator(mode="after")
    def _whole(self) -> "Scenario":
        people = {name: actor for name, actor in self.cast.items() if actor.what == "person"}
        for name, journey in self.journey.items():
            _known(journey.of, people, f"journey.{name}.of")
        for place, line in enumerate(self.report):
            _known([party.who for party in line.parties], self.cast, f"report.{place}.parties")
            _known([line.each] if line.each else [], people, f"report.{place}.each")
            _known([line.journey] if line.journey else [], self.journey, f"report.{place}.journey")
            if line.sector is None and line.kind not in SECTOR_OF:
                raise ValueError(f"report.{place}.sector: say which sector tells of a report of kind {line.kind}")
        for name, actor in self.cast.items():
            borrowed = {actor.family, actor.roof, actor.phone} - {"own", "one"}
            _known(sorted(borrowed), people, f"cast.{name}")
        own = sum(actor.count[1] for actor in people.values()) + sum(a.what == "company" for a in self.cast.values())
        if own > MOST:
            raise ValueError(f"cast: {own} people and companies of its own; at most {MOST} have numbers")
        if self.label is Label.CASE and not self.typologies:
            raise ValueError("typologies: a case names at least one")
        if self.label is Label.CASE and self.like:
            raise ValueError("like: a case is like no other; only a look-alike says which case it looks like")
        if not any(actor.about for actor in self.cast.values()):
            raise ValueError("cast: at least one actor says `about`, possible-victim or facilitator")
        return self


def fault(error: ValidationError) -> str:
    """The first field that is wrong, and why, in one line: `trip.origin: not an IATA airport code; write for example ISB`."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    why = first["msg"].removeprefix("Value error, ")
    return f"{where}: {why}" if where else why


def _known(names: Any, among: Mapping[str, Any], where: str) -> None:
    for name in names:
        if name not in among:
            raise ValueError(f"{where}: {name!r} is nowhere defined as that; known are {', '.join(sorted(among))}")
