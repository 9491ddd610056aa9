"""What the stores of the inboxes hold, read without writing anything: not even the tables of a store that is not there."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, create_engine, make_url, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from consumers.tables import DELIVERIES, POSITIONS, RECEIPTS, STRAYS, VIEWS
from deploy.ledger.book import Ledger
from deploy.ledger.cut import Partition
from deploy.ledger.delivery import Shelf
from schemas.errors import Misconfigured, Unavailable

AT_ONCE = 2000
"""Rows in memory."""


def read_stores(stores: Sequence[str], ledger: Ledger) -> None:
    """Give the ledger all that these stores (SQLite files or database URLs) hold. Call it before it reads the receipts.

    Raises Misconfigured for a store that is not there, Unavailable for one that does not answer.
    """
    at = time.time_ns() // 1_000_000
    taken: dict[Partition, int] = {}
    strays: dict[tuple[str, int, int], str] = {}
    for number, store in enumerate(stores, 1):
        engine = _engine(store, number)
        try:
            with engine.connect() as connection:
                _read(connection.execution_options(yield_per=AT_ONCE), ledger, taken, strays)
        except DBAPIError as error:
            raise Unavailable(f"store {number} cannot be read: {type(error.orig).__name__}; is it up?") from None
        finally:
            engine.dispose()
    ledger.shelf = Shelf(taken, strays, at)


def _engine(store: str, number: int) -> Engine:
    mend = "name the SQLite file or the database URL that `raabta deliver --store` names"
    try:
        if "://" in store and not store.startswith("sqlite"):
            return create_engine(store, hide_parameters=True)
        path = Path(make_url(store).database or "") if "://" in store else Path(store)
    except (SQLAlchemyError, ModuleNotFoundError, ValueError):  # a URL may hold a password: none of it is repeated
        raise Misconfigured(f"--store {number}", "this is no database URL", mend) from None
    if not path.is_file():
        raise Misconfigured(f"--store {number}", "there is no such file", mend)
    return create_engine(f"sqlite:///file:{path.resolve()}?mode=ro&uri=true", hide_parameters=True)


def _read(
    connection: Connection, ledger: Ledger, taken: dict[Partition, int], strays: dict[tuple[str, int, int], str]
) -> None:
    """In the order opposite to that of writing, so that what is read later is never behind what was read before."""
    for at in connection.execute(select(POSITIONS.c.topic, POSITIONS.c.partition, POSITIONS.c.next)):
        taken[at.topic, at.partition] = at.next
    for stray in connection.execute(select(STRAYS.c.topic, STRAYS.c.partition, STRAYS.c.offset, STRAYS.c.reason)):
        strays[stray.topic, stray.partition, stray.offset] = stray.reason
    views = VIEWS.c
    both = select(
        views.alert_id, views.version, views.inbox, views.partition, views.offset, views.published,
        DELIVERIES.c.channel, DELIVERIES.c.state,
    ).join_from(VIEWS, DELIVERIES, isouter=True)  # fmt: skip
    for row in connection.execute(both):
        place = (row.partition, row.offset, row.published)
        ledger.telling.row(row.alert_id, row.version, row.inbox, place, row.channel, row.state or "")
    for receipt in connection.execute(select(RECEIPTS.c.raw, RECEIPTS.c.published)):
        said: dict[str, Any] = orjson.loads(receipt.raw)
        ledger.telling.stored_receipt(
            said["alert_id"], said["version"], said["inbox"], said["channel"], published=bool(receipt.published)
        )
