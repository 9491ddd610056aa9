"""Route: who gets what (deploy/routes.toml)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from schemas.alert import Priority
from schemas.codes import Airport, Country, Sector
from schemas.evidence import PartnerId
from schemas.record import Record
from schemas.rulepack import Subject, Typology

InboxName = Annotated[str, Field(pattern="^[a-z][a-z0-9-]{1,40}$", examples=["fia-airport-isb"])]


class Profile(StrEnum):
    """How much of an alert an inbox may see (domain 4.3)."""

    FIA = "fia"
    """Everything, and may open sealed identities."""
    VICTIM_SERVICE = "victim-service"
    """Age band, sex, need and urgency; no identity, no bank sign, no suspect, no flight."""


class EmailChannel(Record):
    """Delivery by mail."""

    kind: Literal["email"] = "email"
    to: Annotated[
        tuple[Annotated[str, Field(pattern=r"^[^@\s<>,;]+@[^@\s<>,;]+$")], ...], Field(min_length=1, max_length=20)
    ]
    """Bare addresses, without names."""


class WebhookChannel(Record):
    """Delivery by a signed HTTP POST."""

    kind: Literal["webhook"] = "webhook"
    url: Annotated[str, Field(pattern="^https?://")]
    secret_env: Annotated[str, Field(pattern="^[A-Z][A-Z0-9_]+$")]
    """Name of the environment variable that holds the signing secret."""


class Inbox(Record):
    """One recipient."""

    name: InboxName
    title: str
    """Shown to people."""
    profile: Profile
    time_zone: str = "Asia/Karachi"
    """IANA name; times are shown in it."""
    alerts_a_day: Annotated[int, Field(ge=1, le=10_000)] = 20
    """The attention budget: new alerts a day that the people behind it can look into. 20 is our own default [D]. Nothing is
    held back by it: a change of the rules that would go beyond is held for a second person."""
    email: EmailChannel | None = None
    webhook: WebhookChannel | None = None


class Match(Record):
    """All named conditions must hold; each holds if any of its values does. No condition matches everything."""

    about: tuple[Subject, ...] = ()
    priority: tuple[Priority, ...] = ()
    typology: tuple[Typology, ...] = ()
    sector: tuple[Sector, ...] = ()
    indicator: tuple[str, ...] = ()
    origin: tuple[Airport, ...] = ()
    """Airport of a journey still ahead at the alert's last event."""
    destination_country: tuple[Country, ...] = ()
    child: bool | None = None
    departs_within_hours: Annotated[float, Field(gt=0)] | None = None
    min_sectors: Annotated[int, Field(ge=1, le=3)] | None = None
    partner: tuple[PartnerId, ...] = ()
    """Holds if every piece of evidence comes from one of these: an alert that rests on anybody else's too does not match."""


class Route(Record):
    """A node of the tree. Children inherit `inboxes` and `mute_reason`; the deepest match wins; `continue` also tries the next sibling."""

    name: str
    match: Match = Match()
    inboxes: tuple[InboxName, ...] = ()
    """Empty: those of the parent."""
    mute_reason: str | None = None
    """If set, what arrives here is not sent but recorded as suppressed, under this name."""
    goes_on: Annotated[bool, Field(alias="continue")] = False
    routes: tuple["Route", ...] = ()


class RouteTable(Record):
    """All inboxes and the tree."""

    version: Annotated[str, Field(pattern=r"^[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,3}$")]
    inboxes: Mapping[str, Inbox]
    root: Route
