"""Rule pack: the versioned strengths, parameters and brakes of the scorer (deploy/rules.toml)."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from schemas.facts import Benign
from schemas.record import Record


class Strength(StrEnum):
    """ILO-EC Delphi: strong, medium, weak (WCMS_105023)."""

    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"


class Enough(StrEnum):
    """A line that signs from independent observations must reach."""

    PUBLISHED = "published"
    """2 strong | 1 strong + 1 other | 3 moderate | 2 moderate + 1 weak (ILO-EC, WCMS_105023, 2009)."""
    LOWER = "lower"
    """Also 1 strong | 2 moderate: one step below the published line [D]."""
    LOWEST = "lowest"
    """Also 1 moderate + 1 weak: two steps below it [D]."""


class Subject(StrEnum):
    """Whom an alert is about."""

    POSSIBLE_VICTIM = "possible-victim"
    FACILITATOR = "facilitator"


class Typology(StrEnum):
    """HTCDS `vic_TypeOfExploitation`, and smuggling of migrants."""

    SEXUAL_EXPLOITATION = "sexual-exploitation"
    FORCED_LABOUR = "forced-labour"
    FORCED_BEGGING = "forced-begging"
    FORCED_MARRIAGE = "forced-marriage"
    CHILD_TRAFFICKING = "child-trafficking"
    ORGAN_REMOVAL = "organ-removal"
    SMUGGLING = "smuggling-of-migrants"


class Rule(Record):
    """One indicator's place in the pack."""

    strength: Strength
    on: bool = True
    profile: bool = False
    """Describes a person rather than a deed: counts once at most, never decides."""
    common: bool = False
    """Weak, and so common among the innocent that it completes no combination [D]: shown, and weighed for the rank."""
    immediate: bool = False
    """May alert from a single event, because waiting for a second one is unsafe."""
    pattern: Annotated[int, Field(ge=3, le=64)] | None = None
    """A strong sign that rests on at least this many events counts as one moderate sign more: the repetition is
    evidence of its own [D]. What one booking number joins counts once."""
    params: Mapping[str, float | tuple[str, ...]] = {}
    """Thresholds by name; which names an indicator takes is in its registry entry."""


class Brakes(Record):
    """What keeps joining from running away (design 6)."""

    entries: Annotated[int, Field(ge=4, le=1000)] = 64
    """Sightings remembered of one token: the newest, and beside them some that a sign rests on."""
    days: Annotated[int, Field(ge=1, le=3650)] = 400
    """How long a sighting is remembered, event time."""
    hub_degree: Annotated[int, Field(ge=8)] = 200
    """Distinct other parties after which a token is a hub: signs that count whom it met say nothing of it any more."""
    alias_cap: Annotated[int, Field(ge=1)] = 3
    """Distinct tokens of one kind that one person may show before the join is taken for a mistake and stops relaying."""
    fan_out: Annotated[int, Field(ge=1)] = 16
    """Most relays that one sighting may cause."""
    evidence: Annotated[int, Field(ge=1, le=64)] = 12
    """Most source events quoted for one hit."""
    episode_days: Annotated[int, Field(ge=1)] = 120
    """Quiet time after which a new sighting begins a new episode, and age at which a hit no longer counts."""


class Lines(Record):
    """How much is enough."""

    raised: Enough = Enough.PUBLISHED
    """For an alert to be raised."""
    child: Enough = Enough.LOWER
    """For an alert about a possible victim under 18: of a child no means need be shown (Palermo Protocol Art. 3(c)) [S];
    how much lower is our own default [D]. One observation alone is not enough unless its sign is immediate."""
    kept: Enough = Enough.LOWER
    """For an alert that was raised to stay open [D]: one that comes and goes with every event is read by nobody."""
    kept_child: Enough = Enough.LOWEST
    """The same for a possible victim under 18 [D]."""


class Weights(Record):
    """How evidence adds up for the rank. All are our own defaults [D], to be tuned; none is a fact."""

    strong: Annotated[float, Field(gt=0, le=100)] = 4.0
    moderate: Annotated[float, Field(gt=0, le=100)] = 2.0
    weak: Annotated[float, Field(gt=0, le=100)] = 0.5
    half_life_days: Annotated[float, Field(gt=0, le=3650)] = 30.0
    sector_step: Annotated[float, Field(ge=0, le=10)] = 0.5
    """Each further independent sector multiplies by 1 + this."""
    partner_step: Annotated[float, Field(ge=0, le=10)] = 0.1
    """Each further independent partner adds this to the same factor."""
    repetition: Annotated[float, Field(ge=0, le=1)] = 1.0
    """The n-th observation of the same sign adds 1 / n to the power of this: less each time, and never nothing."""
    dependent: Annotated[float, Field(ge=0, le=1)] = 0.25
    """What is left of a sign that does not count towards the line, for it measures or rests on the same as others."""
    grade: Mapping[str, Annotated[float, Field(gt=0, le=1)]] = {"A": 1.0, "B": 0.85, "C": 0.5, "X": 0.6}
    """Europol 4x4 source grade."""
    information: Mapping[str, Annotated[float, Field(gt=0, le=1)]] = {"1": 1.0, "2": 0.9, "3": 0.8, "4": 0.5}
    """Europol 4x4 information grade; a 4 that another partner corroborates counts as a 3."""

    @model_validator(mode="after")
    def _stronger_weighs_more(self) -> Self:
        if not self.strong >= self.moderate >= self.weak:
            raise ValueError("strong: a stronger sign weighs no less than a weaker one")
        return self


Version = Annotated[str, Field(pattern=r"^[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,3}$", examples=["2026.11.1"])]
"""Year, month, and a number within it."""
Duty = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,63}$", examples=["scoring-desk"])]
"""Who did it: a duty, a desk or a process; no person's name."""


class RulePack(Record):
    """Everything about scoring that may change without a new release. A version never changes: a change is a new one."""

    version: Version
    author: Duty
    """Who wrote this version."""
    reviewer: Duty
    """Who read it, and may approve it when it is held: never the author."""
    created: date
    changelog: Annotated[str, Field(min_length=10, max_length=4000)]
    """What this version changes and why, in plain words."""
    brakes: Brakes = Brakes()
    lines: Lines = Lines()
    weights: Weights = Weights()
    overlaps: Mapping[str, tuple[str, ...]] = {}
    """Which indicators measure the same thing as this one: of two such signs only one counts towards a line."""
    answers: Mapping[Benign, tuple[str, ...]] = {}
    """Which indicators a reason against lowers by one step."""
    indicators: Mapping[str, Rule]

    @field_validator("reviewer")
    @classmethod
    def _two_people(cls, reviewer: str, info: ValidationInfo) -> str:
        if reviewer == info.data.get("author"):
            raise ValueError("a second person reads what the author wrote: name somebody else")
        return reviewer
