"""Combining anew what alerts recorded says what they said; without a sign it says less, never more."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.composition import compose
from deploy.evaluate.ablation import Recombination, Worth, ablation, most_telling, unexplained
from deploy.evaluate.evaluation import read_labels, study_keys
from deploy.evaluate.labels import Labelled
from deploy.evaluate.making import made
from deploy.evaluate.matching import Course, Matcher, courses
from deploy.evaluate.preparing import Preparation, facts
from deploy.evaluate.reading import numbered
from deploy.evaluate.runs import ALL, runs
from deploy.evaluate.scorer import alerts_of
from deploy.evaluate.signs import quoted
from deploy.settings import DeploySettings
from streams.indicators import INDICATORS
from tests.deploy.evaluate.labelled import Files

NAMES = tuple(indicator.id for indicator in INDICATORS)


class Played(NamedTuple):
    """A stream after it was scored."""

    courses: Sequence[Course]
    again: Recombination
    labels: Sequence[Labelled]


@pytest.fixture(scope="module")
def played(small: Files, tmp_path_factory: pytest.TempPathFactory) -> Played:
    composition = compose(DeploySettings())
    keys = study_keys(composition)
    path: Path = tmp_path_factory.mktemp("played") / "sightings"
    lines = made(numbered(str(small.reports)), composition.partners.partners, keys)
    prepared = Preparation(path, frozenset(composition.partners.token_keys)).run(lines)
    run = runs(prepared, [ALL], DeploySettings().config / "rules.toml", 1)[ALL.name]
    found = courses(alerts_of(run))
    told_of = {
        quoted(ref) for course in found for alert in course.versions for hit in alert.hits for ref in hit.evidence
    }
    again = Recombination(composition.pack, facts(path, told_of))
    return Played(found, again, read_labels(str(small.truth), keys)[0])


def test_ablation_of_nothing_changes_nothing(played: Played) -> None:
    assert len([course for course in played.courses if course.open]) > 20
    assert unexplained(played.courses, played.again) == 0


@settings(deadline=None)
@given(st.sampled_from(NAMES))
def test_what_does_not_count_in_an_alert_is_not_missed_by_it(played: Played, name: str) -> None:
    for course in played.courses:
        if course.open and all(hit.indicator != name for alert in course.versions for hit in alert.hits):
            assert played.again.stands(course, name)


def test_an_alert_falls_without_its_only_strong_sign(played: Played) -> None:
    found = {
        worth.indicator: worth
        for worth in ablation(played.courses, played.labels, Matcher(played.labels), played.again)
    }
    assert found["a-escort-diff-minors"].cases_lost == 1
    assert all(w.cases_lost <= w.right_lost for w in found.values())
    assert all(w.right_lost + w.wrong_saved <= w.fired for w in found.values())


def test_a_sign_that_only_does_harm_is_shown_however_many_find_more() -> None:
    useful = [Worth(f"a-{n:02}", 20, 20, 5, 10, 0) for n in range(30)]
    harmful, silent = Worth("b-harm", 4, 4, 0, 0, 4), Worth("b-silent", 9, 9, 0, 0, 0)
    shown = most_telling([*useful, harmful, silent], 20)
    assert len(shown) == 20
    assert harmful in shown
    assert most_telling([*useful[:3], harmful, silent], 20) == (*useful[:3], harmful)


def test_those_without_which_most_alerts_fall_come_first(played: Played) -> None:
    found = ablation(played.courses, played.labels, Matcher(played.labels), played.again)
    fallen = [worth.right_lost + worth.wrong_saved for worth in found]
    assert fallen == sorted(fallen, reverse=True)


def test_a_sign_counts_in_as_many_alerts_as_say_that_it_counts(played: Played) -> None:
    standing = [course.last for course in played.courses if course.open]
    found = ablation(played.courses, played.labels, Matcher(played.labels), played.again)
    assert any(worth.alerts < worth.fired for worth in found), "some sign fires beside others that count"
    for worth in found:
        shown = [{h.unused for h in alert.hits if h.indicator == worth.indicator} for alert in standing]
        assert worth.alerts == sum(None in reasons for reasons in shown)
        assert worth.fired == sum(bool(reasons) for reasons in shown)
