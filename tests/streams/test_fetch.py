"""Cutting a fetch into frames, and refusing a Faust this was not written for."""

import asyncio
from types import SimpleNamespace
from typing import Any

import faust
import pytest
from faust.types import TP

from schemas.errors import Misconfigured
from streams.fetch import FRAME_BYTES, FRAME_RECORDS, Frame, FrameApp, FrameConsumer, cut


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


class Fetching(FrameConsumer):
    """A consumer whose fetches are given: record after record of one partition."""

    def __init__(self) -> None:
        self.flow_active = True
        self.fetched = 0

    @property
    def should_stop(self) -> bool:
        return False

    async def _wait_next_records(self, timeout: float) -> tuple[dict[TP, list[SimpleNamespace]], None]:
        self.fetched += 1
        record = SimpleNamespace(
            topic="t", partition=0, offset=self.fetched, timestamp=0, key=None, value=b"", headers=()
        )
        return {TP("t", 0): [record]}, None

    def _to_message(self, tp: TP, record: Any) -> Any:
        return SimpleNamespace(key=None, value=None)


def test_when_a_worker_leaves_no_frame_is_given_that_lies_behind_one_it_dropped() -> None:
    async def offsets(consumer: Fetching) -> list[int]:
        taken = []
        for leaves in (False, True, False, False):
            async for _, message in consumer.getmany(0.0):
                frame: Frame = message.value
                if leaves:
                    consumer.leave()
                if consumer.wants(frame):
                    taken.append(frame.records[0].offset)
        return taken

    assert asyncio.run(offsets(Fetching())) == [1]


def test_another_minor_version_of_faust_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faust, "__version__", "0.16.0")
    with pytest.raises(Misconfigured, match=r"0\.16\.0 is installed"):
        FrameApp("any")
