"""raabta requeue: what a channel gave up is tried again, when its cause is mended."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import orjson
import typer

from consumers.channels import CHANNELS
from consumers.deliveries import requeue_failed
from consumers.settings import ConsumerSettings
from consumers.store import open_store
from schemas.errors import Misconfigured


def requeue_command(
    channel: Annotated[str, typer.Option(help="email or webhook: what was given up by it.")],
    store: Annotated[str, typer.Option(help="The inbox's SQLite file or database URL; RAABTA_STORE otherwise.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Put all failed deliveries of a channel back in line; `raabta deliver`, which may go on, takes them within seconds.

    Each gets all its tries again, and its receipt the last word. Example: raabta requeue --channel email --store inbox.db
    """
    if channel not in CHANNELS:
        raise Misconfigured("--channel", f"there is no channel {channel}", f"choose from {', '.join(sorted(CHANNELS))}")
    database = store or ConsumerSettings().store
    if "://" not in database and not Path(database).exists():
        raise Misconfigured("--store", "no store lies there", "name the one that `raabta deliver` uses")
    opened = open_store(database)
    again = requeue_failed(opened, channel, datetime.now(UTC))
    opened.close()
    typer.echo(
        orjson.dumps({"channel": channel, "requeued": again}) if as_json else f"{again} deliveries are tried again"
    )
