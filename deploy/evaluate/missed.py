"""Why a case was missed: the signs that its subjects' histories show, and that are not enough. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from deploy.evaluate.labels import Labelled
from deploy.evaluate.recall import CaseFate, cases_of
from deploy.evaluate.signs import Sign
from deploy.evaluate.verdicts import AlertVerdict
from deploy.evaluate.watching import Showing
from schemas.rulepack import Subject
from schemas.token import TokenKind


@dataclass(frozen=True, slots=True)
class ShownSubject:
    """What one token of a subject shows of it. Several tokens of one subject stand here when no report joined them."""

    subject: int
    """Which subject of the case, counted from 0."""
    about: Subject
    """What the signs take it for."""
    same_meaning: bool
    """That is what it is."""
    known_by: TokenKind
    counts: str
    """What counts of the signs, such as `1 moderate + 2 weak`; empty: nothing does."""
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class MissedCase:
    """A case that counts and that no alert found."""

    id: str
    scenario: str
    told: bool
    """At least two independent reports tell of it (deploy.evaluate.pieces)."""
    alerts: tuple[str, ...]
    """Ids of alerts that name a subject and find nothing: withdrawn, or they take it for something else."""
    shows: tuple[ShownSubject, ...]
    """Empty: not one indicator fired on any of its subjects."""


def watched(labels: Iterable[Labelled]) -> frozenset[str]:
    """The tokens of which it is asked why there is no alert: those of the subjects of every case that counts."""
    return frozenset(token for label in cases_of(labels) for subject in label.subjects for token in subject.tokens)


def missed_cases(
    fates: Iterable[CaseFate], labels: Sequence[Labelled], alerts: Sequence[AlertVerdict], shown: Iterable[Showing]
) -> tuple[MissedCase, ...]:
    """Each missed case with what its subjects show. `fates`: of the cases; `shown`: what the tokens watched show."""
    by_token: dict[str, list[Showing]] = {}
    for showing in shown:
        by_token.setdefault(showing.token, []).append(showing)
    by_id = {label.truth.id: label for label in labels}
    return tuple(
        MissedCase(fate.id, fate.scenario, fate.told, _naming(fate.id, alerts), tuple(_shows(by_id[fate.id], by_token)))
        for fate in fates
        if not fate.found
    )


def _naming(case: str, alerts: Sequence[AlertVerdict]) -> tuple[str, ...]:
    return tuple(alert.id for alert in alerts if any(named.id == case for named in alert.names))


def _shows(label: Labelled, by_token: dict[str, list[Showing]]) -> Iterator[ShownSubject]:
    for index, subject in enumerate(label.subjects):
        all_of_it = [one for token in sorted(subject.tokens) for one in by_token.get(token, ())]
        for one in _telling(all_of_it):
            yield ShownSubject(index, one.about, one.about is subject.about, one.kind, one.counts, one.signs)


def _telling(showings: Sequence[Showing]) -> list[Showing]:
    """Without those that show nothing that another token does not show as well, the one with most signs first."""
    kept: list[tuple[Showing, frozenset[tuple[str, tuple[str, ...]]]]] = []
    for showing in sorted(showings, key=lambda one: -len(one.signs)):
        says = frozenset((sign.indicator, sign.evidence) for sign in showing.signs)
        if not any(says <= other for _, other in kept):
            kept.append((showing, says))
    return [showing for showing, _ in kept]
