"""Sketches count different ones: exactly while they are few, within the stated error when they are many, in any order."""

from hypothesis import given
from hypothesis import strategies as st

from streams.sketch import ERROR, SIZE, count, merged, share, sketch

NAMES = st.lists(st.text(min_size=1, max_size=6), max_size=30)


@given(NAMES, NAMES)
def test_merging_is_counting_together_in_any_order_and_however_often(one: list[str], other: list[str]) -> None:
    both = sketch([*one, *other])
    assert merged(sketch(one), sketch(other)) == merged(sketch(other), sketch(one), sketch(one)) == both
    assert count(sketch(one)).about == min(SIZE, len(set(one)))


def test_many_are_estimated_within_the_stated_error() -> None:
    off = []
    for round_ in range(40):
        for many in (200, 5_000):
            found = count(sketch(f"{round_}/{n}" for n in range(many)))
            off.append(abs(found.about - many) / many)
            assert SIZE <= found.at_least <= found.about
    assert sum(off) / len(off) < ERROR
    assert sum(one > 2 * ERROR for one in off) / len(off) <= 0.1


def test_two_standard_errors_less_is_seldom_too_much() -> None:
    too_much = sum(count(sketch(f"{round_}/{n}" for n in range(1_000))).at_least > 1_000 for round_ in range(200))
    assert too_much / 200 <= 0.05


def test_a_share_is_exact_for_few_and_fair_for_many() -> None:
    few = [f"{n}" for n in range(10)]
    assert share(sketch(few[:8]), sketch(few[8:])) == 0.8
    found = [
        share(sketch(f"{round_}/{n}" for n in range(4_000)), sketch(f"{round_}/{n}" for n in range(4_000, 5_000)))
        for round_ in range(50)
    ]
    assert abs(sum(found) / len(found) - 0.8) < 0.02
    assert share((), ()) == 0.0
