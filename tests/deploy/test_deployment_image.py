"""The image: its build steps run as a script in a clean folder, and what they made runs as a container would run it."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from deploy.embedded import free_port
from tests.deploy.dockerfile import Instruction, context_files, environment, read_dockerfile, stages
from tests.tools import skip_or_fail

ROOT = Path(__file__).parents[2]
DOCKERFILE = read_dockerfile(ROOT / "deploy" / "Dockerfile")
BUILD, FINAL = stages(DOCKERFILE)


class Image(NamedTuple):
    """What the build steps left behind."""

    root: Path
    """Stands for `/` of the image."""
    environment: dict[str, str]


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    """Run every COPY and RUN of the first stage, and those of the second that need no container, under one folder."""
    root = Path(mkdtemp(prefix="raabta-image-", dir="/var/tmp"))
    root.chmod(0o755)
    try:
        run_steps(BUILD, root)
        run_steps(FINAL, root)
        yield Image(root, placed(environment(FINAL), root))
    finally:
        shutil.rmtree(root)


def run_steps(stage: list[Instruction], root: Path) -> None:
    """Run one stage under `root`. `--from` copies stay where they are, since both stages share the folder."""
    settings = {"PATH": os.environ["PATH"], "HOME": str(root), **placed(environment(stage), root)}
    folder = root
    for step in stage:
        if step.name == "WORKDIR":
            folder = Path(under(step.words, root))
            folder.mkdir(parents=True, exist_ok=True)
        elif step.name == "COPY" and not step.words.startswith("--from"):
            copy(step.words.split(), folder)
        elif step.name == "RUN":
            subprocess.run(
                ["sh", "-ec", in_folder(step.words, root)], cwd=folder, env=settings, check=True, timeout=540
            )


def copy(words: list[str], folder: Path) -> None:
    """COPY: only what .dockerignore lets into the build's context."""
    *sources, target = words
    for file in context_files(ROOT):
        for source in sources:
            if file == Path(source) or Path(source) in file.parents:
                place = folder / target / (file.relative_to(source) if file != Path(source) else file.name)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / file, place)


def under(path: str, root: Path) -> str:
    """A path of the image as a path of this machine."""
    return re.sub(r"/(opt/raabta|src|var/lib/raabta)\b", rf"{root}/\1", path)


def in_folder(command: str, root: Path) -> str:
    """A RUN line for a folder: its Python is this one, and accounts are made in files of its own."""
    for file in ("passwd", "group", "shadow", "gshadow"):
        (root / "etc").mkdir(exist_ok=True)
        (root / "etc" / file).touch()
    command = re.sub(r"\b(groupadd|useradd) ", rf"\1 --prefix {root} ", command)
    return re.sub(r"^python ", f"{sys.executable} ", under(command, root))


def placed(variables: dict[str, str], root: Path) -> dict[str, str]:
    """The image's variables, its paths placed."""
    return {name: under(value, root).replace("$PATH", os.environ["PATH"]) for name, value in variables.items()}


def test_the_image_ends_as_a_user_by_number_who_is_not_root() -> None:
    (user,) = [step.words for step in FINAL if step.name == "USER"]
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)


def test_the_final_stage_takes_only_the_built_environment_from_the_first() -> None:
    copies = [step.words for step in FINAL if step.name == "COPY"]
    assert copies == ["--from=build /opt/raabta /opt/raabta"]


def test_no_secret_and_no_folder_of_git_can_enter_the_image() -> None:
    names = [str(file) for file in context_files(ROOT)]
    assert "schemas/event.py" in names
    assert not [name for name in names if re.search(r"\.git|\.pem$|\.key$|\.db$|private|secrets/|^tests|^var", name)]


@pytest.mark.slow
def test_the_build_steps_make_an_environment_whose_command_runs(image: Image) -> None:
    if os.geteuid() != 0:
        skip_or_fail("root", "the image's accounts are made only by root: run the tests as root")
    done = subprocess.run(
        ["raabta", "--help"], env=image.environment, cwd="/", capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert "stream" in done.stdout
    assert "raabta:x:10001:10001" in (image.root / "etc" / "passwd").read_text()
    assert (image.root / "var/lib/raabta").stat().st_uid == 10001


@pytest.mark.slow
def test_without_a_mounted_configuration_a_process_ends_with_code_2(image: Image) -> None:
    variables = image.environment | {"RAABTA_BOOTSTRAP": "127.0.0.1:1", "RAABTA_CONFIG": str(image.root / "nothing")}
    done = subprocess.run(["raabta", "stream"], env=variables, cwd="/", capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "partners.toml" in done.stderr


@pytest.mark.slow
@pytest.mark.broker
def test_a_worker_runs_as_process_one_on_a_read_only_root_without_rights(image: Image, bootstrap: str) -> None:
    port = free_port()
    variables = image.environment | {
        "RAABTA_BOOTSTRAP": bootstrap,
        "RAABTA_CONFIG": str(image.root / "opt/raabta/lib/python3.11/site-packages/deploy"),
        "RAABTA_TOPIC_PREFIX": f"image{port}",
    }
    subprocess.run(["raabta", "topics"], env=variables, check=True, capture_output=True, timeout=120)
    read_only = (
        "mount --make-rprivate / && mount --rbind / / && mount -o remount,ro,bind / && "
        "mount -t tmpfs -o mode=1777,noexec tmpfs /tmp && cd /"
    )
    confined = (
        f"{read_only} && exec setpriv --reuid 10001 --regid 10001 --clear-groups --no-new-privs --bounding-set=-all "
        f"--inh-caps=-all {image.root}/opt/raabta/bin/raabta stream --port {port}"
    )
    wrapper = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-ec"]
    if subprocess.run([*wrapper, read_only], capture_output=True).returncode != 0:
        skip_or_fail("unshare", "this machine lets no namespace be made: run as root, outside a confined container")
    with subprocess.Popen([*wrapper, confined], env=variables, stderr=subprocess.PIPE, text=True) as process:
        try:
            answer = healthy_within(port, 60.0, process)
            worker = child_of(process.pid)
            assigned_within(port, 60.0)
            status = Path(f"/proc/{worker}/status").read_text()
            os.kill(worker, signal.SIGTERM)
            began = time.monotonic()
            process.wait(30)
        finally:
            process.kill()
        left = time.monotonic() - began
        said = process.stderr.read() if process.stderr else ""
    assert answer == 200
    assert re.search(r"^NSpid:\s+\d+\s+1$", status, re.M), "the worker is process 1 of its namespace"
    assert re.search(r"^Uid:\s+10001", status, re.M)
    assert re.search(r"^CapEff:\s+0+$", status, re.M)
    assert process.returncode == 0, said
    assert left < 10


def healthy_within(port: int, seconds: float, process: subprocess.Popen[str]) -> int:
    """The status of /healthz once it answers. Fails when the process ends or time is up."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as response:
                return int(response.status)
        except URLError as error:
            if process.poll() is not None:
                said = process.stderr.read() if process.stderr else ""
                pytest.fail(f"the worker ended with {process.returncode}: {said}")
            if time.monotonic() > deadline:
                pytest.fail(f"no healthy answer within {seconds:.0f} s: {error}")
            time.sleep(0.2)


def assigned_within(port: int, seconds: float) -> None:
    """Return once the worker was given partitions. Fails when time is up."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=2) as response:
            if re.search(rb"^raabta_rebalances_total [1-9]", response.read(), re.M):
                return
        time.sleep(0.2)
    pytest.fail(f"no partition was assigned within {seconds:.0f} s")


def child_of(pid: int) -> int:
    """The one child of a process."""
    (child,) = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(child)
