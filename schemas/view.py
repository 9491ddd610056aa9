"""View: an alert as one inbox may see it."""

from enum import StrEnum
from hashlib import blake2b
from typing import Annotated

from pydantic import Field

from schemas.alert import Alert, AlertId, Priority, Status
from schemas.codes import Moment, Sex, TrafficLight
from schemas.record import Record
from schemas.route import InboxName, Profile
from schemas.rulepack import Typology

DeliveryId = Annotated[str, Field(pattern="^[0-9a-f]{32}$", description="Alert + version + inbox, hashed")]


class AgeBand(StrEnum):
    """As coarse as a service needs it."""

    UNDER_12 = "under 12"
    TEENS = "12 to 17"
    YOUNG = "18 to 24"
    ADULT = "25 to 59"
    OLDER = "60 or older"
    UNKNOWN = "unknown"


class View(Record):
    """What is put on an inbox's topic. `alert` is there only for profile `fia`; everything else is safe for any recipient of this inbox."""

    id: DeliveryId
    alert_id: AlertId
    version: Annotated[int, Field(ge=1)]
    inbox: InboxName
    profile: Profile
    route: str
    """Name of the route that chose this inbox."""
    routes_version: str
    status: Status
    priority: Priority
    decide_by: Moment
    headline: str
    """One line, no identity: fit for a mail subject."""
    signs: tuple[str, ...]
    """In plain words; grouped for a service, one a hit for the FIA."""
    signs_ur: tuple[str, ...] = ()
    """The same in Urdu."""
    typologies: tuple[Typology, ...]
    child: bool
    age_band: AgeBand
    sex: Sex | None = None
    handling: TrafficLight
    published: Annotated[int, Field(ge=0)]
    """When the causing event was published, or the departure came near that caused it, milliseconds since 1970."""
    matter: AlertId | None = None
    """Alerts of one inbox that rest on the same reports have the same id here, as a rule that of the alert that was there first.
    Known to the inbox alone: it is set when a view leaves for a channel, and never on a topic or for a service."""
    alert: Alert | None = None


def delivery_id(alert: str, version: int, inbox: str) -> str:
    """The same version of the same alert for the same inbox is always the same delivery."""
    return blake2b(f"{alert}|{version}|{inbox}".encode(), digest_size=16).hexdigest()
