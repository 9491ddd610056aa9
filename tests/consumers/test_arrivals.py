"""What comes on an inbox's topic, and what the store makes of it."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select

from consumers.arrivals import Fetched, Stray, read_view, take
from consumers.audit import verify
from consumers.store import Store
from consumers.tables import AUDIT, DELIVERIES, POSITIONS, STRAYS, VIEWS
from schemas.route import Inbox, Profile
from tests.consumers.making import HOOK, MAIL, NOW, alert, fetched, fia, new_store, service, view


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = new_store(tmp_path)
    yield opened
    opened.close()


def count(store: Store, table: object) -> int:
    with store.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0  # type: ignore[arg-type]


def test_a_view_is_kept_byte_for_byte_with_one_delivery_a_channel(store: Store) -> None:
    record = fetched(view(), 41)
    taken = take(store, [record], fia(email=MAIL, webhook=HOOK), NOW)
    assert [one.id for one in taken.new] == [view().id]
    with store.reading() as connection:
        assert connection.scalar(select(VIEWS.c.raw)) == record.value
        rows = connection.execute(select(DELIVERIES).order_by(DELIVERIES.c.channel)).all()
    assert [(row.channel, row.state) for row in rows] == [("email", "pending"), ("webhook", "pending")]
    assert store.positions("raabta.inbox.fia-farzi")[0].next == 42


def test_an_inbox_without_channels_delivers_by_being_stored(store: Store) -> None:
    take(store, [fetched(view())], fia(), NOW)
    with store.reading() as connection:
        assert connection.scalar(select(DELIVERIES.c.channel)) == "store"


def test_the_same_view_again_is_absorbed_and_counted(store: Store) -> None:
    take(store, [fetched(view(), 0)], fia(), NOW)
    again = take(store, [fetched(view(), 1), fetched(view(), 2)], fia(), NOW)
    assert (again.new, again.absorbed) == ([], 2)
    assert (count(store, VIEWS), count(store, DELIVERIES), count(store, AUDIT)) == (1, 1, 1)
    assert store.positions("raabta.inbox.fia-farzi")[0].next == 3


def test_the_same_view_twice_in_one_fetch_is_stored_once(store: Store) -> None:
    taken = take(store, [fetched(view(), 0), fetched(view(), 1)], fia(), NOW)
    assert (len(taken.new), taken.absorbed, count(store, VIEWS)) == (1, 1, 1)


MALFORMED = {
    "empty": (b"", "wrong_type"),
    "no JSON": (b"{", "wrong_type"),
    "binary": (bytes(range(256)), "wrong_type"),
    "null": (b"null", "wrong_type"),
    "missing field": (b"{}", "missing_field"),
    "another inbox": (view(inbox="fia-other").model_dump_json().encode(), "wrong_inbox"),
    "another id": (view(id="f" * 32).model_dump_json().encode(), "wrong_id"),
    "no alert": (view(alert=None).model_dump_json().encode(), "missing_field"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_view_is_set_aside_with_its_bytes_and_the_line_moves_on(store: Store, name: str) -> None:
    raw, reason = MALFORMED[name]
    bad = Fetched("raabta.inbox.fia-farzi", 0, 5, raw)
    taken = take(store, [fetched(view(), 4), bad, fetched(view(alert(2)), 6)], fia(), NOW)
    assert (len(taken.new), taken.strays) == (2, 1)
    with store.reading() as connection:
        stray = connection.execute(select(STRAYS)).one()
    assert (stray.offset, stray.reason, stray.raw) == (5, reason, raw)
    assert store.positions("raabta.inbox.fia-farzi")[0].next == 7


def test_a_view_that_shows_a_service_too_much_does_not_enter_its_store(store: Store) -> None:
    shown = view(inbox="ngo-farzi", profile=Profile.VICTIM_SERVICE, alert=alert())
    take(store, [fetched(shown)], service(), NOW)
    with store.reading() as connection:
        stray = connection.execute(select(STRAYS)).one()
    assert (stray.reason, stray.raw) == ("over_exposed", None)
    assert count(store, VIEWS) == 0


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_raise(raw: bytes) -> None:
    assert isinstance(read_view(Fetched("t", 0, 0, raw), fia()), Stray)


def test_views_and_position_are_durable_together_or_not_at_all(store: Store) -> None:
    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    event.listen(store._engine, "commit", power_cut)
    with pytest.raises(KeyboardInterrupt):
        take(store, [fetched(view(), 0)], fia(), NOW)
    event.remove(store._engine, "commit", power_cut)
    assert (count(store, VIEWS), count(store, POSITIONS), count(store, AUDIT)) == (0, 0, 0)
    assert len(take(store, [fetched(view(), 0)], fia(), NOW).new) == 1


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 3)), max_size=12), st.integers(1, 4))
def test_any_replay_in_any_cut_leaves_the_same_views(
    tmp_path_factory: pytest.TempPathFactory, sent: list[tuple[int, int]], cut: int
) -> None:
    store = new_store(tmp_path_factory.mktemp("replay"))
    inbox: Inbox = fia()
    records = [fetched(view(alert(number, version)), n) for n, (number, version) in enumerate(sent)]
    for _ in range(2):
        for start in range(0, len(records), cut):
            take(store, records[start : start + cut], inbox, NOW)
    with store.reading() as connection:
        assert set(connection.scalars(select(VIEWS.c.id))) == {view(alert(*one)).id for one in sent}
        assert verify(connection) == (len(set(sent)), None)
    store.close()


def test_the_store_and_its_log_are_readable_by_their_owner_only(store: Store, tmp_path: Path) -> None:
    take(store, [fetched(view())], fia(), NOW)
    for file in tmp_path.glob("inbox.db*"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name
