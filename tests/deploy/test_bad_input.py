"""The bad input that the scorer was promised to bear, as it is typed: a clear message or a named outcome, no alert, no stop."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner

from deploy.cli import app

HELD: dict[str, Any] = {
    "partner": "air-nilkanth",
    "kind": "checkin",
    "occurred_at": "2026-07-01T10:00:00+05:00",
    "observations": ["docs-held-by-other"],
}
TRAVELLER = {"role": "traveller", "identity": {"passport": {"number": "ZZ9000001", "country": "PAK"}}}
GOOD = HELD | {"id": "ck-1", "parties": [TRAVELLER]}
TRIP = {
    "carrier": "ZZ",
    "flight": "123",
    "origin": "ISB",
    "destination": "DXB",
    "departs_at": "2026-07-20T03:10:00+05:00",
    "trip_type": "one-way",
}


def file(folder: Path, lines: Iterable[dict[str, Any]]) -> str:
    path = folder / "reports.ndjson"
    path.write_bytes(b"".join(orjson.dumps(line) + b"\n" for line in lines))
    return str(path)


def born(day: str) -> dict[str, Any]:
    """A booking of somebody born that day, for a flight of 20 July."""
    identity = {**TRAVELLER["identity"], "birth_date": day}  # type: ignore[dict-item]
    return GOOD | {"kind": "booking", "trip": TRIP, "parties": [{"role": "traveller", "identity": identity}]}


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a birth date after the departure": (born("2026-07-21"), "bad_value at parties.0.identity.birth_date"),
    "a birth date between report and departure": (born("2026-07-10"), "bad_value at parties.0.identity.birth_date"),
    "an event older than retention": (GOOD | {"occurred_at": "2025-05-01T10:00:00+05:00"}, "time_too_old"),
    "a retraction of nothing": (GOOD | {"kind": "retraction"}, "missing_field at corrects"),
    "a correction of itself": (GOOD | {"corrects": "bad"}, "bad_value at corrects"),
    "a negative amount": (
        GOOD
        | {"kind": "transaction", "partner": "bank-chinar"}
        | {"transaction": {"money": {"amount": "-5.00", "currency": "PKR"}, "direction": "in", "channel": "wallet"}},
        "bad_value at transaction.money.amount",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_report_that_cannot_be_is_named_and_the_next_one_is_taken(name: str, tmp_path: Path) -> None:
    bad, told = REFUSED[name]
    done = CliRunner().invoke(
        app, ["score", file(tmp_path, [GOOD, bad | {"id": "bad"}, GOOD | {"id": "ck-2"}]), "--json"]
    )
    found = orjson.loads(done.stdout)
    assert (done.exit_code, found["refused"], found["sightings"], found["alerts"]) == (1, 1, 2, 0)
    assert done.stderr.startswith(f"reports.ndjson line 2: {told}")


def documents(n: int) -> list[dict[str, Any]]:
    """Passport n and passport n+1 of a ring of five on one person: an alias of an alias of ... itself."""
    numbers = [f"ZZ90001{n:02}", f"ZZ90001{(n + 1) % 5:02}"]
    return [
        {
            "role": "candidate",
            "identity": {"passport": {"number": number, "country": "PAK"}, "cnic": f"99999-90001{n:02}-1"},
        }
        for number in numbers
    ]


def payments(amount: str) -> list[dict[str, Any]]:
    """One account that is paid into in four cities and by wallet, by strangers, and emptied at home on the same day."""
    found = []
    for number in range(24):
        into = {
            "direction": "in",
            "channel": "counter",
            "cash": True,
            "city": ("Multan", "Sukkur", "Quetta")[number % 3],
        }
        out: dict[str, Any] = {"direction": "out", "channel": "atm", "cash": True, "city": "Lahore"}
        sent: dict[str, Any] = {"direction": "in", "channel": "wallet"}
        for hour, moved in enumerate((into, sent, out)):
            holder = {"role": "holder", "identity": {"cnic": "99999-9000001-1", "iban": "PK35FARZ0000000000000123"}}
            sender = {"role": "sender", "identity": {"cnic": f"99999-90002{number:02}-1"}}
            found.append(
                {
                    "partner": "bank-chinar",
                    "id": f"tx-{number}-{hour}",
                    "kind": "transaction",
                    "occurred_at": f"2026-07-{1 + number:02}T{10 + hour}:00:00+05:00",
                    "parties": [holder, sender] if moved is sent else [holder],
                    "transaction": moved | {"money": {"amount": amount, "currency": "PKR"}},
                    "account": {"home_city": "Lahore", "income": "low", "ordinary_spend": False},
                }
            )
    return found


TAKEN: dict[str, list[dict[str, Any]]] = {
    "a cycle of aliases": [
        {
            "partner": "oep-kohsar",
            "id": f"rg-{n}",
            "kind": "registration",
            "occurred_at": "2026-07-01T10:00:00+05:00",
            "parties": documents(n),
            "job": {"country": "ARE", "occupation": "9111"},
        }
        for n in range(5)
    ],
    "a correction of an unknown event": [GOOD | {"id": "ck-2", "corrects": "never-sent"}],
    "two that correct each other": [
        GOOD | {"id": "ck-2", "corrects": "ck-3"},
        GOOD | {"id": "ck-3", "corrects": "ck-2"},
    ],
    "amounts of zero": payments("0.00"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_odd_and_may_be_is_taken_and_alerts_nobody(name: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["score", file(tmp_path, TAKEN[name]), "--json"])
    found = orjson.loads(done.stdout)
    assert (done.exit_code, found["refused"], found["alerts"]) == (0, 0, 0), done.stderr


def test_the_same_payments_of_something_are_an_alert(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["score", file(tmp_path, payments("300000.00")), "--json"])
    assert orjson.loads(done.stdout)["alerts"] >= 1
