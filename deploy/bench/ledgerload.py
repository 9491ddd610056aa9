"""Topics for a ledger of any size: one real day through the real stages, and copies of it that differ in every key.

A copy lies in partitions of its own, its tokens carry a token key of their own and its events ids of their own, so that
nothing of it meets anything of another copy: the ledger has as much to join as in as many real days.
"""

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from deploy.composition import Composition
from deploy.wholetopic import Stored
from schemas.alert import alert_id
from schemas.receipt import Outcome, Receipt, receipt_id
from schemas.rulepack import Subject
from schemas.view import View
from streams.ports import Headers, PartitionState, Record
from streams.stored import outline

AT_ONCE = 200
"""Events of one partner that intake takes together, as from one fetch."""
PARTITIONS = 4
"""Of the sightings: an event's fact is written once for each that has a token of it."""


class Day:
    """A day as it lies on the broker, by topic; partition 0 of everything but the sightings."""

    def __init__(self, composition: Composition, events: Sequence[tuple[str, bytes]], published: int) -> None:
        """`events`: partner and event in JSON, in order."""
        self.log: dict[str, list[Stored]] = defaultdict(list)
        self.events = len(events)
        self._topics = composition.topics
        intake, scoring, routing = composition.stages()
        self._intake = intake.new_state(0)
        self._scoring = [scoring.new_state(number) for number in range(PARTITIONS)]
        self._routing = routing.new_state(0)
        self._ends: dict[tuple[str, int], int] = defaultdict(int)
        self._queue: deque[Record] = deque()
        self._now = published
        for partner, raw in events:
            self.send(self._topics.events(partner), raw)
        self._flow()
        for record in [
            record for name in composition.all_routes.inboxes for record in self.log[self._topics.inbox(name)]
        ]:
            self._receipt(record, composition)
        self.state = {key: value for state in self._scoring for key, value in state.drain() if value is not None}
        self.alert_keys = _alert_keys(self.state)

    def send(
        self, topic: str, value: bytes, *, key: bytes | None = None, partition: int | None = None, headers: Headers = ()
    ) -> None:
        """The outbox of the stages."""
        number = partition or 0
        offset = self._ends[topic, number]
        self._ends[topic, number] += 1
        self.log[topic].append(Stored(topic, number, offset, self._now, key, value))
        self._queue.append(Record(topic, number, offset, self._now, key, value, ()))

    def _flow(self) -> None:
        while self._queue:
            first = self._queue.popleft()
            together = [first]
            while self._queue and self._queue[0].topic == first.topic and len(together) < AT_ONCE:
                if self._queue[0].partition != first.partition:
                    break
                together.append(self._queue.popleft())
            state = self._state_of(first)
            if state is not None:
                state.take(together, self)

    def _state_of(self, record: Record) -> PartitionState | None:
        if self._topics.partner_of(record.topic) is not None:
            return self._intake
        if record.topic == self._topics.sightings:
            return self._scoring[record.partition]
        return self._routing if record.topic == self._topics.alerts else None

    def _receipt(self, record: Stored, composition: Composition) -> None:
        view = View.model_validate_json(record.value or b"")
        inbox = composition.all_routes.inboxes[view.inbox]
        named = {"email": inbox.email, "webhook": inbox.webhook}
        for channel in [name for name, channel in named.items() if channel is not None] or ["store"]:
            receipt = Receipt(
                id=receipt_id(view.alert_id, view.version, view.inbox, channel),
                alert_id=view.alert_id,
                version=view.version,
                inbox=view.inbox,
                channel=channel,
                outcome=Outcome.DELIVERED,
                at=datetime.fromtimestamp(self._now / 1000, UTC),
                published=view.published,
            )
            self.send(self._topics.receipts, receipt.model_dump_json().encode())


def _alert_keys(state: Mapping[bytes, bytes]) -> dict[bytes, tuple[Subject, str, int]]:
    """What every alert id is the hash of."""
    found: dict[bytes, tuple[Subject, str, int]] = {}
    for key, value in state.items():
        for about, episode in outline(value).episodes.items():
            for number in range(episode.number + 1):
                what = (Subject(about), key.decode(), number)
                found[alert_id(*what).encode()] = what
    return found


class Copies:
    """A day, so many times."""

    def __init__(self, day: Day, stamp: bytes, times: int) -> None:
        """`stamp`: what the ids of the day's events begin with."""
        self._day, self._stamp, self.times = day, stamp, times

    def first(self, times: int) -> "Copies":
        """Only so many of them."""
        return Copies(self._day, self._stamp, min(times, self.times))

    def of(self, *topics: str) -> Iterator[Stored]:
        """Every record of these topics, in every copy."""
        for topic in topics:
            records = self._day.log[topic]
            for copy in range(self.times):
                for record in records:
                    value = self._as(record.value or b"", copy)
                    yield record._replace(partition=copy * PARTITIONS + record.partition, value=value)

    def told(self, *topics: str) -> Iterator[Stored]:
        """The same for alerts, views and receipts, which name alerts."""
        ids = self._day.alert_keys
        for record in self.of(*topics):
            copy = record.partition // PARTITIONS
            value = record.value or b""
            for known in {value[at + 1 : at + 33] for at in _quoted(value)} & ids.keys():
                about, token, episode = ids[known]
                value = value.replace(known, alert_id(about, _key(token, copy), episode).encode())
            yield record._replace(value=value)

    def state(self) -> Iterator[tuple[bytes, bytes]]:
        """Every history, in every copy."""
        for copy in range(self.times):
            for key, value in self._day.state.items():
                yield self._as(key, copy), self._as(value, copy)

    def _as(self, value: bytes, copy: int) -> bytes:
        value = value.replace(b":k1:", b":k%d:" % (copy + 1)).replace(self._stamp, b"%s%d-" % (self._stamp[:4], copy))
        return value.replace(b'"partition":0,"offset"', b'"partition":%d,"offset"' % (copy * PARTITIONS))


def _quoted(value: bytes) -> Iterator[int]:
    at = value.find(b'"')
    while at >= 0:
        if value[at + 33 : at + 34] == b'"':
            yield at
        at = value.find(b'"', at + 1)


def _key(token: str, copy: int) -> str:
    return token.replace(":k1:", f":k{copy + 1}:")
