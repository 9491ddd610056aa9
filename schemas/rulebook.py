"""Rulebook: the versions of the rule pack that a running house knows, what was decided about each, and who works by which."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.codes import Moment
from schemas.record import Record
from schemas.route import InboxName
from schemas.rulepack import Duty, RulePack, Version

PackDigest = Annotated[str, Field(pattern="^[0-9a-f]{12}$", description="What a pack says, hashed")]
Rate = Annotated[float, Field(ge=0)]


class Entry(Record):
    """A version as it was entered, for ever. The same version with another content is never taken."""

    pack: RulePack
    digest: PackDigest
    text: str
    """The file as its author wrote it, comments and all, so that the next version begins with it."""
    at: Moment
    by: Duty


class Load(Record):
    """What one inbox would get."""

    inbox: InboxName
    before: Rate
    """New alerts a day by the version compared with."""
    after: Rate
    """New alerts a day by the candidate."""
    budget: Rate
    """What the inbox has attention for (routes.toml)."""


class Forecast(Record):
    """What a comparison predicts, in short."""

    against: Version
    events: Annotated[int, Field(ge=0)]
    days: Rate
    inboxes: tuple[Load, ...]
    gained: Annotated[int, Field(ge=0)]
    """Subjects that only the candidate alerts on."""
    lost: Annotated[int, Field(ge=0)]
    """Subjects that only the version compared with alerts on."""
    kept: Annotated[int, Field(ge=0)]
    beyond: tuple[str, ...]
    """Why a second person must approve it; empty when it is within the budget."""


class Step(StrEnum):
    """What can be decided about a version."""

    FOUNDED = "founded"
    """The pack of rules.toml, by which the house worked when its rulebook was begun."""
    PROPOSED = "proposed"
    HELD = "held"
    """Its activation was asked for and waits for a second person."""
    APPROVED = "approved"
    ACTIVATED = "activated"
    ROLLED_BACK = "rolled-back"
    """This version, which was active before, is active again."""


SETS_ACTIVE = frozenset({Step.FOUNDED, Step.ACTIVATED, Step.ROLLED_BACK})


class Decision(Record):
    """One step in the life of a version. Never changed, never deleted; their order on the topic is their order in time."""

    id: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    step: Step
    version: Version
    digest: PackDigest
    by: Duty
    at: Moment
    reason: Annotated[str, Field(max_length=500)] = ""
    forecast: Forecast | None = None
    """Of a step that rests on a comparison."""


class Acknowledgement(Record):
    """What a worker says it works by; keyed by `worker`, the last one counts."""

    worker: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$")]
    """Host and process: `raabta-stream-0-17`."""
    at: Moment
    """Said again every minute: whoever has been silent for longer is gone."""
    active: Version
    digest: PackDigest
    since: Moment
    """When it began to work by this version."""
    ready: tuple[Version, ...]
    """Versions that it could work by at once."""
    refused: Mapping[Version, str] = {}
    """Versions that it cannot load, and why: it goes on with the one it has."""
    lacks: Mapping[Version, tuple[str, ...]] = {}
    """Versions older than this release, and the indicators of which they say nothing (they are not asked) or not all (a
    threshold that is missing is the release's own)."""
