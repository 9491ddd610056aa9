"""When to try again. Pure: chance comes in as an argument.

Exponential backoff with full jitter (a random share of the current step), so that many inboxes do not return to a
recovering server all at once. The more urgent, the shorter the longest step.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from schemas.alert import Priority


@dataclass(frozen=True, slots=True)
class Policy:
    """How patient we are. All values are our own defaults [D]."""

    first: timedelta
    """Longest wait after the first failure; it doubles from there."""
    longest: timedelta
    attempts: int
    """After so many failures a person must look."""


POLICIES: Mapping[Priority, Policy] = {
    # With full jitter half of `longest` passes between two tries on average: each gives up after more than a day.
    Priority.P1: Policy(timedelta(seconds=1), timedelta(seconds=60), 3000),
    Priority.P2: Policy(timedelta(seconds=2), timedelta(minutes=5), 1000),
    Priority.P3: Policy(timedelta(seconds=5), timedelta(minutes=15), 400),
}


@dataclass(frozen=True, slots=True)
class GiveUp:
    """No further try; the delivery ends as failed, with this reason, in front of a person."""

    reason: str


GIVE_UP = GiveUp("gave_up")


def next_delay(attempt: int, priority: Priority, random: float) -> timedelta | GiveUp:
    """How long to wait after the `attempt`-th failure (from 1), `random` being uniform in [0, 1)."""
    policy = POLICIES[priority]
    if attempt >= policy.attempts:
        return GIVE_UP
    doublings = min(attempt - 1, 32)  # the cap is reached long before; 2**3000 would be no float
    return min(policy.first * (1 << doublings), policy.longest) * random
