"""A hit as it counts in an alert: what is left of its strength, and the separate observations it rests on. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from schemas.facts import Benign
from schemas.rulepack import Rule, Strength
from streams.combination import Sign, lowered
from streams.history import Entry, History, Met
from streams.indicators.contract import Params
from streams.indicators.cross_benign import reasons_against
from streams.indicators.reading import bookings
from streams.observation import observations


class Counted(NamedTuple):
    """A remembered hit with its evidence, the reasons against it that hold, and the sign that is left."""

    met: Met
    evidence: tuple[Entry, ...]
    answered: tuple[Benign, ...]
    sign: Sign
    dropped: float = 0.0
    """About how many more observations it rests on, that a bound dropped; only told for the rank, by `streams.whole`."""

    @property
    def strength(self) -> Strength | None:
        """What is left of its strength; None: outweighed."""
        return self.sign.strength


def counted(
    history: History,
    met: Met,
    evidence: tuple[Entry, ...],
    rule: Rule,
    reasons: Sequence[Benign],
    dampener: Params | None = None,
) -> Counted:
    """The hit as it counts. `reasons`: those against that may lower it; `dampener`: see `reasons_against`."""
    answered = reasons_against(history, evidence, reasons, dampener)
    strength = lowered(rule.strength, len(answered))
    return Counted(met, evidence, answered, sign_of(met.indicator, rule, evidence, strength))


def sign_of(indicator: str, rule: Rule, evidence: Sequence[Entry], strength: Strength | None) -> Sign:
    """The sign that this evidence gives at this strength."""
    repeated = rule.pattern is not None and strength is Strength.STRONG and _apart(evidence) >= rule.pattern
    events = len({entry.event for entry in evidence}) if repeated else 0
    return Sign(indicator, strength, rule.profile, rule.immediate, tuple(observations(evidence)), events, rule.common)


def _apart(evidence: Sequence[Entry]) -> int:
    """How many events repeat: a booking, its check-in and its offload are one journey, so they count once."""
    facts = {entry.event: entry.fact for entry in evidence}.values()
    booked = [fact for fact in facts if fact.trip is not None and bookings(fact.parties)]
    return len(facts) - len(booked) + bookings(party for fact in booked for party in fact.parties)
