"""How promoters and the protection desk tell of jobs abroad."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tests.stranger.companies import PROMOTERS, Company
from tests.stranger.people import Fields, Person
from tests.stranger.stream import Stream


@dataclass(frozen=True)
class Demand:
    """What a licensed promoter may fill: one employer's jobs, permitted by the Protector."""

    licence: str
    promoter: str
    permission: str
    employer: str
    airport: str
    country: str
    occupation: str
    wage: Fields

    def parties(self) -> list[Fields]:
        """Promoter and employer."""
        recruiter = {"oep_licence": self.licence, "agency": self.promoter, "permission": self.permission}
        return [party("recruiter", recruiter), party("employer", {"employer": self.employer})]

    def job(self, **more: object) -> Fields:
        """The block `job` as the register has it."""
        known = {"country": self.country, "occupation": self.occupation, "licence": "valid", "permission": "present"}
        return known | {"visa_class": "work", "wage": self.wage} | more


DEMANDS = tuple(
    Demand(
        f"{9100 + place}/{city}",
        f"{name} Overseas Employment Promoters",
        f"PEO-LHR/2026/{4000 + place}",
        employer,
        airport,
        country,
        occupation,
        {"amount": wage, "currency": currency},
    )
    for place, (city, name, employer, airport, country, occupation, wage, currency) in enumerate(
        (
            ("RWP", "Kitab Khayali", "Waha Invented Contracting", "RUH", "SAU", "9313", "1500.00", "SAR"),
            ("LHR", "Daftar Misali", "Marjan Invented Logistics", "DXB", "ARE", "8322", "2100.00", "AED"),
            ("KAR", "Varaq Farzi", "Najm Invented Catering", "DOH", "QAT", "9412", "1400.00", "QAR"),
            ("PES", "Safar Namooni", "Sahil Invented Maintenance", "MCT", "OMN", "7126", "160.00", "OMR"),
        )
    )
)


def party(role: str, identity: Fields) -> Fields:
    """A party by its identity."""
    return {"role": role, "identity": identity}


def subagent(person: Person) -> Fields:
    """Somebody who brings candidates, by name and phone."""
    return party("subagent", person.identity("name", "phones"))


def place(
    stream: Stream,
    company: Company,
    kind: str,
    at: datetime,
    candidate: Person,
    job: Fields,
    *,
    others: Iterable[Fields] = (),
    against: tuple[str, ...] = (),
    certificate: str = "",
) -> None:
    """Tell of one step of somebody's way to a job."""
    identity = candidate.identity(*company.shows) | ({"document": certificate} if certificate else {})
    worker = {"role": "candidate", "identity": identity, "sex": candidate.sex, "nationality": "PAK"}
    stream.tell(company, kind, at, [worker, *others], job=job, against=against)


def hire(stream: Stream, man: Person, demand: Demand, at: datetime, against: tuple[str, ...] = ()) -> None:
    """Registered with a licensed promoter, and mostly contracted a week or two later."""
    company = PROMOTERS[DEMANDS.index(demand) % 2]
    place(stream, company, "registration", at, man, demand.job(), others=demand.parties())
    if stream.chance(0.8):
        job = demand.job(contract="present", registered_wage=demand.wage, protector_stamp=True)
        office = stream.random.choice((company, PROMOTERS[2]))
        signed = at + stream.days(8, 14)
        place(stream, office, "contract", signed, man, job, others=demand.parties(), against=against)
