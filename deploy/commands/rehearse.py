"""raabta rehearse: break the house on purpose, mend it, and account for every event."""

import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from deploy.commands.ledger import settled
from deploy.rehearsal.disk import enter_namespace
from deploy.rehearsal.faults import FAULTS, Fault, named
from deploy.rehearsal.house import House, Rehearsal, house
from deploy.rehearsal.play import SETTLES_WITHIN, Finding, Note, mailed_twice, rehearse
from deploy.rehearsal.replay import agreement
from deploy.rehearsal.storm import storm

FAILED = 1
TABLE_WIDTH = 160
"""Columns, where no terminal says how wide it is."""


def rehearse_command(
    only: Annotated[list[str] | None, typer.Option(help="Only this fault; may be repeated.")] = None,
    blows: Annotated[int, typer.Option("--storm", help="Instead: this many blows in a row, under steady load.")] = 0,
    show: Annotated[bool, typer.Option("--list", help="Only name the faults.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    folder: Annotated[Path, typer.Option("--dir", help="Where everything lies; emptied first.")] = Path(
        "var/rehearsal"
    ),
    reports: Annotated[int, typer.Option(help="Reports published during each fault.")] = 5000,
    rate: Annotated[float, typer.Option(help="Reports a second.")] = 200.0,
    brokers: Annotated[int, typer.Option(help="1 or 3; with one, faults of brokers are left out.")] = 3,
    seed: Annotated[int, typer.Option(help="Of the simulated people, and of the storm.")] = 1,
) -> None:
    """Start a real Kafka, two workers, all inboxes and a mail server here, break them one by one under load, and balance.

    Safe by design: it breaks only processes that it started itself, fills only disks that it mounted for itself, and
    talks to loopback only; RAABTA_BOOTSTRAP is ignored. Exit code 1 when anything was lost, an alert differs from an
    undisturbed run's, or the house did not recover. Needs Java 17 and Maven. Takes about a minute a fault.

    Example: raabta rehearse --only worker-killed --only mail-away --json
    """
    faults = named(list(only or ()))
    if show:
        typer.echo(orjson.dumps([f.name for f in FAULTS]) if as_json else _programme())
        return
    enter_namespace(sys.argv[1:])
    if folder.exists():
        shutil.rmtree(folder)
    console = Console(stderr=True, quiet=as_json and not sys.stderr.isatty())
    began = time.monotonic()

    def note(text: str) -> None:
        console.print(f"[dim]{time.monotonic() - began:6.0f} s[/dim]  {text}")

    note("starting brokers, workers, inboxes")
    with house(Rehearsal(folder, reports, rate, brokers, seed=seed)) as made:
        result = _stormed(made, blows, seed, note) if blows else _played(made, faults, note)
        note("scoring all sightings again, undisturbed")
        result |= _agreed(made) | {"seconds": round(time.monotonic() - began, 1)}
    if as_json:
        typer.echo(orjson.dumps(result))
    else:
        _tell(Console(width=None if sys.stdout.isatty() else TABLE_WIDTH), result)
    if not result["good"] or not result["same_alerts"]:
        raise typer.Exit(FAILED)


def _played(made: House, faults: Sequence[Fault], note: Note) -> dict[str, Any]:
    findings: list[Finding] = []
    for finding in rehearse(made, faults, note):
        findings.append(finding)
        note(f"{finding.fault}: {finding.skipped or finding.seen}, lost {finding.lost}")
    return {
        "faults": [asdict(finding) for finding in findings],
        "lost": sum(finding.lost for finding in findings),
        "duplicates_absorbed": sum(finding.duplicates_absorbed for finding in findings),
        "mailed_twice": sum(finding.mailed_twice for finding in findings),
        "skipped": [finding.fault for finding in findings if finding.skipped],
        "good": all(finding.good for finding in findings),
    }


def _stormed(made: House, blows: int, seed: int, note: Note) -> dict[str, Any]:
    dealt = storm(made, blows, note, seed=seed)
    made.watch(lambda: made.demo.feed is None or not made.demo.feed.alive(), SETTLES_WITHIN)
    made.watch(made.quiet, SETTLES_WITHIN)
    note("balancing")
    balance = settled(made.demo.settings, made.demo.composition, 60.0)
    return {
        "storm": asdict(dealt) | {"events": dealt.events},
        "lost": balance.lost,
        "duplicates_absorbed": balance.duplicates_absorbed,
        "mailed_twice": mailed_twice(made),
        "reports": sum(hour.published for hour in balance.hours.values()),
        "views": balance.views,
        "delivered": balance.delivered,
        "good": balance.lost == 0 and dealt.recovery_seconds is not None,
    }


def _agreed(made: House) -> dict[str, Any]:
    found = agreement(made.demo.settings, made.demo.composition)
    return {
        "alert_versions": found.versions,
        "same_alerts": found.same,
        "versions_missing": len(found.missing),
        "versions_surplus": len(found.surplus),
        "versions_different": len(found.different),
    }


def _programme() -> str:
    return "\n".join(f"{fault.name:<18} {fault.what}" for fault in FAULTS)


def _tell(console: Console, result: dict[str, Any]) -> None:
    table = Table(title="The rehearsal")
    for column in ("fault", "what", "seen", "recovered in", "lost", "duplicates absorbed", "mailed twice"):
        table.add_column(column)
    for one in result.get("faults", ()):
        if one["skipped"]:
            table.add_row(one["fault"], one["what"], f"not played: {one['skipped']}", "", "", "", "")
            continue
        recovered = "never" if one["recovery_seconds"] is None else f"{one['recovery_seconds']} s"
        counts = (str(one[name]) for name in ("lost", "duplicates_absorbed", "mailed_twice"))
        table.add_row(one["fault"], one["what"], one["seen"], recovered, *counts)
    if "storm" in result:
        for blow, count in sorted(result["storm"]["blows"].items()):
            table.add_row("storm", f"{blow} x{count}", "", "", "", "", "")
    console.print(table)
    console.print(
        f"lost {result['lost']}, duplicates absorbed {result['duplicates_absorbed']}, mailed twice "
        f"{result['mailed_twice']}; {result['alert_versions']} alert versions, "
        + ("the same as an undisturbed run's" if result["same_alerts"] else "NOT the same as an undisturbed run's")
        + f"; {result['seconds']} s"
    )
