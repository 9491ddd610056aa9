"""What lies beside an alert in its inbox: the matter that it is a part of, with the other alerts in it as they stand."""

from typing import Any

from sqlalchemy import Select, and_, func, select

from consumers.grouping import grounds_in
from consumers.matter import Beside, Matter
from consumers.store import Store
from consumers.tables import MATTERS, VIEWS
from schemas.alert import Status, as_taken
from schemas.view import View


def matter_of(store: Store, view: View) -> Matter | None:
    """The matter of this alert, with the others in it; None for an inbox that has none."""
    with store.reading() as connection:
        here = and_(MATTERS.c.inbox == view.inbox, MATTERS.c.alert_id == view.alert_id)
        matter = connection.scalar(select(MATTERS.c.matter).where(here))
        if matter is None:
            return None
        rows = connection.execute(_others(view, matter)).all()
        resting = grounds_in(connection, view.inbox, [view.alert_id, *(row.alert_id for row in rows)])
    mine = resting.get(view.alert_id, frozenset())
    found = [View.model_validate_json(row.raw) for row in rows]
    others = [Beside(one, len(mine & resting.get(one.alert_id, frozenset()))) for one in found]
    return Matter(matter, tuple(sorted(others, key=_in_order)))


def _others(view: View, matter: str) -> Select[Any]:
    """The newest view of each other alert of the matter."""
    later = VIEWS.alias()
    newest = (
        select(func.max(later.c.version))
        .where(later.c.alert_id == VIEWS.c.alert_id, later.c.inbox == VIEWS.c.inbox)
        .scalar_subquery()
    )
    same = and_(MATTERS.c.inbox == VIEWS.c.inbox, MATTERS.c.alert_id == VIEWS.c.alert_id)
    return (
        select(VIEWS.c.alert_id, VIEWS.c.raw)
        .join(MATTERS, same)
        .where(MATTERS.c.inbox == view.inbox, MATTERS.c.matter == matter, VIEWS.c.alert_id != view.alert_id)
        .where(VIEWS.c.version == newest)
    )


def _in_order(one: Beside) -> tuple[Any, ...]:
    alert = one.view.alert
    return (one.view.status is not Status.OPEN, *(as_taken(alert) if alert is not None else ()))
