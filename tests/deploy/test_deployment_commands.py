"""Every command line that compose, Kubernetes and the deployment's documentation name exists, with these options."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from deploy.cli import COMMANDS, app
from tests.deploy.composefile import read
from tests.deploy.manifests.documents import EXAMPLE, documents, of_kind

ROOT = Path(__file__).parents[2]


def in_containers() -> Iterator[tuple[str, ...]]:
    """The arguments of every process of ours."""
    for service in read()["services"].values():
        if service["image"].startswith("raabta:"):
            yield tuple(service["command"])
    for workload in of_kind(documents(EXAMPLE), "Deployment"):
        for container in workload["spec"]["template"]["spec"]["containers"]:
            yield tuple(container["args"])


def in_documentation() -> Iterator[tuple[str, ...]]:
    """`raabta ...` in docs/deployment.md, at the beginning of a line or of a quoted word; a command's bare name is no call."""
    text = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    for line in re.findall(r"(?:^|`)(?:RAABTA_\w+=\S+ )*raabta +([a-z][^`#\n|>]*)", text, re.M):
        if len(words := shlex.split(line)) > 1 or words[0] not in COMMANDS:
            yield tuple(words)


def objection(words: tuple[str, ...]) -> str:
    """Why the command would not take these arguments; empty when it would. Nothing is run."""
    name, *rest = words
    if name not in COMMANDS:
        return f"there is no command {name}"
    command: Any = typer.main.get_command(app).get_command(None, name)  # type: ignore[attr-defined]
    while hasattr(command, "commands") and rest:
        group, (word, *rest) = command, rest
        if word not in group.commands:
            return f"raabta {name} has no {word}"
        command = group.commands[word]
    try:
        command.make_context(name, list(rest), resilient_parsing=False)
    except Exception as error:  # typer's own copy of click has no public name for its usage errors
        return str(getattr(error, "message", "") or error)
    return ""


LINES = sorted({*in_containers(), *in_documentation()})


@pytest.mark.parametrize("words", LINES, ids=lambda words: " ".join(words))
def test_a_named_command_line_exists(words: tuple[str, ...]) -> None:
    assert objection(words) == ""


@pytest.mark.parametrize(
    "line", ["sweep --all", "stream --prt 1", "stream --port many", "access aply", "manifests", "secrets"]
)
def test_a_wrong_command_line_is_seen(line: str) -> None:
    assert objection(tuple(line.split())) != ""
