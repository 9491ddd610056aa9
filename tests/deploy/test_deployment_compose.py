"""deploy/compose.yaml: complete, closed, in the right order, and in step with the configuration."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from deploy.access.credentials import secret_name
from deploy.access.rights import principals
from deploy.composition import Composition, compose
from deploy.kafka.properties import Ports, server_properties
from deploy.secretfiles import fill
from deploy.settings import DeploySettings
from schemas.route import Profile
from tests.deploy.composefile import DEPLOY, Service, mounted, read, resolved
from tests.deploy.manifests.policy import image_fault
from tests.tools import skip_or_fail

FILE = read()
SERVICES: dict[str, Service] = FILE["services"]
IMAGE = "raabta:"
OURS = {name: service for name, service in SERVICES.items() if service["image"].startswith(IMAGE)}


@pytest.fixture(scope="module")
def composition() -> Composition:
    variables = OURS["access"]["environment"]
    return compose(
        DeploySettings(
            config=DEPLOY,
            partitions=int(variables["RAABTA_PARTITIONS"]),
            replication=int(variables["RAABTA_REPLICATION"]),
        )
    )


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory, composition: Composition) -> Path:
    folder = tmp_path_factory.mktemp("deploy") / "secrets"
    fill(folder, composition)
    return folder


def test_what_was_promised_is_there(composition: Composition) -> None:
    assert {"kafka-1", "kafka-2", "kafka-3", "access", "stream-1", "stream-2"} <= SERVICES.keys()
    assert {"postgres", "prometheus", "alertmanager", "grafana", "watch", "ledger"} <= SERVICES.keys()
    assert {f"deliver-{inbox}" for inbox in composition.routes.inboxes} <= SERVICES.keys()


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_is_not_root_writes_nowhere_but_in_its_mounts_and_can_gain_no_right(name: str) -> None:
    service = SERVICES[name]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", resolved(str(service["user"])))
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service.keys() & {"privileged", "cap_add", "network_mode", "pid", "ipc", "devices", "extra_hosts"}
    assert not [volume for volume in service.get("volumes", ()) if volume.startswith(("/", "~"))]


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_comes_back_is_watched_bounded_and_of_a_fixed_version(name: str) -> None:
    service = SERVICES[name]
    limits = service["deploy"]["resources"]["limits"]
    assert service["restart"] in ("on-failure", "unless-stopped")
    assert {"cpus", "memory", "pids"} <= limits.keys()
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}
    assert image_fault(resolved(service["image"])) == ""
    assert name in OURS or "test" in service["healthcheck"], "our image brings its own"


@pytest.mark.parametrize("name", SERVICES)
def test_no_secret_stands_in_the_environment(name: str) -> None:
    for variable, value in SERVICES[name].get("environment", {}).items():
        assert not re.search(r"PASSWORD|SECRET|TOKEN", variable) or str(value).startswith("/run/secrets"), variable


@pytest.mark.parametrize("name", SERVICES)
def test_ports_are_open_on_loopback_alone(name: str) -> None:
    assert [port for port in SERVICES[name].get("ports", ()) if not port.startswith("127.0.0.1:")] == []


def test_nothing_works_before_the_access_is_applied_and_that_waits_for_every_broker() -> None:
    done = {"access": {"condition": "service_completed_successfully"}}
    healthy = {"condition": "service_healthy"}
    assert OURS["access"]["depends_on"] == {f"kafka-{number}": healthy for number in (1, 2, 3)}
    for name in OURS.keys() - {"access"}:
        assert done.items() <= OURS[name]["depends_on"].items(), name
        assert name.startswith("deliver-") == ("postgres" in OURS[name]["depends_on"])


def test_every_secret_of_the_file_is_made_by_the_command_and_every_one_is_used(secrets: Path) -> None:
    named = {name: Path(one["file"]).name for name, one in FILE["secrets"].items()}
    made = {path.name for path in secrets.iterdir()}
    assert set(named.values()) <= made
    assert made - set(named.values()) == {"cluster.env", "fia_key.public.json"}
    used = {source for service in SERVICES.values() for source in mounted(service).values()}
    assert used == named.keys()


def test_the_access_step_has_a_password_for_every_principal_of_the_configuration(composition: Composition) -> None:
    wanted = {secret_name(principal) for principal in principals(composition)}
    assert wanted <= mounted(OURS["access"]).keys()


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_process_signs_in_as_itself_and_holds_no_secret_of_another(name: str, composition: Composition) -> None:
    service = OURS[name]
    user = service["environment"]["RAABTA_SASL_USERNAME"]
    secrets = mounted(service)
    assert secrets.pop("raabta_sasl_password") == secret_name(user)
    assert secrets.pop("ca.pem") == "ca.pem"
    if name == "access":
        return
    assert user in principals(composition)
    if not name.startswith("deliver-"):
        assert secrets == {}
        return
    assert secrets.pop("raabta_store") == f"store_{user}"
    assert secrets.pop("raabta_smtp_password") == "smtp_password"
    opens = composition.routes.inboxes[user].profile is Profile.FIA
    assert secrets == ({"fia_key": "fia_key"} if opens else {})


def test_the_inboxes_serve_themselves(composition: Composition) -> None:
    for inbox in composition.routes.inboxes:
        service = OURS[f"deliver-{inbox}"]
        assert service["command"] == ["deliver", "--inbox", inbox, "--port", "9100"]
        assert service["environment"]["RAABTA_SASL_USERNAME"] == inbox


def test_every_file_that_the_containers_are_given_is_there() -> None:
    named = [DEPLOY / one["file"] for one in FILE["configs"].values() if "file" in one]
    assert [str(path) for path in named if not path.is_file()] == []


def test_prometheus_scrapes_every_long_process_of_ours_and_tells_the_alertmanager_that_runs() -> None:
    told = yaml.safe_load((DEPLOY / "monitoring" / "prometheus.yml").read_text(encoding="utf-8"))
    jobs = {job["job_name"]: job["static_configs"] for job in told["scrape_configs"]}
    scraped = {target for group in jobs["raabta"] for target in group["targets"]}
    assert scraped == {f"{name}:9100" for name in OURS if name != "access"}
    (manager,) = told["alerting"]["alertmanagers"]
    assert {
        target.partition(":")[0] for group in manager["static_configs"] for target in group["targets"]
    } <= SERVICES.keys()
    for pattern in told["rule_files"]:
        assert list((DEPLOY / "monitoring").glob(pattern)), pattern


def test_the_brokers_are_set_up_as_the_tested_ones_but_for_addresses_and_folders() -> None:
    text = (DEPLOY / "compose" / "kafka.properties").read_text(encoding="utf-8").replace("@NODE@", "2")
    found = dict(line.split("=", 1) for line in text.splitlines() if line and not line.startswith("#"))
    tested = server_properties(2, [Ports(9092, 9094, 9093, 9092)] * 3, Path("/var/lib/kafka"), {})
    places = {"ssl.keystore.location", "ssl.truststore.location", "log.dirs"}
    for name in found.keys() - places:
        found[name] = re.sub(r"(\d@)?kafka-\d:", r"\g<1>127.0.0.1:", found[name])
    assert {name: found[name] for name in found.keys() - places} == {
        name: value for name, value in tested.items() if name not in places
    }


def test_docker_compose_itself_takes_the_file(tmp_path: Path, secrets: Path) -> None:
    command = next(
        (words for words in (["docker", "compose"], ["docker-compose"]) if _answers([*words, "version"])), None
    )
    if command is None:
        skip_or_fail("docker-compose", "no `docker compose` here: install Docker's compose plugin 2.x")
    shutil.copytree(DEPLOY, tmp_path / "deploy", ignore=shutil.ignore_patterns("__pycache__", "kubernetes"))
    shutil.copytree(secrets, tmp_path / "deploy" / "secrets", dirs_exist_ok=True)
    here = ["--file", "deploy/compose.yaml", "--env-file", "deploy/secrets/cluster.env", "config", "--format", "json"]
    variables = {"PATH": "/usr/local/bin:/usr/bin:/bin", "RAABTA_SMTP_HOST": "mail.example.org", "HOME": str(tmp_path)}
    done = subprocess.run(
        [*_found(command), *here], cwd=tmp_path, env=variables, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "variable is not set" not in done.stderr
    assert json.loads(done.stdout)["services"].keys() == SERVICES.keys()


def _answers(command: list[str]) -> bool:
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, capture_output=True, timeout=30, check=False).returncode == 0


def _found(command: list[str]) -> list[str]:
    return [str(shutil.which(command[0])), *command[1:]]
