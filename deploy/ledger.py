"""The ledger: every published event is accounted for, from the topics themselves and not from counters (design 5)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, NamedTuple

import orjson

from deploy.wholetopic import Stored
from schemas.alert import alert_id
from schemas.receipt import Outcome
from schemas.route import Inbox, RouteTable
from schemas.token import COMPARED_KINDS
from schemas.topic import Topics
from streams.frame import decode
from streams.history import outline

_COMPARED = tuple(f"{kind}:" for kind in COMPARED_KINDS)
MOST_NAMED = 1000
"""How many unbalanced positions are listed; all are counted."""


class Place(NamedTuple):
    """Where one event lies; `element` inside a batch."""

    topic: str
    partition: int
    offset: int
    element: int = 0


class Unbalanced(NamedTuple):
    """Something that one stage owes."""

    stage: str
    what: str
    place: Place


@dataclass
class Hour:
    """One partner's account of one hour of publishing. published = accepted + rejected + duplicates + lost."""

    published: int = 0
    accepted: int = 0
    rejected: int = 0
    duplicates: int = 0
    lost: int = 0


@dataclass
class Balance:
    """The account of everything."""

    hours: dict[tuple[str, str], Hour] = field(default_factory=lambda: defaultdict(Hour))
    """By partner and hour (UTC)."""
    events: int = 0
    """Accepted."""
    rejects: int = 0
    sightings: int = 0
    """Distinct; relays included."""
    alerts: int = 0
    versions: int = 0
    views: int = 0
    delivered: int = 0
    failed: int = 0
    suppressed: Counter[str] = field(default_factory=Counter)
    duplicates_absorbed: int = 0
    lost: int = 0
    unbalanced: list[Unbalanced] = field(default_factory=list)

    def owe(self, stage: str, what: str, place: Place) -> None:
        """Note that a stage owes something."""
        self.lost += 1
        if len(self.unbalanced) < MOST_NAMED:
            self.unbalanced.append(Unbalanced(stage, what, place))


class Ledger:
    """Reads each topic once, in the order of the data path, and balances at the end."""

    def __init__(self, topics: Topics, routes: RouteTable) -> None:
        self._topics = topics
        self._routes = routes
        self._accepted: dict[Place, set[tuple[str, int]]] = {}
        self._sighted: dict[str, set[tuple[str, int]]] = defaultdict(set)
        self._rejected: set[Place] = set()
        self._digests: dict[tuple[str, str], bytes] = {}
        self._versions: dict[str, dict[int, Place]] = defaultdict(dict)
        self._views: dict[tuple[str, int, str], Place] = {}
        self._told: set[tuple[str, int]] = set()
        self._receipts: dict[tuple[str, int, str | None], dict[str, Outcome]] = defaultdict(dict)
        self.balance = Balance()

    def sightings(self, records: Iterable[Stored]) -> None:
        """What intake accepted and what was relayed."""
        for record in records:
            for targets, raw in decode(record.value or b""):
                ref = orjson.loads(raw)["ref"]
                place = Place(ref["topic"], ref["partition"], ref["offset"], ref["index"])
                event = f"{ref['partner']}/{ref['event']}"
                for target in targets:
                    key = (event, target.party)
                    if (
                        target.hops == 0 and key in self._sighted[target.token]
                    ):  # relays may meet: that is no repetition
                        self.balance.duplicates_absorbed += 1
                    self._sighted[target.token].add(key)
                    if target.hops == 0:
                        self._accepted.setdefault(place, set()).add((target.token, target.party))

    def rejects(self, records: Iterable[Stored]) -> None:
        """What could not be taken."""
        for record in records:
            fields = orjson.loads(record.value or b"{}")
            place = Place(fields["topic"], fields["partition"], fields["offset"], fields["index"])
            if place in self._rejected:
                self.balance.duplicates_absorbed += 1
            self._rejected.add(place)
        self.balance.rejects = len(self._rejected)

    def events(self, records: Iterable[Stored]) -> None:
        """What partners published; call after `sightings` and `rejects`."""
        unknown: list[tuple[Hour, Place, tuple[str, str], bytes]] = []
        for record in records:
            partner = self._topics.partner_of(record.topic) or ""
            moment = datetime.fromtimestamp(record.timestamp / 1000, UTC)
            hour = self.balance.hours[partner, moment.strftime("%Y-%m-%dT%H:00Z")]
            for place, event in self._placed(record):
                hour.published += 1
                if place in self._accepted:
                    hour.accepted += 1
                    self.balance.events += 1
                    self._digests[partner, event["id"]] = _digest(event)
                    self._owed_by_intake(event, place)
                elif place in self._rejected:
                    hour.rejected += 1
                else:
                    name = event.get("id") if isinstance(event, dict) else None
                    unknown.append((hour, place, (partner, str(name)), _digest(event)))
        for hour, place, name, digest in unknown:
            if self._digests.get(name) == digest:
                hour.duplicates += 1
                self.balance.duplicates_absorbed += 1
            else:
                hour.lost += 1
                self.balance.owe("intake", "neither accepted nor rejected", place)

    def _placed(self, record: Stored) -> list[tuple[Place, Any]]:
        """The events of a message with their places; one place for a batch that was refused as a whole."""
        at = (record.topic, record.partition, record.offset)
        placed = [(Place(*at, index), event) for index, event in enumerate(_elements(record.value))]
        known = [place for place, _ in placed if place in self._accepted or place in self._rejected]
        return placed[:1] if known == [Place(*at)] and Place(*at) in self._rejected else placed

    def histories(self, state: Mapping[bytes, bytes], alerts: Iterable[Stored]) -> None:
        """What scoring took (its state topic, newest record of each key) and raised."""
        for record in alerts:
            fields = orjson.loads(record.value or b"{}")
            place = Place(record.topic, record.partition, record.offset)
            versions = self._versions[fields["id"]]
            if fields["version"] in versions:
                self.balance.duplicates_absorbed += 1
            versions.setdefault(fields["version"], place)
        nowhere = Place(self._topics.sightings, -1, -1)
        for token, sighted in self._sighted.items():
            self.balance.sightings += len(sighted)
            data = state.get(token.encode())
            if data is None:
                for _ in sighted:
                    self.balance.owe("scoring", "a sighting that no history took", nowhere)
                continue
            history = outline(data)
            held = len(sighted & history.keys)
            for _ in range(len(sighted) - max(held, min(history.taken, len(sighted)))):
                self.balance.owe("scoring", "a sighting that no history took", nowhere)
            for about, episode in history.episodes.items():
                self._owed_by_scoring(alert_id(about, token, episode.number), episode.version)  # type: ignore[arg-type]
        for versions in self._versions.values():
            for missing in set(range(1, max(versions) + 1)) - versions.keys():
                self.balance.owe("scoring", f"alert version {missing}", versions[max(versions)])
        self.balance.alerts = len(self._versions)
        self.balance.versions = sum(len(versions) for versions in self._versions.values())

    def views(self, records: Iterable[Stored]) -> None:
        """What was put into inboxes."""
        for record in records:
            fields = orjson.loads(record.value or b"{}")
            key = (fields["alert_id"], fields["version"], fields["inbox"])
            if key in self._views:
                self.balance.duplicates_absorbed += 1
            self._views.setdefault(key, Place(record.topic, record.partition, record.offset))
            self._told.add(key[:2])
        self.balance.views = len(self._views)

    def receipts(self, records: Iterable[Stored]) -> None:
        """What became of the views."""
        for record in records:
            fields = orjson.loads(record.value or b"{}")
            key = (fields["alert_id"], fields["version"], fields["inbox"])
            if fields["channel"] in self._receipts[key]:
                self.balance.duplicates_absorbed += 1
                continue
            outcome = Outcome(fields["outcome"])
            self._receipts[key][fields["channel"]] = outcome
            if outcome is Outcome.SUPPRESSED:
                self.balance.suppressed[fields["reason"]] += 1
            elif outcome is Outcome.DELIVERED:
                self.balance.delivered += 1
            else:
                self.balance.failed += 1

    def close(self) -> Balance:
        """Name what routing and the consumers owe, and give the balance."""
        for alert, versions in self._versions.items():
            for version, place in versions.items():
                if (alert, version) not in self._told and (alert, version, None) not in self._receipts:
                    self.balance.owe("routing", "an alert version without view or named suppression", place)
        for (alert, version, inbox), place in self._views.items():
            wanted = channels_of(self._routes.inboxes.get(inbox))
            for channel in wanted - self._receipts.get((alert, version, inbox), {}).keys():
                self.balance.owe("delivery", f"a view of {inbox} without a receipt by {channel}", place)
        return self.balance

    def _owed_by_intake(self, event: dict[str, Any], place: Place) -> None:
        for index, party in enumerate(event["data"]["parties"]):
            for token in party.get("tokens", ()):
                if not token.startswith(_COMPARED) and (token, index) not in self._accepted[place]:
                    self.balance.owe("intake", "a sighting of an accepted event", place)

    def _owed_by_scoring(self, alert: str, version: int) -> None:
        versions = self._versions.get(alert, {})
        for missing in set(range(1, version + 1)) - versions.keys():
            self.balance.owe("scoring", f"alert version {missing}", Place(self._topics.alerts, -1, -1))


def channels_of(inbox: Inbox | None) -> set[str]:
    """The channels that owe a receipt for each view of an inbox; `store` when it has no other."""
    if inbox is None:
        return {"store"}
    named = {"email": inbox.email, "webhook": inbox.webhook}
    return {name for name, channel in named.items() if channel is not None} or {"store"}


def _elements(value: bytes | None) -> Iterator[Any]:
    try:
        parsed = orjson.loads(value or b"")
    except orjson.JSONDecodeError:
        parsed = None
    if isinstance(parsed, list) and parsed:
        yield from parsed
    else:
        yield parsed


def _digest(event: Any) -> bytes:
    """Of everything but the seal: two publications of one report differ only there."""
    if not isinstance(event, dict) or not isinstance(event.get("data"), dict):
        return b""
    data = {name: value for name, value in event["data"].items() if name != "sealed"}
    said = orjson.dumps([event.get("type"), event.get("time"), data], option=orjson.OPT_SORT_KEYS)
    return blake2b(said, digest_size=8).digest()
