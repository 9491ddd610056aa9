"""A subject that is erased is in no history any more, no replay brings it back, and a later alert is still told."""

from collections import Counter
from typing import Any

import orjson
import pytest

from deploy.erase.cover import aliases_in, left_in
from schemas.erasure import Forget
from schemas.facts import Observation
from schemas.topic import Topics
from streams.frame import Target, encode
from streams.ports import Headers, Record
from streams.scoring_state import ScoringState
from streams.stored import outline
from tests.streams.facts import PUBLISHED, fact, tok
from tests.streams.test_scoring import PACK

TOPICS = Topics()
CNIC, PASSPORT, PAYER = tok("cnic", "a"), tok("passport", "a"), tok("phone", "p")
SUBJECT = (CNIC, PASSPORT)
PARTIES: list[dict[str, Any]] = [
    {"role": "traveller", "tokens": [PASSPORT, CNIC], "age": 17, "nationality": "PAK"},
    {"role": "payer", "tokens": [PAYER]},
]
BOTH = [Observation.DOCS_HELD_BY_OTHER, Observation.SPOKEN_FOR]


class Stage:
    """One partition of scoring with its state topic."""

    def __init__(self) -> None:
        self.state = ScoringState(PACK, TOPICS, 1)
        self.records: dict[bytes, bytes] = {}
        self.sent: Counter[str] = Counter()
        self.versions: list[tuple[str, int]] = []
        self.relays: list[bytes] = []

    def send(
        self, topic: str, value: bytes, *, key: bytes | None = None, partition: int | None = None, headers: Headers = ()
    ) -> None:
        self.sent[topic] += 1
        if topic == TOPICS.alerts:
            alert = orjson.loads(value)
            self.versions.append((alert["id"], alert["version"]))
        elif topic == TOPICS.sightings:
            self.relays.append(value)

    def take(self, topic: str, offset: int, value: bytes) -> None:
        self.state.take([Record(topic, 0, offset, PUBLISHED, None, value, ())], self)
        for key, changed in self.state.drain():
            assert changed is not None
            self.records[key] = changed

    def see(self, offset: int, event: str = "", hours_ago: float = 1.0) -> None:
        """All tokens of one event that shows subject and payer."""
        raw = fact(event or f"bk-{offset}", PARTIES, observations=BOTH, hours_ago=hours_ago, offset=offset)
        targets = [Target(token, party, 0) for party, one in enumerate(PARTIES) for token in one["tokens"]]
        self.take(TOPICS.sightings, offset, encode([(targets, raw)]))

    def forget(self, *tokens: str) -> None:
        order = Forget(order="5" * 32, tokens=tokens or SUBJECT)
        self.take(TOPICS.forget, 0, order.model_dump_json().encode())

    def restarted(self) -> "Stage":
        """Another worker, with the state that this one wrote."""
        other = Stage()
        other.records = dict(self.records)
        for key, value in self.records.items():
            other.state.restore(key, value)
        return other

    def shown(self) -> list[str]:
        """Which tokens of the subject any value shows, or a history that is not empty."""
        whole = b"".join(self.records.values())
        return [token for token in SUBJECT if token.encode() in whole]


@pytest.fixture(params=["in memory", "put away"])
def stage(request: pytest.FixtureRequest) -> Stage:
    one = Stage()
    one.see(0)
    one.see(1, hours_ago=2.0)
    return one if request.param == "in memory" else one.restarted()


def test_no_history_shows_the_subject_and_the_others_keep_their_sightings(stage: Stage) -> None:
    assert set(stage.shown()) == set(SUBJECT)
    assert aliases_in(stage.records.items(), [CNIC]) == {PASSPORT}
    assert left_in(stage.records.items(), SUBJECT) == (2, 1)
    stage.forget()
    assert stage.shown() == []
    assert not left_in(stage.records.items(), SUBJECT)
    payer = stage.records[PAYER.encode()]
    assert len(outline(payer).keys) == 2
    assert b'"age"' not in payer
    assert b"PAK" not in payer
    for token in SUBJECT:
        assert outline(stage.records[token.encode()]).keys == set()


def test_what_is_left_of_an_emptied_history_is_numbers(stage: Stage) -> None:
    stage.forget()
    head = orjson.loads(stage.records[CNIC.encode()])
    episodes = head.pop("episodes")
    assert head == {"position": (1 << 20) + 2, "taken": 2, "undone": 2, "aliases": {}, "strangers": [], "hits": []}
    assert all(isinstance(value, int | float | bool) or value == "" for one in episodes.values() for value in one)


def test_a_replay_of_what_was_taken_brings_nothing_back(stage: Stage) -> None:
    stage.forget()
    before = dict(stage.records)
    again = stage.restarted()
    again.see(0)
    again.see(1, hours_ago=2.0)
    assert again.records == before
    assert again.shown() == []
    assert again.versions == []


def test_erasing_twice_changes_nothing(stage: Stage) -> None:
    stage.forget()
    before = dict(stage.records)
    stage.forget()
    assert stage.records == before


def test_the_ledger_can_still_account_for_what_was_taken(stage: Stage) -> None:
    stage.forget()
    assert [outline(stage.records[token.encode()]).taken for token in (*SUBJECT, PAYER)] == [2, 2, 2]


def test_whoever_is_seen_again_raises_a_new_version_that_was_not_told_before(stage: Stage) -> None:
    told = Stage()
    told.see(0)
    told.see(1, hours_ago=2.0)
    known = dict(told.versions)
    assert known
    stage.forget()
    stage.versions.clear()
    stage.see(7)
    stage.see(8)
    assert stage.versions
    for alert, version in stage.versions:
        assert version > known.get(alert, 0)


def test_an_order_that_is_none_is_set_aside_and_stops_nothing(stage: Stage) -> None:
    stage.take(TOPICS.forget, 3, b'{"order":"x"}')
    assert stage.sent[TOPICS.rejects] == 1
    stage.see(9)
    assert stage.shown()
