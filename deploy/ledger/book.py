"""The ledger itself: reads each topic once, in the order of the data path, and balances at the end."""

import gc
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import orjson
from pydantic import ValidationError

from deploy.ledger.balance import Balance, Place
from deploy.ledger.cut import QUIET, Cut, Starts
from deploy.ledger.delivery import Said, Seen, Shelf
from deploy.ledger.intake import IntakeJoin
from deploy.ledger.scoring import ScoringJoin
from deploy.ledger.spill import buckets_for
from deploy.ledger.telling import TellingJoin
from deploy.wholetopic import Stored
from schemas.alert import Alert, alert_id
from schemas.errors import Malformed
from schemas.route import RouteTable
from schemas.rulepack import Subject
from schemas.topic import Topics
from streams.corrections import is_history
from streams.frame import pairs
from streams.routing import routed
from streams.stored import origin_of, outline


@contextmanager
def uncollected() -> Iterator[None]:
    """Without Python's search for reference cycles, of which a ledger makes none among millions of tuples: 3 times as fast."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class Ledger:
    """Feed it the topics, the stores if any, and close it. What it cannot keep in memory lies in a folder of its own.

    `events`: about how many there are. The folder, under `folder` or the system's, is private and gone after `close`.
    """

    def __init__(
        self, topics: Topics, routes: RouteTable, cut: Cut = QUIET, *, events: int = 0, folder: Path | None = None
    ) -> None:
        self._topics, self._routes, self._cut = topics, routes, cut
        self._folder = Path(tempfile.mkdtemp(prefix="raabta-ledger-", dir=folder))
        buckets = buckets_for(events)
        self._intake = IntakeJoin(self._folder, buckets)
        self._scoring = ScoringJoin(self._folder, buckets, topics.sightings)
        self.telling = TellingJoin(self._folder, max(4, buckets // 4), topics, routes)
        """Takes what the stores hold."""
        self.shelf = Shelf()
        """How far the stores had got."""
        self.starts = Starts(cut.now)
        self.balance = Balance()
        self._refused: set[tuple[str, int, int]] = set()
        self._unread: list[tuple[str, int, int, int]] = []

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def events(self, records: Iterable[Stored]) -> None:
        """What partners published."""
        for record in self.starts.noting(records):
            partner = self._topics.partner_of(record.topic) or ""
            self._intake.published(partner, record, counted=record.timestamp >= self._cut.since)

    def sightings(self, records: Iterable[Stored]) -> None:
        """What intake accepted and what was relayed."""
        for record in self.starts.noting(records):
            element = 0
            try:
                for head, raw in pairs(record.value or b""):
                    targets, (place, event) = orjson.loads(head), origin_of(raw)
                    self._intake.accepted(place, event, targets)
                    self._scoring.sighted(event, targets, record, element)
                    element += len(targets)
            except (Malformed, ValueError, KeyError, TypeError):  # scoring sets such a frame aside, with a reject
                self._unreadable(record)

    def rejects(self, records: Iterable[Stored]) -> None:
        """What could not be taken."""
        for record in self.starts.noting(records):
            fields = _fields(record)
            if "sha256" not in fields:
                continue  # no reject at all: then what it should speak of is owed
            if self._topics.partner_of(fields["topic"]) is not None:
                self._intake.rejected(fields)
                continue
            place = (fields["topic"], fields["partition"], fields["offset"])  # a record between the stages
            self.balance.duplicates_absorbed += place in self._refused
            self._refused.add(place)

    def histories(self, state: Mapping[bytes, bytes], alerts: Iterable[Stored]) -> None:
        """What scoring took (its state topic, newest record of each key) and raised."""
        for key, value in state.items():
            self.remembered(key, value, 0)
        self.alerts(alerts)

    def remembered(self, key: bytes, value: bytes | None, written: int) -> None:
        """One record of scoring's state topic; of several of one key, the one written last counts."""
        if not is_history(key):
            return
        token = key.decode()
        found = outline(value) if value is not None else None
        self._scoring.remembered(token, written, found)
        for about, episode in found.episodes.items() if found else ():
            self.telling.raised(alert_id(Subject(about), token, episode.number), episode.version)

    def alerts(self, records: Iterable[Stored]) -> None:
        """What scoring raised; read it after the histories, which must not remember more than is there."""
        for record in self.starts.noting(records):
            try:
                alert = Alert.model_validate_json(record.value or b"")
            except ValidationError:  # routing sets such a record aside, with a reject
                self._unreadable(record)
                continue
            inboxes = tuple(chosen.inbox for chosen in routed(alert, self._routes).chosen)
            at = (record.partition, record.offset, record.timestamp)
            self.telling.alert(alert.id, alert.version, at, inboxes)

    def views(self, records: Iterable[Stored]) -> None:
        """What was put into inboxes."""
        for record in self.starts.noting(records):
            fields = _fields(record)
            at = Seen(record.topic, record.partition, record.offset, record.timestamp)
            if "alert_id" not in fields:
                continue
            present = fields["routes_version"] == self._routes.version
            self.telling.view(
                fields["alert_id"], fields["version"], self._inbox_of(record.topic), at, present_routes=present
            )

    def receipts(self, records: Iterable[Stored]) -> None:
        """What became of the views; read it last."""
        for record in self.starts.noting(records):
            fields = _fields(record)
            if "alert_id" not in fields:
                continue
            at = int(datetime.fromisoformat(fields["at"]).timestamp() * 1000)
            said = Said(fields["outcome"], fields["reason"], at)
            self.telling.receipt(fields["alert_id"], fields["version"], fields["inbox"], fields["channel"], said)

    def close(self) -> Balance:
        """Join everything, name what each stage owes, and give the balance."""
        with self:
            cut, balance, starts = self._cut, self.balance, self.starts
            balance.gone = starts.gone()
            balance.rejects = len(self._refused)
            traces = [self._topics.sightings, *(name for name in balance.gone if name.startswith(self._topics.rejects))]
            self._intake.decide(balance, cut, starts.horizon(traces))
            self._decide_unread()
            self._scoring.decide(balance, cut, self._refused)
            self.telling.decide(balance, cut, starts, self.shelf, self._refused)
            balance.unbalanced.sort(key=lambda owed: owed.place)
        return balance

    def _decide_unread(self) -> None:
        for topic, partition, offset, published in self._unread:
            stage = "scoring" if topic == self._topics.sightings else "routing"
            if not self._cut.passed(topic, partition, offset):
                self.balance.wait(stage, published)
            elif (topic, partition, offset) not in self._refused:
                place = Place(topic, partition, offset)
                self.balance.owe(stage, "a record that cannot be read, and no reject for it", place, published)

    def _inbox_of(self, topic: str) -> str:
        return topic.removeprefix(self._topics.inbox(""))

    def _unreadable(self, record: Stored) -> None:
        self._unread.append((record.topic, record.partition, record.offset, record.timestamp))


def _fields(record: Stored) -> dict[str, Any]:
    """Of a view or receipt; empty if it is none, which its reader sets aside."""
    try:
        found = orjson.loads(record.value or b"")
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}
