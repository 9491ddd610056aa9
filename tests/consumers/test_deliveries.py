"""Which deliveries are due, and how they end."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from consumers.audit import verify
from consumers.deliveries import (
    UNREACHABLE,
    backlog,
    due,
    earlier,
    hasten,
    next_due,
    overdue,
    postpone,
    release,
    requeue_failed,
    settle,
)
from consumers.store import Store
from consumers.tables import AUDIT, DELIVERIES, RECEIPTS
from schemas.alert import Priority
from schemas.receipt import Outcome, Receipt
from tests.consumers.making import DECIDE_BY, MAIL, NOW, Topic, alert, fia, new_store, view


@pytest.fixture
def topic(tmp_path: Path) -> Iterator[Topic]:
    store = new_store(tmp_path)
    yield Topic(store, fia(email=MAIL))
    store.close()


def receipts(store: Store) -> list[Receipt]:
    with store.reading() as connection:
        return [Receipt.model_validate_json(raw) for raw in connection.scalars(select(RECEIPTS.c.raw))]


def test_the_nearest_decision_comes_first_and_then_the_priority(topic: Topic) -> None:
    later = alert(1, decide_by=DECIDE_BY + timedelta(hours=1))
    second = alert(2, priority=Priority.P2)
    first = alert(3, priority=Priority.P1)
    topic.put(view(later), view(second), view(first))
    assert [one.view.alert_id for one in due(topic.store, "email", NOW, 9)] == [first.id, second.id, later.id]
    assert len(due(topic.store, "email", NOW, 2)) == 2


def test_a_later_version_is_known_when_the_earlier_one_is_due(topic: Topic) -> None:
    topic.put(view(alert(1, 1)), view(alert(1, 3)))
    assert [(one.view.version, one.newest) for one in due(topic.store, "email", NOW, 9)] == [(1, 3), (3, 3)]


def test_the_outcome_its_receipt_and_its_audit_are_written_together(topic: Topic) -> None:
    topic.put(view())
    [one] = due(topic.store, "email", NOW, 9)
    settle(topic.store, one, Outcome.DELIVERED, NOW, message_id="<x@y>")
    [receipt] = receipts(topic.store)
    assert (receipt.outcome, receipt.channel, receipt.attempts, receipt.published) == (
        Outcome.DELIVERED,
        "email",
        1,
        view().published,
    )
    with topic.store.reading() as connection:
        assert connection.scalars(select(AUDIT.c.action).order_by(AUDIT.c.seq)).all() == ["stored", "delivered"]
        assert connection.scalar(select(DELIVERIES.c.message_id)) == "<x@y>"
        assert verify(connection).broken_at is None
    assert due(topic.store, "email", NOW, 9) == []


def test_settling_twice_writes_one_receipt_and_one_entry(topic: Topic) -> None:
    topic.put(view())
    [one] = due(topic.store, "email", NOW, 9)
    for _ in range(2):
        settle(topic.store, one, Outcome.DELIVERED, NOW)
    settle(topic.store, one, Outcome.FAILED, NOW, reason="smtp 550")
    assert [receipt.outcome for receipt in receipts(topic.store)] == [Outcome.DELIVERED]
    with topic.store.reading() as connection:
        assert verify(connection) == (2, None)


def test_a_postponed_delivery_is_due_again_at_its_time(topic: Topic) -> None:
    topic.put(view())
    [one] = due(topic.store, "email", NOW, 9)
    postpone(topic.store, one, NOW + timedelta(seconds=30), "smtp 451")
    assert due(topic.store, "email", NOW, 9) == []
    assert next_due(topic.store, "email") == round((NOW + timedelta(seconds=30)).timestamp() * 1000)
    [again] = due(topic.store, "email", NOW + timedelta(seconds=30), 9)
    assert again.attempts == 1


def test_when_the_server_is_back_only_what_waited_for_it_is_due_at_once(topic: Topic) -> None:
    topic.put(view(alert(1)), view(alert(2)))
    away, grey = due(topic.store, "email", NOW, 9)
    postpone(topic.store, away, NOW + timedelta(hours=1), UNREACHABLE)
    postpone(topic.store, grey, NOW + timedelta(hours=1), "smtp 451")
    assert hasten(topic.store, "email", NOW) == 1
    assert [one.view.id for one in due(topic.store, "email", NOW, 9)] == [away.view.id]


def test_a_failed_delivery_can_be_put_back_in_line_and_its_last_word_counts(topic: Topic) -> None:
    topic.put(view())
    [one] = due(topic.store, "email", NOW, 9)
    settle(topic.store, one, Outcome.FAILED, NOW, reason="smtp 550")
    assert requeue_failed(topic.store, "email", NOW) == 1
    [again] = due(topic.store, "email", NOW, 9)
    settle(topic.store, again, Outcome.DELIVERED, NOW + timedelta(minutes=1))
    assert [receipt.outcome for receipt in receipts(topic.store)] == [Outcome.DELIVERED]


def test_the_earlier_version_is_the_last_one_that_was_delivered(topic: Topic) -> None:
    topic.put(view(alert(1, 1)))
    settle(topic.store, due(topic.store, "email", NOW, 9)[0], Outcome.DELIVERED, NOW)
    topic.put(view(alert(1, 2)))
    settle(topic.store, due(topic.store, "email", NOW, 9)[0], Outcome.SUPPRESSED, NOW, reason="superseded")
    before = earlier(topic.store, view(alert(1, 3)), "email")
    assert before is not None
    assert before.version == 1
    assert earlier(topic.store, view(alert(1, 1)), "email") is None


def test_release_makes_a_view_due_but_forgets_no_backoff(topic: Topic) -> None:
    topic.put(view(alert(1)), view(alert(2)))
    tried, _ = due(topic.store, "email", NOW, 9)
    postpone(topic.store, tried, NOW + timedelta(hours=1), "smtp 451")
    release(topic.store, [view(alert(1)).id, view(alert(2)).id], NOW)
    assert len(due(topic.store, "email", NOW, 9)) == 1


def test_the_backlog_counts_by_inbox_and_says_since_when(topic: Topic) -> None:
    topic.put(view(alert(1)), now=NOW - timedelta(minutes=5))
    topic.put(view(alert(2)))
    assert backlog(topic.store)["fia-farzi"] == (2, round((NOW - timedelta(minutes=5)).timestamp() * 1000))


def test_an_alert_is_overdue_when_its_time_has_passed_and_no_channel_delivered_it(topic: Topic) -> None:
    late = DECIDE_BY + timedelta(seconds=1)
    topic.put(view(alert(1)), view(alert(2)))
    assert overdue(topic.store, DECIDE_BY) == {}
    assert overdue(topic.store, late) == {"fia-farzi": 2}
    given_up, delivered = due(topic.store, "email", NOW, 9)
    settle(topic.store, given_up, Outcome.FAILED, NOW, reason="smtp 550")
    settle(topic.store, delivered, Outcome.DELIVERED, NOW)
    assert overdue(topic.store, late) == {"fia-farzi": 1}


def test_an_old_version_that_failed_is_not_overdue_once_a_later_one_is_delivered(topic: Topic) -> None:
    topic.put(view(alert(1, 1)))
    [first] = due(topic.store, "email", NOW, 9)
    settle(topic.store, first, Outcome.FAILED, NOW, reason="smtp 451")
    topic.put(view(alert(1, 2)))
    assert overdue(topic.store, DECIDE_BY + timedelta(seconds=1)) == {"fia-farzi": 1}
    [second] = due(topic.store, "email", NOW, 9)
    settle(topic.store, second, Outcome.DELIVERED, NOW)
    assert overdue(topic.store, DECIDE_BY + timedelta(seconds=1)) == {}
