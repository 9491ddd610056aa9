"""Beta-binomial: intervals that hold what they promise, and a house's average that steadies the seldom decided."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from deploy.learning.precision import Prior, Tried, by_combination, by_indicator, by_pair, house_of, precision, prior_of
from deploy.learning.verdict import verdicts
from schemas.alert import Unused
from schemas.disposition import Decision
from tests.deploy.learning.made import alert, said


def together(signs: list[Tried]) -> Tried:
    """The house, where every case has one sign."""
    return Tried("all cases", sum(one.worth for one in signs), sum(one.decided for one in signs), 3)


def test_the_posterior_is_that_of_the_textbook() -> None:
    found = precision(Tried("a", 7, 10, 3), Prior(1, 1))
    assert abs(found.mean - 8 / 12) < 1e-12
    assert abs(found.low - beta.ppf(0.025, 8, 4)) < 1e-12
    assert abs(found.high - beta.ppf(0.975, 8, 4)) < 1e-12


@given(st.integers(0, 500), st.integers(0, 500))
def test_an_interval_holds_its_mean_and_narrows_with_more(worth: int, wasted: int) -> None:
    prior = Prior(2, 8)
    some = precision(Tried("a", worth, worth + wasted, 2), prior)
    more = precision(Tried("a", 10 * worth, 10 * (worth + wasted), 2), prior)
    assert 0 <= some.low <= some.mean <= some.high <= 1
    assert more.high - more.low <= some.high - some.low + 1e-9


def test_what_is_decided_once_is_drawn_to_the_average() -> None:
    house = [Tried(f"i-{n}", 10, 100, 3) for n in range(20)]
    prior = prior_of(together(house), house)
    once = precision(Tried("new", 1, 1, 1), prior)
    assert abs(prior.mean - 0.1) < 0.01
    assert once.mean < 0.15, "one lucky decision is no proof"


def test_indicators_that_differ_a_lot_leave_each_more_of_its_own_voice() -> None:
    same = [Tried(f"i-{n}", 30, 100, 3) for n in range(10)]
    different = [Tried(f"i-{n}", 5 if n % 2 else 55, 100, 3) for n in range(10)]
    alike, apart = prior_of(together(same), same), prior_of(together(different), different)
    assert alike.worth + alike.wasted > apart.worth + apart.wasted


def test_nothing_decided_is_a_prior_without_opinion() -> None:
    assert prior_of(house_of([]), []) == Prior(1, 1)


def test_a_case_with_five_signs_is_one_case_in_the_average() -> None:
    five, one = alert(1, "a-1", "a-2", "a-3", "a-4", "a-5"), alert(2, "a-1")
    told = [said(five, Decision.CASE_OPENED), said(one, Decision.NO_OFFENCE)]
    found, _ = verdicts(told, {five.id: five, one.id: one})
    assert prior_of(house_of(found), by_indicator(found)).mean == 0.5


def test_one_lucky_decision_moves_little() -> None:
    """After one: the average says two of three, and any sign's interval leaves nearly all open."""
    lucky = alert(1, "a-1", "a-2", "a-3", "a-4", "a-5")
    found, _ = verdicts([said(lucky, Decision.CASE_OPENED)], {lucky.id: lucky})
    tried = by_indicator(found)
    prior = prior_of(house_of(found), tried)
    assert abs(prior.mean - 2 / 3) < 1e-9
    assert all(shown.low < 0.35 for shown in (precision(one, prior) for one in tried))


@given(st.integers(1, 300), st.integers(0, 300), st.booleans())
def test_one_decision_more_moves_the_average_by_no_more_than_its_part(decided: int, worth: int, good: bool) -> None:
    worth = min(worth, decided)
    before = prior_of(Tried("", worth, decided, 2), [Tried("a", worth, decided, 2)])
    after = prior_of(Tried("", worth + good, decided + 1, 2), [Tried("a", worth + good, decided + 1, 2)])
    assert abs(after.mean - before.mean) <= 1 / (decided + 2)


def test_the_intervals_cover_as_often_as_they_say() -> None:
    """Indicators with precisions drawn from a Beta, decided at random: 95 % intervals cover about 95 %."""
    chance, covered, asked = Random(7), 0, 0
    for _ in range(20):
        real = [chance.betavariate(2, 6) for _ in range(40)]
        tried = []
        for n, p in enumerate(real):
            decided = chance.randint(3, 60)
            tried.append(Tried(str(n), sum(chance.random() < p for _ in range(decided)), decided, 3))
        prior = prior_of(together(tried), tried)
        for p, one in zip(real, tried, strict=True):
            found = precision(one, prior)
            covered += found.low <= p <= found.high
            asked += 1
    assert 0.92 < covered / asked < 0.98


def test_a_hit_that_was_outweighed_did_not_raise_the_alert() -> None:
    one = alert(1, "a-x", "b-y")
    outweighed = one.hits[1].model_copy(update={"counted": None})
    one = one.model_copy(update={"hits": (one.hits[0], outweighed)})
    found, _ = verdicts([said(one, Decision.REFERRED)], {one.id: one})
    assert [tried.name for tried in by_indicator(found)] == ["a-x"]


def test_a_hit_that_another_stood_for_is_neither_blamed_nor_credited() -> None:
    told, alerts = [], {}
    for n in range(58):
        one = alert(n, "x-people-with-signs", "x-person-with-sign", "a-common")
        same, common = (
            hit.model_copy(update={"unused": why})
            for hit, why in zip(one.hits[1:], (Unused.SAME_THING, Unused.COMMON), strict=True)
        )
        alerts[one.id] = one.model_copy(update={"hits": (one.hits[0], same, common)})
        told.append(said(one, Decision.NO_OFFENCE))
    found, _ = verdicts(told, alerts)
    assert {tried.name: tried.decided for tried in by_indicator(found)} == {"x-people-with-signs": 58}
    assert not by_pair(found)


def test_combinations_and_pairs_are_counted_beside() -> None:
    one, two = alert(1, "a-x", "b-y", "r-z"), alert(2, "a-x", "b-y", combination="3 moderate")
    told = [said(one, Decision.REFERRED), said(two, Decision.NO_OFFENCE)]
    found, _ = verdicts(told, {one.id: one, two.id: two})
    assert {t.name: (t.worth, t.decided) for t in by_combination(found)} == {"2 strong": (1, 1), "3 moderate": (0, 1)}
    assert {t.name: (t.worth, t.decided) for t in by_pair(found)} == {
        "a-x + b-y": (1, 2),
        "a-x + r-z": (1, 1),
        "b-y + r-z": (1, 1),
    }
