"""Cases in words, without anything of what was refused but the name of the field."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from deploy.rejects.case import Case, Group

SHORT = 12
"""Characters of an id that a person needs."""


def as_object(case: Case) -> dict[str, Any]:
    """For machines."""
    fields: dict[str, Any] = {name: getattr(case, name) for name in Case.__slots__ if name != "work"}
    return fields | {"work": case.work.model_dump(mode="json") if case.work else None}


def group_table(groups: Sequence[Group], now: datetime) -> str:
    """One row a group, and the sum."""
    rows = [
        (g.key.partner, g.key.reason, g.key.owner, g.key.status, str(g.count), age(now - g.oldest), age(now - g.newest))
        for g in groups
    ]
    head = ("partner", "reason", "owner", "status", "count", "oldest", "newest")
    return "\n".join([*_columns([head, *rows]), f"{sum(g.count for g in groups)} rejects"])


def case_table(cases: Sequence[Case], now: datetime) -> str:
    """One row a reject."""
    rows = [
        (c.id[:SHORT], c.partner, c.reason, c.field or "-", c.owner, c.status, age(now - c.at), str(c.size))
        for c in sorted(cases, key=lambda case: case.at)
    ]
    head = ("id", "partner", "reason", "field", "owner", "status", "age", "bytes")
    return "\n".join([*_columns([head, *rows]), f"{len(cases)} rejects"])


def case_lines(case: Case, now: datetime) -> list[str]:
    """All about one."""
    where = f" at {case.field}" if case.field else ""
    lines = [
        f"{case.id}  {case.status}, {case.owner} must act" if case.status == "open" else f"{case.id}  {case.status}",
        f"partner   {case.partner}",
        f"refused   {case.reason}{where}",
        f"mend      {case.mend}",
        f"message   {case.place}, {case.size} bytes, published {case.at.isoformat()} ({age(now - case.at)} ago)",
        f"sha256    {case.sha256}",
    ]
    if case.came_of:
        lines.append(f"came of   {case.came_of}: its event came in again and was refused again")
    for step in case.work.steps if case.work else ():
        lines.append(f"{step.at.isoformat()}  {step.status} by {step.by}, owner {step.owner}: {step.note or '-'}")
    if case.work and case.work.reentry:
        back = case.work.reentry
        lines.append(f"came in   {back.topic}/{back.partition}/{back.offset}, sha256 {back.sha256}")
    return lines


def age(span: timedelta) -> str:
    """Such as 3 d, 5 h or 12 min."""
    seconds = max(0, int(span.total_seconds()))
    for size, unit in ((86_400, "d"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
