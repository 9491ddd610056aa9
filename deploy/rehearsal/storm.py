"""A storm: blow after blow against workers, inboxes and each broker in turn, while reports keep coming."""

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle

from deploy.rehearsal.house import House
from deploy.rehearsal.parts import Part
from deploy.rehearsal.play import recovery_time

PAUSES = (1.0, 4.0, 12.0)
"""Seconds of sleep: within a heartbeat, within the session of 10 s, past it."""
CALM = (0.5, 2.5)
"""Seconds between two blows, at random: the next one may fall into the recovery from the last."""
BLOWS: tuple[str, ...] = ("kill", "stop", "pause")


@dataclass(frozen=True)
class Storm:
    """What was dealt out."""

    blows: dict[str, int]
    """By part and kind, such as `worker-1 kill`."""
    recovery_seconds: float | None
    """After the last blow."""
    seconds: float

    @property
    def events(self) -> int:
        """How many blows."""
        return sum(self.blows.values())


def storm(house: House, events: int, note: Callable[[str], None], *, seed: int = 1) -> Storm:
    """Deal this many blows, every part and every kind in turn. A broker comes back before the next one is struck, since
    records are acknowledged by two of three."""
    chance, dealt, began = random.Random(seed), Counter[str](), time.monotonic()
    for number, (name, kind) in zip(range(events), cycle(programme(list(house.supervisor.parts))), strict=False):
        if house.demo.feed is None or not house.demo.feed.alive():
            house.feed(house.plan.reports)
        note(f"blow {number + 1} of {events}: {name} {kind}")
        _deal(house, name, kind, chance.choice(PAUSES))
        dealt[f"{name} {kind}"] += 1
        if name.startswith("broker-"):
            house.watch(lambda: house.supervisor.tick() and _in_sync(house), 60.0)
        house.watch(lambda: False, chance.uniform(*CALM))
    note("the storm is over; recovering")
    return Storm(dict(dealt), recovery_time(house), round(time.monotonic() - began, 1))


def programme(parts: Sequence[str]) -> list[tuple[str, str]]:
    """Every part with every kind of blow, the parts alternating."""
    return [(part, kind) for kind in BLOWS for part in parts]


def _deal(house: House, name: str, kind: str, pause: float) -> None:
    part: Part = house.supervisor.parts[name]
    if not part.alive():
        house.watch(part.alive, 30.0)
    if kind == "kill":
        part.kill()
    elif kind == "stop":
        part.stop()
    else:
        part.pause()
        try:
            house.watch(lambda: False, pause)
        finally:
            part.resume()


def _in_sync(house: House) -> bool:
    """Every partition has all its copies again, so that losing another broker stops nothing."""
    return house.lag.copies_missing() == 0
