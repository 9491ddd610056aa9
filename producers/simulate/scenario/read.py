"""Reads scenario files. A bad one is refused with its file, its line and the mend."""

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from pydantic import ValidationError

from producers.simulate.nation.land import Land
from producers.simulate.plan import PAKISTAN
from producers.simulate.scenario.form import Scenario, fault
from producers.simulate.scenario.place import refused
from producers.simulate.scenario.play import play
from schemas.errors import Misconfigured

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
        raise refused(path, fault(error)) from None
    except ValueError as error:
        raise refused(path, str(error)) from None
    return scenario


def _try(scenario: Scenario) -> None:
    end = datetime(2026, 6, 1, tzinfo=UTC).astimezone(PAKISTAN)
    land = Land(0, end - timedelta(days=300), end, 2_000)
    for turn in range(TRIES):
        play(scenario, land, Random(turn), land.first, end - timedelta(days=100))
