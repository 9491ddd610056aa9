"""How airlines tell of journeys: a booking, mostly a check-in, sometimes somebody taken off the flight."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zlib import crc32

from tests.stranger.companies import AIRLINES, Company
from tests.stranger.people import Fields, Person
from tests.stranger.stream import Stream

AIRPORTS = {"Karachi": "KHI", "Sukkur": "KHI", "Larkana": "KHI", "Peshawar": "PEW", "Swat": "PEW", "Mardan": "PEW"}
AIRPORTS |= {"Rawalpindi": "ISB", "Jhelum": "ISB", "Multan": "MUX", "Vehari": "MUX", "Quetta": "UET", "Sialkot": "SKT"}
MISSPELT = (("oo", "u"), ("ee", "i"), ("aa", "a"), ("sh", "s"), ("q", "k"))


@dataclass(frozen=True, kw_only=True)
class Journey:
    """All that could be known of a journey. What an airline tells of it is less."""

    travellers: Sequence[Person]
    to: str
    departs: datetime
    airline: Company = AIRLINES[0]
    origin: str = ""
    """By default the airport of the first traveller's district."""
    visa: str = "visit"
    back: datetime | None = None
    payer: Person | None = None
    paid_by: str = ""
    contact: Person | None = None
    """By default the first traveller."""
    companion: Person | None = None
    agency: str = ""
    booked: timedelta = timedelta(days=20)
    hotel: bool | None = None
    first: bool | None = None
    guardian: bool | None = None
    riyals: int | None = None
    """What the travellers declare to have with them."""
    seen: tuple[str, ...] = ()
    """What staff observed at the counter."""
    mismatches: tuple[str, ...] = ()
    """How the document shown differs from the booking."""
    against: tuple[str, ...] = ()
    shown: Fields | None = None
    """A passport that is shown instead of the traveller's own."""


def fly(stream: Stream, journey: Journey) -> None:
    """Tell of the booking, and of the check-in when somebody looked."""
    at = journey.departs - journey.booked
    parties = [*_travelling(stream, journey, "booking"), *_behind(journey)]
    blocks = {"booking": _record(journey), "trip": trip(journey), "against": journey.against}
    stream.tell(journey.airline, "booking", at, parties, **blocks)
    if journey.seen or journey.mismatches or stream.chance(0.6):
        at = journey.departs - timedelta(minutes=stream.random.randint(70, 200))
        bags = {"bags": stream.random.choice((1, 1, 2, 2))} if stream.chance(0.5) else {}
        document = {"mismatches": journey.mismatches, "mrz_valid": False} if journey.mismatches else {}
        stream.tell(
            journey.airline,
            "checkin",
            at,
            _travelling(stream, journey, "checkin"),
            booking=_record(journey),
            trip=_flight(journey) | bags,
            document=document,
            observations=journey.seen,
        )


def take_off(stream: Stream, journey: Journey, *seen: str) -> None:
    """Tell that the travellers were taken off the flight, and what was seen."""
    at = journey.departs - timedelta(minutes=45)
    parties = _travelling(stream, journey, "offload")
    blocks = {"booking": _record(journey), "trip": _flight(journey), "observations": seen}
    stream.tell(journey.airline, "offload", at, parties, **blocks)


def _flight(journey: Journey) -> Fields:
    origin = journey.origin or AIRPORTS.get(journey.travellers[0].district, "LHE")
    return {
        "carrier": journey.airline.code,
        "flight": str(100 + crc32(f"{origin}{journey.to}".encode()) % 800),
        "origin": origin,
        "destination": journey.to,
        "departs_at": journey.departs.isoformat(),
        "trip_type": "return" if journey.back else "one-way",
    }


def trip(journey: Journey) -> Fields:
    """The block of a booking: what this airline knows of the journey."""
    back = {"return_at": journey.back.isoformat()} if journey.back else {}
    known = {
        "visa_class": journey.visa,
        "booked_at": (journey.departs - journey.booked).isoformat(),
        "paid_by": journey.paid_by or None,
        "hotel_booked": journey.hotel,
        "first_trip": journey.first,
        "guardian_on_booking": journey.guardian,
        "funds_declared": {"amount": f"{journey.riyals}.00", "currency": "SAR"} if journey.riyals else None,
        "stay_days": (journey.back - journey.departs).days if journey.back else None,
    }
    told = {name: value for name, value in known.items() if name in journey.airline.knows and value is not None}
    return _flight(journey) | back | told


def _record(journey: Journey) -> Fields:
    """The PNR: the same for every report of one booking."""
    first = f"{journey.travellers[0].number}{journey.departs.isoformat()}".encode()
    locator = f"{crc32(first) % 36**6:06X}"[-6:]
    return {"locator": locator, "carrier": journey.airline.code, "departure": journey.departs.date().isoformat()}


def _travelling(stream: Stream, journey: Journey, kind: str) -> list[Fields]:
    roles = [("traveller", one) for one in journey.travellers]
    if journey.companion is not None and (kind != "booking" or "companion" in journey.airline.roles):
        roles.append(("companion", journey.companion))
    found = []
    for role, person in roles:
        identity = person.identity(*journey.airline.shows) | {"name": _as_airlines_write(stream, person)}
        if journey.shown is not None and role == "traveller":
            identity["passport"] = journey.shown
        found.append({"role": role, "identity": identity, "sex": person.sex, "nationality": "PAK"})
    return found


def _behind(journey: Journey) -> list[Fields]:
    """Who stands behind a booking, as far as this airline names them."""
    contact = journey.contact or journey.travellers[0]
    behind: dict[str, Fields] = {"contact": contact.identity("phones")}
    if journey.payer is not None:
        card = ("card",) if journey.paid_by == "card" else ()
        behind["payer"] = journey.payer.identity("name", "family_name", "cnic", *card)
    if journey.agency:
        behind["agency"] = {"agency": journey.agency}
    return [{"role": role, "identity": known} for role, known in behind.items() if role in journey.airline.roles]


def _as_airlines_write(stream: Stream, person: Person) -> str:
    given = person.given
    if stream.chance(0.04):
        given = next((given.replace(old, new, 1) for old, new in MISSPELT if old in given), given)
    title = "MR" if person.sex == "M" else "MS"
    return f"{person.family}/{given} {title if person.age > 12 else 'CHD'}".upper()
