"""Priority follows the departure."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.alert import Journey, Priority
from streams.clock import urgency

NOW = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)  # a Friday night


def flight(hours: float) -> tuple[Journey, ...]:
    departs = NOW + timedelta(hours=hours)
    return (Journey(carrier="N7", flight="1", origin="ISB", destination="DXB", departs_at=departs),)


@pytest.mark.parametrize(
    ("hours", "priority", "due_in_hours"),
    [(5, Priority.P1, 4.25), (12, Priority.P1, 11.25), (13, Priority.P2, 12), (72, Priority.P2, 12)],
)
def test_a_departure_sets_priority_and_deadline(hours: float, priority: Priority, due_in_hours: float) -> None:
    found = urgency(flight(hours), child=False, harm=False, opened=NOW, now=NOW)
    assert found.priority is priority
    assert found.decide_by == NOW + timedelta(hours=due_in_hours)


def test_without_a_departure_five_working_days_are_given() -> None:
    found = urgency((), child=False, harm=False, opened=NOW, now=NOW)
    assert found.priority is Priority.P3
    assert found.decide_by == NOW + timedelta(days=7)


@pytest.mark.parametrize(("hours", "due_in_hours"), [(80, 79.25), (167, 166.25), (300, 168)])
def test_a_departure_that_is_far_ends_the_working_days(hours: float, due_in_hours: float) -> None:
    found = urgency(flight(hours), child=False, harm=False, opened=NOW, now=NOW)
    assert (found.priority, found.decide_by) == (Priority.P3, NOW + timedelta(hours=due_in_hours))


def test_an_old_alert_has_twelve_hours_from_when_the_departure_came_near() -> None:
    found = urgency(flight(60), child=False, harm=False, opened=NOW - timedelta(days=9), now=NOW)
    assert (found.priority, found.decide_by) == (Priority.P2, NOW + timedelta(hours=0))


@given(st.floats(0.01, 1000), st.floats(0, 1000), st.booleans(), st.booleans())
def test_nothing_is_due_after_a_departure_that_is_ahead(hours: float, age: float, child: bool, harm: bool) -> None:
    found = urgency(flight(hours), child=child, harm=harm, opened=NOW - timedelta(hours=age), now=NOW)
    assert found.decide_by < NOW + timedelta(hours=hours)


def test_a_child_or_seen_harm_is_p1_even_without_a_departure() -> None:
    for child, harm in ((True, False), (False, True)):
        found = urgency((), child=child, harm=harm, opened=NOW, now=NOW)
        assert (found.priority, found.decide_by) == (Priority.P1, NOW + timedelta(hours=1))


def test_a_departure_that_is_over_hurries_nobody() -> None:
    assert urgency(flight(-2), child=False, harm=False, opened=NOW, now=NOW).priority is Priority.P3
