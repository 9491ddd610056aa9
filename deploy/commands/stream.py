"""raabta stream: one worker."""

import logging
import os
import socket
from typing import Annotated

import typer

from deploy.commands.topics import cluster
from deploy.composition import compose
from deploy.health import serve
from deploy.settings import DeploySettings
from schemas.errors import Misconfigured
from streams.packs import Packs
from streams.progress import Progress
from streams.rulefollower import RuleFollower
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
    composition, settings = compose(DeploySettings()), cluster()
    packs = Packs(composition.pack)
    wanted = [name.strip() for name in stages.split(",") if name.strip()]
    known = {stage.name: stage for stage in composition.stages(packs)}
    for name in wanted:
        if name not in known:
            raise Misconfigured("--stages", f"there is no stage {name}", f"choose from {', '.join(known)}")

    follower = RuleFollower(packs, settings, composition.topics, f"{socket.gethostname()}-{os.getpid()}")
    follower.catch_up()

    def on_start(progress: Progress) -> None:
        follower.follow()
        chosen = serve(port, progress.check)
        logging.getLogger(__name__).info("metrics and health on port %d", chosen)

    run(
        [known[name] for name in wanted],
        settings,
        group=group or f"{composition.topics.prefix}-streams-{'-'.join(wanted)}",
        on_start=on_start,
    )
