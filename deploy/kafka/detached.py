"""A cluster that outlives the command that started it: what `raabta kafka up` leaves behind, and how it is found again."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import orjson

from deploy.kafka.cluster import Cluster, start_cluster
from schemas.errors import Misconfigured, RaabtaError
from schemas.settings import KafkaSettings

RECORD = "cluster.json"
ENVIRONMENT = "admin.env"
STOPS_WITHIN = 20.0


@dataclass(frozen=True)
class Node:
    """One broker process, as the record names it."""

    node: int
    pid: int
    started: int
    """Clock ticks after boot at which the process began: a pid alone may by now be somebody else's."""
    port: int

    def alive(self) -> bool:
        """Whether that very process still runs."""
        return _began(self.pid) == self.started


def up(folder: Path, brokers: int) -> Cluster:
    """Start a cluster, wait until it answers, and leave a record of its processes and the super user's settings.

    Raises Misconfigured when one runs in this folder already, Unavailable when it does not come up (nothing is left then).
    """
    if any(node.alive() for node in nodes(folder)):
        raise Misconfigured(str(folder), "a cluster runs here already", "use it, or stop it with `raabta kafka down`")
    cluster = start_cluster(folder, brokers=brokers, config={}, detached=True, lasting=True)
    try:
        cluster.await_ready()
    except (RaabtaError, KeyboardInterrupt):
        cluster.stop()
        raise
    made = [Node(one.node, pid := one.release(), _began(pid), one.ports.advertised) for one in cluster.brokers]
    (cluster.folder / RECORD).write_bytes(orjson.dumps(made, option=orjson.OPT_INDENT_2))
    _keep(cluster.folder / ENVIRONMENT, cluster.settings)
    return cluster


def nodes(folder: Path) -> list[Node]:
    """The brokers that were started in this folder; empty when none was. Raises Misconfigured for a damaged record."""
    record = folder / RECORD
    if not record.exists():
        return []
    try:
        return [Node(**fields) for fields in orjson.loads(record.read_bytes())]
    except (orjson.JSONDecodeError, TypeError):
        mend = "end the brokers by hand (their folder stands in their command line) and delete the file"
        raise Misconfigured(str(record), "it is not the record of a cluster", mend) from None


def down(folder: Path) -> list[Node]:
    """Stop what `up` started, and only that; give the ones that ran. The data stay until the next `up`."""
    running = [node for node in nodes(folder) if node.alive()]
    for number in (signal.SIGTERM, signal.SIGKILL):
        for node in running:
            if node.alive():
                os.kill(node.pid, number)
        deadline = time.monotonic() + STOPS_WITHIN
        while any(node.alive() for node in running) and time.monotonic() < deadline:
            time.sleep(0.1)
    (folder / RECORD).unlink(missing_ok=True)
    return running


def settings_in(folder: Path) -> KafkaSettings:
    """How the super user reaches the cluster in this folder. Raises Misconfigured when there is none."""
    kept = folder / ENVIRONMENT
    if not kept.exists():
        raise Misconfigured(str(folder), "no cluster was started here", "run `raabta kafka up`")
    lines = (line.removeprefix("export ").partition("=") for line in kept.read_text().splitlines())
    return KafkaSettings.model_validate(
        {name.removeprefix("RAABTA_").lower(): value.strip("'") for name, _, value in lines}
    )


def _keep(file: Path, settings: KafkaSettings) -> None:
    """For `. admin.env` in a shell; only its owner may read it, for it holds the password."""
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text("".join(f"export {name}='{value}'\n" for name, value in settings.environment().items()))


def _began(pid: int) -> int:
    """When a process began, in clock ticks after boot; -1 when there is none (or only its remains)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return -1
    return -1 if fields[0] == "Z" else int(fields[19])
