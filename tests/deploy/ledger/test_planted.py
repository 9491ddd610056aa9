"""The ledger balances a sound run, and names what was planted: a loss and a duplicate at each stage."""

from collections.abc import Callable

import orjson
import pytest

from deploy.inmemory import TOPICS
from deploy.ledger import Place, channels_of
from deploy.wholetopic import Stored
from schemas.route import Inbox
from tests.deploy.ledger.day import EVENTS, INBOX, REJECTS, ROUTES, Log, balanced, party, sound, twice, without
from tests.streams.facts import PUBLISHED, event, raw, tok

State = dict[bytes, bytes]
Owed = list[tuple[str, str, Place]]


def test_a_sound_run_balances() -> None:
    log, state = sound()
    found = balanced(log, state)
    (hour,) = found.hours.values()
    assert (hour.published, hour.accepted, hour.rejected, hour.duplicates, hour.lost) == (8, 5, 2, 1, 0)
    assert found.lost == 0
    assert found.unbalanced == []
    assert found.quiet
    assert (found.alerts, found.views, found.delivered) == (1, found.versions, found.versions)
    assert found.duplicates_absorbed == 1
    assert found.versions >= 2


def an_event_without_trace(log: Log, state: State) -> Owed:
    lost = raw(event("e9"))
    log[EVENTS].append(Stored(EVENTS, 0, 7, PUBLISHED, None, lost))
    return [("intake", "neither accepted nor rejected", Place(EVENTS, 0, 7))]


def a_reject_never_written(log: Log, state: State) -> Owed:
    fields = orjson.loads(without(log, REJECTS, 0).value or b"")
    place = Place(EVENTS, 0, fields["offset"], fields["index"])
    return [("intake", "neither accepted nor rejected", place)]


def a_target_left_out(log: Log, state: State) -> Owed:
    """One of the two tokens of the first event is in no frame; its history, which has it, then has too much."""
    head, fact = (log[TOPICS.sightings][0].value or b"").split(b"\n", 1)
    shorter = orjson.dumps(orjson.loads(head)[:1]) + b"\n" + fact
    log[TOPICS.sightings][0] = log[TOPICS.sightings][0]._replace(value=shorter)
    return [("intake", "a sighting of an accepted event", Place(EVENTS, 0, 0))]


def a_history_that_missed_a_sighting(log: Log, state: State) -> Owed:
    """The newest event of one passport, which the frame of it holds, is not in its history."""
    key = tok("passport", "a").encode()
    before = sound("e6")[1][key]
    lines = state[key].split(b"\n")
    kept = [line for line in lines[1:] if b'"event":"e6"' not in line]
    assert len(kept) == len(lines) - 2
    state[key] = b"\n".join([before.split(b"\n")[0], *kept])
    offset = next(r.offset for r in log[TOPICS.sightings] if b'"event":"e6"' in (r.value or b""))
    return [("scoring", "a sighting that no history took", Place(TOPICS.sightings, 0, offset))]


def an_alert_version_never_written(log: Log, state: State) -> Owed:
    lost = without(log, TOPICS.alerts, 0)
    version = orjson.loads(lost.value or b"")["version"]
    newest = len(log[TOPICS.alerts]) - 1
    return [("scoring", f"alert version {version}", Place(TOPICS.alerts, 0, newest))]


def a_view_never_written(log: Log, state: State) -> Owed:
    fields = orjson.loads(without(log, INBOX, 0).value or b"")
    log[TOPICS.receipts] = [r for r in log[TOPICS.receipts] if orjson.loads(r.value or b"")["version"] != 1]
    log[TOPICS.receipts] = [r._replace(offset=at) for at, r in enumerate(log[TOPICS.receipts])]
    what = "an alert version without view or named suppression"
    return [("routing", what, Place(TOPICS.alerts, 0, fields["version"] - 1))]


def a_receipt_never_written(log: Log, state: State) -> Owed:
    fields = orjson.loads(without(log, TOPICS.receipts, 1).value or b"")
    what = "a view of fia-hq without a receipt by store"
    return [("delivery", what, Place(INBOX, 0, fields["version"] - 1))]


LOSSES = [
    an_event_without_trace,
    a_reject_never_written,
    a_target_left_out,
    a_history_that_missed_a_sighting,
    an_alert_version_never_written,
    a_view_never_written,
    a_receipt_never_written,
]


@pytest.mark.parametrize("plant", LOSSES)
def test_a_planted_loss_is_named_with_its_stage_and_place(plant: Callable[[Log, State], Owed]) -> None:
    log, state = sound()
    expected = plant(log, state)
    found = balanced(log, state)
    assert [(owed.stage, owed.what, owed.place) for owed in found.unbalanced] == expected
    assert found.lost == len(expected)
    assert dict(found.owed) == {expected[0][0]: len(expected)}


def test_a_history_that_is_gone_owes_every_sighting_by_its_own_place() -> None:
    log, state = sound()
    del state[tok("passport", "a").encode()]
    found = balanced(log, state)
    assert {owed.stage for owed in found.unbalanced} == {"scoring"}
    assert {owed.place.topic for owed in found.unbalanced} == {TOPICS.sightings}
    places = {owed.place.offset for owed in found.unbalanced}
    assert places <= {record.offset for record in log[TOPICS.sightings]}
    assert len(places) > 1


@pytest.mark.parametrize("topic", [TOPICS.sightings, REJECTS, TOPICS.alerts, INBOX, TOPICS.receipts])
def test_a_planted_duplicate_is_counted_and_owes_nothing(topic: str) -> None:
    log, state = sound()
    before = balanced(*sound()).duplicates_absorbed
    twice(log, topic, 0)
    found = balanced(log, state)
    assert found.lost == 0
    assert found.duplicates_absorbed > before


def test_an_event_published_twice_is_a_duplicate_and_owes_nothing() -> None:
    log, state = sound()
    twice(log, EVENTS, 0)
    found = balanced(log, state)
    assert (found.lost, found.duplicates_absorbed) == (0, 2)
    assert [hour.duplicates for hour in found.hours.values()] == [2]


def test_an_event_taken_for_a_repetition_though_it_differs_is_owed() -> None:
    log, state = sound()
    other = event("e1", parties=party("passport", "person"), observations=["spoken-for"])
    log[EVENTS].append(Stored(EVENTS, 0, 99, PUBLISHED, None, raw(other)))
    found = balanced(log, state)
    assert [(owed.stage, owed.place.offset) for owed in found.unbalanced] == [("intake", 99)]


def test_a_frame_that_scoring_set_aside_with_a_reject_owes_nothing_and_without_one_it_does() -> None:
    log, state = sound()
    offset = len(log[TOPICS.sightings])
    log[TOPICS.sightings].append(Stored(TOPICS.sightings, 0, offset, PUBLISHED, None, b"no frame"))
    found = balanced(log, state)
    assert [(owed.stage, owed.place.offset) for owed in found.unbalanced] == [("scoring", offset)]
    reject = orjson.loads(log[REJECTS][0].value or b"") | {"topic": TOPICS.sightings, "offset": offset}
    log[TOPICS.rejects].append(Stored(TOPICS.rejects, 0, 0, PUBLISHED, None, orjson.dumps(reject)))
    found = balanced(log, state)
    assert (found.lost, found.rejects) == (0, 3)


def test_a_delivery_that_failed_and_then_succeeded_counts_once_by_its_last_word() -> None:
    log, state = sound()
    said = orjson.loads(log[TOPICS.receipts][0].value or b"")
    failed = orjson.dumps(said | {"outcome": "failed", "reason": "gave_up"})
    log[TOPICS.receipts].insert(0, log[TOPICS.receipts][0]._replace(value=failed))
    found = balanced(log, state)
    assert (found.failed, found.delivered, found.lost) == (0, found.views, 0)


def test_a_version_that_its_inbox_snoozed_owes_no_view() -> None:
    log, state = sound()
    without(log, INBOX, 0)
    without(log, TOPICS.receipts, 0)
    said = orjson.loads(log[TOPICS.receipts][0].value or b"")
    held = said | {"id": "0" * 32, "version": 1, "channel": "router", "outcome": "suppressed", "reason": "snoozed"}
    log[TOPICS.receipts].append(Stored(TOPICS.receipts, 0, 9, PUBLISHED, None, orjson.dumps(held)))
    found = balanced(log, state)
    assert (found.lost, found.suppressed["snoozed"]) == (0, 1), found.unbalanced


def test_every_channel_of_an_inbox_owes_a_receipt() -> None:
    inbox = ROUTES.inboxes["fia-hq"]
    assert channels_of(inbox) == {"store"}
    mailed = Inbox.model_validate_json(
        b'{"name":"fia-x","title":"x","profile":"fia","email":{"to":["desk@fia.example"]},'
        b'"webhook":{"url":"https://case.fia.example/in","secret_env":"HOOK_SECRET"}}'
    )
    assert channels_of(mailed) == {"email", "webhook"}
