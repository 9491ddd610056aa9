"""raabta topics: make every topic that partners.toml and routes.toml call for."""

from typing import Annotated

import orjson
import typer

from deploy.composition import compose
from deploy.settings import DeploySettings
from deploy.topics import create_topics
from schemas.errors import Misconfigured
from schemas.settings import KafkaSettings


def cluster() -> KafkaSettings:
    """The cluster named by the environment. Raises Misconfigured when none is."""
    settings = KafkaSettings()
    if not settings.bootstrap:
        raise Misconfigured("RAABTA_BOOTSTRAP", "no cluster is named", "set it to host:port of a broker")
    return settings


def topics_command(
    show: Annotated[bool, typer.Option("--show", help="Only say which topics are called for.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Make every topic that the configuration calls for; what exists stays as it is.

    Example: RAABTA_BOOTSTRAP=127.0.0.1:9092 raabta topics
    """
    deploy = DeploySettings()
    composition = compose(deploy)
    wanted = composition.topic_specs()
    made = [] if show else create_topics(cluster(), wanted, replication=composition.replication)
    if as_json:
        typer.echo(orjson.dumps({"topics": [spec.name for spec in wanted], "made": made}))
        return
    for spec in wanted:
        kind = "compacted" if spec.compact else "log"
        typer.echo(f"{'made  ' if spec.name in made else '      '}{spec.name}  {spec.partitions} partitions, {kind}")
