"""Routing at work on one partition: which version of each alert went to whom."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

import orjson
from pydantic import ValidationError

from schemas.alert import Alert
from schemas.codec import malformed_of
from schemas.receipt import Outcome, Receipt, receipt_id
from schemas.route import RouteTable
from schemas.topic import Topics
from streams.intake import Refused, Source
from streams.intake_state import reject_of
from streams.ports import Outbox, Record, Tally
from streams.routing import routed
from streams.scoring_state import OURSELVES
from streams.views import view_of


class RoutingState:
    """Partition state of the routing stage: one state record an alert."""

    def __init__(self, table: RouteTable, topics: Topics) -> None:
        self._table = table
        self._topics = topics
        self._told: dict[str, tuple[int, tuple[str, ...]]] = {}
        self._dirty: set[str] = set()
        self.tally: Tally = Counter()

    def restore(self, key: bytes, value: bytes) -> None:
        """Take back what is known of an alert."""
        version, inboxes = orjson.loads(value)
        self._told[key.decode()] = (version, tuple(inboxes))

    def take(self, records: Sequence[Record], out: Outbox) -> None:
        """Route every alert version once."""
        for record in records:
            try:
                alert = Alert.model_validate_json(record.value or b"")
            except ValidationError as error:
                why = malformed_of(error)
                source = Source(record.topic, record.partition, record.offset, record.timestamp)
                reject = reject_of(Refused(0, why, record.value or b""), source, OURSELVES)
                out.send(self._topics.rejects, reject.model_dump_json().encode(), key=OURSELVES.encode())
                self.tally["rejected", why.reason] += 1
                continue
            self._route(alert, out)

    def drain(self) -> list[tuple[bytes, bytes | None]]:
        """What changed, by alert id."""
        changed: list[tuple[bytes, bytes | None]] = [(a.encode(), orjson.dumps(self._told[a])) for a in self._dirty]
        self._dirty.clear()
        return changed

    def _route(self, alert: Alert, out: Outbox) -> None:
        version, told = self._told.get(alert.id, (0, ()))
        if alert.version <= version:
            self.tally["duplicates_absorbed",] += 1
            return
        decision = routed(alert, self._table, told)
        for chosen in decision.chosen:
            view = view_of(alert, self._table.inboxes[chosen.inbox], chosen.route, self._table.version)
            out.send(self._topics.inbox(chosen.inbox), view.model_dump_json().encode(), key=alert.id.encode())
            self.tally["views", chosen.inbox] += 1
        if not decision.chosen:
            receipt = _suppressed(alert, decision.suppressed)
            out.send(self._topics.receipts, receipt.model_dump_json().encode(), key=alert.id.encode())
            self.tally["suppressed", decision.suppressed] += 1
        self._told[alert.id] = (alert.version, tuple(sorted({*told, *(c.inbox for c in decision.chosen)})))
        self._dirty.add(alert.id)


def _suppressed(alert: Alert, reason: str) -> Receipt:
    return Receipt(
        id=receipt_id(alert.id, alert.version, None, "router"),
        alert_id=alert.id,
        version=alert.version,
        inbox=None,
        channel="router",
        outcome=Outcome.SUPPRESSED,
        reason=reason,
        attempts=0,
        at=datetime.fromtimestamp(alert.published / 1000, UTC),
        published=alert.published,
    )
