"""Joining, leading, versions, and that a replay changes nothing."""

from collections import deque
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.alert import Alert, Status
from schemas.facts import Benign, Observation
from schemas.role import Role
from schemas.rulepack import Rule, Strength, Subject
from schemas.topic import Topics
from streams.frame import Target, encode
from streams.history import Entry, History
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.joining import joining
from streams.pack import Pack
from streams.ports import Headers, Record
from streams.scoring_state import ScoringState
from streams.wording import say
from tests.streams.facts import PUBLISHED, fact, tok, trip
from tests.streams.packs import rule_pack

TOPICS = Topics()


def docs_held(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Somebody else holds the documents."""
    seen = Observation.DOCS_HELD_BY_OTHER in sighting.fact.observations
    return Fired(say("a-obs-docs-held"), (sighting,)) if seen else Silence.ABSENT


def spoken_for(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Somebody else answers."""
    seen = Observation.SPOKEN_FOR in sighting.fact.observations
    return Fired(say("a-obs-spoken-for"), (sighting,)) if seen else Silence.ABSENT


ROLES = frozenset({Role.TRAVELLER, Role.CANDIDATE, Role.HOLDER})
INDICATORS = tuple(Indicator(judge, Subject.POSSIBLE_VICTIM, ROLES, "test") for judge in (docs_held, spoken_for))
PACK = Pack(
    rule_pack({"docs-held": Rule(strength=Strength.STRONG), "spoken-for": Rule(strength=Strength.MODERATE)}),
    INDICATORS,
)
REPEATS = Pack(
    rule_pack(
        {"docs-held": Rule(strength=Strength.STRONG, pattern=3)},
        answers={Benign.CHARITY_ESCORT: ("docs-held",)},
    ),
    INDICATORS[:1],
)
CNIC, PASSPORT, PERSON, PHONE = tok("cnic", "a"), tok("passport", "a"), tok("person", "a"), tok("phone", "a")


class Loop:
    """One partition; what scoring sends to sightings comes back to it."""

    def __init__(self, state: ScoringState | None = None) -> None:
        self.state = state or ScoringState(PACK, TOPICS, 1)
        self.alerts: list[Alert] = []
        self.queue: deque[Record] = deque()
        self.taken: list[Record] = []

    def send(
        self, topic: str, value: bytes, *, key: bytes | None = None, partition: int | None = None, headers: Headers = ()
    ) -> None:
        if topic == TOPICS.alerts:
            self.alerts.append(Alert.model_validate_json(value))
        else:
            assert topic == TOPICS.sightings
            self.queue.append(Record(topic, 0, len(self.taken) + len(self.queue), PUBLISHED, None, value, ()))

    def publish(self, raw: bytes, tokens: tuple[str, ...]) -> None:
        self.send(TOPICS.sightings, encode([([Target(token, 0, 0) for token in tokens], raw)]))
        self.run()

    def run(self) -> None:
        while self.queue:
            record = self.queue.popleft()
            self.taken.append(record)
            self.state.take([record], self)

    def latest(self) -> dict[str, Alert]:
        return {alert.id: alert for alert in self.alerts}


def seen(
    event: str, tokens: tuple[str, ...], observation: str | None = None, **fields: Any
) -> tuple[bytes, tuple[str, ...]]:
    extra: dict[str, Any] = {"observations": [observation]} if observation else {}
    return fact(event, [{"role": "traveller", "tokens": list(tokens)}], **extra, **fields), tokens


HELD = seen("air-1", (PASSPORT, PERSON), "docs-held-by-other", hours_ago=5)
SPOKEN = seen("bank-1", (CNIC,), "spoken-for", partner="bank-chinar", sector="bank", kind="account-review", hours_ago=3)
SHOWN = seen("oep-1", (CNIC, PASSPORT), partner="oep-kohsar", sector="recruiter", kind="registration", hours_ago=9)


def outcome(*sightings: tuple[bytes, tuple[str, ...]]) -> Loop:
    loop = Loop()
    for raw, tokens in sightings:
        loop.publish(raw, tokens)
    return loop


def test_two_sectors_that_share_no_identifier_meet_once_a_third_has_shown_both() -> None:
    assert outcome(HELD, SPOKEN).alerts == []
    loop = outcome(HELD, SPOKEN, SHOWN)
    (alert,) = [a for a in loop.latest().values() if a.status is Status.OPEN]
    assert alert.subject == CNIC
    assert {hit.indicator for hit in alert.hits} == {"docs-held", "spoken-for"}
    assert alert.combination == "1 strong + 1 moderate"


@given(st.permutations([HELD, SPOKEN, SHOWN]))
@settings(max_examples=6)
def test_the_order_of_arrival_changes_neither_subject_nor_hits(order: list[tuple[bytes, tuple[str, ...]]]) -> None:
    (alert,) = [a for a in outcome(*order).latest().values() if a.status is Status.OPEN]
    (expected,) = [a for a in outcome(HELD, SPOKEN, SHOWN).latest().values() if a.status is Status.OPEN]
    assert alert.id == expected.id
    assert [(h.indicator, h.counted) for h in alert.hits] == [(h.indicator, h.counted) for h in expected.hits]
    assert {ref.event for ref in alert.evidence} == {ref.event for ref in expected.evidence}


def test_a_strong_pattern_raises_an_alert_alone_once_it_repeats_and_one_booking_counts_once() -> None:
    loop = Loop(ScoringState(REPEATS, TOPICS, 1))
    for event, pnr in (("air-1", "p1"), ("air-2", "p1"), ("air-3", "p2"), ("air-4", "p2")):
        loop.publish(*seen(event, (CNIC, tok("pnr", pnr)), "docs-held-by-other", trip=trip()))
    assert loop.alerts == []
    loop.publish(*seen("bank-1", (CNIC,), "docs-held-by-other", partner="bank-chinar", sector="bank"))
    (alert,) = loop.alerts
    assert (alert.subject, alert.combination) == (CNIC, "1 strong, repeated in 5 events")


def test_a_pattern_with_a_reason_against_it_does_not_corroborate_itself() -> None:
    loop = Loop(ScoringState(REPEATS, TOPICS, 1))
    for event in ("air-1", "air-2", "air-3", "air-4"):
        loop.publish(*seen(event, (CNIC,), "docs-held-by-other", trip=trip(), against=["charity-escort"]))
    assert loop.alerts == []


def test_an_alert_moves_to_the_better_token_when_that_is_learned() -> None:
    spoken_by_passport = seen("air-2", (PASSPORT, PERSON), "spoken-for", hours_ago=2)
    loop = outcome(HELD, spoken_by_passport, SHOWN)
    by_subject = {alert.subject: alert for alert in loop.latest().values()}
    assert by_subject[PASSPORT].status is Status.MERGED
    assert by_subject[PASSPORT].merged_into == CNIC
    assert by_subject[CNIC].status is Status.OPEN
    assert PERSON not in by_subject


def test_only_one_token_of_a_person_raises_the_alert() -> None:
    loop = outcome(HELD, seen("air-2", (PASSPORT, PERSON), "spoken-for", hours_ago=2))
    assert [alert.subject for alert in loop.alerts] == [PASSPORT]


def test_versions_count_up_only_when_something_changed() -> None:
    loop = outcome(HELD, SPOKEN, SHOWN)
    before = len(loop.alerts)
    loop.publish(*seen("air-9", (PASSPORT, PERSON), hours_ago=1))
    assert len(loop.alerts) == before
    versions = [alert.version for alert in loop.alerts if alert.subject == CNIC]
    assert versions == list(range(1, len(versions) + 1))


def test_a_replay_changes_nothing_even_after_a_restart_from_the_state_topic() -> None:
    loop = outcome(HELD, SPOKEN, SHOWN)
    saved = dict(loop.state.drain())
    restarted = ScoringState(PACK, TOPICS, 1)
    for key, value in saved.items():
        assert value is not None
        restarted.restore(key, value)
    again = Loop(restarted)
    for record in loop.taken:
        restarted.take([record], again)
    assert again.alerts == []
    assert restarted.drain() == []


def test_half_written_state_and_a_replay_end_where_an_undisturbed_run_ends() -> None:
    whole = outcome(HELD, SPOKEN, SHOWN)
    saved = sorted((key, value) for key, value in whole.state.drain() if value is not None)
    for kept in range(len(saved)):
        restarted = ScoringState(PACK, TOPICS, 1)
        for key, value in saved[:kept]:
            restarted.restore(key, value)
        again = Loop(restarted)
        for record in whole.taken:
            restarted.take([record], again)
        known = {(a.id, a.version) for a in whole.alerts}
        assert {(a.id, a.version) for a in again.alerts} <= known


def test_a_frame_that_is_none_is_set_aside_and_the_line_moves() -> None:
    sent: list[tuple[str, bytes]] = []

    class Out:
        def send(
            self,
            topic: str,
            value: bytes,
            *,
            key: bytes | None = None,
            partition: int | None = None,
            headers: Headers = (),
        ) -> None:
            sent.append((topic, value))

    state = ScoringState(PACK, TOPICS, 1)
    bad = [b"one line", b'[["cnic:k1:AAAAAAAAAAAAAAAAAAAAAA",0,0]]\n{"not":"a fact"}', b"{}\n{}"]
    state.take([Record(TOPICS.sightings, 0, n, PUBLISHED, None, body, ()) for n, body in enumerate(bad)], Out())
    assert [topic for topic, _ in sent] == [TOPICS.rejects] * 3


def test_what_is_put_away_is_read_back_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    warm = outcome(HELD, SPOKEN, SHOWN)
    monkeypatch.setattr("streams.shelves.LIVE", 0)
    cold = Loop()
    for raw, tokens in (HELD, SPOKEN, SHOWN):
        cold.publish(raw, tokens)
        cold.state.drain()
    assert [(a.id, a.version, a.hits) for a in cold.alerts] == [(a.id, a.version, a.hits) for a in warm.alerts]


def test_two_documents_that_meet_through_a_name_and_a_second_key_raise_one_alert() -> None:
    held = seen("air-1", (PASSPORT, PERSON, PHONE), "docs-held-by-other", hours_ago=5)
    spoken = seen("bank-2", (CNIC, PERSON, PHONE), "spoken-for", partner="bank-chinar", sector="bank")
    for order in ((held, spoken), (spoken, held)):
        opened = [alert for alert in outcome(*order).latest().values() if alert.status is Status.OPEN]
        assert [(alert.subject, alert.aliases) for alert in opened if alert.subject != PHONE] == [
            (CNIC, (PASSPORT, PERSON))
        ]


def test_a_name_and_birth_date_alone_join_nobody() -> None:
    spoken = seen("bank-2", (CNIC, PERSON), "spoken-for", partner="bank-chinar", sector="bank", kind="account-review")
    for order in ((HELD, spoken), (spoken, HELD)):
        assert outcome(*order).alerts == []


def test_a_common_name_does_not_silence_the_documents_that_share_it() -> None:
    crowd = [seen(f"oep-{n}", (tok("cnic", f"other {n}"), PERSON), hours_ago=20 + n) for n in range(4)]
    spoken = seen("air-3", (PASSPORT, PERSON), "spoken-for", hours_ago=1)
    opened = {a.subject for a in outcome(*crowd, HELD, spoken).latest().values() if a.status is Status.OPEN}
    assert PASSPORT in opened


NAMED = seen("oep-7", (CNIC, PERSON, PHONE), partner="oep-kohsar", sector="recruiter", kind="registration", hours_ago=9)
TWIN = seen("bank-7", (tok("cnic", "b"), PERSON, PHONE), partner="bank-chinar", sector="bank", hours_ago=8)
BY_NAME = seen("air-7", (PASSPORT, PERSON, PHONE), "docs-held-by-other", hours_ago=5)
BY_CNIC = seen("bank-8", (CNIC,), "spoken-for", partner="bank-chinar", sector="bank", hours_ago=3)


@given(st.permutations([NAMED, BY_NAME, BY_CNIC, TWIN]))
@settings(max_examples=24)
def test_two_cnics_under_one_name_are_a_conflict_and_no_merge_whatever_came_first(
    order: list[tuple[bytes, tuple[str, ...]]],
) -> None:
    joined = outcome(NAMED, BY_NAME, BY_CNIC)
    assert {a.subject for a in joined.latest().values() if a.status is Status.OPEN} >= {CNIC}
    loop = outcome(*order)
    opened = {a.subject for a in loop.latest().values() if a.status is Status.OPEN and a.subject != PHONE}
    assert opened == set()
    assert [e.event for e in loop.state.history(CNIC).entries] == ["oep-kohsar/oep-7", "bank-chinar/bank-8"]


REACHED = tok("named", "a-a")
PAID = seen("bank-5", (CNIC, PHONE, REACHED), "spoken-for", partner="bank-chinar", sector="bank", hours_ago=9)
BOOKED = seen("air-5", (PHONE, REACHED), "docs-held-by-other", hours_ago=5)


@pytest.mark.parametrize("order", [(PAID, BOOKED), (BOOKED, PAID)])
def test_one_name_at_one_phone_is_one_person_in_two_sectors(order: tuple[tuple[bytes, tuple[str, ...]], ...]) -> None:
    loop = outcome(*order)
    opened = {a.subject: a.aliases for a in loop.latest().values() if a.status is Status.OPEN and a.subject != PHONE}
    assert opened == {CNIC: ()}, "it joins, and names nobody"
    assert not loop.state.history(REACHED).hits


def test_another_name_at_the_same_phone_is_another_person() -> None:
    sister = seen("air-5", (PHONE, tok("named", "b-a")), "docs-held-by-other", hours_ago=5)
    opened = [a.subject for a in outcome(PAID, sister).latest().values() if a.status is Status.OPEN]
    assert CNIC not in opened


SON = seen("bank-6", (tok("cnic", "son"), PHONE, REACHED), partner="bank-chinar", sector="bank", hours_ago=7)


@given(st.permutations([PAID, BOOKED, SON]))
@settings(max_examples=6)
def test_father_and_son_of_one_name_at_one_phone_are_not_joined_whatever_came_first(
    order: list[tuple[bytes, tuple[str, ...]]],
) -> None:
    loop = outcome(*order)
    assert [e.event for e in loop.state.history(CNIC).entries] == ["bank-chinar/bank-5"]
    assert [e.event for e in loop.state.history(tok("cnic", "son")).entries] == ["bank-chinar/bank-6"]
    assert CNIC not in {a.subject for a in loop.latest().values() if a.status is Status.OPEN}


def test_many_phones_and_spellings_of_one_person_keep_nobody_from_being_joined() -> None:
    many = tuple(tok("named", f"spelling {n}") for n in range(6))
    shown = seen("oep-6", (CNIC, PASSPORT, *many), partner="oep-kohsar", sector="recruiter", hours_ago=9)
    opened = {a.subject for a in outcome(HELD, SPOKEN, shown).latest().values() if a.status is Status.OPEN}
    assert opened == {CNIC}


def test_names_with_a_phone_crowd_no_document_out() -> None:
    loop = Loop()
    for n in range(20):
        reached = tok("named", f"{n}")
        loop.publish(
            *seen(f"oep-{n}", (PERSON, PHONE, reached), partner="oep-kohsar", sector="recruiter", hours_ago=99 - n)
        )
    loop.publish(*seen("air-1", (PASSPORT, PERSON, PHONE), hours_ago=5))
    assert PASSPORT in joining(loop.state.history(PERSON), PACK.brakes).aliases


def test_a_cycle_of_aliases_ends_and_nothing_travels_further_than_two_hops() -> None:
    names = [tok("passport", f"p{n}") for n in range(5)]
    ring = [seen(f"air-{n}", (names[n], names[(n + 1) % 5]), hours_ago=20 + n) for n in range(5)]
    held = seen("air-9", (names[0],), "docs-held-by-other", hours_ago=3)
    loop = outcome(*ring, held)
    assert len(loop.taken) < 60
    hops = {token: [e.hops for e in loop.state.history(token).entries if e.event.endswith("air-9")] for token in names}
    assert [hops[token] for token in names] == [[0], [1], [2], [2], [1]]
    chain = outcome(*ring[:4], held)
    assert [e.event for e in chain.state.history(names[4]).entries if e.event.endswith("air-9")] == []


def test_what_a_bound_dropped_is_visible_in_the_alert() -> None:
    loop = outcome(seen("bank-1", (CNIC,), "spoken-for"), seen("bank-2", (CNIC,), "docs-held-by-other"))
    assert [alert.capped for alert in loop.alerts] == [False]
    for n in range(PACK.brakes.entries):
        loop.publish(*seen(f"more-{n}", (CNIC,), "docs-held-by-other" if n % 2 else "spoken-for", trip=trip()))
    assert loop.state.history(CNIC).dropped == 2
    news = trip(flight="99", departs_at="2026-11-23T18:00:00+00:00")
    loop.publish(*seen("last", (CNIC,), "docs-held-by-other", trip=news, hours_ago=0.5))
    assert loop.alerts[-1].capped is True
