"""A snooze holds one subject back from one inbox until a day, and never what is new."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from schemas.alert import Alert, Priority, Status
from schemas.codes import Sector
from schemas.receipt import ROUTER, Receipt
from schemas.snooze import LONGEST, Snooze, SnoozeReason
from schemas.topic import Topics
from schemas.view import View
from streams.ports import Headers, Record
from streams.routing_state import SNOOZE, RoutingState
from streams.snooze import held_by
from tests.streams.facts import PUBLISHED, tok
from tests.streams.test_routing import CHILD, ISB, alert, table

NOW = datetime.fromtimestamp(PUBLISHED / 1000, UTC)
TOPICS = Topics()


def snooze(of: Alert, inbox: str = "isb", **fields: Any) -> Snooze:
    known = {
        "id": "f" * 32,
        "inbox": inbox,
        "subject": of.subject,
        "aliases": of.aliases,
        "about": of.about,
        "reason": SnoozeReason.CLEARED,
        "officer": "d-1",
        "at": NOW - timedelta(days=1),
        "until": NOW + timedelta(days=10),
        "alert_id": of.id,
        "version": 1,
        "sectors": of.sectors,
        "priority": of.priority,
        "rank": of.rank,
    }
    return Snooze.model_validate(known | fields)


def test_the_same_subject_is_held_back_from_that_inbox_alone() -> None:
    one = alert()
    assert held_by(one, "isb", [snooze(one)])
    assert not held_by(one, "hq", [snooze(one)])
    assert not held_by(alert(subject=tok("cnic", "b")), "isb", [snooze(one)])


def test_a_later_episode_under_another_token_of_the_person_is_held_back_too() -> None:
    one = alert(aliases=(tok("passport", "x"),))
    later = alert(id="1" * 32, subject=tok("passport", "x"), episode=2)
    assert held_by(later, "isb", [snooze(one)])


def test_it_ends_on_its_day() -> None:
    one = alert()
    assert not held_by(one, "isb", [snooze(one, until=NOW)])
    assert held_by(one, "isb", [snooze(one, until=NOW + timedelta(seconds=1))])


@pytest.mark.parametrize(
    "news",
    [
        {"sectors": (Sector.AIRLINE, Sector.BANK, Sector.RECRUITER)},
        {"harm_seen": True},
        {"child": True},
        {"rank": 6.0},
        {"status": Status.WITHDRAWN},
    ],
)
def test_what_was_not_known_then_breaks_it(news: dict[str, Any]) -> None:
    one = alert()
    assert not held_by(alert(version=2, **news), "isb", [snooze(one)])


def test_a_departure_that_has_come_near_breaks_it() -> None:
    one = alert(priority=Priority.P2)
    assert held_by(one, "isb", [snooze(one)])
    assert not held_by(alert(version=2, priority=Priority.P1), "isb", [snooze(one)])


def test_a_snooze_without_end_or_backwards_is_refused() -> None:
    with pytest.raises(ValidationError, match="90 days"):
        snooze(alert(), until=NOW + LONGEST)
    with pytest.raises(ValidationError, match="90 days"):
        snooze(alert(), until=NOW - timedelta(days=2))


class Sent(list[tuple[str, bytes]]):
    def send(
        self, topic: str, value: bytes, *, key: bytes | None = None, partition: int | None = None, headers: Headers = ()
    ) -> None:
        self.append((topic, value))


def record(topic: str, value: bytes) -> Record:
    return Record(topic, 0, 0, PUBLISHED, None, value, ())


def routed_by(state: RoutingState, *records: Record) -> tuple[list[View], list[Receipt]]:
    out = Sent()
    for one in records:
        state.take([one], out)
    views = [View.model_validate_json(v) for t, v in out if t.startswith(TOPICS.inbox(""))]
    return views, [Receipt.model_validate_json(v) for t, v in out if t == TOPICS.receipts]


def told(state: RoutingState, found: Sequence[Alert]) -> tuple[list[str], list[str | None]]:
    views, receipts = routed_by(state, *(record(TOPICS.alerts, a.model_dump_json().encode()) for a in found))
    assert all((r.channel, r.reason) == (ROUTER, "snoozed") for r in receipts)
    return [view.inbox for view in views], [receipt.inbox for receipt in receipts]


def snoozing(*snoozes: Snooze) -> RoutingState:
    state = RoutingState(table(CHILD, ISB), TOPICS)
    routed_by(state, *(record(TOPICS.snoozes, s.model_dump_json().encode()) for s in snoozes))
    return state


def test_what_is_held_back_is_receipted_and_the_other_inboxes_are_told() -> None:
    child = alert(child=True)
    assert told(snoozing(snooze(child, child=True)), [child]) == (["ngo"], ["isb"])


def test_an_inbox_that_was_snoozed_is_told_when_something_is_new() -> None:
    one = alert()
    state = snoozing(snooze(one))
    assert told(state, [one, alert(version=2, harm_seen=True)]) == (["isb"], ["isb"])


def test_a_snooze_outlives_a_restart_and_goes_when_it_has_ended() -> None:
    one = alert()
    state = snoozing(snooze(one))
    kept = dict(state.drain())
    again = RoutingState(table(CHILD, ISB), TOPICS)
    for key, value in kept.items():
        assert value is not None
        again.restore(key, value)
    assert told(again, [one]) == ([], ["isb"])
    later = Record(
        TOPICS.snoozes,
        0,
        1,
        PUBLISHED + 20 * 86_400_000,
        None,
        snooze(one, id="e" * 32, until=NOW + timedelta(days=30)).model_dump_json().encode(),
        (),
    )
    again.take([later], Sent())
    assert dict(again.drain())[(SNOOZE + "f" * 32).encode()] is None


def test_a_snooze_that_is_none_is_set_aside_with_a_reason() -> None:
    state = RoutingState(table(ISB), TOPICS)
    out = Sent()
    state.take([record(TOPICS.snoozes, b'{"id":"x"}')], out)
    assert [topic for topic, _ in out] == [TOPICS.rejects]
