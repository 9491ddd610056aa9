"""What the rulebook makes of its records: a version never changes, two people stand behind a held one, order is kept."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import uuid4

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.rulebook import Decision, Entry, Forecast, Load, Step
from schemas.rulepack import Rule, RulePack, Strength
from streams.pack import Pack, digest, digest_of
from streams.rulebook import Rulebook, key_of
from tests.streams.packs import rule_pack
from tests.streams.test_scoring import INDICATORS

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
AUTHOR, REVIEWER = "scoring-desk", "review-desk"


def rules(version: str, strength: Strength = Strength.STRONG) -> RulePack:
    return rule_pack({"docs-held": Rule(strength=strength)}, version=version)


def entry(pack: RulePack) -> Entry:
    return Entry(pack=pack, digest=digest(pack), text="", at=AT, by=AUTHOR)


def forecast(*beyond: str) -> Forecast:
    load = Load(inbox="fia-hq", before=3.0, after=90.0 if beyond else 4.0, budget=20.0)
    return Forecast(
        against="2026.11.1", events=1000, days=7.0, inboxes=(load,), gained=9, lost=1, kept=20, beyond=beyond
    )


def step(kind: Step, pack: RulePack, by: str = AUTHOR, at: int = 0, predicted: Forecast | None = None) -> Decision:
    when = AT + timedelta(minutes=at)
    return Decision(
        id=uuid4().hex, step=kind, version=pack.version, digest=digest(pack), by=by, at=when, forecast=predicted
    )


def book(*records: Entry | Decision) -> Rulebook:
    made = Rulebook()
    for record in records:
        made.take(key_of(record), record.model_dump_json().encode())
    return made


FIRST, SECOND = rules("2026.11.1"), rules("2026.11.2", Strength.MODERATE)
BEGUN = (entry(FIRST), step(Step.FOUNDED, FIRST), entry(SECOND), step(Step.PROPOSED, SECOND))


def test_a_new_rulebook_has_no_active_version() -> None:
    assert book().active is None
    assert book(*BEGUN).active == "2026.11.1"


def test_a_version_that_is_entered_again_with_another_content_is_not_taken() -> None:
    made = book(*BEGUN, entry(rules("2026.11.2", Strength.WEAK)))
    assert made.entries["2026.11.2"].pack == SECOND
    assert made.set_aside == ["2026.11.2: entered a second time; a version never changes"]


def test_an_entry_whose_digest_is_another_is_not_taken() -> None:
    forged = entry(SECOND).model_copy(update={"digest": "0" * 12})
    assert "2026.11.2" not in book(*BEGUN[:2], forged).entries


def test_an_entry_of_an_older_release_stands_though_this_one_has_fields_that_it_had_not() -> None:
    fields = orjson.loads(entry(SECOND).model_dump_json())
    del fields["pack"]["weights"]["sector_step"], fields["pack"]["brakes"]
    fields["digest"] = digest_of(fields["pack"])
    made = book(*BEGUN[:2])
    made.take(b"pack/2026.11.2/x", orjson.dumps(fields))
    assert made.set_aside == []
    older = made.entries["2026.11.2"]
    assert older.digest != digest(older.pack)
    assert Pack(older.pack, INDICATORS, entered=older.digest).stamp == f"2026.11.2 {older.digest}".encode()


@pytest.mark.parametrize(
    "other",
    [entry(rules("2026.11.2", Strength.WEAK)), entry(SECOND.model_copy(update={"changelog": "Written by a forger."}))],
)
def test_two_contents_of_one_version_have_two_keys_so_that_compaction_keeps_the_first(other: Entry) -> None:
    assert key_of(entry(SECOND)) != key_of(other)
    assert book(*BEGUN, other).entries["2026.11.2"] == entry(SECOND)


def test_a_decision_whose_id_is_used_again_is_neither_obeyed_nor_takes_the_place_of_the_first() -> None:
    first = step(Step.ACTIVATED, SECOND, predicted=forecast())
    again = first.model_copy(update={"step": Step.ROLLED_BACK, "version": FIRST.version, "digest": digest(FIRST)})
    assert key_of(first) != key_of(again)
    assert book(*BEGUN, first, again).active == "2026.11.2"


def test_a_version_within_the_budget_is_activated_by_one_person() -> None:
    made = book(*BEGUN, step(Step.ACTIVATED, SECOND, predicted=forecast()))
    assert made.active == "2026.11.2"
    assert made.before() == "2026.11.1"


def test_a_version_beyond_the_budget_is_not_activated_without_its_reviewer() -> None:
    held = (step(Step.HELD, SECOND, predicted=forecast("fia-hq")),)
    activated = step(Step.ACTIVATED, SECOND, predicted=forecast("fia-hq"))
    made = book(*BEGUN, *held, activated)
    assert made.active == "2026.11.1"
    assert made.held("2026.11.2") is not None
    assert "nobody has approved it" in made.set_aside[0]
    approved = book(*BEGUN, *held, step(Step.APPROVED, SECOND, by=REVIEWER), activated)
    assert approved.active == "2026.11.2"
    assert approved.held("2026.11.2") is None


def test_what_was_held_is_activated_by_no_second_comparison() -> None:
    held = step(Step.HELD, SECOND, predicted=forecast("fia-hq"))
    again = step(Step.ACTIVATED, SECOND, predicted=forecast())  # on a smaller file, say
    made = book(*BEGUN, held, again)
    assert made.active == "2026.11.1"
    assert made.set_aside[0].endswith("it is held, and nobody has approved it")
    assert book(*BEGUN, held, step(Step.APPROVED, SECOND, by=REVIEWER), again).active == "2026.11.2"


def test_nobody_approves_what_he_wrote_nor_what_another_reviews() -> None:
    for by in (AUTHOR, "somebody-else"):
        made = book(*BEGUN, step(Step.APPROVED, SECOND, by=by), step(Step.ACTIVATED, SECOND))
        assert made.active == "2026.11.1"
        assert made.set_aside[0].endswith("only its reviewer, review-desk, may approve it")


def test_an_activation_that_rests_on_nothing_is_not_obeyed() -> None:
    assert book(*BEGUN, step(Step.ACTIVATED, SECOND)).active == "2026.11.1"


def test_an_activation_that_was_compared_with_another_version_than_the_active_one_is_not_obeyed() -> None:
    third = rules("2026.11.3", Strength.WEAK)
    both = (entry(third), step(Step.ACTIVATED, SECOND, predicted=forecast()))
    made = book(*BEGUN, *both, step(Step.ACTIVATED, third, predicted=forecast()))  # two people at once
    assert made.active == "2026.11.2"
    assert made.set_aside[0].endswith("it was compared with 2026.11.1, and 2026.11.2 is active")


def test_a_rollback_leads_to_a_version_that_was_active_and_to_no_other() -> None:
    activated = (*BEGUN, step(Step.ACTIVATED, SECOND, predicted=forecast()))
    assert book(*activated, step(Step.ROLLED_BACK, FIRST)).active == "2026.11.1"
    assert book(*BEGUN, step(Step.ROLLED_BACK, SECOND)).active == "2026.11.1"


def test_a_decision_about_an_unknown_version_or_another_content_is_set_aside() -> None:
    unknown = step(Step.ACTIVATED, rules("2026.12.1"), predicted=forecast())
    other = step(Step.ACTIVATED, rules("2026.11.2", Strength.WEAK), predicted=forecast())
    made = book(*BEGUN, unknown, other)
    assert made.active == "2026.11.1"
    assert len(made.set_aside) == 2


@pytest.mark.parametrize("value", [None, b"", b"not json", b'{"step":"activated"}'])
def test_what_is_no_record_is_set_aside_with_its_reason(value: bytes | None) -> None:
    made = book(*BEGUN)
    made.take(b"decision/x", value)
    assert made.active == "2026.11.1"
    assert len(made.set_aside) == 1


DECISIONS = st.builds(
    step,
    st.sampled_from(list(Step)),
    st.sampled_from([FIRST, SECOND, rules("2026.11.3", Strength.WEAK)]),
    by=st.sampled_from([AUTHOR, REVIEWER]),
    predicted=st.sampled_from([None, forecast(), forecast("fia-hq")]),
)


@given(st.lists(DECISIONS, max_size=12))
def test_whatever_is_written_a_version_beyond_the_budget_is_never_active_unapproved(steps: list[Decision]) -> None:
    made = book(*BEGUN, *steps, *steps)  # said twice: what comes again changes nothing
    for one in made.decisions:
        if one.step is Step.ACTIVATED and (one.forecast is None or one.forecast.beyond):
            assert made.is_approved(one.version)
    for version in made.entries:
        turns = [one.step for one in made.steps(version) if one.step in (Step.HELD, Step.APPROVED, Step.ACTIVATED)]
        for first, then in pairwise(turns):
            assert (first, then) != (Step.HELD, Step.ACTIVATED) or made.is_approved(version)
    assert made.active in made.entries
    assert len({one.id for one in made.decisions}) == len(made.decisions)
