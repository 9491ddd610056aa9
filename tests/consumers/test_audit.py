"""The chain of the audit."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update

from consumers.audit import ORIGIN, Action, Deed, append, head, verify
from consumers.store import Store
from consumers.tables import AUDIT, AUDIT_HEAD
from tests.consumers.making import NOW, new_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = new_store(tmp_path)
    for batch in range(3):
        with opened.writing() as connection:
            append(connection, [Deed("inbox", Action.STORED, f"view-{batch}-{n}") for n in range(4)], NOW)
    yield opened
    opened.close()


def test_an_empty_audit_holds(tmp_path: Path) -> None:
    empty = new_store(tmp_path)
    with empty.reading() as connection:
        assert verify(connection) == (0, None)
        assert head(connection) == (0, ORIGIN)
    empty.close()


def test_entries_of_several_transactions_make_one_chain(store: Store) -> None:
    with store.reading() as connection:
        assert verify(connection) == (12, None)
        assert head(connection).seq == 12


def test_a_transaction_that_is_undone_leaves_no_entry(store: Store) -> None:
    def half_done() -> None:
        with store.writing() as connection:
            append(connection, [Deed("inbox", Action.STORED, "never")], NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_done()
    with store.reading() as connection:
        assert verify(connection) == (12, None)


@pytest.mark.parametrize("column", ["actor", "action", "subject", "at", "previous", "hash"])
def test_a_changed_entry_is_found(store: Store, column: str) -> None:
    with store.writing() as connection:
        connection.execute(update(AUDIT).where(AUDIT.c.seq == 5).values({column: 1 if column == "at" else "x"}))
    with store.reading() as connection:
        assert verify(connection).broken_at == 5


def test_a_removed_entry_is_found(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(delete(AUDIT).where(AUDIT.c.seq == 7))
    with store.reading() as connection:
        assert verify(connection).broken_at == 8


def test_a_cut_off_tail_is_found(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(delete(AUDIT).where(AUDIT.c.seq > 10))
    with store.reading() as connection:
        assert verify(connection) == (10, 11)


def test_an_entry_added_by_hand_is_found(store: Store) -> None:
    with store.writing() as connection:
        last = connection.execute(select(AUDIT).where(AUDIT.c.seq == 12)).one()._asdict()
        connection.execute(insert(AUDIT).values(**last | {"seq": 13}))
        connection.execute(update(AUDIT_HEAD).values(seq=13))
    with store.reading() as connection:
        assert verify(connection).broken_at == 13
