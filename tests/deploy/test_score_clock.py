"""raabta score: priorities are as they are at the end of the file, though nothing more is told of an alert."""

from pathlib import Path
from typing import Any

import orjson
from typer.testing import CliRunner

from deploy.cli import app

FLIGHT = {"carrier": "ZZ", "flight": "123", "origin": "ISB", "destination": "DXB", "trip_type": "return"}


def booking(id: str, at: str, departs: str, cnic: str, *observations: str) -> dict[str, Any]:
    """A booking of somebody invented, at these times of July."""
    return {
        "partner": "air-nilkanth",
        "sector": "airline",
        "id": id,
        "kind": "booking",
        "occurred_at": f"2026-07-{at}:00+05:00",
        "parties": [{"role": "traveller", "identity": {"cnic": cnic}, "sex": "F", "age": 25}],
        "trip": {**FLIGHT, "departs_at": f"2026-07-{departs}:00+05:00"},
        **({"observations": observations} if observations else {}),
    }


SIGNS = (
    booking("a", "01T10:00", "04T18:00", "99999-9001001-1", "docs-held-by-other"),
    booking("b", "01T11:00", "04T18:00", "99999-9001001-1", "scripted"),
)


def score(folder: Path, *reports: dict[str, Any]) -> list[tuple[int, str, str]]:
    """Version, priority and deadline of every version."""
    file = folder / "reports.ndjson"
    file.write_bytes(b"\n".join(map(orjson.dumps, reports)) + b"\n")
    result = CliRunner().invoke(app, ["score", "--all-versions", str(file)])
    assert result.exit_code == 0, result.output
    alerts = sorted(map(orjson.loads, result.stdout.splitlines()), key=lambda alert: int(alert["version"]))
    return [(alert["version"], alert["priority"], alert["decide_by"]) for alert in alerts]


def test_a_flight_in_eighty_hours_is_p3_and_due_before_it_leaves(tmp_path: Path) -> None:
    assert score(tmp_path, *SIGNS) == [(1, "P3", "2026-07-04T12:15:00Z")]


def test_a_later_report_about_somebody_else_moves_the_clock(tmp_path: Path) -> None:
    after = booking("z", "04T10:00", "21T10:00", "99999-9001077-1")
    assert score(tmp_path, *SIGNS, after) == [
        (1, "P3", "2026-07-04T12:15:00Z"),
        (2, "P2", "2026-07-02T01:00:00Z"),
        (3, "P1", "2026-07-04T12:15:00Z"),
    ]
