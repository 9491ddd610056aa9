"""One entrant in a process of its own: `python -m deploy.bench.entrant NAME LANE`. It says its result on stdout."""

import sys
from pathlib import Path

from deploy.bench import core, latency, plainfaust, plainloop, worker
from deploy.bench.lane import Lane, lane_of

NAMES = ("worker", "plain_faust", "plain_loop", "core", "pipeline", "inboxes")


def enter(name: str, lane: Lane, folder: Path) -> None:
    """Run this entrant to its end, or until it is stopped."""
    if name == "worker":
        worker.work(lane)
    elif name == "plain_faust":
        plainfaust.work(lane)
    elif name == "plain_loop":
        plainloop.loop(lane)
    elif name == "core":
        core.compute(lane, folder / f"{lane.prefix}.alerts")
    elif name == "pipeline":
        worker.work(lane, ("intake", "scoring", "routing"))
    elif name == "inboxes":
        latency.store_views(lane, folder / f"{lane.prefix}.db")


if __name__ == "__main__":
    enter(sys.argv[1], lane_of(sys.argv[2]), Path(sys.argv[3]))
