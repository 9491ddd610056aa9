"""The ILO-EC rule, reasons against, the profile cap and independence."""

import pytest

from schemas.rulepack import Strength
from streams.combination import Sign, combination, lowered

S, M, W = Strength.STRONG, Strength.MODERATE, Strength.WEAK


def sign(strength: Strength | None, event: str = "e1", *, profile: bool = False, immediate: bool = False) -> Sign:
    """A sign that rests on one event."""
    return Sign(f"{strength}-{event}", strength, profile, immediate, (event,))


@pytest.mark.parametrize(
    ("strengths", "met"),
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
def test_the_published_combinations_and_no_others_are_met(strengths: list[Strength | None], met: str | None) -> None:
    assert combination([sign(strength, f"e{n}") for n, strength in enumerate(strengths)]) == met


def test_signs_of_one_event_alone_are_not_enough() -> None:
    assert combination([sign(S), sign(S), sign(M)]) is None


def test_seen_harm_does_not_wait_for_a_second_event() -> None:
    assert combination([sign(S, immediate=True)]) == "1 strong that does not wait"
    assert combination([sign(S, immediate=True), sign(M)]) == "1 strong + 1 moderate"


def test_outweighed_harm_waits_like_everything_else() -> None:
    assert combination([sign(M, immediate=True)]) is None


def repeated(strength: Strength | None, events: int) -> Sign:
    """A sign that repeats often enough for its rule."""
    return Sign("repeated", strength, False, False, tuple(f"r{n}" for n in range(events)), repeated=True)


def test_a_strong_pattern_that_repeats_corroborates_itself() -> None:
    assert combination([repeated(S, 3)]) == "1 strong, repeated in 3 events"
    assert combination([repeated(S, 5), repeated(S, 3)]) == "2 strong"
    assert combination([repeated(S, 5), sign(M)]) == "1 strong + 1 moderate"
    assert combination([sign(S), sign(M), repeated(M, 9)]) == "1 strong + 1 moderate"


@pytest.mark.parametrize("strength", [M, W, None])
def test_a_pattern_that_is_not_strong_or_outweighed_does_not(strength: Strength | None) -> None:
    assert combination([repeated(strength, 12)]) is None
    assert combination([repeated(strength, 12), sign(M, "e1")]) is None


def test_profile_signs_count_as_one_weak_sign_together() -> None:
    profiles = [sign(W, f"p{n}", profile=True) for n in range(5)]
    assert combination([sign(M, "e1"), *profiles]) is None
    assert combination([sign(S, "e1"), *profiles]) == "1 strong + 1 weak"


def test_each_reason_against_lowers_one_step() -> None:
    assert lowered(S, 0) is S
    assert lowered(S, 1) is M
    assert lowered(S, 2) is W
    assert lowered(S, 3) is None
    assert lowered(W, 5) is None
