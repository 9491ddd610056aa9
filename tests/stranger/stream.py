"""The two files while they are written: reports in order of arrival, and what they are known to hold."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random
from typing import NamedTuple

import orjson

from tests.stranger.companies import Company
from tests.stranger.people import Fields, Person, Registry

PAKISTAN = timezone(timedelta(hours=5))
BEGIN = datetime(2026, 3, 1, tzinfo=PAKISTAN)
DAYS = 90
IDENTIFIERS = ("name", "birth_date", "cnic", "passport", "phones", "iban", "card")
SEXES_AND_AGES = ("sex", "age")


class Told(NamedTuple):
    """Of whom a story tells."""

    victims: Sequence[Person] = ()
    facilitators: Sequence[Person] = ()
    departs: datetime | None = None
    """The first departure of a victim."""
    also: Sequence[Fields] = ()
    """Further identities of the first facilitator, such as an agency."""


Story = Callable[["Stream"], Told]


@dataclass
class Stream:
    """Reports and truth of one seed."""

    random: Random
    lines: list[tuple[datetime, Fields]] = field(default_factory=list)
    """Time of arrival, and the report."""
    truth: list[Fields] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.people = Registry(self.random)

    def tell(self, company: Company, kind: str, at: datetime, parties: Iterable[Fields], **blocks: object) -> None:
        """Add a report. Parties without any identifier, and blocks that say nothing, are left out."""
        known = [party for party in parties if party["identity"]]
        report = {
            "partner": company.id,
            "sector": company.sector,
            "id": f"r-{len(self.lines) + 1:07}",
            "kind": kind,
            "occurred_at": at.isoformat(timespec="seconds"),
            "parties": known,
            **{name: block for name, block in blocks.items() if block},
        }
        late = company.latest_hours * self.random.random()
        self.lines.append((at + timedelta(hours=late), report))

    def plant(self, label: str, scenario: str, story: Story) -> None:
        """Tell a story, and state it in the truth file."""
        before = len(self.lines)
        told = story(self)
        record: Fields = {
            "label": label,
            "id": f"{scenario}-{len(self.truth) + 1}",
            "scenario": scenario,
            "subjects": _subjects(told),
            "reports": [{"partner": line["partner"], "id": line["id"]} for _, line in self.lines[before:]],
        }
        if told.departs is not None:
            record["departs_at"] = told.departs.isoformat()
        self.truth.append(record)

    def honest(self, *people: Person) -> None:
        """State that these are ordinary people."""
        for person in people:
            subject = {"about": "possible-victim", "identities": [person.identity("cnic", "passport")]}
            group = {"sex": person.sex, "age": person.age, "nationality": "PAK"}
            self.truth.append(
                {"label": "person", "id": f"person-{person.number}", "subjects": [subject], "group": group}
            )

    def moment(self, first: int = 0, last: int = DAYS) -> datetime:
        """Some time in these days of the stream, by day."""
        return BEGIN + timedelta(
            days=self.random.randrange(first, last), hours=self.random.randint(9, 18), minutes=self.random.randrange(60)
        )

    def chance(self, share: float) -> bool:
        """True so often."""
        return self.random.random() < share

    def days(self, least: int, most: int) -> timedelta:
        """Some length of time."""
        return timedelta(days=self.random.randint(least, most), minutes=self.random.randrange(300))

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Both files: reports and truth."""
        reports, truth = folder / "reports.ndjson", folder / "truth.ndjson"
        arrived = [line for _, line in sorted(self.lines, key=lambda line: line[0])]
        for path, records in ((reports, arrived), (truth, self.truth)):
            path.write_bytes(b"".join(orjson.dumps(record) + b"\n" for record in records))
        return reports, truth


def _subjects(told: Told) -> list[Fields]:
    victims = [{"about": "possible-victim", "identities": [one.identity(*IDENTIFIERS)]} for one in told.victims]
    others = [{"about": "facilitator", "identities": [one.identity(*IDENTIFIERS)]} for one in told.facilitators]
    if others:
        others[0]["identities"] = [*others[0]["identities"], *told.also]
    return [*victims, *others]
