"""Replay: what was refused under other rules comes in again as it was, if the rules of today would take it."""

import time
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from deploy.rejects.judgement import Fit, judged
from schemas.errors import Malformed
from schemas.partner import Partner
from schemas.reject import Reject


@dataclass
class Plan:
    """What a replay would do."""

    fit: list[tuple[Reject, Fit]] = field(default_factory=list)
    """Today's rules take them."""
    unfit: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By partner and today's reason: would be refused again."""
    more: bool = False
    """There are more that fit than were asked for."""


def planned(
    rejects: Iterable[Reject],
    partners: Mapping[str, Partner],
    token_keys: Container[str],
    now: datetime,
    *,
    limit: int,
) -> Plan:
    """Judge each under today's rules; at most `limit` are taken. What no partner sent cannot come in again."""
    plan = Plan()
    for reject in rejects:
        partner = partners.get(reject.partner)
        if partner is None:
            continue
        try:
            fit = judged(reject, reject.original, partner, token_keys, now, mended=False)
        except Malformed as why:
            plan.unfit[reject.partner, why.reason] += 1
            continue
        if len(plan.fit) == limit:
            plan.more = True
            break
        plan.fit.append((reject, fit))
    return plan


class Pace:
    """So many a second and no more: what comes in again shares the line with what is new."""

    def __init__(self, rate: float) -> None:
        self._step, self._next = 1.0 / rate, time.monotonic()

    def wait(self) -> None:
        """Return when the next one may go."""
        time.sleep(max(0.0, self._next - time.monotonic()))
        self._next = max(self._next, time.monotonic() - self._step) + self._step
