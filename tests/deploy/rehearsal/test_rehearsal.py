"""The rehearsal itself, on three real brokers: a few faults, and a small storm. All of it is `raabta rehearse`."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest

from deploy.kafka.artefacts import missing_tools
from tests.tools import skip_or_fail

pytestmark = [pytest.mark.slow, pytest.mark.kafka]


def rehearsed(folder: Path, *arguments: str) -> dict[str, Any]:
    if missing := missing_tools():
        skip_or_fail("java", missing)
    command = [sys.executable, "-m", "deploy", "rehearse", "--json", "--dir", str(folder / "played"), *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("RAABTA_")}
    done = subprocess.run(command, capture_output=True, env=environment, timeout=900, check=False)
    assert done.stdout, done.stderr.decode()[-3000:]
    said: dict[str, Any] = orjson.loads(done.stdout)
    assert done.returncode == 0, said
    return said


def test_faults_lose_nothing_mail_nothing_twice_and_change_no_alert(tmp_path: Path) -> None:
    wanted = ("worker-killed", "worker-stopped", "broker-killed", "mail-away", "store-disk-full")
    said = rehearsed(tmp_path, "--reports", "1500", *(word for name in wanted for word in ("--only", name)))
    assert [one["fault"] for one in said["faults"]] == list(wanted)
    assert {one["lost"] for one in said["faults"]} == {0}
    assert all(one["skipped"] or one["recovery_seconds"] is not None for one in said["faults"])
    assert (said["lost"], said["mailed_twice"], said["same_alerts"]) == (0, 0, True)
    assert said["alert_versions"] > 50


def test_a_storm_of_kills_stops_and_pauses_changes_no_alert(tmp_path: Path) -> None:
    said = rehearsed(tmp_path, "--storm", "9", "--reports", "2000", "--rate", "100")
    assert said["storm"]["events"] == 9
    assert (said["lost"], said["mailed_twice"], said["same_alerts"]) == (0, 0, True)
