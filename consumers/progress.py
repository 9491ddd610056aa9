"""Whether the consumers get on: alive is not enough."""

from collections.abc import Sequence
from typing import NamedTuple

STANDSTILL_SECONDS = 30.0
"""How long records may wait unstored before the process counts as stuck."""
HANGING_SECONDS = 120.0
"""How long one hand-over may last; more than all timeouts of one mail together is no wait but a hang."""


class Reading(NamedTuple):
    """One inbox's reader; seconds are of `time.monotonic`."""

    inbox: str
    lag: int
    moved_at: float


class Delivering(NamedTuple):
    """One courier."""

    channel: str
    alive_at: float


def healthy(readings: Sequence[Reading], deliverings: Sequence[Delivering], now: float) -> tuple[bool, str]:
    """Whether everything moves, and a sentence that says why. A server that refuses our mail is not our ill health."""
    for reading in readings:
        if reading.lag and now - reading.moved_at > STANDSTILL_SECONDS:
            return (
                False,
                f"{reading.inbox}: {reading.lag} records wait and none was stored for {now - reading.moved_at:.0f} s",
            )
    for one in deliverings:
        if now - one.alive_at > HANGING_SECONDS:
            return False, f"{one.channel}: the delivery in hand has not ended for {now - one.alive_at:.0f} s"
    return True, f"{len(readings)} inboxes, {sum(reading.lag for reading in readings)} records to store"
