"""After an upgrade: what an older version remembered under words that are written no more is told plainly, and stops nothing."""

import pytest

from schemas.alert import Status
from streams.indicators import INDICATORS, SENTENCES
from streams.scoring_state import ScoringState
from streams.spoken import spoken
from streams.wording import Said, Sentence, in_english, in_urdu
from tests.streams.test_scoring import CNIC, HELD, PACK, PASSPORT, PERSON, SHOWN, SPOKEN, TOPICS, Loop

LAST_MINUTE = next(indicator for indicator in INDICATORS if indicator.id == "a-last-minute")


def test_what_is_written_is_said_in_both_languages() -> None:
    said = Said("a-last-minute", (("hours", 12),))
    assert spoken(said, LAST_MINUTE) == Sentence(in_english(said, SENTENCES), in_urdu(said, SENTENCES))


@pytest.mark.parametrize(
    ("said", "values"),
    [
        (Said("a-last-minute/renamed", (("hours", 12),)), "hours 12"),
        (Said("a-last-minute", (("hours_left", 12), ("visa", "visit"))), "hours_left 12, visa visit"),
        (Said("an-older-name", ()), ""),
    ],
)
def test_what_is_written_no_more_is_the_indicators_first_sentence_with_the_values_that_were_kept(
    said: Said, values: str
) -> None:
    plain = spoken(said, LAST_MINUTE)
    assert plain.en.startswith("Booked shortly before an international departure. ")
    assert "an earlier version" in plain.en
    assert plain.en.endswith(f"recorded: {values}." if values else "recorded.")
    assert "a-last-minute" in plain.ur
    assert plain.ur.endswith("۔")
    assert all(str(value) in plain.en for _, value in said.values)
    assert all(name in plain.ur for name, _ in said.values)
    assert ("وزٹ" in plain.ur) is ("visit" in values)


PARTLY_DROPPED = (
    b'["a-obs-docs-held",[]],["air-nilkanth/air-1"]',
    b'["a-obs-docs-kept",[]],["air-nilkanth/air-0","air-nilkanth/air-1"]',
)
"""A bound has dropped a part of what the sign rests on, so that it is not asked again."""


def restored(older: Loop, words: bytes, renamed: bytes) -> tuple[Loop, int]:
    """A worker of the next version: it takes up what the older one stored, in which a sentence has another name. How many did."""
    loop, changed = Loop(ScoringState(PACK, TOPICS, 1)), 0
    for key, value in older.state.drain():
        assert value is not None
        changed += words in value
        loop.state.restore(key, value.replace(words, renamed))
    loop.taken = list(older.taken)  # offsets go on where the older worker stopped
    return loop, changed


def test_a_worker_that_takes_up_histories_of_an_older_version_raises_the_alert_and_tells_the_sign_plainly() -> None:
    older = Loop()
    older.publish(*SHOWN)
    older.publish(*HELD)
    assert older.alerts == []
    loop, changed = restored(older, *PARTLY_DROPPED)
    assert changed >= 1
    loop.publish(*SPOKEN)
    alerts = [alert for alert in loop.latest().values() if alert.status is Status.OPEN]
    assert {alert.subject for alert in alerts} <= {CNIC, PASSPORT, PERSON}
    (alert,) = alerts
    told = {hit.indicator: (hit.sentence, hit.sentence_ur) for hit in alert.hits}
    assert told["docs-held"][0] == "Somebody else holds the documents. This is what an earlier version recorded."
    assert "docs-held" in told["docs-held"][1]
    assert loop.state.tally["hits_told_plainly",] == sum("an earlier version" in said for said, _ in told.values()) == 1
    assert older.state.tally["hits_told_plainly",] == 0
    assert told["spoken-for"] == (SENTENCES["a-obs-spoken-for"].en, SENTENCES["a-obs-spoken-for"].ur)


def test_a_sign_whose_evidence_is_held_is_asked_again_and_told_in_the_words_of_today() -> None:
    older = Loop()
    for tale in (SHOWN, HELD):
        older.publish(*tale)
    loop, changed = restored(older, b'"a-obs-docs-held"', b'"a-obs-docs-kept"')
    assert changed >= 1
    loop.publish(*SPOKEN)
    (alert,) = [alert for alert in loop.latest().values() if alert.status is Status.OPEN]
    assert {hit.sentence for hit in alert.hits} == {
        SENTENCES[f"a-obs-{name}"].en for name in ("docs-held", "spoken-for")
    }
    assert loop.state.tally["hits_told_plainly",] == 0


def test_what_is_told_plainly_is_no_news_and_makes_no_version() -> None:
    older = Loop()
    for tale in (SHOWN, HELD, SPOKEN):
        older.publish(*tale)
    before = len(older.alerts)
    assert before
    loop, changed = restored(older, *PARTLY_DROPPED)
    assert changed >= 1
    loop.publish(SHOWN[0].replace(b"oep-1", b"oep-2"), SHOWN[1])
    assert loop.alerts == []
