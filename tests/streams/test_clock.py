"""Priority follows the departure."""

from datetime import UTC, datetime, timedelta

import pytest

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


def test_a_child_or_seen_harm_is_p1_even_without_a_departure() -> None:
    for child, harm in ((True, False), (False, True)):
        found = urgency((), child=child, harm=harm, opened=NOW, now=NOW)
        assert (found.priority, found.decide_by) == (Priority.P1, NOW + timedelta(hours=1))


def test_a_departure_that_is_over_hurries_nobody() -> None:
    assert urgency(flight(-2), child=False, harm=False, opened=NOW, now=NOW).priority is Priority.P3
