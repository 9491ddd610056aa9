"""The ILO-EC rule, reasons against, the profile cap, independence and overlaps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.alert import Unused
from schemas.rulepack import Enough, Strength
from streams.combination import Sign, combination, lowered

S, M, W = Strength.STRONG, Strength.MODERATE, Strength.WEAK
RAISED, LOWER, LOWEST = Enough


def sign(
    strength: Strength | None, *events: str, name: str = "", profile: bool = False, immediate: bool = False
) -> Sign:
    """A sign that rests on these observations."""
    seen = events or ("e1",)
    return Sign(name or f"{strength}-{'-'.join(seen)}", strength, profile, immediate, seen)


def met(*signs: Sign, enough: Enough = RAISED, same: tuple[tuple[str, str], ...] = ()) -> str | None:
    both = {pair for one, other in same for pair in ((one, other), (other, one))}
    return combination(signs, both).meets(enough)


@pytest.mark.parametrize(
    ("strengths", "words"),
    [
        ([S, S], "2 strong"),
        ([S, M], "1 strong + 1 moderate"),
        ([S, W], "1 strong + 1 weak"),
        ([M, M, M], "3 moderate"),
        ([M, M, W], "2 moderate + 1 weak"),
        ([S], None),
        ([M, M], None),
        ([M, W, W, W], None),
        ([W] * 9, None),
        ([S, None], None),
        ([], None),
    ],
)
def test_the_published_combinations_and_no_others_are_met(strengths: list[Strength | None], words: str | None) -> None:
    assert met(*(sign(strength, f"e{n}") for n, strength in enumerate(strengths))) == words


def test_signs_of_one_event_alone_are_not_enough() -> None:
    assert met(sign(S, name="a"), sign(S, name="b"), sign(M)) is None


def test_two_strong_signs_on_one_event_stay_one_sign_however_many_others_are_elsewhere_outweighed() -> None:
    signs = (sign(S, "e1", name="a"), sign(S, "e1", name="b"), sign(None, "e2", name="c"))
    found = combination(signs)
    assert [one.indicator for one in found.counted] == ["a"]
    assert [(one.indicator, one.why, one.beside) for one in found.left_out] == [
        ("b", Unused.SAME_EVENT, ("a",)),
        ("c", Unused.OUTWEIGHED, ()),
    ]


def test_a_sign_with_a_second_event_lends_the_first_to_another() -> None:
    assert met(sign(S, "e1", "e2", name="a"), sign(S, "e1", name="b")) == "2 strong"
    assert met(sign(M, "e1", "e2", name="a"), sign(M, "e1", name="b"), sign(M, "e2", name="c")) is None


def test_what_measures_the_same_thing_counts_once() -> None:
    signs = (sign(S, "e1", name="whole"), sign(M, "e2", name="part"))
    assert met(*signs) == "1 strong + 1 moderate"
    assert met(*signs, same=(("whole", "part"),)) is None
    (left,) = combination(signs, {("whole", "part"), ("part", "whole")}).left_out
    assert (left.indicator, left.why, left.beside) == ("part", Unused.SAME_THING, ("whole",))


def test_a_whole_gives_way_to_parts_that_are_more() -> None:
    parts = (sign(M, "e2", name="p"), sign(M, "e3", name="q"), sign(W, "e4", name="r"))
    same = (("whole", "p"), ("whole", "q"), ("whole", "r"))
    assert met(sign(S, "e1", name="whole"), *parts, same=same) == "2 moderate + 1 weak"


def test_seen_harm_does_not_wait_for_a_second_event() -> None:
    assert met(sign(S, immediate=True)) == "1 strong that does not wait"
    assert met(sign(S, immediate=True), sign(M)) == "1 strong + 1 moderate"


def test_outweighed_harm_waits_like_everything_else() -> None:
    assert met(sign(M, immediate=True)) is None


def repeated(strength: Strength | None, events: int) -> Sign:
    """A sign that repeats often enough for its rule."""
    return Sign(f"repeated-{events}", strength, False, False, tuple(f"r{n}" for n in range(events)), events)


def test_a_strong_pattern_that_repeats_corroborates_itself() -> None:
    assert met(repeated(S, 3)) == "1 strong, repeated in 3 events"
    assert met(repeated(S, 5), repeated(S, 3)) == "2 strong"
    assert met(repeated(S, 5), sign(M)) == "1 strong + 1 moderate"
    assert met(sign(S, "e1"), sign(M, "e2"), repeated(M, 9)) == "1 strong + 1 moderate"


@pytest.mark.parametrize("strength", [M, W, None])
def test_a_pattern_that_is_not_strong_or_outweighed_does_not(strength: Strength | None) -> None:
    assert met(repeated(strength, 12)) is None
    assert met(repeated(strength, 12), sign(M, "e1")) is None


def test_profile_signs_count_as_one_weak_sign_together() -> None:
    profiles = [sign(W, f"p{n}", profile=True) for n in range(5)]
    assert met(sign(M, "e1"), *profiles) is None
    assert met(sign(S, "e1"), *profiles) == "1 strong + 1 weak"
    assert combination([sign(S, "e1"), *profiles]).of(W) == 1


@pytest.mark.parametrize(
    ("signs", "lower", "lowest"),
    [
        ((sign(S),), "1 strong", "1 strong"),
        ((sign(M, "e1"), sign(M, "e2")), "2 moderate", "2 moderate"),
        ((sign(M, "e1", name="a"), sign(M, "e1", name="b")), None, None),
        ((sign(M, "e1"), sign(W, "e2")), None, "1 moderate + 1 weak"),
        ((sign(M, "e1"),), None, None),
        ((sign(W, "p1", profile=True), sign(W, "p2", profile=True), sign(W, "e3")), None, None),
    ],
)
def test_the_lower_lines_lie_one_and_two_steps_below(
    signs: tuple[Sign, ...], lower: str | None, lowest: str | None
) -> None:
    assert (met(*signs, enough=LOWER), met(*signs, enough=LOWEST)) == (lower, lowest)


def test_one_observation_waits_for_a_second_one_unless_the_sign_is_immediate() -> None:
    assert combination([sign(S, "e1", name="a"), sign(M, "e1", name="b")]).waits
    assert not combination([sign(S, "e1", "e2")]).waits
    assert not combination([sign(S, "e1", immediate=True)]).waits


def test_each_reason_against_lowers_one_step() -> None:
    assert lowered(S, 0) is S
    assert lowered(S, 1) is M
    assert lowered(S, 2) is W
    assert lowered(S, 3) is None
    assert lowered(W, 5) is None


NAMES = "abcdefg"
SIGNS = st.lists(
    st.builds(
        Sign,
        st.sampled_from(NAMES),
        st.sampled_from([S, M, W, None]),
        st.booleans(),
        st.integers(0, 9).map(lambda n: n == 0),
        st.sets(st.sampled_from("1234"), min_size=1, max_size=3).map(lambda events: tuple(sorted(events))),
        st.sampled_from([0, 0, 0, 3]),
    ).map(lambda one: one._replace(strength=W if one.profile and one.strength else one.strength)),
    max_size=7,
    unique_by=lambda one: one.indicator,
)
SAME = st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda pair: pair[0] != pair[1])).map(
    lambda pairs: {pair for one, other in pairs for pair in ((one, other), (other, one))}
)


def enough_of(signs: list[Sign], same: set[tuple[str, str]]) -> list[bool]:
    """Whether each line is met: raised, for a child, kept, kept for a child."""
    found = combination(signs, same)
    return [
        found.meets(RAISED) is not None,
        found.meets(RAISED) is not None or (not found.waits and found.meets(LOWER) is not None),
        found.meets(LOWER) is not None,
        found.meets(LOWEST) is not None,
    ]


def no_less(more: list[bool], less: list[bool]) -> bool:
    return all(after or not before for after, before in zip(more, less, strict=True))


@given(SIGNS, SAME)
def test_a_sign_more_never_turns_an_alert_off(signs: list[Sign], same: set[tuple[str, str]]) -> None:
    assert no_less(enough_of(signs, same), enough_of(signs[1:], same))


@given(SIGNS.filter(bool), SAME, st.integers(1, 3))
def test_a_reason_against_never_raises_one(signs: list[Sign], same: set[tuple[str, str]], steps: int) -> None:
    first = signs[0]
    less = first._replace(strength=lowered(first.strength, steps) if first.strength is not None else None)
    assert no_less(enough_of(signs, same), enough_of([less, *signs[1:]], same))


@given(SIGNS.filter(bool), SAME, st.sampled_from("12345"))
def test_an_observation_more_never_turns_an_alert_off(
    signs: list[Sign], same: set[tuple[str, str]], event: str
) -> None:
    more = signs[0]._replace(events=tuple(sorted({*signs[0].events, event})))
    assert no_less(enough_of([more, *signs[1:]], same), enough_of(signs, same))


@given(SIGNS, SAME)
def test_every_sign_either_counts_or_says_why_not(signs: list[Sign], same: set[tuple[str, str]]) -> None:
    found = combination(signs, same)
    names = [sign.indicator for sign in found.counted] + [one.indicator for one in found.left_out]
    assert sorted(names) == sorted(sign.indicator for sign in signs)


def test_what_very_many_innocent_people_show_completes_nothing_and_says_so() -> None:
    common = sign(W, "e2", name="common")._replace(common=True)
    assert met(sign(S, "e1"), sign(W, "e2")) == "1 strong + 1 weak"
    found = combination([sign(S, "e1"), common])
    assert found.meets(RAISED) is None
    assert [(left.indicator, left.why) for left in found.left_out] == [("common", Unused.COMMON)]
    assert met(sign(S, "e1"), sign(M, "e3"), common) == "1 strong + 1 moderate"
