"""A history that is put away comes back as it was; a fact is kept once and gone with its last holder; orders reach it there."""

import gc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.erasure import Forget
from streams import cold
from streams.history import History
from streams.ports import Record
from streams.scoring_state import ScoringState
from streams.stored import dump, load
from tests.streams.facts import PUBLISHED, tok
from tests.streams.test_corrections import (
    BANK,
    CNIC,
    FLIES,
    PASSPORT,
    SPOKEN,
    TYPED_RIGHT,
    TYPED_WRONG,
    VICTIM_OF_A_TYPO,
    WRONG,
    Corrected,
    Sighting,
    known,
    played,
    told,
)
from tests.streams.test_history import ME, filled, sightings
from tests.streams.test_scoring import PACK, TOPICS


@given(st.integers(0, 9))
def test_a_history_comes_back_as_it_was(count: int) -> None:
    data = dump(filled(sightings(count)) if count else History(ME))
    assert dump(cold.taken_up(ME, cold.put_away(data))) == data


def test_a_long_head_is_packed_and_comes_back() -> None:
    history = filled(sightings(3))
    history.bonds = {tok("cnic", str(n)): {"bank-chinar": f"bank-chinar/{n}"} for n in range(9)}
    data = dump(history)
    away = cold.put_away(data)
    assert len(away) < len(data) / 4
    assert dump(cold.taken_up(ME, away)) == data


@given(
    st.lists(st.sampled_from(["AQgw", "xyz-", ':"', "\\u0000", ME, ME[:-1] + "B", "cnic:k1:", '"', ","]), max_size=20)
)
def test_any_text_comes_back_as_it_was_whatever_looks_like_a_token(parts: list[str]) -> None:
    text = "".join(f'"{part}"' for part in parts).encode()
    assert cold._unpack(cold._pack(text)) == text


def test_a_fact_is_kept_once_for_all_and_gone_with_its_last_holder() -> None:
    gc.collect()
    before = len(cold._KEPT)
    data = dump(filled(sightings(4)))
    one, other = cold.put_away(data), cold.put_away(data)
    assert len(cold._KEPT) == before + 4
    assert cold.weight(one) == cold.weight(other)
    cold.let_go(one)
    assert len(cold._KEPT) == before + 4
    assert cold.taken_up(ME, other).entries == load(ME, data).entries
    assert len(cold._KEPT) == before


def test_a_partition_that_goes_lets_go_of_what_it_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streams.shelves.LIVE", 0)
    gc.collect()
    before = len(cold._KEPT)
    state = ScoringState(PACK, TOPICS, 1)
    loop = played(FLIES, SPOKEN, state=state)
    state.drain()
    assert len(cold._KEPT) == before + 2
    del loop, state
    gc.collect()
    assert len(cold._KEPT) == before


class PutAway(Corrected):
    """Puts every history away after each frame."""

    def run(self) -> None:
        while self.queue:
            record = self.queue.popleft()
            self.taken.append(record)
            self.state.take([record], self)
            self.state.drain()


def away(monkeypatch: pytest.MonkeyPatch, *sightings: Sighting) -> PutAway:
    monkeypatch.setattr("streams.shelves.LIVE", 0)
    loop = PutAway()
    for sighting in sightings:
        loop.tell(sighting)
    return loop


def test_a_correction_reaches_what_is_put_away(monkeypatch: pytest.MonkeyPatch) -> None:
    order = (FLIES, SPOKEN, VICTIM_OF_A_TYPO, TYPED_WRONG, TYPED_RIGHT)
    warm, loop = played(*order), away(monkeypatch, *order)
    assert [(a.id, a.version, a.status) for a in loop.alerts] == [(a.id, a.version, a.status) for a in warm.alerts]
    for token in (CNIC, WRONG, PASSPORT):
        assert known(loop.state.history(token)) == known(warm.state.history(token))


def test_a_retraction_reaches_what_came_along_an_alias_and_is_put_away(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = told("oep-1", (CNIC, PASSPORT), partner="oep-kohsar", sector="recruiter")
    loop = away(monkeypatch, FLIES, SPOKEN, shown, told("air-7", (), corrects="air-nilkanth/air-1"))
    assert [entry.event for entry in loop.state.history(CNIC).entries] == ["bank-chinar/bank-1", "oep-kohsar/oep-1"]


def test_an_erased_subject_is_nowhere_in_what_is_put_away(monkeypatch: pytest.MonkeyPatch) -> None:
    gc.collect()
    kept = set(cold._KEPT)
    met = told("bank-4", (CNIC, tok("phone", "theirs")), **BANK)
    loop = away(monkeypatch, met, SPOKEN)
    order = Forget(order="5" * 32, tokens=(CNIC,)).model_dump_json().encode()
    loop.state.take([Record(TOPICS.forget, 0, 0, PUBLISHED, None, order, ())], loop)
    loop.state.drain()
    left: list[Any] = [cold._raw(number) for number in set(cold._KEPT) - kept]
    assert len(left) == 1
    assert not any(CNIC.encode() in raw for raw in left)
