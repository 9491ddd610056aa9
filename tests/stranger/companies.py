"""Invented companies, and what each shows of a person or knows of a journey: no two see the same."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Company:
    """A partner, by its habits."""

    id: str
    sector: str
    shows: tuple[str, ...]
    """Identifiers of its own customers."""
    latest_hours: float
    """How long after the fact its report may arrive."""
    knows: frozenset[str] = frozenset()
    """Optional fields of `trip` that an airline fills."""
    roles: frozenset[str] = frozenset()
    """Roles beside the traveller that an airline names."""
    code: str = ""
    """IATA designator of an airline."""


def _airline(name: str, code: str, shows: str, knows: str, roles: str) -> Company:
    return Company(name, "airline", tuple(shows.split()), 1, frozenset(knows.split()), frozenset(roles.split()), code)


AIRLINES = (
    _airline(
        "air-dastaan",
        "Q7",
        "name family_name birth_date passport",
        "visa_class booked_at paid_by hotel_booked first_trip stay_days guardian_on_booking funds_declared",
        "contact payer companion agency",
    ),
    _airline(
        "air-mirage",
        "M8",
        "name birth_date passport",
        "visa_class booked_at paid_by first_trip guardian_on_booking",
        "contact payer companion",
    ),
    _airline(
        "air-saraab",
        "J4",
        "name family_name passport",
        "visa_class booked_at paid_by hotel_booked first_trip guardian_on_booking",
        "contact payer companion agency",
    ),
)
BANKS = (
    Company("bank-naqsh", "bank", ("name", "cnic", "iban"), 24),
    Company("bank-rang", "bank", ("name", "cnic", "iban", "phones"), 24),
    Company("wallet-sikka", "bank", ("name", "cnic", "phones"), 6),
)
PROMOTERS = (
    Company("oep-qalam", "recruiter", ("name", "cnic", "passport", "birth_date", "phones"), 48),
    Company("oep-safha", "recruiter", ("name", "cnic", "passport"), 48),
    Company(
        "desk-muhafiz", "recruiter", ("name", "cnic", "passport", "birth_date", "address", "father_or_husband"), 48
    ),
)
