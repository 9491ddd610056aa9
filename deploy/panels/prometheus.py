"""A real Prometheus on loopback, with the shipped rules, that scrapes what we name and answers queries."""

import json
import shutil
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from deploy.embedded import dies_with_its_parent, free_port
from deploy.panels.board import MONITORING
from schemas.errors import Misconfigured, Unavailable

READY_SECONDS = 20.0


class Sample(NamedTuple):
    """One series of an answer, now."""

    labels: Mapping[str, str]
    value: float


@dataclass(frozen=True)
class Prometheus:
    """A running server."""

    port: int

    def ask(self, expr: str) -> list[Sample]:
        """The answer to an instant query. Raises Unavailable with Prometheus' own words when it refuses the query."""
        found = self._get("query", query=expr)
        if found["resultType"] == "scalar":
            return [Sample({}, float(found["result"][1]))]
        return [Sample(one["metric"], float(one["value"][1])) for one in found["result"]]

    def names(self) -> frozenset[str]:
        """Every metric it has seen."""
        return frozenset(self._get("label/__name__/values"))

    def rule_errors(self) -> dict[str, str]:
        """Rule -> what went wrong when it was last evaluated; empty when all is well."""
        groups = self._get("rules")["groups"]
        return {rule["name"]: rule["lastError"] for group in groups for rule in group["rules"] if rule.get("lastError")}

    def firing(self) -> frozenset[str]:
        """The alerts that fire or are about to."""
        return frozenset(alert["labels"]["alertname"] for alert in self._get("alerts")["alerts"])

    def ready(self) -> bool:
        """Whether it answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/-/ready", timeout=2):
                return True
        except OSError:
            return False

    def _get(self, what: str, **parameters: str) -> Any:
        url = f"http://127.0.0.1:{self.port}/api/v1/{what}?{urllib.parse.urlencode(parameters)}"
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            raise Unavailable(f"Prometheus refused: {json.load(error).get('error', error.reason)}") from None
        except OSError as error:
            raise Unavailable(f"Prometheus does not answer: {type(error).__name__}") from None


@contextmanager
def prometheus(folder: Path, targets: Mapping[str, int], *, every: float = 1.0) -> Iterator[Prometheus]:
    """Scrape these ports (component -> port) every so many seconds, and evaluate the shipped rules as often.

    Raises Misconfigured when Prometheus is not installed, Unavailable when it does not start.
    """
    executable = shutil.which("prometheus")
    if executable is None:
        raise Misconfigured("prometheus", "it is not installed", "Debian: apt-get install prometheus")
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "prometheus.json"  # YAML contains JSON
    config.write_text(json.dumps(_configuration(targets, every)), encoding="utf-8")
    server = Prometheus(free_port())
    with (folder / "prometheus.log").open("ab") as log:
        process = subprocess.Popen(
            [
                executable,
                f"--config.file={config}",
                f"--storage.tsdb.path={folder / 'tsdb'}",
                f"--web.listen-address=127.0.0.1:{server.port}",
            ],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            preexec_fn=dies_with_its_parent(),
        )
    try:
        _await(server, process, folder / "prometheus.log")
        yield server
    finally:
        process.terminate()
        process.wait(30)


def _await(server: Prometheus, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not server.ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise Unavailable(f"Prometheus did not start; read {log}")
        time.sleep(0.1)


def _configuration(targets: Mapping[str, int], every: float) -> dict[str, Any]:
    interval = f"{round(every * 1000)}ms"
    return {
        "global": {"scrape_interval": interval, "scrape_timeout": interval, "evaluation_interval": interval},
        "rule_files": [str(MONITORING / "rules" / "*.yml")],
        "scrape_configs": [
            {
                "job_name": "raabta",
                "static_configs": [
                    {"targets": [f"127.0.0.1:{port}"], "labels": {"component": name}} for name, port in targets.items()
                ],
            }
        ],
    }
