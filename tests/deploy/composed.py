"""Runs services of deploy/compose.yaml without containers: their own commands, files, secrets and environment, each in a folder.

Called as a process of its own inside a network and mount namespace (`python -m tests.deploy.composed FOLDER`), where the
services' names are addresses of loopback. Prints one JSON object of what it saw.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from deploy.kafka.artefacts import class_path
from deploy.kafka.broker import JAVA
from tests.deploy.composefile import DEPLOY, mounted, read, resolved
from tests.postgresql import Server, running

BROKERS = ("kafka-1", "kafka-2", "kafka-3")
ADDRESSES = {name: f"127.0.1.{number}" for number, name in enumerate((*BROKERS, "postgres"), 1)}
INBOXES = ("deliver-fia-hq", "deliver-ngo-shelter")
"""One that opens identities, one that may not."""
STAYS = 5.0
"""Seconds in which a process would find out that it may not read what it has to."""
UP_WITHIN, APPLIED_WITHIN, HEALTHY_WITHIN = 150.0, 120.0, 90.0
ASSIGNED = (
    "from urllib.request import urlopen; import re, sys; "
    "sys.exit(not re.search(rb'(?m)^raabta_rebalances_total [1-9]', urlopen('http://127.0.0.1:9100/metrics').read()))"
)
"""The worker was given partitions: told to stop before, it would leave with 75, amid its start."""
STORING = (
    "from urllib.request import urlopen; import re, sys; "
    "sys.exit(not re.search(rb'(?m)^raabta_inbox_views_stored_total', urlopen('http://127.0.0.1:9100/metrics').read()))"
)
HEALTHZ = "from urllib.request import urlopen; urlopen('http://127.0.0.1:9100/healthz', timeout=2)"
"""As the HEALTHCHECK of deploy/Dockerfile."""


class Composed:
    """The services under one folder, which stands for each container's `/`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = read()
        self.variables = dict(
            line.split("=", 1) for line in (folder / "secrets" / "cluster.env").read_text().splitlines()
        ) | {"RAABTA_SMTP_HOST": "mail.example.org"}
        self.started: list[subprocess.Popen[bytes]] = []

    def lay_out(self, name: str) -> Path:
        """The folder of a service with its configs and secrets, at the paths that compose.yaml mounts them."""
        service, root = self.file["services"][name], self.folder / name
        for part in ("run/secrets", "etc/raabta", "tmp", "var/lib/kafka", "opt/kafka/bin"):
            (root / part).mkdir(parents=True)
        for target, source in mounted(service).items():
            shutil.copy(
                self.folder / "secrets" / Path(self.file["secrets"][source]["file"]).name, root / "run/secrets" / target
            )
        for config in service["configs"]:
            text = (DEPLOY / self.file["configs"][config["source"]]["file"]).read_text(encoding="utf-8")
            target = root / config["target"].lstrip("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(placed(text, root), encoding="utf-8")
        return root

    def environment(self, name: str, root: Path) -> dict[str, str]:
        """What the service's processes are given."""
        told = self.file["services"][name]["environment"]
        found = {key: placed(resolved(str(value), self.variables), root) for key, value in told.items()}
        return {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "HOSTNAME": name, **found}

    def broker(self, name: str) -> None:
        """kafka.sh, with Kafka's two scripts calling the jars of pom.xml."""
        root = self.lay_out(name)
        for script, main in (("kafka-storage.sh", "kafka.tools.StorageTool"), ("kafka-server-start.sh", "kafka.Kafka")):
            path = root / "opt/kafka/bin" / script
            path.write_text(f'#!/bin/bash\nexec {" ".join(JAVA)} -cp "{class_path()}" {main} "$@"\n')
            path.chmod(0o755)
        command = ["bash", str(root / "etc/raabta/kafka.sh")]
        self.start(name, command, self.environment(name, root))

    def start(self, name: str, command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.started.append(subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT))
        return self.started[-1]

    def healthy(self, name: str) -> bool:
        """The service's own health check."""
        test = [resolved(word) for word in self.file["services"][name]["healthcheck"]["test"][1:]]
        variables = os.environ | {"HOSTNAME": name}
        return subprocess.run(test, env=variables, capture_output=True, timeout=10, check=False).returncode == 0

    def raabta(self, name: str, *words: str) -> tuple[list[str], dict[str, str]]:
        """Command and environment of a service of our image, or other words of the same service."""
        root = self.folder / name
        if not root.exists():
            self.lay_out(name)
        command = [sys.executable, "-m", "deploy", *(words or self.file["services"][name]["command"])]
        return command, self.environment(name, root)

    def end(self) -> None:
        for process in self.started:
            process.kill()


def placed(text: str, root: Path) -> str:
    """Paths of the container as paths under its folder."""
    return re.sub(r"(?<![\w/.])/(run/secrets|etc/raabta|opt/kafka|var/lib/kafka|tmp)\b", rf"{root}/\1", text)


def within(seconds: float, done: Any) -> bool:
    """Whether it came true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if done():
            return True
        time.sleep(0.5)
    return False


def succeeds(program: str) -> bool:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=10, check=False).returncode == 0


def databases(composed: Composed, server: Server) -> None:
    """What the image's entry point runs on an empty data folder: the script that compose mounts, as the super user."""
    root = composed.lay_out("postgres")
    script = root / composed.file["services"]["postgres"]["configs"][0]["target"].lstrip("/")
    variables = {"POSTGRES_USER": "postgres", "PGHOST": str(server.sockets), "PGPORT": str(server.port)}
    subprocess.run(["bash", str(script)], env=os.environ | variables, check=True, capture_output=True, timeout=60)


def live_and_leave(composed: Composed, name: str, working: str) -> dict[str, Any]:
    """Start a service, see it work and be healthy, and stop it as an engine would."""
    command, environment = composed.raabta(name)
    process = composed.start(name, command, environment)
    found: dict[str, Any] = {"works": within(HEALTHY_WITHIN, lambda: succeeds(working))}
    found["ended"] = within(STAYS, lambda: process.poll() is not None)
    found["healthy"] = within(HEALTHY_WITHIN, lambda: succeeds(HEALTHZ))
    process.send_signal(signal.SIGTERM)
    began = time.monotonic()
    return found | {"left": process.wait(60), "left_in": time.monotonic() - began}


def play(composed: Composed) -> dict[str, Any]:
    """Brokers, then access, then a worker, PostgreSQL and two inboxes, as `depends_on` orders them."""
    for name in BROKERS:
        composed.broker(name)
    seen: dict[str, Any] = {"brokers": within(UP_WITHIN, lambda: all(composed.healthy(name) for name in BROKERS))}
    for step, words in (("applied", ()), ("verified", ("access", "verify")), ("again", ())):
        command, environment = composed.raabta("access", *words)
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=APPLIED_WITHIN, check=False
        )
        seen[step] = {"code": done.returncode, "said": (done.stdout + done.stderr)[-1500:]}
    seen["stream-1"] = live_and_leave(composed, "stream-1", ASSIGNED)
    with running(ADDRESSES["postgres"], 5432) as server:
        databases(composed, server)
        for name in INBOXES:
            seen[name] = live_and_leave(composed, name, STORING)
    return seen


if __name__ == "__main__":
    services = Composed(Path(sys.argv[1]))
    try:
        print(json.dumps(play(services)))
    finally:
        services.end()
