"""Whether a worker gets on. Alive is not enough: a consumer can stand still for hours and answer every ping."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

STANDSTILL_SECONDS = 30.0
"""How long records may wait without one being acknowledged before the worker counts as stuck."""


@dataclass(slots=True)
class StageProgress:
    """What one stage has done lately; the seconds are of `time.monotonic`."""

    name: str
    taken_at: float | None = None
    acknowledged_at: float | None = None
    lag: int = 0
    """Records on this worker's partitions that are not acknowledged, as of the last look at the high watermarks."""
    pending: int = 0
    """Records taken and not yet acknowledged."""


@dataclass(slots=True)
class Progress:
    """What one worker has done lately."""

    started_at: float
    stages: Sequence[StageProgress] = field(default_factory=list)
    member_at: float | None = None
    """When the group last confirmed that we are a member."""
    assigned_at: float | None = None
    """When partitions were last assigned; work cannot move before."""

    def check(self) -> tuple[bool, str]:
        """Whether the worker makes progress at this moment; for a health server."""
        return self.healthy(time.monotonic())

    def healthy(self, now: float) -> tuple[bool, str]:
        """Whether the worker makes progress, and why; `now` is of `time.monotonic`."""
        if now - (self.member_at or self.started_at) > STANDSTILL_SECONDS:
            return (
                False,
                f"the group has not heard of this worker for {now - (self.member_at or self.started_at):.0f} s",
            )
        for stage in self.stages:
            moved = max(stage.acknowledged_at or 0.0, self.assigned_at or self.started_at)
            if stage.lag and now - moved > STANDSTILL_SECONDS:
                return (
                    False,
                    f"{stage.name}: {stage.lag} records wait and none was acknowledged for {now - moved:.0f} s",
                )
        return True, "; ".join(f"{stage.name}: lag {stage.lag}, {stage.pending} pending" for stage in self.stages)
