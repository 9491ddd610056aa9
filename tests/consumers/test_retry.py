"""When to try again."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from consumers.retry import GIVE_UP, POLICIES, next_delay
from schemas.alert import Priority

PRIORITIES = st.sampled_from(list(Priority))
CHANCE = st.floats(min_value=0, max_value=1, exclude_max=True)


@given(st.integers(1, 5000), PRIORITIES, CHANCE)
def test_a_wait_is_never_negative_nor_longer_than_the_priority_allows(
    attempt: int, priority: Priority, chance: float
) -> None:
    delay = next_delay(attempt, priority, chance)
    assert delay == GIVE_UP or timedelta() <= delay <= POLICIES[priority].longest  # type: ignore[operator]


@given(st.integers(1, 399), CHANCE)
def test_the_more_urgent_never_waits_longer(attempt: int, chance: float) -> None:
    first, second, third = (next_delay(attempt, priority, chance) for priority in Priority)
    assert first <= second <= third  # type: ignore[operator]


@given(st.integers(1, 200), PRIORITIES, CHANCE)
def test_the_same_chance_never_makes_a_later_wait_shorter(attempt: int, priority: Priority, chance: float) -> None:
    assert next_delay(attempt, priority, chance) <= next_delay(attempt + 1, priority, chance)  # type: ignore[operator]


@given(PRIORITIES, CHANCE)
def test_it_gives_up_at_the_last_attempt_with_a_reason_and_not_before(priority: Priority, chance: float) -> None:
    last = POLICIES[priority].attempts
    assert next_delay(last, priority, chance) == GIVE_UP
    assert next_delay(last - 1, priority, chance) != GIVE_UP
    assert GIVE_UP.reason == "gave_up"


def test_every_priority_is_tried_for_more_than_a_day() -> None:
    for priority, policy in POLICIES.items():
        waits = [next_delay(attempt, priority, 0.5) for attempt in range(1, policy.attempts)]
        assert sum((wait for wait in waits if isinstance(wait, timedelta)), timedelta()) > timedelta(days=1)
