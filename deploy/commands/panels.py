"""raabta panels: play a demo, let a real Prometheus scrape it, and show what every panel of every dashboard shows."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import orjson
import typer

from deploy.demo import Plan, Running, running
from deploy.embedded import free_port
from deploy.panels.board import queries
from deploy.panels.prometheus import Prometheus, prometheus
from deploy.panels.table import lines

RATE = 150.0


def panels_command(
    seconds: Annotated[float, typer.Option(help="How long the day is played before the panels are read.")] = 45.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Play a simulated day, scrape it with a real Prometheus, and print what every dashboard panel shows, as Markdown.

    Example: raabta panels --seconds 60
    """
    with TemporaryDirectory() as folder, scraped_demo(Path(folder), seconds) as (demo, server):
        demo.start_feed()
        _play(demo, seconds)
        if as_json:
            typer.echo(orjson.dumps(_object(server)))
        else:
            for line in lines(server):
                typer.echo(line)


@contextmanager
def scraped_demo(folder: Path, seconds: float) -> Iterator[tuple[Running, Prometheus]]:
    """A demo that lasts for so many seconds once its feed is started, with watch and ledger, and a Prometheus that scrapes it."""
    plan = Plan(folder / "demo", reports=round(RATE * seconds * 1.5), rate=RATE)
    with running(plan) as demo:
        demo.ports |= {"watch": free_port(), "ledger": free_port()}
        demo.family.start("watch", "watch", port=demo.ports["watch"], every=2)
        demo.family.start("ledger", "ledger", watch=5, port=demo.ports["ledger"])
        with prometheus(folder / "prometheus", demo.ports) as server:
            yield demo, server


def _play(demo: Running, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        demo.check()
        time.sleep(0.5)


def _object(server: Prometheus) -> dict[str, Any]:
    return {
        "panels": [
            {
                "dashboard": query.board,
                "panel": query.panel,
                "unit": query.unit,
                "query": query.expr,
                "series": [{"labels": dict(one.labels), "value": one.value} for one in server.ask(query.expr)],
            }
            for query in queries()
        ],
        "alerts": sorted(server.firing()),
        "rule_errors": server.rule_errors(),
    }
