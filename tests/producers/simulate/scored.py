"""A simulated day through the pure core: protected with keys made for the occasion, taken in, scored."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from random import Random
from typing import NamedTuple

from consumers.unseal import new_sealing_pair
from deploy.inmemory import Outcome, run
from deploy.rules import load_rules
from producers.protect.normalise import identifiers, token_kind
from producers.protect.protection import encode, protect
from producers.protect.seal import sealing_key
from producers.protect.token import TokenKeys, new_token_key
from producers.simulate.day import cases, day
from producers.simulate.plan import Case, Planned
from schemas.alert import Alert, Status
from schemas.partner import PartnerTable
from streams.pack import Pack


class ScoredDay(NamedTuple):
    """What came of a day."""

    plan: Sequence[Planned]
    told: tuple[Case, ...]
    outcome: Outcome
    token_of: Callable[[Case], str]

    def found(self, case: Case) -> list[Alert]:
        """Alerts of the right kind whose subject or aliases include the case's token."""
        token = self.token_of(case)
        return [
            alert
            for alert in self.outcome.alerts.values()
            if alert.about is case.about and token in (alert.subject, *alert.aliases) and alert.status is Status.OPEN
        ]

    def cases_in(self, alert: Alert) -> set[str | None]:
        """The stories that its evidence comes from; None for ordinary life."""
        story = {(planned.partner_id, planned.report.id): planned.case for planned in self.plan}
        return {story[ref.partner, ref.event] for ref in alert.evidence}

    def open(self) -> list[Alert]:
        """Alerts that an officer would see."""
        return [alert for alert in self.outcome.alerts.values() if alert.status is Status.OPEN]


def scored(seed: int, now: datetime, table: PartnerTable, reports: int, arrival: int | None = None) -> ScoredDay:
    """The day of this seed, scored with the rules in force; `arrival` shuffles the order in which the events come."""
    keys = TokenKeys((new_token_key("k1"),))
    fia = sealing_key(new_sealing_pair().public)
    plan = list(day(seed, now, tuple(table.partners.values()), reports))
    if arrival is not None:
        Random(arrival).shuffle(plan)
    events = (
        (planned.partner_id, encode(protect(planned.report, table.partners[planned.partner_id], keys, fia)))
        for planned in plan
    )
    published = int(now.timestamp() * 1000)
    pack = Pack(load_rules(Path("deploy/rules.toml")))
    outcome = run(events, pack, table, published=lambda: published)

    def token_of(case: Case) -> str:
        kind, raw = case.key
        canonical = identifiers(kind, raw)
        assert canonical is not None
        return keys.tokens(token_kind(kind), canonical)[0]

    return ScoredDay(plan, cases(seed, now), outcome, token_of)
