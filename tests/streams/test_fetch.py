"""Cutting a fetch into frames, and refusing a Faust this was not written for."""

from types import SimpleNamespace

import faust
import pytest

from schemas.errors import Misconfigured
from streams.fetch import FRAME_BYTES, FRAME_RECORDS, FrameApp, cut


def fetched(*sizes: int) -> list[SimpleNamespace]:
    return [SimpleNamespace(value=b"x" * size) for size in sizes]


def test_frames_hold_all_records_in_order_and_no_more_than_the_limit() -> None:
    records = fetched(*[1] * (FRAME_RECORDS * 2 + 1))
    frames = list(cut(records))
    assert [len(frame) for frame in frames] == [FRAME_RECORDS, FRAME_RECORDS, 1]
    assert [record for frame in frames for record in frame] == records


def test_a_frame_ends_before_it_grows_too_heavy_and_a_giant_stands_alone() -> None:
    half = FRAME_BYTES // 2
    frames = list(cut(fetched(half, half, half, FRAME_BYTES * 5, 1)))
    assert [len(frame) for frame in frames] == [2, 1, 1, 1]


def test_a_tombstone_has_no_weight_and_an_empty_fetch_no_frame() -> None:
    assert len(list(cut([SimpleNamespace(value=None)]))) == 1
    assert list(cut([])) == []


def test_another_minor_version_of_faust_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faust, "__version__", "0.16.0")
    with pytest.raises(Misconfigured, match=r"0\.16\.0 is installed"):
        FrameApp("any")
