"""raabta stream: one worker."""

import logging
from typing import Annotated

import typer

from deploy.commands.topics import cluster
from deploy.composition import compose
from deploy.health import serve
from deploy.settings import DeploySettings
from schemas.errors import Misconfigured
from streams import metrics
from streams.progress import Progress
from streams.worker import run


def stream_command(
    stages: Annotated[str, typer.Option(help="Comma separated: intake, scoring, routing.")] = "intake,scoring,routing",
    port: Annotated[int, typer.Option(help="Port of /metrics and /healthz; 0 takes a free one.")] = 0,
    group: Annotated[str, typer.Option(help="Consumer group; workers of one group share the partitions.")] = "",
) -> None:
    """Run a stream worker until SIGTERM: validate, score and route what partners publish.

    Workers with the same stages share the partitions. Example: raabta stream --port 9101
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    composition = compose(DeploySettings())
    wanted = [name.strip() for name in stages.split(",") if name.strip()]
    known = {stage.name: stage for stage in composition.stages()}
    for name in wanted:
        if name not in known:
            raise Misconfigured("--stages", f"there is no stage {name}", f"choose from {', '.join(known)}")

    metrics.show(composition.pack.version, composition.pack.digest)

    def on_start(progress: Progress) -> None:
        chosen = serve(port, progress.check)
        logging.getLogger(__name__).info("metrics and health on port %d", chosen)

    run(
        [known[name] for name in wanted],
        cluster(),
        group=group or f"{composition.topics.prefix}-streams-{'-'.join(wanted)}",
        on_start=on_start,
    )
