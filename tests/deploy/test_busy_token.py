"""One token on every event of a large file: `raabta score` takes neither longer nor more memory for it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import orjson
import pytest

from tests.deploy.test_bad_input import HELD, file


class Spent(NamedTuple):
    """What a run of `raabta score` cost."""

    alerts: int
    seconds: float
    mebibytes: float


EVENTS = 20_000
"""In each file."""


def spent(folder: Path, phones: int) -> Spent:
    """What the events of five hundred travellers cost, with so many phones as the contact of their bookings."""
    folder.mkdir()
    lines = (
        HELD
        | {
            "id": f"ck-{n}",
            "occurred_at": f"2026-07-{1 + n * 20 // EVENTS:02}T10:{n % 60:02}:00+05:00",
            "observations": [],
            "parties": [
                {"role": "traveller", "identity": {"passport": {"number": f"ZZ9001{n % 500:03}", "country": "PAK"}}},
                {"role": "contact", "identity": {"phones": [f"+92 300 0700{n % phones:03}"]}},
            ],
        }
        for n in range(EVENTS)
    )
    command = [sys.executable, "-m", "deploy", "score", file(folder, lines), "--json"]
    with (folder / "said.json").open("wb") as said:
        process = subprocess.Popen(command, stdout=said)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    found = orjson.loads((folder / "said.json").read_bytes())
    assert found["sightings"] == 2 * EVENTS
    return Spent(found["alerts"], used.ru_utime, used.ru_maxrss / 1024)


@pytest.mark.slow
def test_a_token_on_every_event_costs_no_more_than_five_hundred_on_as_many_events(tmp_path: Path) -> None:
    """It cost 1.0 times the time and 16 MiB less memory when this was written."""
    many, one = spent(tmp_path / "many", 500), spent(tmp_path / "one", 1)
    assert one.alerts == many.alerts == 0
    assert one.seconds < 2 * many.seconds
    assert one.mebibytes < many.mebibytes + 20
