"""What a watching ledger tells Prometheus, and how it runs for ever."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field, fields

from prometheus_client import Counter, Gauge

from deploy.ledger.balance import Balance, Hour
from schemas.errors import Unavailable

logger = logging.getLogger(__name__)

STAGES = ("intake", "scoring", "routing", "store", "delivery")
OUTCOMES = tuple(one.name for one in fields(Hour))

OWED = Gauge("raabta_ledger_owed", "What a stage acknowledged without its effect: lost.", ["stage"])
UNDER_WAY = Gauge("raabta_ledger_under_way", "What a stage has not acknowledged yet.", ["stage"])
EVENTS = Gauge("raabta_ledger_events", "Events that the topics hold, by outcome.", ["partner", "outcome"])
UNTIL = Gauge(
    "raabta_ledger_balanced_until_timestamp_seconds", "Everything published before then is accounted for.", ["partner"]
)
UNACCOUNTABLE = Gauge("raabta_ledger_unaccountable", "Traces that retention deleted before what they tell of.")
RUNS = Counter("raabta_ledger_runs", "Balances taken.")
FAILURES = Counter("raabta_ledger_failures", "Balances that could not be taken: the cluster or a store was away.")
SECONDS = Gauge("raabta_ledger_run_seconds", "How long the last balance took.")

for stage in STAGES:
    OWED.labels(stage).set(0)
    UNDER_WAY.labels(stage).set(0)

PATIENCE = 3
"""Rounds that may fail before the ledger says that it is not well."""


def publish(found: Balance, now: int) -> None:
    """Set every gauge to what this balance says; `now` in milliseconds since 1970."""
    for stage in STAGES:
        OWED.labels(stage).set(found.owed[stage])
        UNDER_WAY.labels(stage).set(found.under_way[stage].count if stage in found.under_way else 0)
    EVENTS.clear()  # a partner may have none left
    UNTIL.clear()
    totals: dict[tuple[str, str], int] = {}
    for (partner, _), hour in found.hours.items():
        for outcome in OUTCOMES:
            totals[partner, outcome] = totals.get((partner, outcome), 0) + getattr(hour, outcome)
    for (partner, outcome), count in totals.items():
        EVENTS.labels(partner, outcome).set(count)
        UNTIL.labels(partner).set(found.balanced_until(partner, now) / 1000)
    UNACCOUNTABLE.set(found.unaccountable)


@dataclass
class Watch:
    """Balances again and again."""

    every: float
    """Seconds from one beginning to the next, if the balance takes no longer."""
    balance: Callable[[], tuple[Balance, int]]
    """The balance, and the time it is of."""
    good_at: float = field(default_factory=time.monotonic)
    took: float = 0.0

    def run(self, wait: Callable[[float], bool]) -> None:
        """Until `wait`, given seconds, says that it is over. A cluster that is away is counted and asked again."""
        while True:
            began = time.monotonic()
            try:
                found, now = self.balance()
            except Unavailable as trouble:
                FAILURES.inc()
                logger.warning("no balance: %s", trouble)
            else:
                self._tell(found, now, began)
            if wait(max(0.0, self.every - (time.monotonic() - began))):
                return

    def healthy(self) -> tuple[bool, str]:
        """Whether a balance was taken lately."""
        age = time.monotonic() - self.good_at
        return age < PATIENCE * (self.every + self.took) + 60.0, f"the last balance ended {age:.0f} s ago"

    def _tell(self, found: Balance, now: int, began: float) -> None:
        publish(found, now)
        RUNS.inc()
        self.good_at = time.monotonic()
        self.took = self.good_at - began
        SECONDS.set(self.took)
        for owed in found.unbalanced[:20]:
            at = owed.place
            logger.error("%s owes %s: %s/%d@%d[%d]", owed.stage, owed.what, *at)
        waiting = sum(one.count for one in found.under_way.values())
        logger.info("%d owed, %d under way, %.1f s", found.lost, waiting, self.took)
