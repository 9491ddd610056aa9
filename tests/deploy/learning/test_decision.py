"""What an officer typed about a snooze is taken whole or refused whole."""

from datetime import timedelta

import pytest

from deploy.learning.decision import decided, snooze_of
from schemas.disposition import Decision
from schemas.errors import Misconfigured
from schemas.snooze import SnoozeReason
from tests.deploy.learning.made import NOW, alert


def test_nothing_asked_is_no_snooze() -> None:
    assert snooze_of(None, None) is None
    assert decided(alert(1), "hq", Decision.NO_OFFENCE, "d-1", NOW)[1] is None


def test_days_and_a_reason_are_a_snooze() -> None:
    wanted = snooze_of(90.0, SnoozeReason.CLEARED)
    assert wanted == timedelta(days=90)
    made, snooze = decided(alert(1), "hq", Decision.NO_OFFENCE, "d-1", NOW, snooze=wanted, reason=SnoozeReason.CLEARED)
    assert snooze is not None
    assert snooze.until == made.snooze_until == NOW + timedelta(days=90)


def test_a_reason_without_days_is_refused_for_the_officer_believes_there_is_a_snooze() -> None:
    with pytest.raises(Misconfigured, match="give --snooze-days too, at most 90"):
        snooze_of(None, SnoozeReason.CLEARED)


def test_days_without_a_reason_are_refused() -> None:
    with pytest.raises(Misconfigured, match="a snooze needs a reason; choose from case-open"):
        snooze_of(30.0, None)


@pytest.mark.parametrize("days", [float("nan"), float("inf"), float("-inf"), 1e12, 90.5, 0.0, -1.0])
def test_a_time_that_is_no_time_to_snooze_for_is_refused_with_its_mend(days: float) -> None:
    with pytest.raises(
        Misconfigured, match=r"--snooze-days: .* days is no time to snooze for; give more than 0 and at most 90"
    ):
        snooze_of(days, SnoozeReason.CLEARED)
