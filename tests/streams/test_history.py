"""A history is bounded, forgets by event time, and does not depend on the order of arrival."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.rulepack import Brakes
from streams.history import Entry, History
from streams.stored import dump, load, origin_of, outline, place_of
from tests.streams.facts import entry, fact, tok

BRAKES = Brakes(entries=6, days=30, hub_degree=8)
ME = tok("phone", "me")


def sightings(count: int) -> list[Entry]:
    return [
        entry(
            f"e{n}",
            [{"role": "payer", "tokens": [ME]}, {"role": "traveller", "tokens": [tok("cnic", str(n))]}],
            hours_ago=n * 40,
        )
        for n in range(count)
    ]


def filled(entries: list[Entry]) -> History:
    history = History(ME)
    for one in entries:
        history.remember(one, BRAKES)
    return history


@given(st.permutations(sightings(12)))
def test_any_order_of_arrival_leaves_the_same_entries(order: list[Entry]) -> None:
    assert filled(order).entries == filled(sightings(12)).entries


@given(st.permutations(sightings(12)))
def test_bounds_hold_in_any_order(order: list[Entry]) -> None:
    history = filled(order)
    assert len(history.entries) <= BRAKES.entries
    assert history.keys.keys() == {(e.event, e.party) for e in history.entries}
    assert history.taken == 12
    assert history.newest - history.entries[0].time <= BRAKES.days * 86_400


@given(st.permutations(sightings(7)))
def test_it_comes_back_from_bytes_as_it_was(order: list[Entry]) -> None:
    history = filled(order)
    copy = load(ME, dump(history))
    assert dump(copy) == dump(history)
    assert copy.keys == history.keys


def test_a_sighting_is_taken_once() -> None:
    one = sightings(1)[0]
    history = filled([one])
    assert not history.remember(one, BRAKES)
    assert history.taken == 1


def test_a_shorter_way_replaces_a_longer_one() -> None:
    parties = [{"role": "traveller", "tokens": [tok("passport", "a")]}]
    history = History(tok("cnic", "a"))
    assert history.remember(entry("e1", parties, hops=2), BRAKES)
    assert history.remember(entry("e1", parties, hops=1), BRAKES)
    assert not history.remember(entry("e1", parties, hops=2), BRAKES)
    assert [e.hops for e in history.entries] == [1]


def test_many_strangers_make_a_hub() -> None:
    history = filled(sightings(12))
    assert history.is_hub(BRAKES)
    assert not filled(sightings(3)).is_hub(BRAKES)


def test_a_shared_identifier_is_ambiguous() -> None:
    history = History(tok("person", "common name"))
    for n in range(5):
        tokens = [tok("person", "common name"), tok("cnic", str(n))]
        history.remember(entry(f"e{n}", [{"role": "traveller", "tokens": tokens}]), Brakes())
    assert history.is_ambiguous(Brakes())


def test_windows_hold_the_sighting_and_slide_over_what_came_later() -> None:
    early, middle, late = (entry(f"e{h}", [{"role": "payer", "tokens": [ME]}], hours_ago=h) for h in (80, 40, 1))
    history = filled([late, early, middle])
    assert [len(window) for window in history.windows(late, 2)] == [2]
    assert sorted(len(window) for window in history.windows(middle, 2)) == [2, 2]


def test_an_outline_says_what_the_whole_history_says() -> None:
    history = filled(sightings(7))
    brief = outline(dump(history))
    keys = {(event.encode(), party) for event, party in history.keys}
    assert (brief.taken, brief.keys, brief.episodes) == (history.taken, keys, history.episodes)
    assert brief.position == history.position


@pytest.mark.parametrize("order", [1, -1])
def test_the_origin_of_a_fact_is_read_whatever_the_partner_writes_and_in_any_order(order: int) -> None:
    written = orjson.loads(fact("e-9", [{"role": "payer", "tokens": [ME]}], offset=12))
    written["ref"] = dict(list(written["ref"].items())[::order])
    raw = orjson.dumps({"note": ',"ref":{"partner":"x","event":"y","sector":"z"'} | written)
    place = place_of("raabta.events.air-nilkanth", 0, 12, 0)
    assert origin_of(raw) == (place, b"air-nilkanth/e-9")
    assert origin_of(b"3 1 - " + raw) == (place, b"air-nilkanth/e-9")
    assert place in orjson.dumps(orjson.loads(raw)["ref"]) or order < 0
