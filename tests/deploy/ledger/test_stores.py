"""The inbox's store, read beside the topics: each row that is missing or too many is named with its view's place."""

from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from sqlalchemy import delete, update

from consumers.arrivals import Fetched, take
from consumers.clock import utc_now
from consumers.deliveries import due, settle
from consumers.store import Store, open_store
from consumers.tables import DELIVERIES, POSITIONS, RECEIPTS, STRAYS, VIEWS
from deploy.inmemory import TOPICS
from deploy.ledger import Balance, Cut, Ledger, Place
from deploy.ledger.stores import read_stores
from deploy.wholetopic import Stored
from schemas.errors import Misconfigured
from schemas.receipt import Outcome
from tests import postgresql
from tests.deploy.ledger.day import INBOX, ROUTES, Log, feed, sound, without
from tests.deploy.ledger.test_cut import ENDS, NOW

FAR = Cut(NOW, ENDS, 10**15)
"""So patient that only the store can tell."""


def lived(folder: Path) -> tuple[Store, Log, dict[bytes, bytes]]:
    """The small day, its views stored and settled by the real store, its receipts those of the store."""
    log, state = sound()
    store = open_store(postgresql.database_of(folder))
    inbox = ROUTES.inboxes["fia-hq"]
    take(store, [Fetched(r.topic, r.partition, r.offset, r.value or b"") for r in log[INBOX]], inbox, utc_now())
    for one in due(store, "store", utc_now(), 100):
        settle(store, one, Outcome.DELIVERED, utc_now())
    with store.writing() as connection:
        rows = connection.execute(RECEIPTS.select()).all()
        connection.execute(update(RECEIPTS).values(published=True))
    log[TOPICS.receipts] = [
        Stored(TOPICS.receipts, 0, at, NOW, row.alert_id.encode(), row.raw)
        for at, row in enumerate(sorted(rows, key=lambda row: int(orjson.loads(row.raw)["version"])))
    ]
    return store, log, state


def told(folder: Path, log: Log, state: dict[bytes, bytes]) -> Balance:
    with Ledger(TOPICS, ROUTES, FAR) as ledger:
        read_stores([str(postgresql.database_of(folder))], ledger)
        feed(ledger, log, state)
        return ledger.close()


def test_a_sound_store_owes_nothing(tmp_path: Path) -> None:
    _, log, state = lived(tmp_path)
    found = told(tmp_path, log, state)
    assert (found.unbalanced, found.quiet, found.delivered) == ([], True, 2)


def the_view_row_is_gone(store: Store, log: Log) -> str:
    with store.writing() as connection:
        gone = connection.execute(VIEWS.select().where(VIEWS.c.offset == 1)).one().id
        connection.execute(delete(DELIVERIES).where(DELIVERIES.c.view_id == gone))
        connection.execute(delete(VIEWS).where(VIEWS.c.id == gone))
    return "store: a view of fia-hq that the store does not hold though there is a receipt"


def the_delivery_row_is_gone(store: Store, log: Log) -> str:
    with store.writing() as connection:
        gone = connection.execute(VIEWS.select().where(VIEWS.c.offset == 1)).one().id
        connection.execute(delete(DELIVERIES).where(DELIVERIES.c.view_id == gone))
    return "store: a view of fia-hq without a delivery in the store"


def the_receipt_row_is_gone(store: Store, log: Log) -> str:
    with store.writing() as connection:
        connection.execute(delete(RECEIPTS).where(RECEIPTS.c.raw == log[TOPICS.receipts][1].value))
    return "store: a delivery to fia-hq by store that ended without a receipt in the store"


def the_receipt_never_reached_its_topic(store: Store, log: Log) -> str:
    without(log, TOPICS.receipts, 1)
    return "delivery: a receipt of fia-hq by store that is not on its topic"


def an_old_backup_was_put_back(store: Store, log: Log) -> str:
    early = (log[TOPICS.receipts][1].value or b"").replace(b'"at":"2', b'"at":"1')
    log[TOPICS.receipts][1] = log[TOPICS.receipts][1]._replace(value=early)
    with store.writing() as connection:
        gone = connection.execute(VIEWS.select().where(VIEWS.c.offset == 1)).one().id
        connection.execute(update(DELIVERIES).where(DELIVERIES.c.view_id == gone).values(state="pending"))
    return "store: a delivery to fia-hq by store that has a receipt and is pending in the store"


LOSSES = [
    the_view_row_is_gone,
    the_delivery_row_is_gone,
    the_receipt_row_is_gone,
    the_receipt_never_reached_its_topic,
    an_old_backup_was_put_back,
]


@pytest.mark.parametrize("plant", LOSSES)
def test_a_planted_loss_in_the_store_is_named_with_its_place(
    plant: Callable[[Store, Log], str], tmp_path: Path
) -> None:
    store, log, state = lived(tmp_path)
    expected = plant(store, log)
    found = told(tmp_path, log, state)
    assert [(f"{owed.stage}: {owed.what}", owed.place) for owed in found.unbalanced] == [(expected, Place(INBOX, 0, 1))]


def test_a_view_that_only_the_store_holds_is_owed_by_routing(tmp_path: Path) -> None:
    _, log, state = lived(tmp_path)
    log[INBOX].pop()
    found = told(tmp_path, log, state)
    assert {owed.stage for owed in found.unbalanced} == {"routing"}
    assert Place(INBOX, 0, 1) in {owed.place for owed in found.unbalanced}


def test_a_view_stored_twice_is_absorbed(tmp_path: Path) -> None:
    store, log, state = lived(tmp_path)
    record = log[INBOX][1]._replace(offset=2)
    log[INBOX].append(record)
    taken = take(store, [Fetched(INBOX, 0, 2, record.value or b"")], ROUTES.inboxes["fia-hq"], utc_now())
    assert taken.absorbed == 1
    found = told(tmp_path, log, state)
    assert (found.lost, found.duplicates_absorbed) == (0, 2)


def test_a_pending_delivery_and_a_receipt_not_published_yet_are_under_way(tmp_path: Path) -> None:
    store, log, state = lived(tmp_path)
    last = without(log, TOPICS.receipts, 1)
    with store.writing() as connection:
        connection.execute(update(RECEIPTS).where(RECEIPTS.c.raw == last.value).values(published=False))
    found = told(tmp_path, log, state)
    assert (found.lost, found.under_way["delivery"].count) == (0, 1)
    with store.writing() as connection:
        gone = connection.execute(VIEWS.select().where(VIEWS.c.offset == 1)).one().id
        connection.execute(update(DELIVERIES).where(DELIVERIES.c.view_id == gone).values(state="pending"))
    found = told(tmp_path, log, state)
    assert (found.lost, found.under_way["delivery"].count) == (0, 1)


def test_a_view_that_the_store_has_not_reached_is_under_way(tmp_path: Path) -> None:
    store, log, state = lived(tmp_path)
    the_view_row_is_gone(store, log)
    with store.writing() as connection:
        connection.execute(update(POSITIONS).values(next=1))
    without(log, TOPICS.receipts, 1)
    found = told(tmp_path, log, state)
    assert (found.lost, found.under_way["store"].count) == (0, 1)


def test_a_view_that_was_set_aside_is_a_named_suppression(tmp_path: Path) -> None:
    store, log, state = lived(tmp_path)
    the_view_row_is_gone(store, log)
    without(log, TOPICS.receipts, 1)
    stray = {"topic": INBOX, "partition": 0, "offset": 1, "reason": "wrong_id", "field": "id", "sha256": "0" * 64}
    with store.writing() as connection:
        connection.execute(STRAYS.insert().values(**stray, stored_at=0))
    found = told(tmp_path, log, state)
    assert (found.lost, found.suppressed["set aside: wrong_id"]) == (0, 1)


def test_a_store_that_is_not_there_is_a_clear_message_and_is_not_made(tmp_path: Path) -> None:
    with Ledger(TOPICS, ROUTES) as ledger:
        with pytest.raises(Misconfigured, match="there is no such file"):
            read_stores([str(tmp_path / "none.db")], ledger)
        with pytest.raises(Misconfigured, match="this is no database URL") as caught:
            read_stores(["nonsense://user:word@desk.example/raabta"], ledger)
    assert "word" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_store_on_postgresql_is_read_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with postgresql.running() as server:
        monkeypatch.setenv(postgresql.SERVER, server.url())
        store, log, state = lived(tmp_path)
        assert told(tmp_path, log, state).unbalanced == []
        expected = the_view_row_is_gone(store, log)
        (owed,) = told(tmp_path, log, state).unbalanced
        assert (f"{owed.stage}: {owed.what}", owed.place) == (expected, Place(INBOX, 0, 1))
        store.close()
