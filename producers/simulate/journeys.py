"""Flights and bookings: two carriers, six airports of Pakistan, the places people go to."""

from datetime import datetime, timedelta
from random import Random
from typing import Any
from zlib import crc32

from schemas.codes import Money
from schemas.facts import Trip, TripType
from schemas.report import BookingReference

CARRIERS = ("N7", "S8")
"""By desk: the invented airlines fly under these codes."""
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
NEAREST = {
    "Islamabad": "ISB",
    "Rawalpindi": "ISB",
    "Lahore": "LHE",
    "Faisalabad": "LHE",
    "Gujranwala": "LHE",
    "Karachi": "KHI",
    "Hyderabad": "KHI",
    "Peshawar": "PEW",
    "Mardan": "PEW",
    "Multan": "MUX",
    "Bahawalpur": "MUX",
    "Sialkot": "SKT",
    "Gujrat": "SKT",
}


def airport_of(district: str) -> str:
    """Where people of a district fly from."""
    return NEAREST.get(district) or ("ISB", "LHE", "KHI", "MUX")[crc32(district.encode()) % 4]


def money(amount: int | str, currency: str = "PKR") -> Money:
    """An exact amount."""
    return Money.model_validate({"amount": f"{amount}", "currency": currency})


def trip(
    desk: int, origin: str, destination: str, departs_at: datetime, *, back_after: int | None = None, **facts: Any
) -> Trip:
    """A journey; one-way unless `back_after` days are given."""
    returning = back_after is not None
    if returning:
        facts.setdefault("stay_days", back_after)
    return Trip(
        carrier=CARRIERS[desk % 2],
        flight=str(100 + crc32(f"{origin}{destination}".encode()) % 800),
        origin=origin,
        destination=destination,
        departs_at=departs_at,
        trip_type=TripType.RETURN if returning else TripType.ONE_WAY,
        return_at=departs_at + timedelta(days=back_after) if back_after is not None else None,
        **facts,
    )


def reference(rng: Random, journey: Trip) -> BookingReference:
    """A fresh record locator."""
    return BookingReference(
        locator="".join(rng.choices(LETTERS, k=6)),
        carrier=journey.carrier,
        departure=journey.departs_at.date(),
        origin=journey.origin,
    )
