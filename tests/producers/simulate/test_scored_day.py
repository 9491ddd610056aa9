"""What the scorer makes of the day. It shows what the stories show: no number here says anything about real trafficking."""

from collections import Counter
from datetime import datetime

import pytest

from producers.simulate.day import cases
from schemas.partner import PartnerTable
from schemas.rulepack import Subject
from tests.producers.simulate.scored import ScoredDay, scored

SEEDS = (1, 7)
KNOWN_MISSES: dict[str, str] = {}
"""Stories that are told as their sources tell them and that the scorer does not find, with the reason. None is left."""
FALSE_PER_THOUSAND = 0.5


@pytest.fixture(scope="module", params=SEEDS)
def stories(request: pytest.FixtureRequest, now: datetime, table: PartnerTable) -> ScoredDay:
    """Only the stories, nothing else."""
    return scored(request.param, now, table, 0)


def test_every_case_is_found_but_those_known_to_be_missed(stories: ScoredDay) -> None:
    missed = {case.id for case in stories.told if case.expect == "alert" and not stories.found(case)}
    assert missed - set(KNOWN_MISSES) == set(), "cases that used to be found"
    assert set(KNOWN_MISSES) - missed == set(), "found now: take them out of KNOWN_MISSES"


def test_a_found_case_is_urgent_enough_and_names_its_indicators(stories: ScoredDay) -> None:
    for case in stories.told:
        alerts = stories.found(case)
        if alerts:
            named = {hit.indicator for alert in alerts for hit in alert.hits}
            assert set(case.indicators) <= named, case.id
            assert case.min_priority is None or min(alert.priority for alert in alerts) <= case.min_priority, case.id


def test_lookalikes_stay_quiet(stories: ScoredDay) -> None:
    quiet = {case.id for case in stories.told if case.expect == "quiet"}
    loud = {story for alert in stories.open() for story in stories.cases_in(alert) if story in quiet}
    assert loud == set()


def test_nothing_is_rejected(stories: ScoredDay) -> None:
    assert stories.outcome.rejects == []


def test_the_order_of_arrival_changes_no_finding(now: datetime, table: PartnerTable) -> None:
    """Hits may differ: x-unprotected-departure stays once it fired, even when the paper that clears it arrives later."""

    def found(day: ScoredDay) -> set[str]:
        return {case.id for case in day.told if day.found(case)} | {case.id for case in day.told if loud(day, case.id)}

    def loud(day: ScoredDay, story: str) -> bool:
        return any(story in day.cases_in(alert) for alert in day.open())

    in_order = found(scored(1, now, table, 0))
    assert all(found(scored(1, now, table, 0, arrival=seed)) == in_order for seed in (11, 12))


@pytest.mark.slow
def test_among_twenty_thousand_reports_the_cases_are_found_and_ordinary_life_rarely_alerts(
    now: datetime, table: PartnerTable
) -> None:
    whole = scored(1, now, table, 20_000)
    assert whole.outcome.rejects == []
    missed = {case.id for case in whole.told if case.expect == "alert" and not whole.found(case)}
    assert missed <= set(KNOWN_MISSES)
    expect = {case.id: case.expect for case in cases(1, now)}
    false: Counter[tuple[Subject, tuple[str, ...]]] = Counter()
    for alert in whole.open():
        stories = {expect[story] for story in whole.cases_in(alert) if story is not None}
        if "alert" not in stories:
            false[alert.about, tuple(hit.indicator for hit in alert.hits)] += 1
        assert "quiet" not in stories
    assert sum(false.values()) <= FALSE_PER_THOUSAND * len(whole.plan) / 1000, false.most_common()
