"""Two rule packs on the same events: what each inbox would get of either, what is gained and lost, and whether it may go."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from deploy.inmemory import InMemory
from deploy.rulebook.budget import beyond
from schemas.alert import Alert, Status
from schemas.partner import Partner, PartnerTable
from schemas.route import RouteTable
from schemas.rulebook import Forecast, Load
from schemas.rulepack import Subject
from streams.pack import Pack

DAY = 86_400_000
"""Milliseconds."""
REST = 20_000
"""Events after which histories that were not touched for long are put away."""


class Compared(NamedTuple):
    """What a comparison found."""

    forecast: Forecast
    candidate: str
    gained: tuple[Alert, ...]
    """Subjects that only the candidate alerts on, the highest rank first."""
    lost: tuple[Alert, ...]
    inboxes: dict[str, tuple[str, ...]]
    """Alert id -> who gets it."""
    rejects: int
    """Events that intake refused; they are in no figure."""


@dataclass
class _Side:
    """One pack at work."""

    worker: InMemory
    alerts: dict[str, Alert] = field(default_factory=dict)
    """As they were when they last stood open; those that go on under a better token are left out."""
    told: dict[str, set[str]] = field(default_factory=dict)
    """Inbox -> alerts it was shown, each once, however many versions."""
    rejects: int = 0

    def feed(self, partner: Partner, raw: bytes, published: int) -> None:
        """Take an event, and note what it raised."""
        self.worker.know(partner)
        self.worker.feed(partner.id, raw, published)
        found = self.worker.outcome
        for alert in found.versions:
            if alert.status is Status.OPEN:
                self.alerts[alert.id] = alert
            elif alert.status is Status.MERGED:
                self.alerts.pop(alert.id, None)
        for view in found.views:
            if view.status is Status.OPEN:
                self.told.setdefault(view.inbox, set()).add(view.alert_id)
        self.rejects += len(found.rejects)
        found.versions.clear()
        found.views.clear()
        found.rejects.clear()
        found.alerts.clear()

    def rest(self) -> None:
        """Put away what was not touched for long."""
        self.worker.intake.drain()
        self.worker.scoring.drain()

    def subjects(self) -> dict[Subject, set[str]]:
        """Everybody it alerts on, under every token."""
        found: dict[Subject, set[str]] = {about: set() for about in Subject}
        for alert in self.alerts.values():
            found[alert.about].update(_names(alert))
        return found


class Comparison:
    """The version at work and a candidate, side by side, from the same first event on."""

    def __init__(self, old: Pack, new: Pack, partners: PartnerTable, routes: RouteTable) -> None:
        self._old, self._new = _Side(InMemory(old, partners, routes)), _Side(InMemory(new, partners, routes))
        self._against, self._candidate = old.version, new.version
        self._budgets = {name: float(inbox.alerts_a_day) for name, inbox in routes.inboxes.items()}
        self._first = self._last = 0
        self.events = 0

    def feed(self, partner: Partner, raw: bytes, published: int) -> None:
        """One message of a partner, published at this time (milliseconds since 1970), for both."""
        self.events += 1
        self._first = min(self._first or published, published)
        self._last = max(self._last, published)
        self._old.feed(partner, raw, published)
        self._new.feed(partner, raw, published)
        if self.events % REST == 0:
            self._old.rest()
            self._new.rest()

    def result(self) -> Compared:
        """What it comes to so far."""
        days = max(1.0, (self._last - self._first) / DAY)
        loads = tuple(
            Load(
                inbox=name,
                before=len(self._old.told.get(name, ())) / days,
                after=len(self._new.told.get(name, ())) / days,
                budget=budget,
            )
            for name, budget in self._budgets.items()
        )
        gained = _only(self._new.alerts.values(), self._old.subjects())
        lost = _only(self._old.alerts.values(), self._new.subjects())
        forecast = Forecast(
            against=self._against,
            events=self.events,
            days=days,
            inboxes=loads,
            gained=len(gained),
            lost=len(lost),
            kept=len(self._old.alerts) - len(lost),
            beyond=beyond(loads, len(lost), len(self._old.alerts), self.events, days),
        )
        shown: dict[str, list[str]] = {}
        for side in (self._old, self._new):
            for name, told in side.told.items():
                for alert in told:
                    if name not in (names := shown.setdefault(alert, [])):
                        names.append(name)
        inboxes = {alert: tuple(sorted(names)) for alert, names in shown.items()}
        return Compared(forecast, self._candidate, gained, lost, inboxes, self._old.rejects)


def _only(alerts: Iterable[Alert], others: dict[Subject, set[str]]) -> tuple[Alert, ...]:
    alone = (alert for alert in alerts if others[alert.about].isdisjoint(_names(alert)))
    return tuple(sorted(alone, key=lambda alert: (-alert.rank, alert.id)))


def _names(alert: Alert) -> set[str]:
    return {alert.subject, *alert.aliases}
