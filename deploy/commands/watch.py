"""raabta watch: the canary's minute, silent partners, credentials near their end."""

import logging
import signal
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Annotated

import typer

from deploy.commands.topics import cluster
from deploy.composition import compose
from deploy.health import serve
from deploy.settings import DeploySettings
from deploy.watch.watch import Watch


def watch_command(
    port: Annotated[int, typer.Option(help="Port of /metrics and /healthz; 0 takes a free one.")] = 0,
    every: Annotated[float, typer.Option(help="Seconds between two canaries.", min=1.0)] = 60.0,
    certificate: Annotated[
        list[Path] | None, typer.Option(help="PEM file whose end is watched too; may be repeated.")
    ] = None,
) -> None:
    """Send a synthetic event all the way each minute, call partners silent, and warn of credentials, until SIGTERM.

    What it says is on /metrics; deploy/monitoring/rules/watch.yml makes alerts of it. The files of RAABTA_SSL_CA and
    RAABTA_SSL_CERTIFICATE are watched by themselves.

    Example: raabta watch --port 9120
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    settings, stop = cluster(), Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    own = [path for path in (settings.ssl_ca, settings.ssl_certificate) if path is not None]
    with TemporaryDirectory() as folder:
        store = Path(folder) / "canary.db"
        watch = Watch(settings, compose(DeploySettings()), store, [*own, *(certificate or ())], every, stop)
        logging.getLogger(__name__).info("metrics and health on port %d", serve(port, watch.healthy))
        watch.run()
