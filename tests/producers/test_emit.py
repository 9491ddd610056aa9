"""emit(): every line of a file is published, repeated, or on the list with its mend."""

import gzip
import signal
from datetime import UTC, datetime, timedelta
from os import kill
from pathlib import Path

import orjson
import pytest

import streams.intake
from consumers.unseal import new_sealing_pair
from deploy.embedded import running_broker
from deploy.topics import create_topics
from producers import preflight
from producers.adapters import adapter_for
from producers.adapters.lines import opened
from producers.delivery import Undelivered
from producers.emit import Emitted, LineError, emit
from producers.preflight import Preflight
from producers.protect.protection import read_report
from producers.protect.seal import sealing_key
from producers.protect.token import TokenKeys, new_token_key
from producers.publisher import Publisher
from schemas.codes import Sector
from schemas.errors import Malformed, Misconfigured
from schemas.partner import Partner
from schemas.settings import KafkaSettings
from schemas.topic import Topics

EXAMPLES = Path(__file__).parents[1] / "examples"
NOW = datetime(2026, 7, 3, tzinfo=UTC)
PARTNER = Partner(id="air-nilkanth", title="Nilkanth Invented Airways", sector=Sector.AIRLINE)
KEYS = TokenKeys((new_token_key("k1"),))
FIA = sealing_key(new_sealing_pair().public)


def line(number: int, name: str = "Testina Farzi", **changed: str) -> bytes:
    party = {"role": "traveller", "identity": {"name": name, "cnic": f"99999-9{number:06}-1"}}
    fields = {"id": f"bk-{number}", "kind": "booking", "occurred_at": "2026-07-01T10:00:00+05:00"}
    return orjson.dumps({**fields, "parties": [party], **changed})


def check(path: Path) -> tuple[Emitted, list[LineError]]:
    """A dry run."""
    errors: list[LineError] = []
    return emit(str(path), Preflight(PARTNER, KEYS, FIA), errors=errors.append, now=lambda: NOW), errors


def test_the_ndjson_example_has_good_and_bad_lines() -> None:
    emitted, errors = check(EXAMPLES / "reports.ndjson")
    assert emitted == Emitted(read=13, published=3, repeated=1, malformed=9)
    assert [(error.line, error.reason, error.field) for error in errors] == [
        (3, "not_json", ""),
        (4, "unknown_field", "parties.0.identity.cnik"),
        (5, "bad_identifier", "parties.0.identity.cnic"),
        (6, "no_identifier", "parties.0.identity.cnic"),
        (8, "conflicting_duplicate", "id"),
        (10, "bad_value", "trip.destination"),
        (11, "bad_value", "occurred_at"),
        (12, "bad_value", "id"),
        (14, "time_too_old", "occurred_at"),
    ]


def test_the_csv_example_has_good_and_bad_records() -> None:
    emitted, errors = check(EXAMPLES / "reports.csv")
    assert emitted == Emitted(read=7, published=3, malformed=4)
    assert [(error.line, error.reason, error.field) for error in errors] == [
        (5, "bad_identifier", "parties.0.identity.cnic"),
        (6, "wrong_type", "trip.bags"),
        (7, "bad_value", ""),
        (9, "bad_value", ""),
    ]


@pytest.mark.parametrize("name", ["reports.ndjson", "reports.csv"])
def test_the_error_report_holds_no_value(name: str) -> None:
    told = b"".join(error.as_json() for error in check(EXAMPLES / name)[1])
    for value in (b"Testina", b"Farzi", b"99999", b"9999", b"ZZ999", b"300", b"DUB1", b"two"):
        assert value not in told
    assert set(orjson.loads(told.splitlines()[0])) == {"line", "reason", "field", "mend"}


def test_both_examples_begin_with_the_same_report_but_for_what_csv_leaves_out(tmp_path: Path) -> None:
    for name in ("reports.ndjson", "reports.csv"):
        packed = tmp_path / f"{name}.gz"
        packed.write_bytes(gzip.compress((EXAMPLES / name).read_bytes()))
        assert check(packed) == check(EXAMPLES / name)


def test_a_repetition_is_passed_over_and_a_conflict_names_the_other_line(tmp_path: Path) -> None:
    path = tmp_path / "reports.ndjson"
    path.write_bytes(b"\n".join([line(1), line(1), line(1, "Namoona Khayali"), line(2)]))
    emitted, errors = check(path)
    assert emitted == Emitted(read=4, published=2, repeated=1, malformed=1)
    assert "line 1 has the same one" in errors[0].mend


def test_a_bad_line_does_not_occupy_its_id(tmp_path: Path) -> None:
    path = tmp_path / "reports.ndjson"
    path.write_bytes(line(1).replace(b"99999-9000001-1", b"12") + b"\n" + line(1))
    assert check(path)[0] == Emitted(read=2, published=1, malformed=1)


def test_only_so_many_ids_are_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("producers.emit.REMEMBERED", 2)
    path = tmp_path / "reports.ndjson"
    path.write_bytes(b"\n".join([line(1), line(2), line(3), line(3), line(1)]))
    assert check(path)[0] == Emitted(read=5, published=4, repeated=1)


def test_progress_ends_at_the_size_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "reports.ndjson"
    path.write_bytes(b"\n".join(line(number) for number in range(200)))
    seen: list[tuple[int, int | None]] = []
    emit(
        str(path),
        Preflight(PARTNER, KEYS, FIA),
        progress=lambda read, total: seen.append((read, total)),
        now=lambda: NOW,
    )
    assert len(seen) == 4
    assert seen[-1] == (path.stat().st_size, path.stat().st_size)
    assert seen == sorted(seen, key=lambda pair: pair[0])


def test_a_header_that_cannot_be_used_stops_before_anything_is_sent(tmp_path: Path) -> None:
    path = tmp_path / "reports.csv"
    path.write_text("id,kimd\n1,booking\n")
    with pytest.raises(Misconfigured, match="did you mean kind"):
        check(path)


def test_intake_and_preflight_have_the_same_bounds() -> None:
    assert (preflight.OLDEST, preflight.AHEAD) == (streams.intake.OLDEST, streams.intake.AHEAD)


@pytest.mark.parametrize("name", ["reports.ndjson", "reports.csv"])
def test_intake_accepts_every_report_that_preflight_passes(name: str) -> None:
    source = streams.intake.Source(Topics().events(PARTNER.id), 0, 0, int(NOW.timestamp() * 1000))
    judged = 0
    with opened(str(EXAMPLES / name)) as file:
        for _, found in adapter_for(name)(file.stream, name):
            try:
                if isinstance(found, Malformed):
                    raise found
                preflight.check_time(found, NOW)
                raw = preflight.protected(found, PARTNER, KEYS, FIA)
            except Malformed:
                continue
            (verdict,) = streams.intake.decide(raw, source, PARTNER, ["k1"])
            assert isinstance(verdict, streams.intake.Accepted)
            judged += 1
    assert judged >= 3


@pytest.mark.parametrize(
    ("ahead", "reason"),
    [
        (-preflight.OLDEST - timedelta(seconds=1), "time_too_old"),
        (-preflight.OLDEST, None),
        (preflight.AHEAD, None),
        (preflight.AHEAD + timedelta(seconds=1), "time_in_future"),
    ],
)
def test_a_report_too_old_or_in_the_future_is_told_at_once(ahead: timedelta, reason: str | None) -> None:
    report = read_report(line(1, occurred_at=(NOW + ahead).isoformat()))
    if reason is None:
        preflight.check_time(report, NOW)
    else:
        with pytest.raises(Malformed, match=reason):
            preflight.check_time(report, NOW)


def test_tokens_that_are_only_compared_are_not_enough() -> None:
    """As intake has it: a surname joins nothing."""
    raw = {"id": "bk-1", "kind": "booking", "occurred_at": "2026-07-01T10:00:00+05:00"}
    parties = [{"role": "traveller", "identity": {"family_name": "Farzi"}}]
    with pytest.raises(Malformed, match="no_identifier"):
        Preflight(PARTNER, KEYS, FIA).publish(read_report(orjson.dumps({**raw, "parties": parties})))


def test_a_retraction_that_names_nobody_is_taken() -> None:
    raw = {"id": "bk-2", "kind": "retraction", "corrects": "bk-1", "occurred_at": "2026-07-01T10:00:00+05:00"}
    taken: list[str] = []
    report = read_report(orjson.dumps({**raw, "parties": [{"role": "traveller", "identity": {}}]}))
    Preflight(PARTNER, KEYS, FIA).publish(report, lambda told: taken.append(type(told).__name__))
    assert taken == ["Published"]


@pytest.mark.broker
def test_a_file_goes_to_the_broker(cluster_settings: KafkaSettings) -> None:
    topics = Topics("emit-example")
    create_topics(cluster_settings, topics.specs([PARTNER.id], [], partitions=4)[:1])
    with Publisher(cluster_settings, topics, PARTNER, KEYS, FIA) as out:
        emitted = emit(str(EXAMPLES / "reports.ndjson"), out, now=lambda: NOW)
    assert emitted == Emitted(read=13, published=3, repeated=1, malformed=9)


@pytest.mark.broker
def test_a_broker_that_dies_stops_the_run_and_every_line_handed_over_is_on_the_list(tmp_path: Path) -> None:
    path = tmp_path / "reports.ndjson"
    path.write_bytes(b"\n".join(line(number) for number in range(100)))
    errors: list[LineError] = []
    with running_broker() as broker:
        kafka, topics = broker.settings, Topics()
        create_topics(kafka, topics.specs([PARTNER.id], [], partitions=4)[:1])
        with Publisher(kafka, topics, PARTNER, KEYS, FIA, in_flight=10, gives_up_after=3.0) as out:

            def die(read: int, total: int | None) -> None:
                if len(errors) == 0:
                    kill(broker.pid, signal.SIGKILL)

            emitted = emit(str(path), out, progress=die, errors=errors.append, now=lambda: NOW)
    assert isinstance(emitted.trouble, Undelivered)
    assert 0 < emitted.failed <= 10
    assert len(emitted.trouble.event_ids) == emitted.failed == len(errors)
    assert {error.reason for error in errors} == {"broker_away"}
    assert emitted.published + emitted.failed >= emitted.read - 1
