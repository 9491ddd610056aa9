"""NDJSON and the choice of an adapter: every line stands for itself, packed or not."""

import gzip
from io import BytesIO
from pathlib import Path

import pytest

from producers.adapters import adapter_for, csv, ndjson
from producers.adapters.lines import LONGEST_LINE, lines, opened
from schemas.errors import Malformed, Misconfigured
from schemas.report import Report

GOOD = (
    b'{"id":"bk-1","kind":"booking","occurred_at":"2026-07-01T10:00:00+05:00",'
    b'"parties":[{"role":"traveller","identity":{"name":"Testina Farzi"}}]}'
)


def outcome(raw: bytes) -> list[tuple[int, str]]:
    found = ndjson.read(BytesIO(raw), "reports.ndjson")
    return [(line, what.id if isinstance(what, Report) else what.reason) for line, what in found]


def test_a_bad_line_stops_nothing_and_empty_lines_are_passed_over() -> None:
    bad = [b"{", b'{"a":\xff}', b"[" * 99, b"[]", b'{"id":1,"id":2}', b"{}"]
    raw = b"\n".join([b"\xef\xbb\xbf" + GOOD, b"", *bad, b"  ", GOOD])
    reasons = ["not_json", "not_utf8", "too_deep", "wrong_type", "duplicate_key", "missing_field"]
    assert outcome(raw) == [(1, "bk-1"), *((number, why) for number, why in enumerate(reasons, 3)), (10, "bk-1")]


def test_windows_line_ends_are_fine() -> None:
    assert outcome(GOOD + b"\r\n" + GOOD + b"\r\n") == [(1, "bk-1"), (2, "bk-1")]


def test_a_line_without_end_costs_no_memory_and_one_number() -> None:
    raw = b"x" * (3 * LONGEST_LINE) + b"\n" + GOOD
    assert outcome(raw) == [(1, "too_large"), (2, "bk-1")]


def test_a_line_of_just_the_longest_length_is_read() -> None:
    raw = b"x" * (LONGEST_LINE - 1) + b"\n"
    assert [line for _, line in lines(BytesIO(raw + raw))] == [raw, raw]


def test_a_gzip_file_that_is_cut_short_ends_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "reports.ndjson.gz"
    path.write_bytes(gzip.compress(b"\n".join([GOOD] * 1000))[:-12])
    with opened(str(path)) as source:
        found = list(ndjson.read(source.stream, "x"))
        assert source.position() == source.total
    assert isinstance(found[-1][1], Malformed)
    assert "gzip" in found[-1][1].mend
    assert isinstance(found[0][1], Report)


def test_a_file_named_gz_that_is_none_says_so(tmp_path: Path) -> None:
    path = tmp_path / "reports.ndjson.gz"
    path.write_bytes(GOOD)
    with opened(str(path)) as source:
        ((line, why),) = ndjson.read(source.stream, "x")
    assert isinstance(why, Malformed)
    assert line == 1


@pytest.mark.parametrize(
    ("path", "adapter"),
    [
        ("a.ndjson", ndjson.read),
        ("a.jsonl", ndjson.read),
        ("a.b.CSV", csv.read),
        ("a.csv.gz", csv.read),
        ("-", ndjson.read),
    ],
)
def test_the_suffix_chooses_the_adapter(path: str, adapter: object) -> None:
    assert adapter_for(path) is adapter


def test_an_unknown_suffix_names_the_known_ones() -> None:
    with pytest.raises(Misconfigured, match=r"\.csv, \.jsonl, \.ndjson"):
        adapter_for("reports.xlsx")


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(Misconfigured, match=r"nowhere\.csv"), opened("nowhere.csv"):
        pass
