"""raabta rules propose, approve, activate and rollback: every step is written down, with who took it and why."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import orjson
import typer

from deploy.rulebook.budget import held_by_both
from deploy.rulebook.house import House, house
from deploy.rulebook.steps import (
    activated,
    approved,
    elsewhere,
    entry_of,
    must_compare,
    not_ready,
    proposed,
    rolled_back,
)
from deploy.rulebook.telling import comparison, decision
from schemas.errors import Refused
from schemas.rulebook import Decision, Entry, Forecast, Step
from streams.pack import Pack
from streams.rulebook import Rulebook

HELD = 1
By = Annotated[str, typer.Option("--by", help="Who does it: a duty, no person's name.")]
Reason = Annotated[str, typer.Option(help="Why; it is kept for ever.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Wait = Annotated[float, typer.Option(help="Seconds to wait for the workers.", min=0.0)]


def propose_command(
    file: Annotated[Path, typer.Argument(help="The candidate, with a version of its own.")],
    author: Annotated[str, typer.Option(help="Who wrote it, as the file says.")],
    as_json: AsJson = False,
) -> None:
    """Enter a version in the rulebook. Workers load it at once and go on with the active one.

    Example: raabta rules propose next.toml --author scoring-desk
    """
    here = house()
    new = here.written(file)
    records = proposed(here.store.book(), new, author, here.written(here.rules), datetime.now(UTC))
    here.store.write(records)
    _tell([one for one in records if not isinstance(one, Entry)], as_json)


def approve_command(
    version: Annotated[str, typer.Argument(help="As in `raabta rules list`.")],
    reviewer: Annotated[str, typer.Option(help="The reviewer that the version names; never its author.")],
    reason: Reason,
    as_json: AsJson = False,
) -> None:
    """Approve a version, so that it may be activated although it is beyond the attention budget.

    Look at `raabta rules show VERSION` first: it says what was predicted.

    Example: raabta rules approve 2026.11.2 --reviewer review-desk --reason "Hajj season: the desk has two more officers"
    """
    here = house()
    step = approved(here.store.book(), version, reviewer, reason, datetime.now(UTC))
    here.store.write([step])
    _tell([step], as_json)


def activate_command(
    version: Annotated[str, typer.Argument(help="As in `raabta rules list`.")],
    by: By,
    reason: Reason,
    reports: Annotated[
        str, typer.Option(help="Compare on this file of reports too; it can hold a version, and never lets one go.")
    ] = "",
    days: Annotated[
        float, typer.Option(help="Compare on the events of so many days, from their topics.", min=0.0)
    ] = 30.0,
    wait: Wait = 60.0,
    as_json: AsJson = False,
) -> None:
    """Let new events begin on this version, once every live worker has loaded it; those under way finish on theirs.

    Unless it is approved, it is compared with the active one first, on what lies on the topics, and held for its reviewer if
    any inbox would get more than its attention budget, or a tenth of today's subjects would be lost, or there is too little
    to compare on. What is held goes only with its reviewer's approval. Exit code 1: held, or not all workers follow.

    Example: raabta rules activate 2026.11.2 --by scoring-desk --reason "fewer false alerts on family bookings"
    """
    here = house()
    book = here.store.book()
    entry = entry_of(book, version)
    forecast = _forecast(here, book, entry, reports, days, as_json) if must_compare(book, version) else None
    step = activated(book, version, by, reason, forecast, datetime.now(UTC))
    if step.step is Step.ACTIVATED:
        _await_ready(here, version, wait)
    here.store.write([step])
    behind = _await_followed(here, entry, wait) if step.step is Step.ACTIVATED else []
    _tell([step], as_json, behind)
    if step.step is Step.HELD:
        mend = f"{entry.pack.reviewer} may approve it: raabta rules approve {version} --reviewer {entry.pack.reviewer}"
        typer.echo(mend, err=True)
    if behind or step.step is Step.HELD:
        raise typer.Exit(HELD)


def rollback_command(
    by: By,
    reason: Reason,
    version: Annotated[str, typer.Option("--to", help="A version that was active; by default the one before.")] = "",
    wait: Wait = 60.0,
    as_json: AsJson = False,
) -> None:
    """Go back to a version that was active before, at once and by one person. Exit code 1: not all workers follow.

    Example: raabta rules rollback --by duty-desk --reason "twice the alerts that were predicted"
    """
    here = house()
    book = here.store.book()
    step = rolled_back(book, version or None, by, reason, datetime.now(UTC))
    here.store.write([step])
    behind = _await_followed(here, book.entries[step.version], wait)
    _tell([step], as_json, behind)
    if behind:
        raise typer.Exit(HELD)


def _forecast(here: House, book: Rulebook, entry: Entry, reports: str, days: float, as_json: bool) -> Forecast:
    """What live traffic says of a version, and what a file of reports has against it."""
    active, new = here.active(book), Pack(entry.pack, entered=entry.digest)
    live = here.compare(active, new, "", days)
    told = [*comparison(live, 3)]
    forecast = live.forecast
    if reports:
        given = here.compare(active, new, reports, days)
        told += ["", *comparison(given, 3, reports=True)]
        forecast = held_by_both(forecast, given.forecast)
    if not as_json:
        typer.echo("\n".join(told))
    return forecast


def _await_ready(here: House, version: str, wait: float) -> None:
    """An event that begins on a version must find it wherever it goes. Raises Refused when a worker has not loaded it."""
    deadline = time.monotonic() + wait
    while missing := not_ready(here.store.workers(datetime.now(UTC)), version):
        if time.monotonic() > deadline:
            raise Refused(f"not every worker can work by {version}, so nothing was changed: {'; '.join(missing)}")
        time.sleep(0.5)


def _await_followed(here: House, entry: Entry, wait: float) -> list[str]:
    """Workers that do not follow in time."""
    deadline = time.monotonic() + wait
    while behind := elsewhere(here.store.workers(datetime.now(UTC)), entry.pack.version, entry.digest):
        if time.monotonic() > deadline:
            return behind
        time.sleep(0.5)
    return []


def _tell(steps: list[Decision], as_json: bool, behind: list[str] | None = None) -> None:
    if as_json:
        typer.echo(orjson.dumps({"decisions": [one.model_dump(mode="json") for one in steps], "behind": behind or []}))
        return
    for one in steps:
        typer.echo(decision(one))
    for why in behind or []:
        typer.echo(f"does not follow: {why}")
