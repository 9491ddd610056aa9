"""An event is scored to its end on the version it began on, by whichever worker, whatever is active by then."""

from collections.abc import Sequence

import orjson
import pytest

from schemas.alert import Alert, Status
from schemas.rulepack import Rule, Strength
from schemas.topic import Topics
from streams.corrections import broadcast
from streams.frame import EVERY_PARTY, TAKEN_BACK, Target, decode, encode
from streams.intake_state import IntakeState
from streams.pack import Pack
from streams.packs import HEADER, Packs, stamp_of
from streams.ports import Headers, Record
from streams.scoring_state import ScoringState
from tests.streams.facts import AIR, KEYS, PUBLISHED, event, fact, raw, tok
from tests.streams.packs import rule_pack
from tests.streams.test_scoring import INDICATORS

TOPICS = Topics()
STRONG = {name: Rule(strength=Strength.STRONG) for name in ("docs-held", "spoken-for")}
OLD = Pack(rule_pack(STRONG, version="2026.11.1"), INDICATORS)
MILDER = STRONG | {"spoken-for": Rule(strength=Strength.MODERATE)}
NEW = Pack(rule_pack(MILDER, version="2026.11.2"), INDICATORS)
CNIC, PASSPORT = tok("cnic", "a"), tok("passport", "a")


class Sent:
    """Keeps what a stage sends."""

    def __init__(self) -> None:
        self.records: list[tuple[str, bytes, Headers]] = []

    def send(
        self, topic: str, value: bytes, *, key: bytes | None = None, partition: int | None = None, headers: Headers = ()
    ) -> None:
        self.records.append((topic, value, headers))

    def alerts(self) -> list[Alert]:
        return [Alert.model_validate_json(value) for topic, value, _ in self.records if topic == TOPICS.alerts]

    def stamps(self) -> list[bytes | None]:
        return [stamp_of(headers) for topic, _, headers in self.records if topic == TOPICS.sightings]


def frame(offset: int, fact_: bytes, *tokens: str, stamp: bytes | None = None) -> Record:
    headers = () if stamp is None else ((HEADER, stamp),)
    body = encode([([Target(token, 0, 0) for token in tokens], fact_)])
    return Record(TOPICS.sightings, 0, offset, PUBLISHED, None, body, headers)


def observed(name: str, *tokens: str) -> bytes:
    parties = [{"role": "traveller", "tokens": list(tokens)}]
    return fact(name, parties, kind="offload", observations=["docs-held-by-other", "spoken-for"])


def score(packs: Packs, records: Sequence[Record]) -> tuple[Sent, ScoringState]:
    state, out = ScoringState(packs, TOPICS, 1), Sent()
    state.take(records, out)
    return out, state


def test_intake_writes_the_active_version_beside_the_sightings_and_the_next_one_after_a_swap() -> None:
    packs, out = Packs(OLD), Sent()
    state = IntakeState({TOPICS.events(AIR.id): AIR}, KEYS, TOPICS, 1, packs.stamp)

    def take(offset: int, name: str) -> None:
        body = raw({**event(), "id": name})
        state.take([Record(TOPICS.events(AIR.id), 0, offset, PUBLISHED, None, body, ())], out)

    take(0, "bk-1")
    packs.activate(NEW)
    take(1, "bk-2")
    assert out.stamps() == [OLD.stamp, NEW.stamp]


def test_an_event_that_began_on_the_old_version_is_scored_on_it_though_the_new_one_is_active() -> None:
    packs = Packs(OLD)
    packs.activate(NEW)
    out, _ = score(
        packs,
        [
            frame(0, observed("of-1", CNIC), CNIC, stamp=OLD.stamp),
            frame(1, observed("of-2", CNIC), CNIC, stamp=OLD.stamp),
            frame(2, observed("of-3", CNIC), CNIC, stamp=NEW.stamp),
        ],
    )
    assert [(len(alert.evidence), alert.rule_pack) for alert in out.alerts()] == [(2, "2026.11.1"), (3, "2026.11.2")]


def test_a_relay_carries_the_version_of_the_sighting_it_repeats() -> None:
    packs = Packs(NEW)
    packs.know(OLD)
    out, _ = score(
        packs,
        [
            frame(0, observed("of-1", CNIC, PASSPORT), CNIC, stamp=OLD.stamp),
            frame(1, observed("of-2", CNIC), CNIC, stamp=OLD.stamp),
            frame(2, observed("of-3", CNIC), CNIC, stamp=NEW.stamp),
        ],
    )
    relayed = [
        (orjson.loads(body)["ref"]["event"], stamp_of(headers))
        for topic, value, headers in out.records
        if topic == TOPICS.sightings
        for _, body in decode(value)
    ]
    assert relayed == [("of-2", OLD.stamp), ("of-3", NEW.stamp)]


def test_relays_leave_in_the_order_they_were_made_though_versions_alternate_in_one_batch() -> None:
    packs = Packs(NEW)
    packs.know(OLD)
    stamps = (OLD.stamp, OLD.stamp, NEW.stamp, NEW.stamp, OLD.stamp)
    both = frame(0, observed("of-0", CNIC, PASSPORT), CNIC, stamp=OLD.stamp)
    later = [frame(n, observed(f"of-{n}", CNIC), CNIC, stamp=one) for n, one in enumerate(stamps, 1)]
    out, _ = score(packs, [both, *later])
    assert out.stamps() == [OLD.stamp, NEW.stamp, OLD.stamp]


def test_what_a_correction_takes_back_is_told_on_the_version_the_correction_began_on() -> None:
    packs = Packs(NEW)
    packs.know(OLD)
    seen = [frame(n, observed(f"of-{n}", CNIC), CNIC, stamp=NEW.stamp) for n in range(2)]
    word = Target("", EVERY_PARTY, TAKEN_BACK, "air-nilkanth/of-1")
    body = encode([([word], broadcast(orjson.loads(observed("of-2"))))])
    record = Record(TOPICS.sightings, 0, 2, PUBLISHED, None, body, ((HEADER, OLD.stamp),))
    out, _ = score(packs, [*seen, record])
    told = [(alert.status, alert.rule_pack) for alert in out.alerts()]
    assert told == [(Status.OPEN, "2026.11.2"), (Status.WITHDRAWN, "2026.11.1")]


def test_a_frame_from_before_there_were_stamps_is_scored_on_the_active_version() -> None:
    out, _ = score(Packs(NEW), [frame(n, observed(f"of-{n}", CNIC), CNIC) for n in range(2)])
    assert {alert.rule_pack for alert in out.alerts()} == {"2026.11.2"}


def test_a_version_this_worker_could_not_load_is_replaced_by_its_own_and_counted_and_passed_on_as_it_came() -> None:
    records = [frame(n, observed(f"of-{n}", CNIC, PASSPORT), CNIC, stamp=b"2026.12.9 abc") for n in range(2)]
    records.append(frame(2, observed("of-2", CNIC), CNIC, stamp=b"2026.12.9 abc"))
    out, state = score(Packs(OLD), records)
    assert {alert.rule_pack for alert in out.alerts()} == {"2026.11.1"}
    assert state.tally["rules_substituted",] == 3
    assert set(out.stamps()) == {b"2026.12.9 abc"}


def test_an_indicator_younger_than_the_pack_is_not_asked() -> None:
    older = Pack(rule_pack({"docs-held": Rule(strength=Strength.STRONG)}), INDICATORS)
    out, _ = score(Packs(older), [frame(n, observed(f"of-{n}", CNIC), CNIC) for n in range(2)])
    assert out.alerts() == []


def test_another_version_by_itself_is_no_news_for_an_officer() -> None:
    same = Pack(rule_pack(STRONG, version="2026.11.3"), INDICATORS)
    packs = Packs(same)
    packs.know(OLD)
    records = [frame(n, observed(f"of-{n}", CNIC), CNIC, stamp=OLD.stamp) for n in range(2)]
    out, _ = score(packs, [*records, frame(2, observed("of-2", CNIC), CNIC, stamp=same.stamp)])
    assert [(alert.version, alert.rule_pack) for alert in out.alerts()] == [(1, "2026.11.1")]


def test_what_an_indicator_found_before_it_was_switched_off_counts_no_more() -> None:
    off = STRONG | {"spoken-for": Rule(strength=Strength.STRONG, on=False)}
    without = Pack(rule_pack(off, version="2026.11.3"), INDICATORS)
    packs = Packs(without)
    packs.know(OLD)
    first = frame(0, observed("of-0", CNIC), CNIC, stamp=OLD.stamp)  # not enough yet: one event
    out, _ = score(packs, [first, frame(1, observed("of-1", CNIC), CNIC, stamp=without.stamp)])
    assert out.alerts() == []


@pytest.mark.parametrize("change", [{"changelog": "Said in other words."}, {"author": "other-desk"}])
def test_who_wrote_a_pack_and_what_it_says_of_itself_does_not_change_its_digest(change: dict[str, str]) -> None:
    rules = rule_pack(STRONG)
    assert Pack(rules.model_copy(update=change), INDICATORS).digest == Pack(rules, INDICATORS).digest
