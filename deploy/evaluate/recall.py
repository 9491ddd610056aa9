"""What was found of what there was, and how long before the flight."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass

from deploy.evaluate.intervals import Estimate, Share, bootstrap, median, quantile, share
from deploy.evaluate.labels import Labelled
from deploy.evaluate.matching import Course, Matcher, Way
from schemas.rulepack import Subject
from schemas.truth import Label

HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class CaseFate:
    """What became of one case."""

    id: str
    scenario: str
    found: bool
    """One of its subjects has an alert that stands at the end."""
    in_time: bool | None
    """One was shown before the first departure; unknown where nobody flies."""
    lead_hours: float | None
    """From the first right version to the first departure; negative when it came after. None: no alert, or nobody flies."""
    subjects_found: int
    subjects: int
    victims_found: int
    victims: int
    told: bool
    """The sectors present tell of it at all (deploy.evaluate.pieces)."""


@dataclass(frozen=True, slots=True)
class Lead:
    """Hours between the first right version of an alert and the first departure, over found cases where somebody flies."""

    median: Estimate
    lower_quartile: float | None
    upper_quartile: float | None
    before_departure: Share


@dataclass(frozen=True, slots=True)
class Recall:
    """Shares of the cases that could be told."""

    cases: Share
    told: Share
    """Of the cases that the sectors present tell of at all: the others could be found by nobody who hears these sectors only."""
    in_time: Share
    """Of the cases where somebody flies: shown before the first departure."""
    victims: Share
    """Of all possible victims in these cases: those with an alert of their own."""
    leading: Share
    """Cases found when the token that leads the alert has to be the subject's."""
    any_meaning: Share
    """Cases found when it does not matter whether the alert means a possible victim or a facilitator."""
    scenarios: dict[str, Share]
    lead: Lead
    fates: tuple[CaseFate, ...]
    hidden: tuple[str, ...]
    """Cases marked as not detectable: listed, not counted."""


def cases_of(labels: Iterable[Labelled]) -> list[Labelled]:
    """The cases that count for recall."""
    return [label for label in labels if label.truth.label is Label.CASE and label.truth.detectable]


def recall(
    courses: Sequence[Course], labels: Sequence[Labelled], matcher: Matcher, told: Container[str] | None = None
) -> Recall:
    """What these alerts found of these cases. `told`: ids of those that the sectors present tell of; all, if not said."""
    counted = cases_of(labels)
    fates = tuple(_fates(courses, counted, matcher, {x.truth.id for x in counted} if told is None else told))
    scenarios: dict[str, list[CaseFate]] = {}
    for fate in fates:
        scenarios.setdefault(fate.scenario, []).append(fate)
    flying = [fate for fate in fates if fate.in_time is not None]
    return Recall(
        cases=_share(fates, lambda fate: fate.found),
        told=_share([fate for fate in fates if fate.told], lambda fate: fate.found),
        in_time=_share(flying, lambda fate: bool(fate.in_time)),
        victims=share(sum(f.victims_found for f in fates), sum(f.victims for f in fates)),
        leading=_found(courses, counted, matcher, Way.LEADING),
        any_meaning=_found(courses, counted, matcher, Way.ANY_MEANING),
        scenarios={name: _share(found, lambda f: f.found) for name, found in sorted(scenarios.items())},
        lead=_lead([fate.lead_hours for fate in flying if fate.lead_hours is not None]),
        fates=fates,
        hidden=tuple(x.truth.id for x in labels if x.truth.label is Label.CASE and not x.truth.detectable),
    )


def found(courses: Iterable[Course], matcher: Matcher, way: Way = Way.NAMED) -> set[str]:
    """Ids of the cases that an alert which stands at the end is right about."""
    return {case for course in courses if course.open for case in matcher.cases(course.last, way)}


def _share(fates: Sequence[CaseFate], holds: Callable[[CaseFate], bool]) -> Share:
    return share(sum(map(holds, fates)), len(fates))


def _found(courses: Sequence[Course], counted: Sequence[Labelled], matcher: Matcher, way: Way) -> Share:
    ids = {label.truth.id for label in counted}
    return share(len(found(courses, matcher, way) & ids), len(ids))


def _fates(
    courses: Sequence[Course], counted: Sequence[Labelled], matcher: Matcher, told: Container[str]
) -> Iterable[CaseFate]:
    first: dict[str, int] = {}
    named: dict[str, set[int]] = {}
    for course in courses:
        for version in course.shown:
            for case in matcher.cases(version):
                first[case] = min(first.get(case, version.published), version.published)
        if course.open:
            for fit in matcher.fits(course.last):
                named.setdefault(fit.label.truth.id, set()).add(fit.subject)
    for label in counted:
        truth, seen = label.truth, named.get(label.truth.id, set())
        departs = truth.departs_at
        lead = (departs.timestamp() * 1000 - first[truth.id]) / HOUR_MS if departs and truth.id in first else None
        victims = [i for i, subject in enumerate(label.subjects) if subject.about is Subject.POSSIBLE_VICTIM]
        yield CaseFate(
            id=truth.id,
            scenario=truth.scenario,
            found=bool(seen),
            in_time=None if departs is None else lead is not None and lead > 0,
            lead_hours=None if lead is None else round(lead, 3),
            subjects_found=len(seen),
            subjects=len(label.subjects),
            victims_found=sum(index in seen for index in victims),
            victims=len(victims),
            told=truth.id in told,
        )


def _lead(hours: Sequence[float]) -> Lead:
    return Lead(
        median=bootstrap(hours, median),
        lower_quartile=quantile(hours, 0.25) if hours else None,
        upper_quartile=quantile(hours, 0.75) if hours else None,
        before_departure=share(sum(hour > 0 for hour in hours), len(hours)),
    )
