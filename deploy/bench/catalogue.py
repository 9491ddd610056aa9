"""What the whole catalogue costs an event, beside the thirty indicators that scoring began with, in one run."""

import gc
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from typing import Any

from deploy.bench.load import read_day, write_day
from deploy.composition import Composition
from deploy.inmemory import InMemory
from deploy.rules import load_rules
from schemas.rulepack import RulePack
from streams.indicators import INDICATORS
from streams.pack import Pack

FIRST: tuple[str, ...] = (
    *("a-oneway-no-return", "a-third-party-cash", "a-last-minute", "a-minor-alone", "a-visit-visa-worker"),
    *("a-umrah-no-means", "a-obs-docs-held", "a-payer-many-unrelated"),
    *("b-obs-controlled", "b-funnel-geo", "b-fan-in-unrelated", "b-structuring-ctr", "b-nightly-cash"),
    *("b-wage-pass-through", "b-fees-to-personal", "b-many-accts-one-controller"),
    *("r-unlicensed", "r-licence-not-valid", "r-no-permission", "r-fee-over-norm", "r-debt-to-recruiter"),
    *("r-passport-kept", "r-contract-substitution", "r-clone-candidates"),
    *("x-unprotected-departure", "x-phone-triple", "x-child-two-sectors", "x-doc-conflict", "x-fee-then-fly"),
    "x-cancelled-oep-bookings",
)
"""Eight of each sector and six across them, as the first issue asked for; stateless ones and patterns alike."""
GOAL = 2.0
"""The whole catalogue costs no more than so many times the thirty."""


def measure_catalogue(
    composition: Composition, rules: Path, events: int, rounds: int, say: Callable[[str], None]
) -> dict[str, Any]:
    """Microseconds of CPU an event for intake and scoring in memory, by each set of indicators in turn, and the ratio."""
    pack = load_rules(rules)
    packs = {"thirty": _pack(pack, FIRST), "whole": Pack(pack)}
    with tempfile.TemporaryDirectory(prefix="raabta-bench-") as folder:
        day = Path(folder) / "day"
        say(f"writing a day of {events} events")
        write_day(day, composition, 1, events)
        fed = [(partner, raw) for partner, _, raw in read_day(day)]
    now = int(time.time() * 1000)
    costs: dict[str, list[float]] = {name: [] for name in packs}
    for number in range(rounds):
        for name in sorted(packs, reverse=number % 2 == 1):
            costs[name].append(_cost(InMemory(packs[name], composition.partners), fed, now))
            say(f"round {number + 1}: {name} {costs[name][-1]:.0f} us an event")
    ratio = median(whole / thirty for thirty, whole in zip(costs["thirty"], costs["whole"], strict=True))
    return {
        "events": len(fed),
        "rounds": rounds,
        "indicators": {name: len(one.by_id) for name, one in packs.items()},
        "cpu_us": {name: round(median(found), 1) for name, found in costs.items()},
        "ratio": round(ratio, 3),
        "goal": GOAL,
        "met": ratio <= GOAL,
    }


def _pack(pack: RulePack, names: tuple[str, ...]) -> Pack:
    return Pack(pack, tuple(one for one in INDICATORS if one.id in names))


def _cost(worker: InMemory, fed: Iterable[tuple[str, bytes]], now: int) -> float:
    gc.collect()
    count, started = 0, time.process_time()
    for partner, raw in fed:
        worker.feed(partner, raw, now)
        count += 1
    return (time.process_time() - started) * 1e6 / max(1, count)
