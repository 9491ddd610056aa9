"""Which alert is about which case: by the tokens it names, and by whether it means a possible victim or a facilitator."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from deploy.evaluate.labels import Labelled
from schemas.alert import Alert, Status
from schemas.rulepack import Subject
from schemas.truth import Label


@dataclass(frozen=True, slots=True)
class Course:
    """One alert from its first version to its last."""

    id: str
    about: Subject
    versions: tuple[Alert, ...]

    @property
    def last(self) -> Alert:
        """Where it stands at the end of the stream."""
        return self.versions[-1]

    @property
    def open(self) -> bool:
        """Its last version stands: it is neither withdrawn nor merged into the alert of a better token."""
        return self.last.status is Status.OPEN

    @property
    def shown(self) -> tuple[Alert, ...]:
        """The versions that asked an officer for a decision."""
        return tuple(alert for alert in self.versions if alert.status is Status.OPEN)


def courses(alerts: Iterable[Alert]) -> list[Course]:
    """The alerts, each with its versions in order; the one first made comes first."""
    found: dict[str, list[Alert]] = {}
    for alert in alerts:
        found.setdefault(alert.id, []).append(alert)
    return [Course(id, versions[0].about, tuple(versions)) for id, versions in found.items()]


class Named(Protocol):
    """Whatever names a subject and says what it is taken for: an alert, for one."""

    @property
    def about(self) -> Subject:
        """Possible victim or facilitator."""

    @property
    def subject(self) -> str:
        """The token that leads."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other tokens of the same person."""


def names(alert: Named) -> tuple[str, ...]:
    """The tokens under which an alert names its subject."""
    return (alert.subject, *alert.aliases)


class Way(StrEnum):
    """How strictly an alert must fit."""

    NAMED = "named"
    """One of its names is a token of a subject of the case, and it means the same of it. This is what is meant by right."""
    LEADING = "leading"
    """The token that leads it is, and it means the same: stricter."""
    ANY_MEANING = "any meaning"
    """One of its names is, whatever it means of it: laxer."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A truth record that an alert is about, and the first of its subjects that fits."""

    label: Labelled
    subject: int


class Matcher:
    """Finds what alerts are about."""

    def __init__(self, labels: Sequence[Labelled]) -> None:
        self._subjects: dict[str, list[Fit]] = {}
        for label in labels:
            for index, subject in enumerate(label.subjects):
                for token in subject.tokens:
                    self._subjects.setdefault(token, []).append(Fit(label, index))

    def fits(self, alert: Named, way: Way = Way.NAMED) -> list[Fit]:
        """The subjects of truth records that this version is about."""
        tokens = (alert.subject,) if way is Way.LEADING else names(alert)
        return [
            fit
            for token in tokens
            for fit in self._subjects.get(token, ())
            if way is Way.ANY_MEANING or fit.label.subjects[fit.subject].about is alert.about
        ]

    def cases(self, alert: Named, way: Way = Way.NAMED) -> frozenset[str]:
        """Ids of the cases that this version is right about."""
        return frozenset(f.label.truth.id for f in self.fits(alert, way) if f.label.truth.label is Label.CASE)

    def look_alikes(self, alert: Named) -> frozenset[str]:
        """Ids of the look-alikes that this version mistakes for a case, whatever it means of them."""
        found = self.fits(alert, Way.ANY_MEANING)
        return frozenset(f.label.truth.id for f in found if f.label.truth.label is Label.LOOK_ALIKE)
