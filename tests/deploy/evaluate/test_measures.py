"""Every measure on streams small enough to compute by hand."""

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.evaluate.attention import Reading, days, evenings, ndcg, ranking, reading
from deploy.evaluate.coordination import coordination
from deploy.evaluate.fairness import DIMENSIONS, fairness
from deploy.evaluate.goals import Goal, Verdict, goals, not_reached
from deploy.evaluate.hints import Hint
from deploy.evaluate.intervals import Estimate, bootstrap, median, quantile, ratio, share
from deploy.evaluate.matching import Matcher, Way, courses
from deploy.evaluate.matters import singly
from deploy.evaluate.people import Person, band
from deploy.evaluate.recall import recall
from deploy.evaluate.tables import number, plain
from deploy.evaluate.volume import volume
from schemas.alert import Alert, Priority, Status
from schemas.matter import Ground
from schemas.rulepack import Strength
from schemas.truth import Label
from tests.deploy.evaluate.alerts import FACILITATOR, VICTIM, alert, hit, record, token

CASES = [
    record("one", ("A", VICTIM), ("B", FACILITATOR), scenario="first", departs=48),
    record("two", ("C", VICTIM), scenario="second", departs=10),
    record("three", ("D", VICTIM), ("E", VICTIM), scenario="second"),
    record("four", ("F", VICTIM), scenario="second", departs=99),
    record("buried", ("G", VICTIM), detectable=False),
    record("innocent", ("H", VICTIM), label=Label.LOOK_ALIKE),
]
ALERTS = [
    alert("A", 8),  # right, 40 h before departure
    alert("A", 20, version=2),
    alert("C", 12),  # right, 2 h too late
    alert("Z", 13, aliases="D"),  # right, by an alias
    alert("F", 14, about=FACILITATOR),  # the right one, taken for a facilitator
    alert("H", 15),  # a look-alike
    alert("Y", 16),  # nobody
]


def test_recall_counts_cases_of_which_one_subject_is_named_for_what_it_is() -> None:
    found = recall(courses(ALERTS), CASES, Matcher(CASES))
    assert (found.cases.count, found.cases.of) == (3, 4)
    assert {name: (s.count, s.of) for name, s in found.scenarios.items()} == {"first": (1, 1), "second": (2, 3)}
    assert (found.in_time.count, found.in_time.of) == (1, 3)
    assert (found.victims.count, found.victims.of) == (3, 5)
    assert (found.leading.count, found.any_meaning.count) == (2, 4)
    assert found.hidden == ("buried",)
    assert [f.id for f in found.fates if not f.found] == ["four"]


def test_recall_is_also_of_the_cases_that_the_sectors_present_tell_of() -> None:
    found = recall(courses(ALERTS), CASES, Matcher(CASES), {"one", "four", "buried"})
    assert (found.cases.count, found.cases.of) == (3, 4)
    assert (found.told.count, found.told.of) == (1, 2)
    assert {fate.id for fate in found.fates if fate.told} == {"one", "four"}
    assert recall(courses(ALERTS), CASES, Matcher(CASES)).told == found.cases
    assert recall(courses(ALERTS), CASES, Matcher(CASES), ()).told.value is None


def test_lead_time_runs_from_the_first_right_version_to_the_first_departure() -> None:
    lead = recall(courses(ALERTS), CASES, Matcher(CASES)).lead
    assert (lead.median.value, lead.lower_quartile, lead.upper_quartile) == (19.0, 8.5, 29.5)  # of 40 and -2
    assert (lead.before_departure.count, lead.before_departure.of) == (1, 2)


def test_an_alert_that_is_withdrawn_finds_nothing_but_was_raised() -> None:
    taken_back = courses([*ALERTS, alert("A", 30, version=3, status=Status.WITHDRAWN)])
    matcher = Matcher(CASES)
    assert recall(taken_back, CASES, matcher).cases.count == 2
    counted = volume(taken_back, evenings(taken_back), matcher, 1_000, 2.0, 3)
    assert (counted.raised, counted.standing, counted.versions) == (6, 5, 8)
    assert (counted.right.count, counted.look_alikes, counted.mistaken) == (2, 1, ("innocent",))
    assert (counted.per_100_000_events, counted.per_officer_day) == (600.0, 1.0)


def test_precision_is_of_what_is_read_the_most_urgent_first_then_by_rank() -> None:
    alerts = [
        alert("Y", 1, rank=9.0),
        alert("A", 2, rank=5.0),
        alert("X", 3, rank=1.0, priority=Priority.P1),
        alert("C", 30, rank=2.0),  # the next day
        alert("A", 31, rank=6.0, version=2),
        alert("W", 32, rank=1.0),
    ]
    shown, matcher = days(courses(alerts)), Matcher(CASES)
    assert [[a.subject for a in day] for day in shown] == [
        [token("X"), token("Y"), token("A")],
        [token("A"), token("C"), token("W")],
    ]
    one, two, all_of_it = (reading([singly(day) for day in shown], matcher, budget) for budget in (1, 2, 9))
    assert (one.precision.count, one.precision.of, one.cases, one.unread) == (1, 2, 1, 3)  # X; then A, which has news
    assert (two.precision.count, two.precision.of, two.unread) == (2, 4, 1)  # X, Y; A, C
    assert (all_of_it.precision.count, all_of_it.precision.of, all_of_it.unread) == (2, 5, 0)


def on(letter: str, event: str, hours: float, **more: object) -> Alert:
    """An alert that rests on one event."""
    return alert(letter, hours, hits=(hit("a-last-minute", Strength.WEAK, event),), **more)  # type: ignore[arg-type]


def test_alerts_on_one_report_are_read_at_once_and_once() -> None:
    shown = evenings(
        courses(
            [
                on("A", "e1", 1, rank=2.0),  # right, and taken first
                on("Y", "e1", 2, rank=1.0),  # wrong, of the same matter
                on("X", "e2", 3, rank=9.0),  # wrong
                on("C", "e1", 30),  # right; joins a matter that was read on the day before
                on("D", "e2", 54),  # right; joins one whose first alert is wrong
                on("W", "e3", 55),  # wrong
            ]
        )
    )
    assert [[[a.subject for a in matter] for matter in day] for day in shown] == [
        [[token("X")], [token("A"), token("Y")]],
        [[token("A"), token("Y"), token("C")]],
        [[token("X"), token("D")], [token("W")]],
    ]
    matcher = Matcher(CASES)
    read = reading(shown, matcher, 9)
    assert (read.precision.count, read.precision.of, read.cases, read.unread) == (1, 3, 1, 0)
    read = reading(shown, matcher, 1)  # X; then A with Y and C; then W
    assert (read.precision.count, read.precision.of, read.cases, read.unread) == (1, 3, 2, 0)


def test_how_much_is_to_read_is_counted_in_matters_too() -> None:
    alerts = [on("A", "e1", 1), on("Y", "e1", 2), on("X", "e2", 3), on("C", "e1", 30)]
    found = volume(courses(alerts), evenings(courses(alerts)), Matcher(CASES), 1000, 2.0, 1)
    assert (found.standing, found.matters, found.per_officer_day, found.matters_per_officer_day) == (4, 2, 2.0, 1.0)
    assert (found.right.count, found.matters_right.count) == (2, 1)


def test_joining_is_measured_at_the_same_number_of_matters_and_apart_a_sector_knows_its_own() -> None:
    joined = courses([on("A", "e1", 1), on("D", "e1", 2), on("C", "e2", 3)])
    alone = {
        "airline alone": courses([on("A", "e1", 1, rank=3.0), on("D", "e1", 1, rank=2.0)]),
        "bank alone": courses([on("Y", "e1", 1, rank=1.0)]),
    }
    below = {
        "airline alone": [Hint(VICTIM, token("E"), (), 9.0, frozenset({Ground("air-nilkanth", "e1")}))],
        "bank alone": [Hint(VICTIM, token("C"), (), 0.9, frozenset({Ground("air-nilkanth", "e7")}))],
    }
    found = coordination(joined, alone, below, CASES, Matcher(CASES))
    assert (found.joined.matters, found.joined.alerts, found.joined.cases.count) == (2, 3, 3)
    matters, alerts = found.matters, found.alerts
    assert (matters.apart.matters, matters.apart.alerts, matters.apart.cases.count, matters.added) == (2, 3, 2, 0)
    assert (alerts.apart.matters, alerts.apart.alerts, alerts.apart.cases.count, alerts.added) == (3, 3, 2, 0)
    alone[
        "bank alone"
    ] = []  # C is below the line; what is below it on a report that is read already is nothing further
    found = coordination(joined, alone, below, CASES, Matcher(CASES))
    assert (found.matters.apart.cases.count, found.matters.added) == (3, 1)


def test_a_day_ends_when_it_ends_in_pakistan() -> None:
    assert [len(day) for day in days(courses([alert("A", 18.9), alert("B", 19.1)]))] == [1, 1]


def test_rank_quality_is_the_gain_against_the_best_order() -> None:
    assert ndcg([False, True]) == pytest.approx(1 / log2(3))
    assert ndcg([True, True, False]) == 1.0
    with pytest.raises(ValueError, match="nothing is right"):
        ndcg([False])
    alerts = [alert("A", 1, rank=1.0), alert("Y", 2, rank=2.0)]
    found = ranking(days(courses(alerts)), courses(alerts), Matcher(CASES))
    assert found.whole == found.daily.value == pytest.approx(1 / log2(3))


def test_joining_is_measured_at_the_same_number_of_alerts() -> None:
    joined = courses([alert("A", 1), alert("C", 2)])
    alone = {
        "airline alone": courses([alert("A", 1, rank=1.0), alert("Y", 1, rank=3.0)]),
        "bank alone": courses([alert("C", 1, rank=2.0)]),
    }
    below = {"airline alone": [Hint(VICTIM, token("D"), (), 0.5), Hint(VICTIM, token("A"), (), 0.9)]}
    found = coordination(joined, alone, below, CASES, Matcher(CASES))
    assert (found.joined.cases.count, found.joined.alerts) == (2, 2)
    assert (found.together.cases.count, found.together.alerts) == (2, 3)
    assert (found.alerts.apart.cases.count, found.alerts.apart.alerts) == (1, 2)  # Y and C are read first
    assert (found.alerts.times.value, found.alerts.added) == (2.0, 0)


def test_the_curve_compares_both_sides_at_fewer_alerts_those_read_first() -> None:
    right = [alert(letter, 1, rank=float(20 - n)) for n, letter in enumerate("AC")]
    wrong = [alert(letter, 1, rank=9.0 - n / 100) for n, letter in enumerate("IJKLMNOPQRS")]
    alone = {
        "airline alone": courses([*wrong, alert("A", 1, rank=1.0)]),
        "bank alone": courses([alert("D", 1, rank=30.0)]),
    }
    below = {"bank alone": [Hint(VICTIM, token("C"), (), 0.5)]}
    found = coordination(courses([*right, *wrong]), alone, below, CASES, Matcher(CASES)).alerts
    assert [(p.read, p.joined.cases.count, p.apart.cases.count, p.apart.alerts) for p in found.curve] == [
        (10, 2, 1, 10),  # D, then nine that are wrong
        (13, 2, 2, 13),  # and A, the last that its sector raised
    ]
    assert (found.curve[-1].apart, found.curve[-1].times) == (found.apart, found.times)
    assert found.added == 0


def test_sectors_apart_are_not_behind_for_want_of_alerts() -> None:
    joined = courses([alert("A", 1), alert("C", 2), alert("D", 3)])
    alone = {"airline alone": courses([alert("A", 1)])}
    below = [
        Hint(VICTIM, token("D"), (), 0.5),
        Hint(VICTIM, token("Y"), (), 0.9),
        Hint(FACILITATOR, token("C"), (), 0.7),  # taken for a facilitator: finds nothing
    ]
    apart = coordination(joined, alone, {"airline alone": below}, CASES, Matcher(CASES)).alerts
    assert (apart.apart.cases.count, apart.apart.alerts, apart.added) == (1, 3, 2)
    found = coordination(joined, alone, {"airline alone": below[:2]}, CASES, Matcher(CASES))
    assert (found.alerts.apart.cases.count, found.together.cases.count) == (2, 1)


def test_groups_of_honest_people_are_compared_when_they_are_large_enough() -> None:
    people = [Person({f"cnic:k1:{n}"}, {"sex": "F" if n % 2 else "M"}) for n in range(1_000)]
    people += [Person({f"cnic:k1:few{n}"}, {"sex": "X"}) for n in range(9)]
    people[1].tokens.add(token("A"))
    people[3].tokens.add(token("C"))
    people[2].tokens.add(token("Y"))
    found = fairness(courses([*ALERTS, alert("B", 3, about=FACILITATOR)]), people, "truth")
    assert [(rate.group, rate.alerted.count, rate.alerted.of, rate.compared) for rate in found.groups] == [
        ("F", 2, 500, True),
        ("M", 1, 500, True),
        ("X", 0, 9, False),
    ]
    (gap,) = found.gaps
    assert (gap.most, gap.least, gap.times.value) == ("F", "M", 2.0)
    assert gap.times.low is not None
    assert gap.times.low < 1 < 2 < (gap.times.high or 0)
    assert found.reasons == {"sex": {"a-last-minute": 2}}


def _read_singly(alerts: list[Alert], matcher: Matcher) -> Reading:
    return reading([singly(day) for day in days(courses(alerts))], matcher, 20)


def test_goals_say_when_there_is_too_little_to_tell() -> None:
    matcher = Matcher(CASES)
    recalled, read = recall(courses(ALERTS), CASES, matcher), _read_singly(ALERTS, matcher)
    people = [Person({token("Y")}, {"sex": "F"})] + [Person({f"cnic:k1:{n}"}, {"sex": "FM"[n % 2]}) for n in range(999)]
    found = goals(recalled, {"without bank": recalled}, read, None, fairness(courses(ALERTS), people, "truth"))
    verdicts = {goal.text: (goal.verdict, goal.sure) for goal in found}
    assert verdicts["recall of cases, all sectors"] == (Verdict.MISSED, False)
    assert verdicts["recall of cases, without bank"] == (Verdict.REACHED, False)
    assert verdicts["precision of 20 matters a day"] == (Verdict.REACHED, False)  # 3 of 6
    assert verdicts["median hours before departure"] == (Verdict.REACHED, False)
    assert verdicts["honest people by sex: F : M"] == (Verdict.UNDECIDED, False)


def test_every_goal_is_listed_and_one_without_a_figure_says_why() -> None:
    matcher = Matcher(CASES)
    recalled, read = recall(courses(ALERTS), CASES, matcher), _read_singly(ALERTS, matcher)
    people = [Person({f"cnic:k1:{n}"}, {"sex": "FM"[n % 2]}) for n in range(1000)]
    found = goals(recalled, {}, read, None, fairness(courses(ALERTS), people, "truth"))
    said = {goal.text: (str(goal.verdict), goal.why) for goal in found}
    assert len(found) == 11
    for name in ("airline", "bank", "recruiter"):
        assert said[f"recall of cases, without {name}"] == ("not measured", "--quick leaves it out")
    assert said["cases found joined : apart, as many matters"] == ("not measured", "--quick leaves it out")
    assert said["honest people by sex"] == ("undecided", "nobody of these groups was alerted")
    assert said["honest people by age"] == ("not measured", "there are no two groups of 200 people")
    names = {goal.text for goal in not_reached(found)}
    assert "recall of cases, without bank" in names
    assert "honest people by age" not in names  # since sexes could be compared
    few = goals(recalled, {}, read, None, fairness(courses(ALERTS), people[:9], "truth"))
    assert {f"honest people by {name}" for name in DIMENSIONS} <= {goal.text for goal in not_reached(few)}
    assert {goal.why for goal in goals(recalled, {}, read, None, fairness([], [], "truth"), "no report was taken")} == {
        "no report was taken"
    }


def test_the_interval_of_a_share_is_wilsons() -> None:
    found = share(8, 10)
    assert (found.value, round(found.low, 4), round(found.high, 4)) == (0.8, 0.4902, 0.9433)
    assert share(0, 0).value is None
    with pytest.raises(ValueError, match="counts some of all"):
        share(2, 1)


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_a_share_lies_in_its_interval(pair: tuple[int, int]) -> None:
    found = share(*pair)
    assert found.value is not None
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_a_ratio_to_nothing_has_an_interval_and_no_value() -> None:
    found = ratio(share(3, 100), share(0, 100))
    assert found.value is None
    assert found.low is not None
    assert found.low > 0


def test_medians_and_their_intervals_are_the_same_each_time() -> None:
    assert (median([3.0, 1.0, 2.0]), quantile([0.0, 10.0], 0.25)) == (2.0, 2.5)
    assert bootstrap([1.0, 2.0, 9.0], median) == bootstrap([1.0, 2.0, 9.0], median)
    assert bootstrap([], median).value is None


def test_one_of_one_against_one_of_one_is_sure_of_nothing() -> None:
    few, many = ratio(share(1, 1), share(1, 1)), ratio(share(400, 400), share(400, 400))
    assert few.value == many.value == 1
    assert (few.low or 0) < 0.5 < 2 < (few.high or 0)
    assert 0.98 < (many.low or 0) < (many.high or 0) < 1.02


def test_fewer_than_five_observations_have_a_figure_and_no_interval() -> None:
    few, enough = bootstrap([1172.0], median), bootstrap([1.0, 2.0, 3.0, 4.0, 5.0], median)
    assert few == Estimate(1172.0, None, None, 1), "resamples of one are all alike"
    assert enough.low is not None


def test_too_few_and_divided_by_nothing_are_said_in_words_and_large_numbers_without_exponents() -> None:
    assert number(bootstrap([1172.0], median), " h") == "1,172 h (too few to tell)"
    assert number(ratio(share(9, 200), share(0, 200))).startswith("the other has none (1.")
    assert number(ratio(share(0, 0), share(0, 200))) == "none"
    unmeasured = Goal("recall", None, 0.0, 1.0, "at least 0.95", Verdict.UNKNOWN, False, "no case")
    assert plain(unmeasured, "") == "none"


def test_every_age_has_one_band() -> None:
    assert [band(age) for age in (0, 11, 12, 17, 18, 65, 120)] == [
        *("0 to 11", "0 to 11", "12 to 17", "12 to 17", "18 to 24", "65 and over", "65 and over")
    ]
    with pytest.raises(ValueError, match="120"):
        band(121)


def test_ways_of_matching_differ_in_strictness() -> None:
    matcher, by_alias = Matcher(CASES), alert("Z", aliases="D")
    assert matcher.cases(by_alias) == {"three"}
    assert matcher.cases(by_alias, Way.LEADING) == frozenset()
    assert matcher.cases(alert("F", about=FACILITATOR), Way.ANY_MEANING) == {"four"}
