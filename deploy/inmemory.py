"""The same pure core without a broker: what intake, scoring and routing make of events, one after the other.

For `raabta score`, the analyst's what-if, and for tests. Relays are followed at once, so nothing waits between stages.
"""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from schemas.alert import Alert
from schemas.partner import Partner, PartnerTable
from schemas.reject import Reject
from schemas.route import RouteTable
from schemas.topic import Topics
from schemas.view import View
from streams.intake_state import IntakeState
from streams.pack import Pack
from streams.packs import Packs
from streams.ports import Headers, Record
from streams.routing_state import RoutingState
from streams.scoring_state import ScoringState

TOPICS = Topics()


@dataclass
class Outcome:
    """Everything that came out."""

    alerts: dict[str, Alert] = field(default_factory=dict)
    """The latest version of each, by alert id."""
    versions: list[Alert] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    views: list[View] = field(default_factory=list)
    receipts: int = 0
    """Suppressions by the router."""
    sightings: int = 0


class InMemory:
    """One worker with one partition, fed by hand."""

    def __init__(self, pack: Pack, partners: PartnerTable, routes: RouteTable | None = None) -> None:
        self._partners = {TOPICS.events(name): partner for name, partner in partners.partners.items()}
        self.packs = Packs(pack)
        self.intake = IntakeState(self._partners, partners.token_keys, TOPICS, 1, self.packs.stamp)
        self.scoring = ScoringState(self.packs, TOPICS, 1)
        self.routing = RoutingState(routes, TOPICS) if routes else None
        self.outcome = Outcome()
        self._queue: deque[Record] = deque()
        self._offsets: dict[str, int] = {}
        self._now = 0

    def send(
        self, topic: str, value: bytes, *, key: bytes | None = None, partition: int | None = None, headers: Headers = ()
    ) -> None:
        """The outbox of the stages."""
        offset = self._offsets[topic] = self._offsets.get(topic, -1) + 1
        self._queue.append(Record(topic, 0, offset, self._now, key, value, tuple(headers)))

    def know(self, partner: Partner) -> None:
        """Take the events of a partner that the table does not name, too."""
        self._partners.setdefault(TOPICS.events(partner.id), partner)

    def feed(self, partner: str, raw: bytes, published: int) -> None:
        """One message of a partner, published at this time (milliseconds since 1970), and all that follows from it."""
        self._now = published
        self.send(TOPICS.events(partner), raw)
        self._finish()
        self.scoring.ring(published, self)  # also when nothing came of it: time has passed
        self._finish()

    def _finish(self) -> None:
        while self._queue:
            self._step(self._queue.popleft())

    def _step(self, record: Record) -> None:
        value = record.value or b""
        if record.topic == TOPICS.sightings:
            self.scoring.take([record], self)
        elif record.topic == TOPICS.alerts:
            self._alert(record, value)
        elif record.topic.startswith(TOPICS.rejects):
            self.outcome.rejects.append(Reject.model_validate_json(value))
        elif record.topic == TOPICS.receipts:
            self.outcome.receipts += 1
        elif TOPICS.partner_of(record.topic) is not None:
            self.intake.take([record], self)
            self.outcome.sightings += self.intake.tally.pop(("sightings",), 0)
        else:
            self.outcome.views.append(View.model_validate_json(value))

    def _alert(self, record: Record, value: bytes) -> None:
        alert = Alert.model_validate_json(value)
        self.outcome.alerts[alert.id] = alert
        self.outcome.versions.append(alert)
        if self.routing is not None:
            self.routing.take([record], self)


def run(
    events: Iterable[tuple[str, bytes]],
    pack: Pack,
    partners: PartnerTable,
    *,
    published: Callable[[], int],
    routes: RouteTable | None = None,
) -> Outcome:
    """What follows from (partner id, event in JSON) pairs. `published` gives the time stamp of each, in milliseconds."""
    worker = InMemory(pack, partners, routes)
    for partner, raw in events:
        worker.feed(partner, raw, published())
    return worker.outcome
