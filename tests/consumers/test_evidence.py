"""Evidence: the very event, its very bytes, and what its seal holds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import orjson
import pytest
from sqlalchemy import func, select

from consumers.archive import Position
from consumers.audit import verify
from consumers.dossier import gather, pieces_of
from consumers.evidence import EvidenceState, Missed, element, judged
from consumers.store import Store
from consumers.tables import AUDIT, EVIDENCE
from consumers.unseal import new_sealing_pair
from schemas.route import Profile
from tests.consumers.making import CNIC, KEYS, NOW, PAIR, alert, event, new_store, ref, view


@dataclass
class Archive:
    """The events topics in memory."""

    records: dict[Position, bytes] = field(default_factory=dict)
    away: bool = False
    asked: list[Position] = field(default_factory=list)

    def read(self, wanted: Iterable[Position]) -> Mapping[Position, bytes | Missed]:
        self.asked += wanted
        missed = Missed.UNREACHABLE if self.away else Missed.GONE
        return {place: missed if self.away else self.records.get(place, missed) for place in self.asked}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = new_store(tmp_path)
    yield opened
    opened.close()


def test_an_event_is_found_with_its_bytes_its_hash_and_its_identities() -> None:
    raw = event()
    piece = judged(ref(), raw, KEYS)
    assert (piece.state, piece.raw, piece.sha256) == (EvidenceState.FOUND, raw, sha256(raw).hexdigest())
    opened = piece.identities()
    assert opened is not None
    assert opened.parties[0].cnic == CNIC
    assert opened.note == "The payer waited at the counter."


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (Missed.GONE, "gone"),
        (Missed.UNREACHABLE, "unreachable"),
        (b"", "not_an_event"),
        (b"not json", "not_an_event"),
        (b"[", "not_in_record"),
        (b"[]", "not_in_record"),
        (event(id="bk-000018"), "another_event"),
        (event(partner="air-other"), "another_event"),
    ],
)
def test_what_is_not_the_quoted_event_is_missing_with_a_reason(record: bytes | Missed, reason: str) -> None:
    assert judged(ref(), record, KEYS)[1:3] == (EvidenceState.MISSING, reason)


@pytest.mark.parametrize(
    ("raw", "keys", "reason"),
    [
        (event(), {}, "no_key"),
        (event(sealed_as="bk-000018"), KEYS, "broken"),
        (event(pair=new_sealing_pair("fia-test")), KEYS, "broken"),
        (event(clear=b"{}"), KEYS, "unreadable"),
        (event(clear=b'{"parties": [], "more": 1}'), KEYS, "unreadable"),
    ],
)
def test_a_seal_that_does_not_open_is_shown_beside_the_event(raw: bytes, keys: dict[str, object], reason: str) -> None:
    piece = judged(ref(), raw, keys)  # type: ignore[arg-type]
    assert (piece.state, piece.reason, piece.raw, piece.opened) == (EvidenceState.SEAL_BROKEN, reason, raw, None)


def test_an_element_of_a_batch_keeps_its_original_bytes_and_leaves_the_others_out() -> None:
    first, second = event("bk-000017"), b'{ "id" :  "bk-000018", "x": "] , [" }'
    batch = b" [\n" + first + b" ,\t" + second + b"\n] "
    assert element(batch, 0) == first
    assert element(batch, 1) == second
    assert element(batch, 2) is None
    assert element(first, 0) == first
    assert element(first, 1) is None
    assert judged(ref(index=0), batch, KEYS).raw == first


def test_evidence_is_kept_beside_the_alert_and_every_opening_is_in_the_audit(store: Store) -> None:
    refs = [ref(7), ref(8, event="bk-000018")]
    archive = Archive({("raabta.events.air-farzi", 0, 7): event()})
    gather(store, [view(alert(refs=refs))], archive, KEYS, NOW)
    found, missing = pieces_of(store, "fia-farzi", alert().id)
    assert (found.state, missing.state, missing.reason) == (EvidenceState.FOUND, EvidenceState.MISSING, "gone")
    with store.reading() as connection:
        entries = connection.execute(select(AUDIT.c.action, AUDIT.c.actor, AUDIT.c.subject).order_by(AUDIT.c.seq)).all()
        assert verify(connection).broken_at is None
    assert [tuple(entry) for entry in entries] == [
        ("opened", "evidence:fia-farzi", f"{alert().id} air-farzi/bk-000017"),
        ("unopened", "evidence:fia-farzi", f"{alert().id} air-farzi/bk-000018 gone"),
    ]
    assert not any(CNIC in str(entry) or "Testina" in str(entry) for entry in entries)


def test_what_is_kept_is_not_opened_again_for_a_later_version(store: Store) -> None:
    archive = Archive({("raabta.events.air-farzi", 0, 7): event()})
    for version in (1, 2, 3):
        gather(store, [view(alert(1, version))], archive, KEYS, NOW)
    assert len(archive.asked) == 1
    with store.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(AUDIT)) == 1


def test_what_could_not_be_reached_is_looked_for_again(store: Store) -> None:
    archive = Archive({("raabta.events.air-farzi", 0, 7): event()}, away=True)
    gather(store, [view()], archive, KEYS, NOW)
    assert [piece.reason for piece in pieces_of(store, "fia-farzi", alert().id)] == ["unreachable"]
    archive.away = False
    gather(store, [view()], archive, KEYS, NOW)
    assert [piece.state for piece in pieces_of(store, "fia-farzi", alert().id)] == [EvidenceState.FOUND]


def test_a_service_has_no_evidence_and_nothing_is_asked_for_it(store: Store) -> None:
    archive = Archive({("raabta.events.air-farzi", 0, 7): event()})
    gather(store, [view(inbox="ngo-farzi", profile=Profile.VICTIM_SERVICE)], archive, KEYS, NOW)
    assert archive.asked == []
    with store.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(EVIDENCE)) == 0


def test_an_opening_for_one_inbox_is_not_there_for_another(store: Store) -> None:
    gather(store, [view()], Archive({("raabta.events.air-farzi", 0, 7): event()}), KEYS, NOW)
    assert pieces_of(store, "fia-other", alert().id) == []


def test_identities_do_not_show_when_a_piece_is_printed() -> None:
    opened = judged(ref(), event(), KEYS).identities()
    assert "Testina" not in repr(opened)
    assert PAIR.key_id == "fia-test"
    assert orjson.loads(judged(ref(), event(), KEYS).opened or b"")["parties"][0]["name"] == "Testina Farzi"
