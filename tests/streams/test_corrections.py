"""A correction leaves everything as if the wrong event had never been, whatever came first; what it raised is taken back."""

from itertools import permutations
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.alert import Alert, Status
from streams.corrections import MOST, REMEMBERED_MS, Corrections, broadcast, is_history
from streams.frame import EVERY_PARTY, TAKEN_BACK, Target, encode
from streams.history import History
from streams.scoring_state import ScoringState
from tests.streams.facts import PUBLISHED, tok
from tests.streams.test_scoring import PACK, TOPICS, Loop, seen

CNIC, WRONG, PASSPORT, PERSON = tok("cnic", "a"), tok("cnic", "wrong"), tok("passport", "a"), tok("person", "a")
Sighting = tuple[bytes, tuple[str, ...], str | None]


def told(
    event: str, tokens: tuple[str, ...], said: str | None = None, corrects: str | None = None, **f: Any
) -> Sighting:
    """A sighting, and which event it corrects."""
    raw, tokens = seen(event, tokens, said, **f)
    return raw, tokens, corrects


BANK = {"partner": "bank-chinar", "sector": "bank"}
FLIES = told("air-1", (PASSPORT,), "docs-held-by-other", hours_ago=5)
SPOKEN = told("bank-1", (CNIC,), "spoken-for", hours_ago=4, **BANK)
VICTIM_OF_A_TYPO = told("bank-2", (WRONG,), "spoken-for", hours_ago=3, **BANK)
TYPED_WRONG = told("air-2", (PASSPORT, WRONG), hours_ago=8)
TYPED_RIGHT = told("air-3", (PASSPORT, CNIC), corrects="air-nilkanth/air-2", hours_ago=8)


class Corrected(Loop):
    """One partition that is told of corrections as intake tells it."""

    def tell(self, sighting: Sighting) -> None:
        raw, tokens, corrects = sighting
        if corrects is not None:
            word = Target("", EVERY_PARTY, TAKEN_BACK, corrects)
            self.send(TOPICS.sightings, encode([([word], broadcast(orjson.loads(raw)))]))
            self.run()
        if tokens:
            self.publish(raw, tokens)

    def opened(self) -> dict[str, set[str]]:
        latest = [alert for alert in self.latest().values() if alert.status is Status.OPEN]
        return {alert.subject: {hit.indicator for hit in alert.hits} for alert in latest}


def played(*sightings: Sighting, state: ScoringState | None = None) -> Corrected:
    loop = Corrected(state)
    for sighting in sightings:
        loop.tell(sighting)
    return loop


def known(history: History) -> Any:
    """All that a history knows but how it came to know it."""
    return (
        [(entry.key, history.keys[entry.key]) for entry in history.entries],
        history.bonds,
        history.strangers,
        {name: (met.events, met.said) for name, met in history.hits.items()},
        history.dropped,
    )


def everything(loop: Corrected) -> dict[str, Any]:
    return {token: known(loop.state.history(token)) for token in (CNIC, WRONG, PASSPORT, PERSON)}


def test_a_typing_error_joins_two_people_and_its_correction_parts_them_and_joins_the_right_ones() -> None:
    before = played(FLIES, SPOKEN, VICTIM_OF_A_TYPO, TYPED_WRONG)
    assert set(before.opened()) == {WRONG}
    after = played(FLIES, SPOKEN, VICTIM_OF_A_TYPO, TYPED_WRONG, TYPED_RIGHT)
    assert after.opened() == {CNIC: {"docs-held", "spoken-for"}}
    assert {a.subject for a in after.alerts} == {WRONG, CNIC}  # nobody else, not even for a moment
    (withdrawn,) = [a for a in after.latest().values() if a.status is Status.WITHDRAWN]
    assert (withdrawn.subject, withdrawn.version) == (WRONG, 2)
    assert [e.event for e in after.state.history(WRONG).entries] == ["bank-chinar/bank-2"]
    assert not after.state.history(WRONG).bonds
    assert after.state.tally["corrections", "applied"] == 1


@given(st.permutations([FLIES, SPOKEN, VICTIM_OF_A_TYPO, TYPED_WRONG, TYPED_RIGHT]))
@settings(max_examples=60, deadline=None)
def test_in_any_order_the_end_is_as_if_the_wrong_event_had_never_been(order: list[Sighting]) -> None:
    never = played(*(sighting for sighting in order if sighting is not TYPED_WRONG))
    corrected = played(*order)
    assert everything(corrected) == everything(never)
    assert corrected.opened() == never.opened()


def test_a_correction_that_changes_nothing_for_an_alert_is_told_in_one_version() -> None:
    right = told("air-9", (PASSPORT,), "docs-held-by-other", corrects="air-nilkanth/air-1", hours_ago=6)
    loop = played(FLIES, SPOKEN, told("oep-1", (CNIC, PASSPORT), partner="oep-kohsar", sector="recruiter"), right)
    statuses = [(a.subject == CNIC, a.status) for a in loop.alerts]
    assert statuses[-1] == (True, Status.OPEN)
    assert all(status is Status.OPEN for mine, status in statuses if not mine)
    (alert,) = loop.latest().values()
    assert "air-9" in {ref.event for ref in alert.evidence}
    assert "air-1" not in {ref.event for ref in alert.evidence}


def test_a_retraction_leaves_nothing_in_its_place() -> None:
    loop = played(FLIES, VICTIM_OF_A_TYPO, TYPED_WRONG, told("air-4", (), corrects="air-nilkanth/air-2"))
    assert loop.opened() == {}
    assert everything(loop) == everything(played(FLIES, VICTIM_OF_A_TYPO))


def test_an_alert_whose_only_evidence_is_corrected_is_withdrawn_and_quotes_it() -> None:
    both = told("bank-5", (CNIC,), "docs-held-by-other", **BANK)
    loop = played(SPOKEN, both, told("bank-6", (), corrects="bank-chinar/bank-5", **BANK))
    (alert,) = loop.latest().values()
    assert (alert.status, alert.version) == (Status.WITHDRAWN, 2)
    assert {hit.indicator for hit in alert.hits} == {"docs-held", "spoken-for"}
    assert alert.published == PUBLISHED
    everywhere = played(both, SPOKEN, *(told(f"x{n}", (), corrects=f"bank-chinar/bank-{n}", **BANK) for n in (5, 1)))
    (gone,) = everywhere.latest().values()
    assert gone.status is Status.WITHDRAWN
    assert everywhere.state.history(CNIC).entries == []


A = told("a", (CNIC,), "docs-held-by-other", corrects="bank-chinar/b", **BANK)
B = told("b", (CNIC,), "docs-held-by-other", corrects="bank-chinar/a", **BANK)
C = told("c", (CNIC,), "docs-held-by-other", corrects="bank-chinar/b", **BANK)


@pytest.mark.parametrize("order", list(permutations((A, B))))
def test_two_that_correct_each_other_both_go_and_the_line_moves(order: tuple[Sighting, ...]) -> None:
    assert played(*order, SPOKEN).opened() == {}
    assert [e.event for e in played(*order, SPOKEN).state.history(CNIC).entries] == ["bank-chinar/bank-1"]


@pytest.mark.parametrize("order", list(permutations((told("a", (CNIC,), **BANK), B, C))))
def test_of_a_chain_the_last_one_holds(order: tuple[Sighting, ...]) -> None:
    assert [e.event for e in played(*order).state.history(CNIC).entries] == ["bank-chinar/c"]


def test_a_correction_of_an_unknown_event_is_counted_and_keeps_it_out_when_it_comes() -> None:
    loop = played(told("bank-9", (CNIC,), corrects="bank-chinar/never", **BANK))
    assert loop.state.tally["corrections", "waiting"] == 1
    loop.tell(told("never", (CNIC,), "docs-held-by-other", **BANK))
    assert loop.state.tally["corrections", "kept_out"] == 1
    assert [e.event for e in loop.state.history(CNIC).entries] == ["bank-chinar/bank-9"]


def test_another_partner_cannot_correct_what_is_not_its_own() -> None:
    loop = played(SPOKEN, told("x", (), corrects="air-nilkanth/bank-1"))
    assert [e.event for e in loop.state.history(CNIC).entries] == ["bank-chinar/bank-1"]


@pytest.mark.parametrize("at", range(1, 6))
def test_a_restart_anywhere_and_a_replay_of_all_end_in_the_same_state(at: int) -> None:
    order = (FLIES, SPOKEN, VICTIM_OF_A_TYPO, TYPED_WRONG, TYPED_RIGHT)
    whole = played(*order)
    loop = played(*order[:at])
    restarted = ScoringState(PACK, TOPICS, 1)
    for key, value in loop.state.drain():
        assert value is not None
        restarted.restore(key, value)
    again = Corrected(restarted)
    again.taken = list(loop.taken)
    for record in loop.taken:  # the source was not acknowledged
        restarted.take([record], again)
    assert not again.queue
    for sighting in order[at:]:
        again.tell(sighting)
    assert everything(again) == everything(whole)
    alerts: list[Alert] = [*loop.alerts, *again.alerts]
    assert {a.id: a.status for a in alerts} == {a.id: a.status for a in whole.alerts}


def test_half_written_state_is_mended_by_the_replay() -> None:
    whole = played(FLIES, SPOKEN, VICTIM_OF_A_TYPO, TYPED_WRONG, TYPED_RIGHT)
    saved = [(key, value) for key, value in whole.state.drain() if value is not None]
    assert [is_history(key) for key, _ in saved] == [True] * (len(saved) - 1) + [False]
    for kept in range(len(saved)):
        restarted = ScoringState(PACK, TOPICS, 1)
        for key, value in saved[:kept]:
            restarted.restore(key, value)
        again = Corrected(restarted)
        again.taken = list(whole.taken)
        for record in whole.taken:
            restarted.take([record], again)
        again.run()
        found = {token: [entry.key for entry in restarted.history(token).entries] for token in (CNIC, WRONG, PASSPORT)}
        assert found == {token: [e.key for e in whole.state.history(token).entries] for token in found}


def test_corrections_are_bounded_in_count_and_age_and_come_back_from_their_records() -> None:
    known = Corrections()
    ref = {"published": PUBLISHED, "ref": {}}
    for number in range(MOST + 3):
        known.note(f"p/{number}", broadcast(ref))
    records = list(known.drain())
    assert [key for key, value in records if value is None] == [b"~corrected/p/%d" % n for n in range(3)]
    copy = Corrections()
    for key, value in records:
        if value is not None:
            copy.restore(key, value)
    assert f"p/{MOST}" in copy
    assert "p/0" not in copy
    assert list(copy.drain()) == []
    copy.note("p/new", broadcast({"published": PUBLISHED + REMEMBERED_MS + 1, "ref": {}}))
    assert sum(value is None for _, value in copy.drain()) == MOST
