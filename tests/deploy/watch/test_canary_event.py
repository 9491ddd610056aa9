"""A canary's event is what intake takes, and its receipt is told from all others."""

from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client import REGISTRY

from deploy.canary import CANARY, PARTNER
from deploy.watch.canary import DUE_SECONDS, PEOPLE, Canaries, report
from producers.preflight import Done, Preflight
from schemas.alert import alert_id
from schemas.receipt import Outcome, Receipt
from schemas.report import Report
from schemas.rulepack import Subject

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class Taken:
    """Takes reports as a publisher does, as far as a canary sees it."""

    partner = PARTNER

    def __init__(self) -> None:
        self.reports: list[Report] = []

    def publish(self, given: Report, on_done: Done | None = None) -> None:
        self.reports.append(given)

    def flush(self) -> None:
        pass


def receipt(alert: str, at: datetime, *, inbox: str = CANARY, outcome: Outcome = Outcome.DELIVERED) -> Receipt:
    return Receipt(
        id="0" * 32,
        alert_id=alert,
        version=1,
        inbox=inbox,
        channel="store",
        outcome=outcome,
        at=at + timedelta(seconds=1),
        published=round(at.timestamp() * 1000),
    )


@pytest.mark.parametrize("number", range(PEOPLE))
def test_every_canary_passes_all_that_intake_would_say(number: int) -> None:
    canaries = Canaries("k1")
    preflight = Preflight(PARTNER, canaries.keys, canaries.seal)
    preflight.publish(report(number, datetime.now(UTC)))


def test_sixteen_people_take_turns_and_no_two_starts_share_one() -> None:
    one, other = Canaries("k1"), Canaries("k1")
    ids = {one.alerts[number] for number in range(PEOPLE)}
    assert len(ids) == PEOPLE
    assert ids.isdisjoint(other.alerts[number] for number in range(PEOPLE))


def test_only_its_own_receipt_brings_a_canary_home_and_only_once() -> None:
    canaries = Canaries("k1")
    canaries.send(Taken(), NOW)
    mine = canaries.alerts[0]
    for stranger in (
        receipt(alert_id(Subject.POSSIBLE_VICTIM, "passport:k1:AAAAAAAAAAAAAAAAAAAAAA", 1), NOW),
        receipt(mine, NOW, inbox="fia-hq"),
        receipt(mine, NOW, outcome=Outcome.FAILED),
        receipt(mine, NOW - timedelta(minutes=16)),
    ):
        assert canaries.arrived(stranger) is None
    assert canaries.arrived(receipt(mine, NOW)) == 1.0
    assert canaries.arrived(receipt(mine, NOW)) is None
    assert canaries.missing(NOW + timedelta(hours=1)) == 0


def test_a_canary_is_missing_once_it_is_due_and_counted_once() -> None:
    canaries = Canaries("k1")
    canaries.send(Taken(), NOW)
    assert canaries.missing(NOW + timedelta(seconds=DUE_SECONDS)) == 0
    assert canaries.missing(NOW + timedelta(seconds=DUE_SECONDS + 1)) == 1
    assert canaries.missing(NOW + timedelta(seconds=DUE_SECONDS + 2)) == 0


def test_one_whose_turn_comes_again_before_it_is_back_is_missing() -> None:
    canaries, before = Canaries("k1"), REGISTRY.get_sample_value("raabta_canary_missing_total") or 0.0
    for second in range(PEOPLE + 2):
        canaries.send(Taken(), NOW + timedelta(seconds=second))
    assert REGISTRY.get_sample_value("raabta_canary_missing_total") == before + 2
