"""The durable store of one or many inboxes: everything is in here before anything is sent, and every step is one transaction.

SQLite by default, one file, mode 0600; PostgreSQL by its URL, a database an inbox. All SQL is SQLAlchemy Core, and the one
construct that dialects spell differently (insert, unless it is there) is chosen in `insert_new`.

SQLite runs with WAL and synchronous=FULL. NORMAL would lose no view in a power cut either (positions are in the same
transaction, so lost ones are read again), but it could lose the audit of an opening that somebody has already seen. One
fsync a transaction is the price, and a transaction takes a whole fetch.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.pool import ConnectionPoolEntry

from consumers.audit import ORIGIN
from consumers.tables import AUDIT_HEAD, METADATA, POSITIONS

BUSY_SECONDS = 30.0
"""How long a writer waits for another process that writes."""


class Position(NamedTuple):
    """How far a partition is stored."""

    next: int
    """Offset of the first record that is not stored yet."""
    sha256: str
    """Of the record before that."""


class Store:
    """Transactions on the store. One writer at a time, any number of readers; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = Lock()
        METADATA.create_all(engine)
        with self.writing() as connection:
            insert_new(connection, AUDIT_HEAD, [{"id": 1, "seq": 0, "hash": ORIGIN}])

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engine.dialect.name

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is durable when the block ends, and undone when it raises."""
        # SQLite's own waiting polls with sleeps; threads of one process are put in line here, without.
        with self._turn, self._engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent look at the store; never waits for a writer."""
        with self._engine.connect().execution_options(raabta_reads=True) as connection:
            yield connection

    def positions(self, topic: str) -> dict[int, Position]:
        """How far each partition of a topic is stored."""
        with self.reading() as connection:
            rows = connection.execute(select(POSITIONS).where(POSITIONS.c.topic == topic))
            return {row.partition: Position(row.next, row.sha256) for row in rows}

    def scrub(self) -> None:
        """Let nothing that was deleted be readable in the files: SQLite's log is written back and cut off, PostgreSQL vacuumed.

        Waits for readers, and writers wait meanwhile; what a reader holds open for longer goes with the next scrub.
        """
        with self._turn:
            if self.dialect == "sqlite":
                self._cut_log()
            else:
                with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.exec_driver_sql("VACUUM")

    def _cut_log(self) -> None:
        raw = self._engine.raw_connection()  # outside any transaction, which SQLAlchemy would begin
        try:
            cursor = raw.cursor()
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.close()
        finally:
            raw.close()

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()


def open_store(where: Path | str) -> Store:
    """Open the store at a path (SQLite) or a database URL, and make its tables if it is new."""
    if isinstance(where, str) and "://" in where and not where.startswith("sqlite"):
        return Store(create_engine(where, pool_pre_ping=True, hide_parameters=True))
    path = Path(make_url(where).database or "") if isinstance(where, str) and "://" in where else Path(where)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # SQLite gives its WAL the mode of the file
    engine = create_engine(
        f"sqlite:///{path}",
        connect_args={"isolation_level": None, "timeout": BUSY_SECONDS, "check_same_thread": False},
        hide_parameters=True,  # an exception's text must not quote an identity
    )
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return Store(engine)


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert those rows whose primary key is not there yet."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(postgresql.insert(table).on_conflict_do_nothing(), list(rows))
    else:
        connection.execute(sqlite.insert(table).on_conflict_do_nothing(), list(rows))


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, or overwrite those with the same primary key."""
    if not rows:
        return
    key = [column.name for column in table.primary_key]
    others = [name for name in rows[0] if name not in key]
    if connection.dialect.name == "postgresql":
        told = postgresql.insert(table)
        connection.execute(
            told.on_conflict_do_update(index_elements=key, set_={n: told.excluded[n] for n in others}), list(rows)
        )
    else:
        asked = sqlite.insert(table)
        connection.execute(
            asked.on_conflict_do_update(index_elements=key, set_={n: asked.excluded[n] for n in others}), list(rows)
        )


def _set_up_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten with zeros
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that begins by reading and then writes may find itself out of date: writers take the lock at once.
    reads = connection.get_execution_options().get("raabta_reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
