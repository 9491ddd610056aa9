"""Routing at work on one partition: which version of each alert went to whom."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

import orjson
from pydantic import ValidationError

from schemas.alert import Alert
from schemas.codec import malformed_of
from schemas.receipt import ROUTER, Outcome, Receipt, receipt_id
from schemas.route import RouteTable
from schemas.snooze import Snooze
from schemas.topic import Topics
from streams.intake import Refused, Source
from streams.intake_state import reject_of
from streams.ports import Outbox, Record, Tally
from streams.routing import Routed, is_over, routed
from streams.scoring_state import OURSELVES
from streams.snooze import held_by
from streams.views import view_of

SNOOZE = "snooze/"
"""Before the id of a snooze, in the key of its state record; an alert's id holds no slash."""
SNOOZED = "snoozed"
"""The reason of a receipt for a version that an inbox asked not to be told of."""

LONG_DEPARTED = "long-departed"
"""The reason of a receipt for a version that only said that a departure came near, told days after it."""


class RoutingState:
    """Partition state of the routing stage: one state record an alert, and one a snooze."""

    def __init__(self, table: RouteTable, topics: Topics) -> None:
        self._table = table
        self._topics = topics
        self._told: dict[str, tuple[int, tuple[str, ...]]] = {}
        self._snoozes: dict[str, Snooze] = {}
        self._dirty: set[str] = set()
        self.tally: Tally = Counter()

    def restore(self, key: bytes, value: bytes) -> None:
        """Take back what is known of an alert, or a snooze."""
        if key.startswith(SNOOZE.encode()):
            self._snoozes[key.decode()] = Snooze.model_validate_json(value)
            return
        version, inboxes = orjson.loads(value)
        self._told[key.decode()] = (version, tuple(inboxes))

    def take(self, records: Sequence[Record], out: Outbox) -> None:
        """Route every alert version once."""
        for record in records:
            try:
                if record.topic == self._topics.snoozes:
                    self._snooze(Snooze.model_validate_json(record.value or b""), record.timestamp)
                    continue
                alert = Alert.model_validate_json(record.value or b"")
            except ValidationError as error:
                why = malformed_of(error)
                source = Source(record.topic, record.partition, record.offset, record.timestamp)
                reject = reject_of(Refused(0, why, record.value or b""), source, OURSELVES)
                out.send(self._topics.rejects, reject.model_dump_json().encode(), key=OURSELVES.encode())
                self.tally["rejected", why.reason] += 1
                continue
            self._route(alert, record.timestamp, out)

    def drain(self) -> list[tuple[bytes, bytes | None]]:
        """What changed, by alert id, and the snoozes that came or ended."""
        changed = [(key.encode(), self._stored(key)) for key in self._dirty]
        self._dirty.clear()
        return changed

    def _stored(self, key: str) -> bytes | None:
        if key.startswith(SNOOZE):
            snooze = self._snoozes.get(key)
            return snooze.model_dump_json().encode() if snooze is not None else None
        return orjson.dumps(self._told[key])

    def _snooze(self, snooze: Snooze, now: int) -> None:
        """Take one, and drop those that have ended by now, milliseconds since 1970."""
        ended = [key for key, one in self._snoozes.items() if one.until.timestamp() * 1000 <= now]
        for key in ended:
            del self._snoozes[key]
        self._dirty.update(ended)
        if snooze.until.timestamp() * 1000 > now:
            self._snoozes[SNOOZE + snooze.id] = snooze
            self._dirty.add(SNOOZE + snooze.id)

    def _route(self, alert: Alert, now: int, out: Outbox) -> None:
        version, told = self._told.get(alert.id, (0, ()))
        if alert.version <= version:
            self.tally["duplicates_absorbed",] += 1
            return
        decision = Routed((), LONG_DEPARTED) if is_over(alert, now) else routed(alert, self._table, told)
        awake = [c for c in decision.chosen if held_by(alert, c.inbox, self._snoozes.values()) is None]
        for chosen in decision.chosen:
            if chosen not in awake:
                self._receipt(_suppressed(alert, SNOOZED, chosen.inbox), out)
        for chosen in awake:
            view = view_of(alert, self._table.inboxes[chosen.inbox], chosen.route, self._table.version)
            out.send(self._topics.inbox(chosen.inbox), view.model_dump_json().encode(), key=alert.id.encode())
            self.tally["views", chosen.inbox] += 1
        if not decision.chosen:
            self._receipt(_suppressed(alert, decision.suppressed), out)
        self._told[alert.id] = (alert.version, tuple(sorted({*told, *(c.inbox for c in awake)})))
        self._dirty.add(alert.id)

    def _receipt(self, receipt: Receipt, out: Outbox) -> None:
        out.send(self._topics.receipts, receipt.model_dump_json().encode(), key=receipt.alert_id.encode())
        self.tally["suppressed", receipt.reason] += 1


def _suppressed(alert: Alert, reason: str, inbox: str | None = None) -> Receipt:
    return Receipt(
        id=receipt_id(alert.id, alert.version, inbox, ROUTER),
        alert_id=alert.id,
        version=alert.version,
        inbox=inbox,
        channel=ROUTER,
        outcome=Outcome.SUPPRESSED,
        reason=reason,
        attempts=0,
        at=datetime.fromtimestamp(alert.published / 1000, UTC),
        published=alert.published,
    )
