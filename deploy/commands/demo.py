"""raabta demo: a simulated day through every real part, live."""

import shutil
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.live import Live
from rich.table import Table

from deploy.demo import Found, Plan, Running, compared, deliveries, latencies, latest_alerts, percentile, play, running
from deploy.ledger import Balance
from deploy.scrape import total
from schemas.alert import Alert, as_taken

LOST = 1


def demo_command(
    once: Annotated[bool, typer.Option("--once", help="Stop when the last delivery is receipted.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    folder: Annotated[Path, typer.Option("--dir", help="Where mails, store and logs go; emptied first.")] = Path(
        "var/demo"
    ),
    seed: Annotated[int, typer.Option(help="The same seed gives the same people and cases.")] = 1,
    reports: Annotated[int, typer.Option(help="Reports of background life.")] = 20_000,
    rate: Annotated[float, typer.Option(help="Reports a second.")] = 400.0,
    workers: Annotated[int, typer.Option(help="Stream workers.")] = 1,
) -> None:
    """Play a simulated day through a broker, stream workers and inboxes, and show what passes each stage.

    Without RAABTA_BOOTSTRAP the embedded broker is used. Mails are real and lie in DIR/mail/Maildir. Exit code 1 when
    something was lost or a planted case was not found. Example: raabta demo --once --json
    """
    if (folder / "logs").is_dir() or (folder / "store").is_dir():
        shutil.rmtree(folder)
    plan = Plan(folder, seed=seed, reports=reports, rate=rate, workers=workers)
    console = Console(stderr=as_json)
    with running(plan) as demo, Live(console=console, refresh_per_second=4, transient=as_json) as live:
        started = time.time()
        balance = play(demo, lambda now, step: live.update(_picture(now, step)))
        receipts = deliveries(demo)
        last = max((receipt.at.timestamp() for receipt in receipts), default=time.time())
        live.update(_picture(demo, "done"))
        alerts = latest_alerts(demo)
        found = compared(demo, list(alerts.values()))
        summary = _summary(balance, found, latencies(receipts), last - started)
        live.stop()
        if as_json:
            typer.echo(orjson.dumps(summary))
        else:
            _tell(console, demo, summary, list(alerts.values()), found)
        if not once and not as_json and sys.stdout.isatty():
            _stay(console, demo)
    if balance.lost or found.missed:
        raise typer.Exit(LOST)


def _summary(balance: Balance, found: Found, ordered: list[float], seconds: float) -> dict[str, Any]:
    """`ordered`: latencies in milliseconds; `seconds`: from the first publication to the last delivery."""
    published = sum(hour.published for hour in balance.hours.values())
    return {
        "reports": published,
        "events": balance.events,
        "rejects": balance.rejects,
        "sightings": balance.sightings,
        "alerts": balance.alerts,
        "views": balance.views,
        "delivered": balance.delivered,
        "suppressed": sum(balance.suppressed.values()),
        "failed": balance.failed,
        "lost": balance.lost,
        "duplicates_absorbed": balance.duplicates_absorbed,
        "planted": found.planted,
        "found": found.planted - len(found.missed),
        "missed": list(found.missed),
        "look_alikes": found.look_alikes,
        "mistaken": list(found.mistaken),
        "p50_ms": round(percentile(ordered, 0.50), 1),
        "p99_ms": round(percentile(ordered, 0.99), 1),
        "events_per_s": round(balance.events / seconds, 1),
        "seconds": round(seconds, 1),
    }


def _picture(demo: Running, step: str) -> Table:
    samples = demo.samples()
    table = Table(title=f"Raabta, a simulated day: {step}, {time.monotonic() - demo.started:.0f} s")
    for column in (
        "published",
        "rejected",
        "sightings",
        "alert versions",
        "views",
        "stored",
        "delivered",
        "mails kept",
        "lag",
    ):
        table.add_column(column, justify="right")
    names = (
        "raabta_events_published_total",
        "raabta_rejected_total",
        "raabta_sightings_total",
        "raabta_alerts_total",
        "raabta_views_total",
        "raabta_inbox_views_stored_total",
    )
    counts = [total(samples, name) for name in names]
    counts.append(total(samples, "raabta_deliveries_settled_total", outcome="delivered"))
    lag = total(samples, "raabta_lag_records") + total(samples, "raabta_inbox_lag_records")
    table.add_row(*(f"{count:,.0f}" for count in (*counts, demo.mail.kept(), lag)))
    return table


def _tell(console: Console, demo: Running, summary: dict[str, Any], alerts: list[Alert], found: Found) -> None:
    table = Table(title="The most urgent alerts", show_lines=False)
    for column in ("priority", "decide by", "about", "rank", "why"):
        table.add_column(column)
    for alert in sorted(alerts, key=as_taken)[:12]:
        due = alert.decide_by.astimezone().strftime("%d %b %H:%M")
        table.add_row(alert.priority, due, alert.about, f"{alert.rank:.1f}", alert.hits[0].sentence)
    console.print(table)
    for name in ("reports", "events", "rejects", "sightings", "alerts", "views", "delivered", "suppressed"):
        console.print(f"{name:>12} {summary[name]:>8,}")
    console.print(
        f"{'latency':>12} p50 {summary['p50_ms']} ms, p99 {summary['p99_ms']} ms from publication to delivery"
    )
    console.print(f"{'planted':>12} {summary['found']} of {summary['planted']} cases found {' '.join(found.missed)}")
    console.print(
        f"{'look-alikes':>12} {len(found.mistaken)} of {found.look_alikes} raised an alert {' '.join(found.mistaken)}"
    )
    console.print(f"{'lost':>12} {summary['lost']} (by the ledger, from the topics)")
    console.print(f"Mails: {demo.mail.folder}   inbox store: {demo.plan.store}   logs: {demo.plan.folder / 'logs'}")


def _stay(console: Console, demo: Running) -> None:
    ports = ", ".join(f"{name} http://127.0.0.1:{port}/metrics" for name, port in demo.ports.items() if name != "feed")
    console.print(f"Still running: broker {demo.settings.bootstrap}, {ports}. Ctrl-C ends everything.")
    try:
        while True:
            time.sleep(1.0)
            demo.check()
    except KeyboardInterrupt:
        console.print("Ending.")
