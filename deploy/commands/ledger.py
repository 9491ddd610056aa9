"""raabta ledger: balance every partner and hour from publication to receipt."""

import logging
import signal
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from threading import Event
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Column, Table

from deploy.commands.topics import cluster
from deploy.composition import Composition, compose
from deploy.health import serve
from deploy.ledger import Balance
from deploy.ledger.metrics import OUTCOMES, Watch
from deploy.ledger.reading import balance, take_cut
from deploy.settings import DeploySettings
from schemas.settings import KafkaSettings

UNBALANCED = 1
UNSETTLED = 3
"""Nothing is owed, but --strict, and something is under way or no longer accountable."""


def settled(
    settings: KafkaSettings,
    composition: Composition,
    seconds: float,
    *,
    note: Callable[[Balance], None] = lambda _: None,
) -> Balance:
    """Balance a system that comes to rest, again and again until nothing is owed or the time is up.

    Whatever has not arrived then is owed: nothing counts as under way.
    """
    deadline = time.monotonic() + seconds
    while True:
        found = balance(settings, composition)
        note(found)
        if not found.lost or time.monotonic() > deadline:
            return found
        time.sleep(1.0)


def ledger_command(
    wait: Annotated[float, typer.Option(help="Seconds to wait for what is under way.")] = 0.0,
    group: Annotated[
        list[str] | None, typer.Option(help="The workers' consumer group; all of ours if unnamed.")
    ] = None,
    store: Annotated[
        list[str] | None, typer.Option(help="An inbox's store, SQLite file or database URL; may be repeated.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit code 3 when something is under way or no longer accountable.")
    ] = False,
    days: Annotated[float, typer.Option(help="Account only for what was published in so many days.")] = 0.0,
    watch: Annotated[
        float, typer.Option(help="Balance every so many seconds until SIGTERM, and export metrics.")
    ] = 0.0,
    port: Annotated[int, typer.Option(help="Port of /metrics and /healthz with --watch; 0 takes a free one.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Account for every event, from the topics themselves.

    On a running system owed is only what a stage has acknowledged without its effect; the rest is under way. Exit code 1 when a stage owes
    anything. Where retention has deleted what would tell, it says so.

    Example: RAABTA_BOOTSTRAP=127.0.0.1:9092 raabta ledger --wait 30
    """
    settings, composition = cluster(), compose(DeploySettings())

    def taken() -> tuple[Balance, int]:
        cut = take_cut(settings, composition, group or (), days=days)
        return balance(settings, composition, cut, stores=store or ()), cut.now

    if watch:
        signal.signal(signal.SIGTERM, _leave)
        signal.signal(signal.SIGINT, _leave)
        _watch(Watch(watch, taken), port)
        return
    deadline = time.monotonic() + wait
    found, now = taken()
    while found.under_way and not found.lost and time.monotonic() < deadline:
        time.sleep(1.0)
        found, now = taken()
    if as_json:
        typer.echo(orjson.dumps(as_object(found, now)))
    else:
        _print(found, now)
    if found.lost:
        raise typer.Exit(UNBALANCED)
    if strict and (found.under_way or found.unaccountable):
        raise typer.Exit(UNSETTLED)


def _watch(watch: Watch, port: int) -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger(__name__).info("metrics and health on port %d", serve(port, watch.healthy))
    watch.run(Event().wait)


def _leave(_number: int, _frame: object) -> None:
    raise SystemExit(0)  # in the middle of a balance too: what lies on disk is taken away on the way out


def as_object(found: Balance, now: int) -> dict[str, Any]:
    """The balance for machines, as of `now` (milliseconds since 1970)."""
    hours = [{"partner": p, "hour": h, **asdict(account)} for (p, h), account in sorted(found.hours.items())]
    partners = sorted({partner for partner, _ in found.hours})
    fields = {name: value for name, value in vars(found).items() if name != "unsettled"} | {
        "at": _moment(now),
        "hours": hours,
        "suppressed": dict(found.suppressed),
        "owed": dict(found.owed),
        "under_way": {
            stage: {"count": one.count, "oldest": _moment(one.oldest), "age_seconds": _age(one.oldest, now)}
            for stage, one in found.under_way.items()
        },
        "balanced_until": {partner: _moment(found.balanced_until(partner, now)) for partner in partners},
    }
    fields["unbalanced"] = [
        {"stage": owed.stage, "what": owed.what, **owed.place._asdict()} for owed in found.unbalanced
    ]
    return fields


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds")


def _age(oldest: int, now: int) -> float:
    return round(max(0, now - oldest) / 1000, 1)


def _print(found: Balance, now: int) -> None:
    console = Console()
    accounts = {of: asdict(account) for of, account in sorted(found.hours.items())}
    rare = ("lost", "under_way", "unaccountable")
    shown = [name for name in OUTCOMES if name not in rare or any(one[name] for one in accounts.values())]
    table = Table(Column("partner", no_wrap=True), Column("hour (UTC)", no_wrap=True), title="Events")
    for name in shown:
        table.add_column(name.replace("_", " "), justify="right")
    for (partner, hour), account in accounts.items():
        table.add_row(partner, hour, *(str(account[name]) for name in shown))
    console.print(table)
    suppressed = ", ".join(f"{count} {reason}" for reason, count in sorted(found.suppressed.items())) or "none"
    console.print(
        f"{found.sightings} sightings, {found.versions} versions of {found.alerts} alerts, {found.views} views, "
        f"{found.delivered} delivered, {found.failed} failed, suppressed: {suppressed}, "
        f"{found.duplicates_absorbed} duplicates absorbed"
    )
    for stage, one in found.under_way.items():
        console.print(f"under way at {stage}: {one.count}, the oldest for {_age(one.oldest, now)} s")
    _print_gone(found, console)
    for owed in found.unbalanced[:20]:
        place = owed.place
        console.print(f"{owed.stage} owes {owed.what}: {place.topic}/{place.partition}@{place.offset}[{place.element}]")
    console.print("Balanced: nothing is lost." if not found.lost else f"NOT balanced: {found.lost} owed.")


def _print_gone(found: Balance, console: Console) -> None:
    for topic, count in sorted(found.gone.items()):
        console.print(
            f"{topic}: the first {count} records are gone, deleted by retention; what is left is accounted for"
        )
    if found.unaccountable:
        console.print(
            f"{found.unaccountable} traces are no longer accountable: what would tell was deleted before what it tells of; "
            "--days leaves out what is older than the sightings are kept"
        )
