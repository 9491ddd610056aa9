"""Alert: a subject that crossed the line, versioned, with every reason for and against it."""

from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Annotated

from pydantic import Field

from schemas.codes import (
    Airport,
    Carrier,
    Country,
    Flight,
    InformationGrade,
    Moment,
    Sector,
    Sex,
    SourceGrade,
    TrafficLight,
)
from schemas.evidence import EvidenceRef, PartnerId
from schemas.facts import Benign
from schemas.record import Record
from schemas.role import Role
from schemas.rulepack import Strength, Subject, Typology
from schemas.sighting import MAX_HOPS
from schemas.token import Token, TokenKind

AlertId = Annotated[str, Field(pattern="^[0-9a-f]{32}$", description="Subject + episode, hashed")]


class Priority(StrEnum):
    """Follows the clock (domain 5.2): P1 flies within 12 h, or a child, or harm seen; P2 within 72 h; P3 otherwise."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"


class Status(StrEnum):
    """Where an alert stands."""

    OPEN = "open"
    MERGED = "merged"
    """The same person is now known under a better token; follow `merged_into`."""
    WITHDRAWN = "withdrawn"
    """What came later answers a sign that rested on something missing; what is left is not enough. Nothing to decide."""


class Line(StrEnum):
    """Which line the signs of an alert reach (`lines` of the rule pack)."""

    RAISED = "raised"
    """The published one, for whoever it is about."""
    CHILD = "child"
    """The lower one for a possible victim under 18."""
    KEPT = "kept"
    """The lower one for an alert that was raised before and stays open."""


class Unused(StrEnum):
    """Why a sign that fired does not count towards the line."""

    OUTWEIGHED = "outweighed"
    """Reasons against leave nothing of it."""
    SAME_THING = "same-thing"
    """It measures what another sign measures that counts."""
    SAME_EVENT = "same-event"
    """It rests on observations that the signs which count need: it is no independent sign."""
    COMMON = "common"
    """So many innocent people show it that it completes no combination."""
    TAKEN_BACK = "taken-back"
    """What came later answers it, or corrects a report that it rested on."""


class Hit(Record):
    """An indicator that fired."""

    indicator: str
    """Id, as in rules.toml and docs/indicators.md."""
    strength: Strength
    """As the rule pack grades it."""
    counted: Strength | None = None
    """As it counts here, after reasons against; None when they outweigh it."""
    sentence: str
    """Why, in plain words, without identities."""
    sentence_ur: str = ""
    """The same in Urdu."""
    unused: Unused | None = None
    """Why it does not count towards the line; None: it counts."""
    beside: tuple[str, ...] = ()
    """Ids of the signs that count in its place."""
    source_grade: SourceGrade | None = None
    """Europol 4x4: how far the best source of its evidence is trusted."""
    information_grade: InformationGrade | None = None
    """Europol 4x4: the best grade of the information, after corroboration by other partners."""
    source: str
    """Who published this indicator."""
    profile: bool = False
    """Only describes who someone is: weak, capped, never decisive."""
    evidence: Annotated[tuple[EvidenceRef, ...], Field(min_length=1)]

    @property
    def counts(self) -> bool:
        """Something is left of it, and it goes towards the line: without that it neither raised the alert nor keeps it."""
        return self.counted is not None and self.unused is None


class Against(Record):
    """A reason against, with what it answers."""

    reason: Benign
    sentence: str
    answers: tuple[str, ...]
    """Ids of the indicators it lowers by one step."""
    evidence: tuple[EvidenceRef, ...]


class Journey(Record):
    """A trip that the clock runs for."""

    carrier: Carrier
    flight: Flight
    origin: Airport
    origin_country: Country | None = None
    destination: Airport
    destination_country: Country | None = None
    departs_at: Moment


class Linked(Record):
    """Another token that the evidence shows together with the subject."""

    token: Token
    role: Role
    events: Annotated[int, Field(ge=1)]
    """In how many of the evidence events."""
    shows_signs: bool = False
    """Of a facilitator's alert: this person shows a sign of a possible victim, and is to be helped first."""


class Join(Record):
    """An edge of the small graph that an alert is: evidence that one key brought to the subject. It names nobody: the keys
    themselves are among `subject` and `aliases`."""

    kind: TokenKind
    """What kind of key the events show."""
    through: TokenKind | None = None
    """The kind of alias that the subject was shown with; None: the events show the subject itself."""
    hops: Annotated[int, Field(ge=0, le=MAX_HOPS)]
    """Aliases between that key and the subject."""
    partners: Annotated[tuple[PartnerId, ...], Field(min_length=1)]
    """Who saw it; `evidence` tells their sectors."""
    events: Annotated[int, Field(ge=1)]
    shown_by: tuple[PartnerId, ...] = ()
    """Who showed the alias beside the subject; empty at hops 0."""
    confidence: Annotated[float, Field(ge=0, le=1)]
    """How sure it is that both are one person; 1 at hops 0."""
    conflicting: bool = False
    """Other evidence of the subject contradicts: another name and birth date, or another CNIC."""


class Alert(Record):
    """One version of one alert. Raabta ranks what people should look at; it decides nothing about anyone."""

    id: AlertId
    version: Annotated[int, Field(ge=1)]
    status: Status = Status.OPEN
    merged_into: Token | None = None
    about: Subject
    subject: Token
    aliases: tuple[Token, ...] = ()
    """Other tokens of the same person."""
    episode: Annotated[int, Field(ge=1)]
    """Counts the alerts on this subject that are apart in time."""
    priority: Priority
    decide_by: Moment
    rank: Annotated[float, Field(ge=0)]
    """Evidence total that never saturates: strength x recency x grades x observations x independent sectors and partners."""
    combination: str
    """Which combination was met, such as `1 strong + 1 moderate`."""
    line: Line = Line.RAISED
    """Which line that is."""
    typologies: tuple[Typology, ...]
    sectors: tuple[Sector, ...]
    hits: Annotated[tuple[Hit, ...], Field(min_length=1)]
    against: tuple[Against, ...] = ()
    child: bool = False
    """A child: the possible victim, or for a facilitator one of those whom its signs are about."""
    may_be_victim: bool = False
    """A facilitator who also shows signs of a possible victim: is perhaps made to do it."""
    age: int | None = None
    sex: Sex | None = None
    harm_seen: bool = False
    journeys: tuple[Journey, ...] = ()
    linked: tuple[Linked, ...] = ()
    joins: tuple[Join, ...] = ()
    """Which key brought which evidence here, nearest first."""
    evidence: Annotated[tuple[EvidenceRef, ...], Field(min_length=1)]
    first_seen: Moment
    last_seen: Moment
    """Newest event time in the evidence; every age in this alert is counted from here."""
    published: Annotated[int, Field(ge=0)]
    """When the event that caused this version was published, or the departure came near that did (`by_clock`), milliseconds since
    1970: the start of the end-to-end latency."""
    by_clock: bool = False
    """Nothing was reported: a departure has come within 72 or 12 hours, so that this version is more urgent than the one before."""
    handling: TrafficLight
    rule_pack: str
    """Version of the rules that made it."""
    capped: bool = False
    """True: this subject met so many others that older evidence was dropped (hub brake)."""


def alert_id(about: Subject, subject: str, episode: int) -> str:
    """The same subject and episode always give the same id, whoever computes it and however often."""
    return blake2b(f"{about}|{subject}|{episode}".encode(), digest_size=16).hexdigest()


def as_taken(alert: Alert) -> tuple[Priority, float, datetime, bool, str]:
    """Sorts alerts as an officer takes them: the clock, then the evidence, then the deadline, children first. No two tie."""
    return alert.priority, -alert.rank, alert.decide_by, not alert.child, alert.id


def hours_left(alert: Alert, now: datetime) -> float:
    """Hours until the decision is due; negative when it is overdue."""
    return (alert.decide_by - now).total_seconds() / 3600
