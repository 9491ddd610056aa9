"""The third join, by alert: versions against the histories that raised them, views, receipts and the store's rows."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from deploy.ledger.balance import Balance, Place
from deploy.ledger.cut import Cut, Starts
from deploy.ledger.delivery import Rows, Said, Seen, Shelf, channels_of, lacking
from deploy.ledger.spill import Spill
from schemas.receipt import ROUTER, Outcome
from schemas.route import RouteTable
from schemas.topic import Topics

__all__ = ["TellingJoin", "channels_of"]

_ALERT, _RAISED, _VIEW, _RECEIPT, _ROW, _STORED_RECEIPT = range(6)


class _Version(NamedTuple):
    """An alert version on its topic."""

    partition: int
    offset: int
    published: int
    inboxes: tuple[str, ...]
    """Who gets it by the present routes, whoever was told before."""


@dataclass
class _Case:
    """Everything about one alert."""

    versions: dict[int, _Version] = field(default_factory=dict)
    raised: int = 0
    """The highest version that a history remembers."""
    views: dict[tuple[int, str], Seen] = field(default_factory=dict)
    by_present_routes: set[int] = field(default_factory=set)
    """Versions that were routed with the present routes."""
    receipts: dict[tuple[int, str | None], dict[str, Said]] = field(default_factory=dict)
    rows: dict[tuple[int, str], Rows] = field(default_factory=dict)


class TellingJoin:
    """Collects, then decides."""

    def __init__(self, folder: Path, buckets: int, topics: Topics, routes: RouteTable) -> None:
        self._by_alert = Spill(folder, "alerts", buckets)
        self._topics = topics
        self._routes = routes

    def alert(self, alert: str, version: int, at: tuple[int, int, int], inboxes: tuple[str, ...]) -> None:
        """A version on its topic, at a partition, offset and time."""
        self._put(_ALERT, alert, version, *at, inboxes)

    def raised(self, alert: str, version: int) -> None:
        """A history remembers having raised the alert up to this version."""
        self._put(_RAISED, alert, version)

    def view(self, alert: str, version: int, inbox: str, at: Seen, *, present_routes: bool) -> None:
        """A view on its topic."""
        self._put(_VIEW, alert, version, inbox, present_routes, *at)

    def receipt(self, alert: str, version: int, inbox: str | None, channel: str, said: Said) -> None:
        """A receipt on its topic."""
        self._put(_RECEIPT, alert, version, inbox, channel, *said)

    def row(
        self, alert: str, version: int, inbox: str, at: tuple[int, int, int], channel: str | None, state: str
    ) -> None:
        """A delivery in a store, of the view at a partition, offset and time; no channel: a view without delivery."""
        self._put(_ROW, alert, version, inbox, channel, state, *at)

    def stored_receipt(self, alert: str, version: int, inbox: str, channel: str, *, published: bool) -> None:
        """A receipt in a store."""
        self._put(_STORED_RECEIPT, alert, version, inbox, channel, published)

    def decide(
        self, balance: Balance, cut: Cut, starts: Starts, shelf: Shelf, refused: Collection[tuple[str, int, int]]
    ) -> None:
        """Name what scoring, routing, the stores and the couriers owe."""
        judge = _Judge(self._topics, self._routes, balance, cut, starts, shelf, refused)
        for entries in self._by_alert.buckets():
            for case in self._cases(entries, balance).values():
                judge.judge(case)

    def _put(self, kind: int, alert: str, *fields: Any) -> None:
        self._by_alert.put(hash(alert), (kind, alert, *fields))

    def _cases(self, entries: Iterable[Any], balance: Balance) -> dict[str, _Case]:
        cases: dict[str, _Case] = {}
        for kind, alert, version, *rest in entries:
            case = cases.get(alert)
            if case is None:
                case = cases[alert] = _Case()
            if kind == _ALERT:
                balance.duplicates_absorbed += version in case.versions
                case.versions.setdefault(version, _Version(*rest))
            elif kind == _RAISED:
                case.raised = max(case.raised, version)
            elif kind == _VIEW:
                inbox, present, *at = rest
                balance.duplicates_absorbed += (version, inbox) in case.views
                case.views.setdefault((version, inbox), Seen(*at))
                if present:
                    case.by_present_routes.add(version)
            elif kind == _RECEIPT:
                _note_receipt(case, version, rest, balance)
            else:
                _note_row(case, kind, version, rest)
        return cases


def _note_receipt(case: _Case, version: int, rest: list[Any], balance: Balance) -> None:
    inbox, channel, *fields = rest
    said = Said(*fields)
    known = case.receipts.setdefault((version, inbox), {})
    before = known.get(channel)
    balance.duplicates_absorbed += before is not None and before.outcome == said.outcome
    known[channel] = said  # the last word counts: what failed may have been put back in line


def _note_row(case: _Case, kind: int, version: int, rest: list[Any]) -> None:
    inbox, channel, *fields = rest
    rows = case.rows.setdefault((version, inbox), Rows())
    if kind == _STORED_RECEIPT:
        rows.receipts[channel] = fields[0]
        return
    state, rows.partition, rows.offset, rows.published = fields
    if channel is not None:
        rows.states[channel] = state


class _Judge:
    """Judges one alert after the other."""

    def __init__(
        self,
        topics: Topics,
        routes: RouteTable,
        balance: Balance,
        cut: Cut,
        starts: Starts,
        shelf: Shelf,
        refused: Collection[tuple[str, int, int]],
    ) -> None:
        self._topics, self._routes, self._balance, self._cut = topics, routes, balance, cut
        self._shelf, self._refused = shelf, refused
        self._alerts_gone = starts.horizon([topics.alerts])
        inboxes = [topics.inbox(name) for name in routes.inboxes]
        self._told_gone = starts.horizon([topics.receipts, *inboxes])
        self._receipts_gone = starts.horizon([topics.receipts])
        self._views_gone = {name: starts.horizon([topics.inbox(name)]) for name in routes.inboxes}

    def judge(self, case: _Case) -> None:
        """Count what is there, and name what is not."""
        balance = self._balance
        balance.alerts += bool(case.versions)
        balance.versions += len(case.versions)
        balance.views += len(case.views)
        for channels in case.receipts.values():
            for said in channels.values():
                self._count(said)
        self._raised(case)
        told_before: set[str] = set()
        for version in sorted(case.versions):
            told_before |= self._routed(version, case, told_before)
        for (version, inbox), view in case.views.items():
            self._delivered(version, inbox, view, case)
        self._unfounded(case)

    def _count(self, said: Said) -> None:
        if said.outcome == Outcome.SUPPRESSED:
            self._balance.suppressed[said.reason] += 1
        elif said.outcome == Outcome.DELIVERED:
            self._balance.delivered += 1
        else:
            self._balance.failed += 1

    def _raised(self, case: _Case) -> None:
        """Versions have no gaps, and every one that a history remembers is there."""
        newest = max(case.versions, default=0)
        oldest = min(case.versions, default=case.raised + 1)
        for missing in sorted(set(range(1, max(newest, case.raised) + 1)) - case.versions.keys()):
            if missing < oldest and self._alerts_gone >= 0:
                self._balance.unaccountable += 1
                continue
            at = case.versions.get(newest)
            place = Place(self._topics.alerts, at.partition, at.offset) if at else Place(self._topics.alerts, -1, -1)
            self._balance.owe("scoring", f"alert version {missing}", place, at.published if at else self._cut.now)

    def _routed(self, version: int, case: _Case, told_before: set[str]) -> set[str]:
        """Every version has a view for each inbox that must get it, or one named suppression. Gives who got it."""
        at = case.versions[version]
        told = {inbox for (of, inbox) in case.views if of == version}
        place = Place(self._topics.alerts, at.partition, at.offset)
        if place[:3] in self._refused or (version, None) in case.receipts:
            return told
        due = told_before & self._routes.inboxes.keys()
        if version in case.by_present_routes:
            due |= set(at.inboxes)
        snoozed = {inbox for (of, inbox), channels in case.receipts.items() if of == version and ROUTER in channels}
        if not told and not due and not snoozed:
            self._owe_routing("an alert version without view or named suppression", place, at.published)
        for inbox in sorted(due - told - snoozed):
            self._owe_routing(f"a view for {inbox}", place, at.published)
        return told | (due - snoozed)

    def _owe_routing(self, what: str, place: Place, published: int) -> None:
        if published <= self._told_gone:
            self._balance.unaccountable += 1
        elif not self._cut.passed(*place[:3]):
            self._balance.wait("routing", published)
        else:
            self._balance.owe("routing", what, place, published)

    def _delivered(self, version: int, inbox: str, view: Seen, case: _Case) -> None:
        said = case.receipts.get((version, inbox), {})
        rows = case.rows.get((version, inbox), Rows())
        stray = self._shelf.strays.get((view.topic, view.partition, view.offset))
        if stray is not None:
            self._balance.suppressed[f"set aside: {stray}"] += 1
        wanted = channels_of(self._routes.inboxes.get(inbox))
        for lack in lacking(view, inbox, wanted, said, rows, self._shelf, self._cut):
            if not lack.owed:
                self._balance.wait(lack.stage, view.published)
            elif view.published <= self._receipts_gone:
                self._balance.unaccountable += 1
            else:
                place = Place(view.topic, view.partition, view.offset)
                self._balance.owe(lack.stage, lack.what, place, view.published)

    def _unfounded(self, case: _Case) -> None:
        """Receipts and rows of a view that is not on its topic, though it was there before we began."""
        for (version, inbox), rows in case.rows.items():
            if rows.held and (version, inbox) not in case.views:
                place = Place(self._topics.inbox(inbox), rows.partition, rows.offset)
                self._owe_view(inbox, "a view that the store holds and its topic does not", place, rows.published)
        for (version, told), channels in case.receipts.items():
            if (
                told is None
                or set(channels) == {ROUTER}
                or (version, told) in case.views
                or (version, told) in case.rows
            ):
                continue
            if min(said.at for said in channels.values()) < self._cut.now and version in case.versions:
                at = case.versions[version]
                place = Place(self._topics.alerts, at.partition, at.offset)
                self._owe_view(told, f"a view for {told} that a receipt speaks of", place, at.published)

    def _owe_view(self, inbox: str, what: str, place: Place, published: int) -> None:
        if published <= self._views_gone.get(inbox, -1):
            self._balance.unaccountable += 1
        else:
            self._balance.owe("routing", what, place, published)
