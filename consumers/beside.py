"""What lies beside an alert in its inbox: the matter that it is a part of, with the other alerts in it as they stand."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from consumers.grouping import grounds_in
from consumers.matter import Beside, Matter
from consumers.store import Store
from consumers.tables import MATTERS, VIEWS
from schemas.alert import Status, as_taken
from schemas.view import View

MOST_BESIDE = 10
"""Others that are read from the store for a mail: a ring may have hundreds, and each of these has a mail of its own."""


def matter_of(store: Store, view: View) -> Matter | None:
    """The matter of this alert, with the first of the others in it; None for an inbox that has none."""
    with store.reading() as connection:
        here = and_(MATTERS.c.inbox == view.inbox, MATTERS.c.alert_id == view.alert_id)
        matter = connection.scalar(select(MATTERS.c.matter).where(here))
        if matter is None:
            return None
        others = and_(MATTERS.c.inbox == view.inbox, MATTERS.c.matter == matter, MATTERS.c.alert_id != view.alert_id)
        count, standing = connection.execute(
            select(func.count(), func.count().filter(MATTERS.c.standing)).where(others)
        ).one()
        rows = connection.execute(_first(others)).all()
        resting = grounds_in(connection, view.inbox, [view.alert_id, *(row.alert_id for row in rows)])
    mine = resting.get(view.alert_id, frozenset())
    found = [View.model_validate_json(row.raw) for row in rows]
    beside = [Beside(one, len(mine & resting.get(one.alert_id, frozenset()))) for one in found]
    return Matter(matter, tuple(sorted(beside, key=_in_order)), count - len(rows), standing)


def _first(others: ColumnElement[bool]) -> Select[Any]:
    """The newest view of the first of these, as an officer takes them."""
    newest = and_(
        MATTERS.c.inbox == VIEWS.c.inbox,
        MATTERS.c.alert_id == VIEWS.c.alert_id,
        MATTERS.c.version == VIEWS.c.version,
    )
    return (
        select(VIEWS.c.alert_id, VIEWS.c.raw)
        .join(MATTERS, newest)
        .where(others)
        .order_by(MATTERS.c.standing.desc(), VIEWS.c.priority, MATTERS.c.rank.desc(), VIEWS.c.alert_id)
        .limit(MOST_BESIDE)
    )


def _in_order(one: Beside) -> tuple[Any, ...]:
    alert = one.view.alert
    return (one.view.status is not Status.OPEN, *(as_taken(alert) if alert is not None else ()))
