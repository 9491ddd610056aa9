"""raabta kafka: a real Apache Kafka on loopback, for local use."""

from pathlib import Path
from typing import Annotated

import orjson
import typer

from deploy.kafka.artefacts import version
from deploy.kafka.detached import ENVIRONMENT, Node, down, nodes, settings_in, up

DOWN = 1
"""`status` exits with this when no broker runs."""
FOLDER = Path("var/kafka")

kafka_app = typer.Typer(
    help="Start and stop a real Apache Kafka on loopback: KRaft, SASL_SSL, deny by default. Needs Java 17 and Maven. "
    "Example: raabta kafka up --brokers 3",
    no_args_is_help=True,
)
Folder = Annotated[Path, typer.Option(help="Where data, certificates and logs lie; emptied by `up`.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@kafka_app.command("up")
def up_command(
    brokers: Annotated[int, typer.Option(help="How many; three survive the loss of one.")] = 1,
    folder: Folder = FOLDER,
    as_json: AsJson = False,
) -> None:
    """Start a fresh cluster and return when it answers. Fetches Kafka by Maven the first time (about 70 MB).

    Example: raabta kafka up --brokers 3 && . var/kafka/admin.env && raabta access apply
    """
    if not as_json:
        typer.echo(f"starting {brokers} broker{'s' * (brokers > 1)} of Kafka {version()} in {folder} ...", err=True)
    cluster = up(folder, brokers)
    if as_json:
        typer.echo(orjson.dumps(_described(folder, nodes(folder))))
        return
    typer.echo(f"{cluster.settings.bootstrap}: {brokers} up, nothing is allowed that no ACL allows.")
    typer.echo(f"The super user's settings: . {folder / ENVIRONMENT}")


@kafka_app.command("down")
def down_command(folder: Folder = FOLDER) -> None:
    """Stop the cluster that `up` started in this folder.

    Example: raabta kafka down
    """
    stopped = down(folder)
    typer.echo(f"stopped {len(stopped)} brokers" if stopped else f"no broker ran in {folder}")


@kafka_app.command("status")
def status_command(folder: Folder = FOLDER, as_json: AsJson = False) -> None:
    """Say which brokers run. Exit code 1 when any of the started ones, or all, are down.

    Example: raabta kafka status --json
    """
    found = nodes(folder)
    if as_json:
        typer.echo(orjson.dumps(_described(folder, found)))
    else:
        for node in found:
            typer.echo(f"broker {node.node}: 127.0.0.1:{node.port} {'up' if node.alive() else 'DOWN'} (pid {node.pid})")
        if not found:
            typer.echo(f"no cluster was started in {folder}")
    if not found or not all(node.alive() for node in found):
        raise typer.Exit(DOWN)


def _described(folder: Path, found: list[Node]) -> dict[str, object]:
    brokers = [{"node": one.node, "pid": one.pid, "port": one.port, "alive": one.alive()} for one in found]
    bootstrap = settings_in(folder).bootstrap if found else ""
    return {"folder": str(folder), "bootstrap": bootstrap, "environment": ENVIRONMENT, "brokers": brokers}
