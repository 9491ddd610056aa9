"""Events and facts for tests, visibly invented."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from schemas.codes import Sector
from schemas.partner import Partner
from streams.history import Entry
from streams.intake import Source

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PUBLISHED = int(NOW.timestamp() * 1000)
AIR = Partner(id="air-nilkanth", title="Nilkanth Invented Airways", sector=Sector.AIRLINE)
KEYS = frozenset({"k1"})
SOURCE = Source("raabta.events.air-nilkanth", 0, 7, PUBLISHED)
BOX = base64.b64encode(bytes(1400)).decode()


def tok(kind: str, name: str) -> str:
    """A token-shaped stand-in: the same for the same name."""
    mac = base64.urlsafe_b64encode(hashlib.sha256(name.encode()).digest()[:16]).decode()[:22]
    return f"{kind}:k1:{mac}"


def trip(**fields: Any) -> dict[str, Any]:
    """A one-way trip from Islamabad to Dubai in nine hours."""
    return {
        "carrier": "N7",
        "flight": "123",
        "origin": "ISB",
        "destination": "DXB",
        "departs_at": (NOW + timedelta(hours=9)).isoformat(),
        "trip_type": "one-way",
        **fields,
    }


def event(event_id: str = "bk-1", **data: Any) -> dict[str, Any]:
    """A valid booking event of Nilkanth; keyword arguments replace or add fields of its data."""
    return {
        "specversion": "1.0",
        "id": event_id,
        "source": "urn:raabta:partner:air-nilkanth",
        "type": "pk.raabta.airline.booking.v1",
        "time": (NOW - timedelta(hours=1)).isoformat(),
        "data": {
            "kind": "booking",
            "trip": trip(),
            "parties": [{"role": "traveller", "tokens": [tok("passport", "t1"), tok("person", "t1")], "age": 22}],
            "sealed": {"suite": "HPKE-MLKEM768X25519-HKDFSHA256-AES256GCM", "key_id": "fia", "box": BOX},
            **data,
        },
    }


def raw(value: Any) -> bytes:
    """As a partner's client would write it."""
    return orjson.dumps(value)


def fact(
    event_id: str,
    parties: list[dict[str, Any]],
    *,
    partner: str = "air-nilkanth",
    sector: str = "airline",
    kind: str = "booking",
    hours_ago: float = 1.0,
    offset: int = 0,
    **facts: Any,
) -> bytes:
    """A fact in JSON, as intake writes it."""
    time = (NOW - timedelta(hours=hours_ago)).isoformat()
    ref = {"topic": f"raabta.events.{partner}", "partition": 0, "offset": offset, "index": 0}
    ref |= {"partner": partner, "event": event_id, "sector": sector, "time": time}
    return orjson.dumps({"kind": kind, **facts, "parties": parties, "ref": ref, "published": PUBLISHED, "grade": "B"})


def entry(event_id: str, parties: list[dict[str, Any]], party: int = 0, hops: int = 0, **fields: Any) -> Entry:
    """A sighting as a history remembers it."""
    return Entry(fact(event_id, parties, **fields), party, hops)
