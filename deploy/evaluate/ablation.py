"""What each indicator is worth: every alert is combined anew from the hits it recorded, without that indicator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deploy.evaluate.labels import Labelled
from deploy.evaluate.matching import Course, Matcher
from deploy.evaluate.recall import cases_of
from deploy.evaluate.signs import quoted
from schemas.alert import Alert, Hit
from schemas.rulepack import Subject
from streams.combination import Sign, combination
from streams.counted import sign_of
from streams.entry import Entry
from streams.pack import Pack


@dataclass(frozen=True, slots=True)
class Worth:
    """What would be lost and saved without one indicator."""

    indicator: str
    alerts: int
    """In how many alerts that stand it counts, as they stand at the end."""
    fired: int
    """In how many of them it fired, whether it counts or not."""
    cases_lost: int
    right_lost: int
    """Right alerts that would not stand."""
    wrong_saved: int
    """Wrong alerts that would not stand."""

    @property
    def fallen(self) -> int:
        """Alerts that would not stand, right or wrong."""
        return self.right_lost + self.wrong_saved


class Recombination:
    """Combines recorded hits as `streams.assess` did when it made the alert."""

    def __init__(self, pack: Pack, facts: Mapping[str, bytes]) -> None:
        """`facts`: `partner/event id` -> the fact in JSON, of every event that an alert quotes."""
        self._pack = pack
        self._facts = facts

    def stands(self, course: Course, without: str = "") -> bool:
        """Whether the hits that its versions recorded raise the alert and keep it, without those of this indicator."""
        raised = False
        for alert in course.shown:
            raised = self._reaches(alert, without, kept=raised)
        return raised

    def _reaches(self, alert: Alert, without: str, *, kept: bool) -> bool:
        signs = [self._sign(hit) for hit in alert.hits if hit.indicator != without]
        combined, lines = combination(signs, self._pack.same), self._pack.lines
        child = alert.child and alert.about is Subject.POSSIBLE_VICTIM
        return (
            combined.meets(lines.raised) is not None
            or (child and not combined.waits and combined.meets(lines.child) is not None)
            or (kept and combined.meets(lines.kept_child if child else lines.kept) is not None)
        )

    def _sign(self, hit: Hit) -> Sign:
        evidence = [Entry(self._facts[quoted(ref)], 0, 0) for ref in hit.evidence]
        return sign_of(hit.indicator, self._pack.by_id[hit.indicator].rule, evidence, hit.counted)


def ablation(
    courses: Sequence[Course], labels: Sequence[Labelled], matcher: Matcher, again: Recombination
) -> tuple[Worth, ...]:
    """Every indicator that fired in an alert that stands; the one without which most alerts would fall, right or wrong, first."""
    standing = [course.last for course in courses if course.open]
    by_id = {course.id: course for course in courses}
    counted = {label.truth.id for label in cases_of(labels)}
    right = {alert.id: matcher.cases(alert) for alert in standing}
    kept = {case for cases in right.values() for case in cases} & counted
    found = []
    for indicator in sorted({hit.indicator for alert in standing for hit in alert.hits}):
        with_it = [alert for alert in standing if any(hit.indicator == indicator for hit in alert.hits)]
        fallen = {alert.id for alert in with_it if not again.stands(by_id[alert.id], indicator)}
        still = {case for id, cases in right.items() if id not in fallen for case in cases}
        found.append(
            Worth(
                indicator=indicator,
                alerts=sum(any(h.indicator == indicator and h.counts for h in alert.hits) for alert in with_it),
                fired=len(with_it),
                cases_lost=len(kept - still),
                right_lost=sum(1 for id in fallen if right[id]),
                wrong_saved=sum(1 for id in fallen if not right[id]),
            )
        )
    return tuple(sorted(found, key=lambda worth: (-worth.fallen, -worth.cases_lost, worth.indicator)))


def most_telling(found: Sequence[Worth], places: int) -> tuple[Worth, ...]:
    """Of those without which an alert would fall, the first; a quarter of the places is kept for the others that save most wrong
    alerts, since what only does harm is what one looks for in such a table."""
    falling = [worth for worth in found if worth.fallen]
    first = falling[: places - places // 4]
    others = sorted(falling[len(first) :], key=lambda worth: -worth.wrong_saved)
    shown = {worth.indicator for worth in (*first, *others[: places - len(first)])}
    return tuple(worth for worth in falling if worth.indicator in shown)


def unexplained(courses: Sequence[Course], again: Recombination) -> int:
    """Alerts that stand, and that combining anew what they recorded would not raise: 0, or the ablation says little."""
    return sum(1 for course in courses if course.open and not again.stands(course))
