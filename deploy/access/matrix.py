"""Who may do what, as a table: what the configuration grants, and what the broker said when it was tried."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from deploy.access.line import line
from deploy.access.probes import PROBES, refused
from deploy.access.rights import Right, principals
from deploy.composition import Composition
from schemas.errors import Misconfigured
from schemas.settings import KafkaSettings

LETTERS = {
    "Read": "r",
    "Write": "w",
    "Describe": "d",
    "Create": "C",
    "Delete": "D",
    "Alter": "A",
    "DescribeConfigs": "g",
    "AlterConfigs": "G",
}
IMPLIED = {
    "Describe": frozenset({"Read", "Write", "Delete", "Alter"}),
    "DescribeConfigs": frozenset({"AlterConfigs"}),
}
"""Kafka grants the first to whoever has one of the second."""


class Cell(NamedTuple):
    """One principal, one resource, one operation."""

    principal: str
    kind: str
    name: str
    operation: str


@dataclass(frozen=True)
class Tried:
    """What the configuration grants, and what the broker answered."""

    granted: Mapping[Cell, bool]
    passed: Mapping[Cell, bool]

    def wrong(self) -> list[Cell]:
        """Where the broker does not do what the configuration says."""
        return [cell for cell, passed in self.passed.items() if passed is not self.granted[cell]]


def granted(composition: Composition) -> dict[Cell, bool]:
    """Every principal with every operation on every topic, group, transactional id and the cluster: may it?"""
    rights = principals(composition)
    resources = list(_resources(composition, rights))
    return {
        Cell(principal, kind, name, operation): _grants(rights[principal], kind, name, operation)
        for principal in rights
        for kind, name in resources
        for known, operation in PROBES
        if known == kind
    }


def _resources(composition: Composition, rights: Mapping[str, Sequence[Right]]) -> Iterator[tuple[str, str]]:
    for spec in composition.topic_specs():
        yield "topic", spec.name
    seen = {(one.kind, f"{one.name}probe" if one.prefix else one.name) for many in rights.values() for one in many}
    yield from sorted(resource for resource in seen if resource[0] in ("group", "transactionalId"))
    yield "cluster", "kafka-cluster"


def _grants(rights: Iterable[Right], kind: str, name: str, operation: str) -> bool:
    enough = {operation, *IMPLIED.get(operation, ())}
    return any(
        right.kind == kind
        and (name.startswith(right.name) if right.prefix else name == right.name)
        and not enough.isdisjoint(right.operations)
        for right in rights
    )


def tried(cells: Mapping[Cell, bool], logins: Mapping[str, KafkaSettings]) -> Tried:
    """Ask the broker for all of it, as each principal. Nothing is changed, whatever the answer.

    Raises Misconfigured when a principal's password is not known or not accepted, Unavailable when the cluster is away.
    """
    passed: dict[Cell, bool] = {}
    for principal in sorted({cell.principal for cell in cells}):
        if principal not in logins:
            raise Misconfigured("--credentials", f"the password of {principal} is not there", "name its folder")
        mine = [cell for cell in cells if cell.principal == principal]
        with line(logins[principal]) as broker:
            for (kind, operation), probe in PROBES.items():
                names = [cell.name for cell in mine if (cell.kind, cell.operation) == (kind, operation)]
                codes = probe(broker, names)
                passed |= {Cell(principal, kind, name, operation): not refused(codes[name]) for name in names}
    return Tried(cells, passed)


def table(cells: Mapping[Cell, bool]) -> str:
    """Resources as rows, principals as numbered columns, the letters of the operations that pass in each."""
    names = list(dict.fromkeys(cell.principal for cell in cells))
    rows = list(dict.fromkeys((cell.kind, cell.name) for cell in cells))
    width = max(len(name) for _, name in rows) + 1
    lines = [f"{number:>3} {name}" for number, name in enumerate(names, 1)]
    lines += ["", " " * (width + 6) + "".join(f"{number:>5}" for number in range(1, len(names) + 1))]
    for kind, resource in rows:
        marks = (_marks(cells, principal, kind, resource) for principal in names)
        lines.append(f"{_SHORT[kind]:5} {resource:{width}}" + "".join(f"{mark:>5}" for mark in marks))
    legend = ", ".join(f"{letter} {name}" for name, letter in LETTERS.items())
    return "\n".join([*lines, "", f"{legend}; . refused"])


_SHORT = {"topic": "topic", "group": "group", "transactionalId": "txn", "cluster": "all"}


def _marks(cells: Mapping[Cell, bool], principal: str, kind: str, name: str) -> str:
    return (
        "".join(letter for word, letter in LETTERS.items() if cells.get(Cell(principal, kind, name, word), False))
        or "."
    )
