"""What each indicator is worth: every alert is combined anew from the hits it recorded, without that indicator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deploy.evaluate.labels import Labelled
from deploy.evaluate.matching import Course, Matcher
from deploy.evaluate.recall import cases_of
from schemas.alert import Alert, Hit, Line
from schemas.evidence import EvidenceRef
from schemas.rulepack import Enough, Strength, Subject
from streams.combination import Sign, combination
from streams.pack import Pack


@dataclass(frozen=True, slots=True)
class Worth:
    """What would be lost and saved without one indicator."""

    indicator: str
    alerts: int
    """In how many alerts that stand it counts."""
    cases_lost: int
    right_lost: int
    """Right alerts that would not stand."""
    wrong_saved: int
    """Wrong alerts that would not stand."""


class Recombination:
    """Combines recorded hits as `streams.assess` did when it made the alert."""

    def __init__(self, pack: Pack, bookings: Mapping[str, tuple[bytes, ...]], repeats: Mapping[str, str]) -> None:
        """`bookings`: `partner/event id` -> booking numbers, of events about a journey; what one number joins counts once.
        `repeats`: of events that only repeat what their booking says -> its number; they are one observation with it."""
        self._pack = pack
        self._bookings = bookings
        self._repeats = repeats

    def stands(self, alert: Alert, without: str = "") -> bool:
        """Whether its hits are enough, without those of this indicator."""
        signs = [self._sign(hit) for hit in alert.hits if hit.indicator != without]
        return combination(signs, self._pack.same).meets(self._line(alert)) is not None

    def _line(self, alert: Alert) -> Enough:
        lines = self._pack.lines
        if alert.line is Line.KEPT:
            return lines.kept_child if alert.child and alert.about is Subject.POSSIBLE_VICTIM else lines.kept
        return lines.child if alert.line is Line.CHILD else lines.raised

    def _sign(self, hit: Hit) -> Sign:
        rule = self._pack.by_id[hit.indicator].rule
        names = [_name(ref) for ref in hit.evidence]
        observed = tuple(dict.fromkeys(self._repeats.get(name, name) for name in names))
        repeated = rule.pattern is not None and hit.counted is Strength.STRONG and self._apart(hit) >= rule.pattern
        return Sign(hit.indicator, hit.counted, rule.profile, rule.immediate, observed, len(names) if repeated else 0)

    def _apart(self, hit: Hit) -> int:
        booked = [numbers for ref in hit.evidence if (numbers := self._bookings.get(_name(ref)))]
        events = {_name(ref) for ref in hit.evidence}
        return len(events) - len(booked) + len({number for numbers in booked for number in numbers})


def ablation(
    courses: Sequence[Course], labels: Sequence[Labelled], matcher: Matcher, again: Recombination
) -> tuple[Worth, ...]:
    """Every indicator that counts in an alert that stands, the one that finds most cases first."""
    standing = [course.last for course in courses if course.open]
    counted = {label.truth.id for label in cases_of(labels)}
    right = {alert.id: matcher.cases(alert) for alert in standing}
    kept = {case for cases in right.values() for case in cases} & counted
    found = []
    for indicator in sorted({hit.indicator for alert in standing for hit in alert.hits if hit.counted is not None}):
        with_it = [alert for alert in standing if any(h.indicator == indicator and h.counted for h in alert.hits)]
        fallen = {alert.id for alert in with_it if not again.stands(alert, indicator)}
        still = {case for id, cases in right.items() if id not in fallen for case in cases}
        found.append(
            Worth(
                indicator=indicator,
                alerts=len(with_it),
                cases_lost=len(kept - still),
                right_lost=sum(1 for id in fallen if right[id]),
                wrong_saved=sum(1 for id in fallen if not right[id]),
            )
        )
    return tuple(sorted(found, key=lambda worth: (-worth.cases_lost, -worth.right_lost, worth.indicator)))


def unexplained(courses: Sequence[Course], again: Recombination) -> int:
    """Alerts that stand, and that combining anew what they recorded would not raise: 0, or the ablation says little."""
    return sum(1 for course in courses if course.open and not again.stands(course.last))


def _name(ref: EvidenceRef) -> str:
    return f"{ref.partner}/{ref.event}"
