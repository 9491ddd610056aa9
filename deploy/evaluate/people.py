"""Honest people and the groups they belong to: from the truth file, or else from the parties of the events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from deploy.evaluate.labels import Labelled
from deploy.evaluate.preparing import sightings
from schemas.codes import Sector
from schemas.role import PROTECTED_ROLES
from schemas.token import IDENTITY_KINDS
from schemas.truth import Label

BANDS = ((0, 11), (12, 17), (18, 24), (25, 34), (35, 49), (50, 64), (65, 120))
"""Age bands, both ends included [D]."""
_IDENTITY = tuple(f"{kind}:" for kind in IDENTITY_KINDS)
_ROLES = {*map(str, PROTECTED_ROLES), "companion"}


@dataclass(slots=True)
class Person:
    """Somebody of whom nothing is wrong, by the tokens that name this person."""

    tokens: set[str]
    groups: dict[str, str] = field(default_factory=dict)
    """Dimension (`sex`, `age`, `nationality`, `province`) -> group."""


def band(age: int) -> str:
    """The age band that a year of life falls into. Raises ValueError beyond 120."""
    for low, high in BANDS:
        if low <= age <= high:
            return f"{low} to {high}" if high < 120 else f"{low} and over"
    raise ValueError("an age is 0 to 120 years")


def honest(labels: Sequence[Labelled], stream: Path) -> tuple[list[Person], str]:
    """The honest people, and where they are from: `truth` when it lists persons, otherwise `reports`.

    Subjects of cases are left out, and so are look-alikes, who were chosen for looking suspicious.
    """
    told = {
        token for label in labels if label.truth.label is not Label.PERSON for s in label.subjects for token in s.tokens
    }
    listed = [label for label in labels if label.truth.label is Label.PERSON]
    people = seen(stream)
    if listed:
        of_token = {token: person for person in people for token in person.tokens}
        people = [_of_truth(label, of_token) for label in listed]
    return [person for person in people if not person.tokens & told], "truth" if listed else "reports"


def _of_truth(label: Labelled, of_token: dict[str, Person]) -> Person:
    tokens = {token for subject in label.subjects for token in subject.tokens}
    groups: dict[str, str] = {}
    for known in filter(None, map(of_token.get, sorted(tokens))):
        groups.update(known.groups)
    group = label.truth.group
    if group is not None:
        stated = {
            "sex": group.sex and str(group.sex),
            "age": None if group.age is None else band(group.age),
            "nationality": group.nationality,
            "province": group.province,
        }
        groups.update({name: value for name, value in stated.items() if value})
    return Person(tokens, groups)


def seen(stream: Path) -> list[Person]:
    """The persons in roles of possible victims and companions; tokens that were ever shown by one party are one person."""
    of_token: dict[str, Person] = {}
    for _, frame in sightings(stream, frozenset(Sector)):
        for fact in frame.split(b"\n")[1::2]:
            for party in orjson.loads(fact).get("parties", ()):  # a word about a correction names none
                if party["role"] in _ROLES:
                    _meet(party, of_token)
    return list({id(person): person for person in of_token.values()}.values())


def _meet(party: dict[str, object], of_token: dict[str, Person]) -> None:
    shown = party.get("tokens")
    tokens = [t for t in shown if t.startswith(_IDENTITY)] if isinstance(shown, list) else []
    if not tokens:
        return
    known = list({id(person): person for t in tokens if (person := of_token.get(t)) is not None}.values())
    person = known[0] if known else Person(set())
    for other in known[1:]:
        person.groups = {**other.groups, **person.groups}
        _own(other.tokens, person, of_token)
    _own(tokens, person, of_token)
    age = party.get("age")
    if isinstance(age, int):
        person.groups.setdefault("age", band(age))
    for dimension in ("sex", "nationality"):
        value = party.get(dimension)
        if isinstance(value, str):
            person.groups.setdefault(dimension, value)


def _own(tokens: Iterable[str], person: Person, of_token: dict[str, Person]) -> None:
    person.tokens.update(tokens)
    for token in tokens:
        of_token[token] = person
