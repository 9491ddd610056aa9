"""A live system: what a stage has not acknowledged is under way; what it has, it owes. And what retention took is said."""

from collections.abc import Callable

import pytest

from deploy.inmemory import TOPICS
from deploy.ledger import Cut
from tests.deploy.ledger.day import EVENTS, INBOX, REJECTS, Log, balanced, sound
from tests.streams.facts import PUBLISHED, tok

HOUR = 3_600_000
NOW = PUBLISHED + HOUR
ENDS = {(EVENTS, 0): 8, (TOPICS.sightings, 0): 100, (TOPICS.alerts, 0): 100, (INBOX, 0): 100}
State = dict[bytes, bytes]


def nothing_after_the_events(log: Log, state: State) -> None:
    for topic in (TOPICS.sightings, REJECTS, TOPICS.alerts, INBOX, TOPICS.receipts):
        log[topic].clear()
    state.clear()


def no_histories(log: Log, state: State) -> None:
    state.clear()


def no_views(log: Log, state: State) -> None:
    log[INBOX].clear()
    log[TOPICS.receipts].clear()


def no_receipts(log: Log, state: State) -> None:
    log[TOPICS.receipts].clear()


CASES = [
    (nothing_after_the_events, EVENTS, "intake", "intake"),
    (no_histories, TOPICS.sightings, "scoring", "scoring"),
    (no_views, TOPICS.alerts, "routing", "routing"),
    (no_receipts, INBOX, "store", "delivery"),
]


@pytest.mark.parametrize(("change", "topic", "at", "owes"), CASES)
def test_what_a_stage_has_not_acknowledged_is_under_way_and_what_it_has_is_owed(
    change: Callable[[Log, State], None], topic: str, at: str, owes: str
) -> None:
    log, state = sound()
    change(log, state)
    waiting = balanced(log, state, Cut(NOW, ENDS | {(topic, 0): 0}, 0))
    assert (waiting.lost, set(waiting.under_way)) == (0, {at})
    assert waiting.under_way[at].oldest == PUBLISHED
    assert waiting.balanced_until("air-nilkanth", NOW) == PUBLISHED
    owing = balanced(log, state, Cut(NOW, ENDS, 0))
    assert (set(owing.owed), owing.under_way) == ({owes}, {})
    assert owing.lost == waiting.under_way[at].count


def test_an_hour_adds_up_with_what_is_under_way() -> None:
    log, state = sound()
    nothing_after_the_events(log, state)
    found = balanced(log, state, Cut(NOW, {(EVENTS, 0): 3}, 0))
    (hour,) = found.hours.values()
    assert (hour.published, hour.accepted, hour.lost, hour.under_way) == (8, 0, 3, 5)


def test_only_what_lies_behind_the_acknowledged_offset_is_owed_by_scoring() -> None:
    log, state = sound()
    del state[tok("passport", "a").encode()]
    everything = balanced(log, state, Cut(NOW, ENDS, 0)).lost
    half = balanced(log, state, Cut(NOW, ENDS | {(TOPICS.sightings, 0): 1}, 0))
    assert 0 < half.lost < everything
    assert half.under_way["scoring"].count == everything - half.lost
    assert {owed.place.offset for owed in half.unbalanced} == {0}


def test_a_stored_view_without_a_receipt_is_owed_only_when_no_delivery_is_tried_for_so_long() -> None:
    log, state = sound()
    no_receipts(log, state)
    patient = balanced(log, state, Cut(NOW, ENDS, 2 * HOUR))
    assert (patient.lost, set(patient.under_way)) == (0, {"delivery"})
    assert set(balanced(log, state, Cut(NOW, ENDS, HOUR // 2)).owed) == {"delivery"}


def test_a_sound_day_is_balanced_up_to_now() -> None:
    found = balanced(*sound(), Cut(NOW, ENDS, 0))
    assert found.quiet
    assert found.balanced_until("air-nilkanth", NOW) == NOW


def later(log: Log, topic: str, by: int) -> None:
    """The same records, all `by` milliseconds younger."""
    log[topic] = [record._replace(timestamp=record.timestamp + by) for record in log[topic]]


@pytest.mark.parametrize("topic", [TOPICS.sightings, REJECTS, TOPICS.alerts, INBOX, TOPICS.receipts])
def test_a_topic_whose_start_retention_deleted_owes_nothing_and_says_how_much_is_gone(topic: str) -> None:
    log, state = sound()
    del log[topic][0]
    found = balanced(log, state, Cut(NOW, ENDS, 0))
    assert (found.lost, found.unbalanced) == (0, [])
    assert found.unaccountable > 0
    assert found.gone == {topic: 1}


def test_a_topic_that_lost_its_events_has_nothing_to_demand() -> None:
    log, state = sound()
    del log[EVENTS][:3]
    found = balanced(log, state, Cut(NOW, ENDS, 0))
    assert (found.lost, found.unaccountable, found.gone) == (0, 0, {EVENTS: 3})


def test_what_was_published_after_the_deleted_records_is_still_demanded() -> None:
    log, state = sound()
    del log[TOPICS.sightings][0]
    log[TOPICS.sightings] = [r for r in log[TOPICS.sightings] if b'"event":"e6"' not in (r.value or b"")]
    later(log, EVENTS, 1)
    found = balanced(log, state, Cut(NOW, ENDS, 0))
    assert {owed.stage for owed in found.unbalanced} == {"intake"}
    assert max(owed.place.offset for owed in found.unbalanced) == 6


def test_a_repetition_of_what_retention_deleted_is_no_loss() -> None:
    log, state = sound()
    del log[EVENTS][0]  # its sightings are there
    found = balanced(log, state, Cut(NOW, ENDS, 0))
    assert (found.lost, sum(hour.duplicates for hour in found.hours.values())) == (0, 1)


def test_a_repetition_of_what_is_no_longer_accountable_is_no_loss() -> None:
    log, state = sound()
    log[TOPICS.sightings] = log[TOPICS.sightings][2:]
    log[EVENTS][2] = log[EVENTS][2]._replace(timestamp=PUBLISHED + 1)  # the others lie before the first sighting left
    found = balanced(log, state, Cut(NOW, ENDS, 0))
    assert found.lost == 0
    assert sum(hour.duplicates for hour in found.hours.values()) == 1


def test_only_what_was_published_since_is_accounted_for_and_what_it_repeats_is_known() -> None:
    log, state = sound()
    log[EVENTS][2] = log[EVENTS][2]._replace(timestamp=PUBLISHED + 1)  # repeats the first
    log[EVENTS].append(log[EVENTS][1]._replace(offset=7, timestamp=PUBLISHED + 1))
    log[EVENTS].append(log[EVENTS][4]._replace(offset=8, timestamp=PUBLISHED + 1))  # was refused, and is forgotten now
    found = balanced(log, state, Cut(NOW, ENDS | {(EVENTS, 0): 9}, 0, PUBLISHED + 1))
    (hour,) = found.hours.values()
    assert (hour.published, hour.duplicates, hour.lost) == (3, 2, 1)
    assert [owed.place.offset for owed in found.unbalanced] == [8]
