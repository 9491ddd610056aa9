"""The other alerts of a matter, for an inbox of profile fia: what to read together. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

from consumers.matter import Beside, Matter
from consumers.page import Block, Row
from consumers.phrases import clock, time_left
from schemas.alert import Status

_NOTE = (
    "These alerts rest on reports that this one rests on too, or one between them does: read them together, decide on "
    "each. That reports name people together proves nothing against any of them."
)
_ENDED = {Status.MERGED: "continues under another alert", Status.WITHDRAWN: "withdrawn"}


def same_matter(matter: Matter | None, zone: ZoneInfo, now: datetime) -> Block:
    """The other alerts, those to take first at the top; empty when there are none."""
    others = matter.others if matter is not None else ()
    rows = [_other(one, zone, now) for one in others]
    if matter is not None and matter.more:
        rows.append(Row(f"and {matter.more} more"))
    return Block("The same matter", tuple(rows), _NOTE if rows else "")


def how_many(matter: Matter | None) -> str:
    """`one of 4 alerts of a matter`; empty when it stands alone."""
    standing = matter.standing if matter is not None else 0
    return f"one of {standing + 1} alerts of a matter" if standing else ""


def _other(one: Beside, zone: ZoneInfo, now: datetime) -> Row:
    view = one.view
    until = f"decide by {clock(view.decide_by, zone)}, {time_left(view.decide_by, now)}"
    if one.shared:
        tie = f"Rests on {one.shared} of the reports that this one rests on."
    else:
        tie = "Tied to this one by another alert between them."
    return Row(
        view.headline,
        f"{view.priority.value} · alert {view.alert_id[:8]} · {_ENDED.get(view.status, until)}",
        tie,
    )
