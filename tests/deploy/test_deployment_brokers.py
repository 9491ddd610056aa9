"""What compose.yaml starts, started: three brokers, the access step, a worker, inboxes on PostgreSQL; its own files and secrets."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from deploy.composition import compose
from deploy.kafka.artefacts import class_path, missing_tools
from deploy.secretfiles import fill
from deploy.settings import DeploySettings
from tests.deploy.composed import ADDRESSES, INBOXES
from tests.patience import allowed
from tests.tools import skip_or_fail

ROOT = Path(__file__).parents[2]
NAMESPACE = ["unshare", "--mount", "--net", "--pid", "--fork", "--mount-proc", "--kill-child", "bash", "-ec"]
pytestmark = [pytest.mark.slow, pytest.mark.kafka]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What happened inside a network of its own, in which the brokers' names are addresses of loopback."""
    if missing := missing_tools():
        skip_or_fail("java", missing)
    if subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode != 0:
        skip_or_fail("unshare", "this machine lets no namespace be made: run as root, outside a confined container")
    class_path()  # fetched here, since there is no network inside
    folder = tmp_path_factory.mktemp("compose")
    fill(folder / "secrets", compose(DeploySettings(config=ROOT / "deploy", partitions=8, replication=3)))
    lines = [f"{address} {name}" for name, address in ADDRESSES.items()]
    (folder / "hosts").write_text("\n".join(["127.0.0.1 localhost", *lines]) + "\n")
    script = (
        f"mount --make-rprivate / && mount --bind {folder}/hosts /etc/hosts && ip link set lo up && "
        f"exec {sys.executable} -m tests.deploy.composed {folder}"
    )
    done = subprocess.run([*NAMESPACE, script], cwd=ROOT, capture_output=True, text=True, timeout=540, check=False)
    assert done.returncode == 0, done.stderr[-3000:] + logs(folder)
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["brokers"], logs(folder)
    return found


def logs(folder: Path) -> str:
    """The end of what each service printed."""
    return "".join(f"\n== {path.name}\n{path.read_text()[-1500:]}" for path in sorted(folder.glob("*.log")))


def test_three_brokers_form_a_cluster_and_the_access_step_ends_well(seen: dict[str, Any]) -> None:
    assert seen["applied"]["code"] == 0, seen["applied"]["said"]


def test_the_cluster_is_then_as_the_configuration_wants_it(seen: dict[str, Any]) -> None:
    assert seen["verified"]["code"] == 0, seen["verified"]["said"]


def test_the_access_step_may_run_again_with_the_next_start(seen: dict[str, Any]) -> None:
    assert seen["again"]["code"] == 0, seen["again"]["said"]


@pytest.mark.parametrize("name", ["stream-1", *INBOXES])
def test_a_process_signs_in_with_its_own_password_works_and_is_healthy(seen: dict[str, Any], name: str) -> None:
    assert seen[name]["works"]
    assert not seen[name]["ended"]
    assert seen[name]["healthy"]


@pytest.mark.parametrize("name", ["stream-1", *INBOXES])
def test_a_process_leaves_within_its_grace_period_and_is_not_started_again(seen: dict[str, Any], name: str) -> None:
    assert seen[name]["left"] == 0  # `restart: on-failure`
    assert seen[name]["left_in"] < allowed(5)
