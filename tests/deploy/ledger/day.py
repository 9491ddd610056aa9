"""A small day as it lies on the broker, for the ledger to balance, and faults to plant in it."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from deploy.inmemory import TOPICS, InMemory
from deploy.ledger import QUIET, Balance, Cut, Ledger
from deploy.partners import load_partners
from deploy.wholetopic import Stored
from schemas.receipt import Outcome, Receipt, receipt_id
from schemas.route import Inbox, Profile, Route, RouteTable
from schemas.rulepack import Rule, Strength
from schemas.view import View
from streams.pack import Pack
from streams.ports import Headers
from tests.streams.facts import BOX, NOW, PUBLISHED, event, raw, tok, trip
from tests.streams.packs import rule_pack
from tests.streams.test_scoring import INDICATORS

RULES = rule_pack({"docs-held": Rule(strength=Strength.STRONG), "spoken-for": Rule(strength=Strength.MODERATE)})
ROUTES = RouteTable(
    version="2026.11.1",
    inboxes={"fia-hq": Inbox(name="fia-hq", title="HQ", profile=Profile.FIA)},
    root=Route(name="national", inboxes=("fia-hq",)),
)
PARTNERS = load_partners(Path("deploy/partners.toml"))
Log = dict[str, list[Stored]]


class Recorded(InMemory):
    """Keeps every record by topic, as a broker would."""

    def __init__(self) -> None:
        super().__init__(Pack(RULES, INDICATORS), PARTNERS, ROUTES)
        self.log: Log = defaultdict(list)

    def send(
        self, topic: str, value: bytes, *, key: bytes | None = None, partition: int | None = None, headers: Headers = ()
    ) -> None:
        log = self.log[topic]
        log.append(Stored(topic, 0, len(log), PUBLISHED, key, value))
        super().send(topic, value, key=key, partition=partition, headers=headers)


EVENTS = TOPICS.events("air-nilkanth")
INBOX = TOPICS.inbox("fia-hq")
REJECTS = TOPICS.rejects_of("air-nilkanth")


def party(*kinds: str) -> list[dict[str, object]]:
    return [{"role": "traveller", "tokens": [tok(kind, "a") for kind in kinds], "age": 22}]


def sound(left_out: str = "") -> tuple[Log, dict[bytes, bytes]]:
    """A day with an alert in two versions, two rejects, a batch and a repetition, and all receipts. Without one event, if named."""
    worker = Recorded()
    held = event("e1", parties=party("passport", "person"), observations=["docs-held-by-other"])
    spoken = event("e2", parties=party("passport"), observations=["spoken-for"])
    again = event("e1", parties=party("passport", "person"), observations=["docs-held-by-other"])
    again["data"]["sealed"]["box"] = BOX.replace("AAAA", "BBBB", 1)
    sooner = trip(flight="124", departs_at=(NOW + timedelta(hours=5)).isoformat())
    news = event("e6", parties=party("passport"), observations=["docs-held-by-other"], trip=sooner)
    batch = b"[" + raw(event("e3")) + b"," + raw(event("e4", parties=[])) + b"]"
    for message in (raw(held), raw(spoken), raw(again), batch, b"not JSON", raw(event("e5")), raw(news)):
        if not left_out or left_out.encode() not in message:
            worker.feed("air-nilkanth", message, PUBLISHED)
    for record in list(worker.log[INBOX]):
        view = View.model_validate_json(record.value or b"")
        receipt = Receipt(
            id=receipt_id(view.alert_id, view.version, view.inbox, "store"),
            alert_id=view.alert_id,
            version=view.version,
            inbox=view.inbox,
            channel="store",
            outcome=Outcome.DELIVERED,
            at=datetime.now(UTC),
            published=view.published,
        )
        worker.log[TOPICS.receipts].append(
            Stored(
                TOPICS.receipts,
                0,
                len(worker.log[TOPICS.receipts]),
                PUBLISHED,
                None,
                receipt.model_dump_json().encode(),
            )
        )
    state = {key: value for key, value in worker.scoring.drain() if value is not None}
    return worker.log, state


def feed(ledger: Ledger, log: Log, state: dict[bytes, bytes]) -> None:
    """Everything, in the order of the data path."""
    ledger.events(log[EVENTS])
    ledger.sightings(log[TOPICS.sightings])
    ledger.rejects([*log[REJECTS], *log[TOPICS.rejects]])
    ledger.histories(state, log[TOPICS.alerts])
    ledger.views(log[INBOX])
    ledger.receipts(log[TOPICS.receipts])


def balanced(log: Log, state: dict[bytes, bytes], cut: Cut = QUIET) -> Balance:
    """What the ledger says of it."""
    with Ledger(TOPICS, ROUTES, cut) as ledger:
        feed(ledger, log, state)
        return ledger.close()


def without(log: Log, topic: str, offset: int) -> Stored:
    """A record that was never written: those behind it lie one place earlier."""
    lost = log[topic].pop(offset)
    log[topic] = [record._replace(offset=at) for at, record in enumerate(log[topic])]
    return lost


def twice(log: Log, topic: str, offset: int) -> None:
    """A record that was written again."""
    log[topic].append(log[topic][offset]._replace(offset=len(log[topic])))
