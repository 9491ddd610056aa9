"""raabta ledger: balance every partner and hour from publication to receipt."""

import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from deploy.commands.topics import cluster
from deploy.composition import Composition, compose
from deploy.ledger import Balance
from deploy.ledger.reading import balance
from deploy.settings import DeploySettings
from schemas.settings import KafkaSettings

UNBALANCED = 1


def settled(
    settings: KafkaSettings,
    composition: Composition,
    seconds: float,
    *,
    note: Callable[[Balance], None] = lambda _: None,
) -> Balance:
    """Balance again until nothing is owed or the time is up: on a running system the last events are on their way."""
    deadline = time.monotonic() + seconds
    while True:
        found = balance(settings, composition)
        note(found)
        if not found.lost or time.monotonic() > deadline:
            return found
        time.sleep(1.0)


def ledger_command(
    wait: Annotated[float, typer.Option(help="Seconds to wait for what is still on its way.")] = 5.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Account for every event, from the topics themselves. Exit code 1 when a stage owes anything.

    Example: RAABTA_BOOTSTRAP=127.0.0.1:9092 raabta ledger --wait 30
    """
    found = settled(cluster(), compose(DeploySettings()), wait)
    if as_json:
        typer.echo(orjson.dumps(as_object(found)))
    else:
        _print(found)
    if found.lost:
        raise typer.Exit(UNBALANCED)


def as_object(found: Balance) -> dict[str, Any]:
    """The balance for machines."""
    hours = [{"partner": p, "hour": h, **asdict(account)} for (p, h), account in sorted(found.hours.items())]
    fields = asdict(found) | {"hours": hours, "suppressed": dict(found.suppressed)}
    fields["unbalanced"] = [
        {"stage": owed.stage, "what": owed.what, **owed.place._asdict()} for owed in found.unbalanced
    ]
    return fields


def _print(found: Balance) -> None:
    console = Console()
    table = Table("partner", "hour (UTC)", "published", "accepted", "rejected", "duplicate", "lost", title="Events")
    for (partner, hour), account in sorted(found.hours.items()):
        table.add_row(partner, hour, *(str(count) for count in asdict(account).values()))
    console.print(table)
    suppressed = ", ".join(f"{count} {reason}" for reason, count in sorted(found.suppressed.items())) or "none"
    console.print(
        f"{found.sightings} sightings, {found.versions} versions of {found.alerts} alerts, {found.views} views, "
        f"{found.delivered} delivered, {found.failed} failed, suppressed: {suppressed}, "
        f"{found.duplicates_absorbed} duplicates absorbed"
    )
    for owed in found.unbalanced[:20]:
        place = owed.place
        console.print(f"{owed.stage} owes {owed.what}: {place.topic}/{place.partition}@{place.offset}[{place.element}]")
    console.print("Balanced: nothing is lost." if not found.lost else f"NOT balanced: {found.lost} owed.")
