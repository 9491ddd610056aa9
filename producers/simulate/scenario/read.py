"""Reads scenario files. A bad one is refused with its file, its line and the mend."""

import re
import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random

from pydantic import ValidationError

from producers.simulate.nation.land import Land
from producers.simulate.plan import PAKISTAN
from producers.simulate.scenario.form import Scenario, fault
from producers.simulate.scenario.play import play
from schemas.errors import Misconfigured

SHIPPED = Path(__file__).parent.parent / "scenarios"
"""The scenarios that come with Raabta."""

TRIES = 8
"""Tellings on trial: chances that a single one would miss come up."""


def read(path: Path) -> Scenario:
    """One scenario, tried out. Raises Misconfigured with file, line and mend."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise Misconfigured(str(path), error.strerror or "cannot be read", "give a readable TOML file") from None
    except UnicodeDecodeError:
        raise Misconfigured(str(path), "not UTF-8", "save it as UTF-8") from None
    try:
        fields = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Misconfigured(str(path), f"no TOML: {error}", "mend the line; https://toml.io shows the form") from None
    try:
        scenario = Scenario.model_validate(fields)
        _try(scenario)
    except ValidationError as error:
        raise _refused(path, text, fault(error)) from None
    except ValueError as error:
        raise _refused(path, text, str(error)) from None
    return scenario


def read_all(paths: Sequence[Path]) -> tuple[Scenario, ...]:
    """The scenarios of these files and folders, in order of name. Raises Misconfigured, also for two with one id."""
    files = [file for path in paths for file in (sorted(path.glob("*.toml")) if path.is_dir() else [path])]
    found: dict[str, Path] = {}
    scenarios = []
    for file in files:
        scenario = read(file)
        if scenario.id in found:
            raise Misconfigured(
                str(file), f"the id {scenario.id} is that of {found[scenario.id]}", "give it its own id"
            )
        found[scenario.id] = file
        scenarios.append(scenario)
    return tuple(scenarios)


@cache
def shipped() -> tuple[Scenario, ...]:
    """Those that come with Raabta, read once."""
    return read_all([SHIPPED])


def _try(scenario: Scenario) -> None:
    end = datetime(2026, 6, 1, tzinfo=UTC).astimezone(PAKISTAN)
    land = Land(0, end - timedelta(days=300), end, 2_000)
    for turn in range(TRIES):
        play(scenario, land, Random(turn), land.first, end - timedelta(days=100))


def _refused(path: Path, text: str, problem: str) -> Misconfigured:
    short = " ".join(problem.split())[:400]
    named = re.match(r"([a-z_]+(?:\.[\w-]+)*): ", short)
    line = _line(text, named[1]) if named else 0
    return Misconfigured(
        f"{path}:{line}" if line else str(path), short, "docs/scenarios.md lists every field and what it takes"
    )


def _line(text: str, where: str) -> int:
    """The line of a field such as `report.2.kind`, `cast.agent.age` or `label`, or of the nearest table around it; 0 if none."""
    parts = where.split(".")
    lines = text.splitlines()
    start, end = 0, len(lines)
    if parts[0] == "report" and len(parts) > 1 and parts[1].isdigit():
        heads = [at for at, line in enumerate(lines) if line.strip() == "[[report]]"]
        if int(parts[1]) < len(heads):
            start = heads[int(parts[1])]
            end = heads[int(parts[1]) + 1] if int(parts[1]) + 1 < len(heads) else end
            parts = parts[2:]
    elif len(parts) > 1:
        head = [
            at for at, line in enumerate(lines) if re.match(rf"\[{parts[0]}\.{re.escape(parts[1])}\]", line.strip())
        ]
        start = head[0] if head else 0
        parts = parts[2:] if head else parts
    for part in parts:
        for at in range(start, end):
            if re.match(rf"\s*\[?[\w.]*\b{re.escape(part)}\b\s*[=\].]", lines[at]):
                return at + 1
    return start + 1 if where else 0
