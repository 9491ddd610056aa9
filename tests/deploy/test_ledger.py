"""The ledger balances a sound run, and names what was planted: a loss and a duplicate at each stage."""

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from deploy.inmemory import TOPICS, InMemory
from deploy.ledger import Balance, Ledger, channels_of
from deploy.partners import load_partners
from deploy.wholetopic import Stored
from schemas.receipt import Outcome, Receipt, receipt_id
from schemas.route import Inbox, Profile, Route, RouteTable
from schemas.rulepack import Rule, RulePack, Strength
from schemas.view import View
from streams.pack import Pack
from streams.ports import Headers
from tests.streams.facts import BOX, PUBLISHED, event, raw, tok
from tests.streams.test_scoring import INDICATORS

RULES = RulePack(
    version="2026.11.1",
    indicators={"docs-held": Rule(strength=Strength.STRONG), "spoken-for": Rule(strength=Strength.MODERATE)},
)
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


REJECTS = TOPICS.rejects_of("air-nilkanth")


def party(*kinds: str) -> list[dict[str, object]]:
    return [{"role": "traveller", "tokens": [tok(kind, "a") for kind in kinds], "age": 22}]


def sound() -> tuple[Log, dict[bytes, bytes]]:
    """A day with an alert, a reject, a batch and a repetition, and all receipts."""
    worker = Recorded()
    held = event("e1", parties=party("passport", "person"), observations=["docs-held-by-other"])
    spoken = event("e2", parties=party("passport"), observations=["spoken-for"])
    again = event("e1", parties=party("passport", "person"), observations=["docs-held-by-other"])
    again["data"]["sealed"]["box"] = BOX.replace("AAAA", "BBBB", 1)
    batch = b"[" + raw(event("e3")) + b"," + raw(event("e4", parties=[])) + b"]"
    for message in (raw(held), raw(spoken), raw(again), batch, b"not JSON", raw(event("e5"))):
        worker.feed("air-nilkanth", message, PUBLISHED)
    for record in list(worker.log[TOPICS.inbox("fia-hq")]):
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


def balanced(log: Log, state: dict[bytes, bytes]) -> Balance:
    ledger = Ledger(TOPICS, ROUTES)
    ledger.sightings(log[TOPICS.sightings])
    ledger.rejects(log[REJECTS])
    ledger.events(log[TOPICS.events("air-nilkanth")])
    ledger.histories(state, log[TOPICS.alerts])
    ledger.views(log[TOPICS.inbox("fia-hq")])
    ledger.receipts(log[TOPICS.receipts])
    return ledger.close()


def test_a_sound_run_balances() -> None:
    log, state = sound()
    found = balanced(log, state)
    (hour,) = found.hours.values()
    assert (hour.published, hour.accepted, hour.rejected, hour.duplicates, hour.lost) == (7, 4, 2, 1, 0)
    assert found.lost == 0
    assert found.unbalanced == []
    assert (found.alerts, found.views, found.delivered) == (1, found.versions, found.versions)
    assert found.duplicates_absorbed == 1


def drop_first(topic: str) -> Callable[[Log, dict[bytes, bytes]], None]:
    def change(log: Log, state: dict[bytes, bytes]) -> None:
        log[topic] = [record._replace(offset=at) for at, record in enumerate(log[topic][1:])]  # it was never written

    return change


def forget_a_history(log: Log, state: dict[bytes, bytes]) -> None:
    del state[tok("passport", "a").encode()]


def lose_a_sighting(log: Log, state: dict[bytes, bytes]) -> None:
    head, fact = (log[TOPICS.sightings][0].value or b"").split(b"\n", 1)
    shorter = orjson.dumps(orjson.loads(head)[:1]) + b"\n" + fact
    log[TOPICS.sightings][0] = log[TOPICS.sightings][0]._replace(value=shorter)


@pytest.mark.parametrize(
    ("change", "stage"),
    [
        (drop_first(TOPICS.sightings), "intake"),
        (drop_first(REJECTS), "intake"),
        (lose_a_sighting, "intake"),
        (forget_a_history, "scoring"),
        (drop_first(TOPICS.alerts), "scoring"),
        (drop_first(TOPICS.inbox("fia-hq")), "routing"),
        (drop_first(TOPICS.receipts), "delivery"),
    ],
)
def test_a_planted_loss_is_found_and_its_stage_named(
    change: Callable[[Log, dict[bytes, bytes]], None], stage: str
) -> None:
    log, state = sound()
    change(log, state)
    found = balanced(log, state)
    assert found.lost > 0
    assert stage in {owed.stage for owed in found.unbalanced}


@pytest.mark.parametrize("topic", [TOPICS.sightings, REJECTS, TOPICS.alerts, TOPICS.inbox("fia-hq"), TOPICS.receipts])
def test_a_planted_duplicate_is_counted_and_owes_nothing(topic: str) -> None:
    log, state = sound()
    log[topic].append(log[topic][0]._replace(offset=len(log[topic])))
    found = balanced(log, state)
    assert found.lost == 0
    assert found.duplicates_absorbed > 1


def test_an_event_taken_for_a_repetition_though_it_differs_is_owed() -> None:
    log, state = sound()
    other = event("e1", parties=party("passport", "person"), observations=["spoken-for"])
    log[TOPICS.events("air-nilkanth")].append(Stored(TOPICS.events("air-nilkanth"), 0, 99, PUBLISHED, None, raw(other)))
    found = balanced(log, state)
    assert [(owed.stage, owed.place.offset) for owed in found.unbalanced] == [("intake", 99)]


def test_every_channel_of_an_inbox_owes_a_receipt() -> None:
    inbox = ROUTES.inboxes["fia-hq"]
    assert channels_of(inbox) == {"store"}
    mailed = Inbox.model_validate_json(
        b'{"name":"fia-x","title":"x","profile":"fia","email":{"to":["desk@fia.example"]},'
        b'"webhook":{"url":"https://case.fia.example/in","secret_env":"HOOK_SECRET"}}'
    )
    assert channels_of(mailed) == {"email", "webhook"}
