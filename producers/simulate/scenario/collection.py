"""The scenarios of a season: those that ship, and a stranger's beside them. None has the name of another."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from producers.simulate.scenario.form import Scenario
from producers.simulate.scenario.place import refused
from producers.simulate.scenario.read import read
from schemas.errors import Misconfigured
from schemas.truth import Label

SHIPPED = Path(__file__).parent.parent / "scenarios"
"""The scenarios that come with Raabta."""


def read_all(paths: Sequence[Path], beside: Sequence[Scenario] = ()) -> tuple[Scenario, ...]:
    """The scenarios of these files and folders, in order of name, to be planted beside others.

    Raises Misconfigured for a bad file, a folder without any, an id that another one has (figures are counted by it, and a case and
    a look-alike under one name could not be told apart), and a look-alike of a case that is in none of them.
    """
    theirs = {scenario.id: scenario for scenario in beside}
    found: dict[str, Path] = {}
    scenarios = []
    for file in _files(paths):
        scenario = read(file)
        _its_own(file, scenario, theirs, found)
        found[scenario.id] = file
        scenarios.append(scenario)
    cases = {scenario.id for scenario in (*beside, *scenarios) if scenario.label is Label.CASE}
    for scenario in scenarios:
        if scenario.like and scenario.like not in cases:
            mend = "write the id of a case that ships (docs/simulation.md) or that you give beside it, or leave it out"
            raise refused(found[scenario.id], f"like: there is no case {scenario.like!r}", mend)
    return tuple(scenarios)


@cache
def shipped() -> tuple[Scenario, ...]:
    """Those that come with Raabta, read once."""
    return read_all([SHIPPED])


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        files = sorted(path.glob("*.toml"))
        if not files:
            mend = "name a folder that holds .toml files itself, or a file"
            raise Misconfigured(str(path), "the folder has no scenario file", mend)
        yield from files


def _its_own(file: Path, scenario: Scenario, theirs: Mapping[str, Scenario], found: Mapping[str, Path]) -> None:
    same = theirs.get(scenario.id)
    if same:
        mend = "give it its own id; those that ship are planted anyway, and none is replaced"
        raise refused(file, f"id: {same.id} is the {same.label.value} of that name that ships", mend)
    if scenario.id in found:
        mend = "give it its own id, and each file once"
        raise refused(file, f"id: {scenario.id} is that of {found[scenario.id]}", mend)
