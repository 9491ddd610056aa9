"""A departure comes near though nobody reports anything: the alert is told anew, more urgent, once, and the same after a replay."""

from datetime import UTC, datetime, timedelta

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.alert import Alert, Journey, Priority, Status
from schemas.erasure import Forget
from streams.alarms import Alarms
from streams.clock import BEFORE_DEPARTURE, NEAR, SOON, rises, urgency
from streams.corrections import broadcast
from streams.frame import EVERY_PARTY, TAKEN_BACK, Target, encode
from streams.ports import Record
from streams.scoring_state import ScoringState
from streams.stored import dump, load, next_rise, rise_of
from tests.streams.facts import NOW, PUBLISHED, tok, trip
from tests.streams.test_scoring import CNIC, PACK, PASSPORT, SHOWN, SPOKEN, TOPICS, Loop, seen

HOUR = 3_600_000
DEPARTS = NOW + timedelta(hours=80)
FLIES = trip(departs_at=DEPARTS.isoformat())
HELD = seen("air-1", (PASSPORT,), "docs-held-by-other", hours_ago=5, trip=FLIES)
SAID = seen("air-2", (PASSPORT,), "spoken-for", hours_ago=4, trip=FLIES)
OTHER = seen("air-9", (tok("passport", "other"),), hours_ago=1)


def raised() -> Loop:
    """An alert for a flight in eighty hours, and nothing else."""
    loop = Loop()
    for raw, tokens in (HELD, SAID):
        loop.publish(raw, tokens)
    return loop


def told(alerts: list[Alert]) -> list[tuple[int, Priority, datetime]]:
    return [(alert.version, alert.priority, alert.decide_by) for alert in alerts]


def at(hours: float) -> int:
    return PUBLISHED + round(hours * HOUR)


P3 = (1, Priority.P3, DEPARTS - BEFORE_DEPARTURE)
P2 = (2, Priority.P2, DEPARTS - timedelta(hours=60))
P1 = (3, Priority.P1, DEPARTS - BEFORE_DEPARTURE)


def test_it_rises_as_the_departure_comes_near_and_once_each_time() -> None:
    loop = raised()
    assert told(loop.alerts) == [P3]
    for hours, known in ((7.9, [P3]), (8, [P3, P2]), (8, [P3, P2]), (67.9, [P3, P2]), (68, [P3, P2, P1])):
        loop.state.ring(at(hours), loop)
        assert told(loop.alerts) == known
    assert not loop.state.ring(at(1000), loop)
    assert [alert.published for alert in loop.alerts] == [PUBLISHED, at(8), at(68)]
    assert [alert.by_clock for alert in loop.alerts] == [False, True, True]
    assert loop.state.tally["risen", Priority.P2] == loop.state.tally["risen", Priority.P1] == 1


def test_after_a_downtime_every_step_is_told_in_order() -> None:
    loop = raised()
    loop.state.ring(at(75), loop)
    assert told(loop.alerts) == [P3, P2, P1]


def test_any_record_of_the_partition_tells_the_time() -> None:
    loop = raised()
    raw, tokens = OTHER
    frame = encode([([Target(token, 0, 0) for token in tokens], raw)])
    loop.state.take([Record(TOPICS.sightings, 0, 99, at(9), None, frame, ())], loop)
    assert told(loop.alerts) == [P3, P2]


def test_a_worker_that_takes_over_knows_when_to_tell_it_and_tells_the_same() -> None:
    loop = raised()
    heir = Loop(ScoringState(PACK, TOPICS, 1))
    for key, value in loop.state.drain():
        assert value is not None
        heir.state.restore(key, value)
    loop.state.ring(at(9), loop)
    heir.state.ring(at(70), heir)
    assert heir.alerts[0] == loop.alerts[-1]
    assert told(heir.alerts) == [P2, P1]
    assert not Loop(ScoringState(PACK, TOPICS, 1)).state.ring(at(70), heir)


def test_what_rose_is_in_the_state_that_is_written_next() -> None:
    loop = raised()
    loop.state.drain()
    loop.state.ring(at(9), loop)
    ((key, value),) = loop.state.drain()
    assert value is not None
    assert (key.decode(), rise_of(value)) == (PASSPORT, at(68))


def test_a_report_that_was_published_before_and_comes_after_does_not_lower_it() -> None:
    loop = raised()
    loop.state.ring(at(9), loop)
    more = seen("oep-3", (PASSPORT,), "docs-held-by-other", hours_ago=2, partner="oep-kohsar", sector="recruiter")
    loop.publish(*more)
    last = loop.alerts[-1]
    assert (last.version, last.priority, last.decide_by) == (3, *P2[1:])


def test_a_child_and_a_flight_within_twelve_hours_have_no_further_to_rise() -> None:
    near = trip(departs_at=(NOW + timedelta(hours=9)).isoformat())
    loop = Loop()
    loop.publish(*seen("air-1", (PASSPORT,), "docs-held-by-other", hours_ago=5, trip=near))
    loop.publish(*seen("air-2", (PASSPORT,), "spoken-for", hours_ago=4, trip=near))
    assert [alert.priority for alert in loop.alerts] == [Priority.P1]
    assert not loop.state.ring(at(500), loop)


def test_under_a_better_token_it_rises_there_alone() -> None:
    loop = Loop()
    for raw, tokens in (HELD, SAID, SPOKEN, SHOWN):
        loop.publish(raw, tokens)
    assert {alert.subject for alert in loop.alerts} == {PASSPORT, CNIC}
    before = len(loop.alerts)
    loop.state.ring(at(9), loop)
    assert [(alert.subject, alert.priority) for alert in loop.alerts[before:]] == [(CNIC, Priority.P2)]


def test_whoever_is_forgotten_does_not_rise() -> None:
    loop = raised()
    order = Forget(order="f" * 32, tokens=(PASSPORT,)).model_dump_json().encode()
    loop.state.take([Record(TOPICS.forget, 0, 0, PUBLISHED, None, order, ())], loop)
    assert not loop.state.ring(at(500), loop)


def test_the_time_is_read_off_a_stored_history_and_off_one_of_an_earlier_release() -> None:
    history = raised().state.history(PASSPORT)
    data = dump(history)
    assert rise_of(data) == next_rise(history) == next_rise(load(PASSPORT, data)) == at(8)
    head, _, entries = data.partition(b"\n")
    fields = orjson.loads(head)
    del fields["rises"]
    fields["episodes"] = {about: episode[:7] for about, episode in fields["episodes"].items()}
    old = orjson.dumps(fields) + b"\n" + entries
    assert rise_of(old) == next_rise(load(PASSPORT, old)) == 0


def flights(hours: list[float]) -> list[Journey]:
    return [
        Journey(carrier="N7", flight="1", origin="ISB", destination="DXB", departs_at=NOW + timedelta(hours=one))
        for one in hours
    ]


@given(st.lists(st.floats(0.1, 400), min_size=1, max_size=4), st.floats(0, 400))
def test_what_was_told_last_is_never_less_urgent_than_the_clock(hours: list[float], later: float) -> None:
    now, end, journeys = NOW, NOW + timedelta(hours=later), flights(hours)
    priority = urgency(journeys, child=False, harm=False, opened=NOW, now=now).priority
    steps = 0
    while (moment := rises(journeys, priority, now)) is not None and moment <= end:
        risen = urgency(journeys, child=False, harm=False, opened=NOW, now=moment).priority
        assert risen < priority
        now, priority, steps = moment, risen, steps + 1
    assert priority <= urgency(journeys, child=False, harm=False, opened=NOW, now=end).priority
    assert steps <= 2


def test_a_flight_that_is_over_and_the_highest_priority_have_no_time_to_rise() -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    journeys = [flights([0])[0].model_copy(update={"departs_at": now + timedelta(hours=hours)}) for hours in (-3, 100)]
    assert rises(journeys, Priority.P3, now) == now + timedelta(hours=100) - NEAR
    assert rises(journeys, Priority.P2, now) == now + timedelta(hours=100) - SOON
    assert rises(journeys[:1], Priority.P3, now) is None
    assert rises(journeys, Priority.P1, now) is None


def test_a_departure_of_the_year_1_that_was_taken_before_stops_nobody() -> None:
    never = flights([0])[0].model_copy(update={"departs_at": datetime(1, 1, 1, tzinfo=UTC)})
    assert rises([never], Priority.P3, NOW) is None
    assert rises([never, *flights([100])], Priority.P3, NOW) == NOW + timedelta(hours=100) - NEAR


@pytest.mark.parametrize(("moved", "rings"), [(0, []), (5, [("a", 5)]), (20, []), (10, [("a", 10)])])
def test_an_alarm_is_moved_or_called_off_and_rings_once(moved: int, rings: list[tuple[str, int]]) -> None:
    alarms = Alarms()
    alarms.set("a", 10)
    alarms.set("a", moved)
    assert list(alarms.due(10)) == rings
    assert list(alarms.due(10)) == []


def test_alarms_that_are_moved_all_day_take_no_more_room() -> None:
    alarms = Alarms()
    for minute in range(10_000):
        alarms.set("a", 20_000 - minute)
        alarms.set("b", minute + 1)
    assert len(alarms._line) < 2_000
    assert list(alarms.due(20_000)) == [("b", 10_000), ("a", 10_001)]


@pytest.mark.parametrize("batches", [1, 2])
def test_what_is_corrected_does_not_rise_wherever_the_batch_ends(batches: int) -> None:
    loop, fact = raised(), orjson.loads(SAID[0])
    word = Target("", EVERY_PARTY, TAKEN_BACK, f"{fact['ref']['partner']}/air-2")
    correction = encode([([word], broadcast({**fact, "ref": {**fact["ref"], "event": "air-77"}}))])
    other = encode([([Target(token, 0, 0) for token in OTHER[1]], OTHER[0])])
    records = [
        Record(TOPICS.sightings, 0, 99, at(7), None, correction, ()),
        Record(TOPICS.sightings, 0, 100, at(9), None, other, ()),
    ]
    for batch in [records] if batches == 1 else [records[:1], records[1:]]:
        loop.state.take(batch, loop)
    assert [alert.status for alert in loop.alerts] == [Status.OPEN, Status.WITHDRAWN]
