"""A labelled stream in files, made of the simulated day and its stories."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from producers.simulate.day import cases, day
from producers.simulate.plan import Case, Planned
from schemas.partner import PartnerTable
from schemas.rulepack import Subject

_FIELDS = {"oep": "oep_licence", "account": "iban"}


class Files(NamedTuple):
    """Where the stream lies."""

    reports: Path
    truth: Path


def labelled_day(folder: Path, seed: int, end: datetime, table: PartnerTable, reports: int) -> Files:
    """The day's reports and what is planted in them."""
    plan = list(day(seed, end, tuple(table.partners.values()), reports))
    files = Files(folder / "reports.ndjson", folder / "truth.ndjson")
    files.reports.write_bytes(b"".join(line(planned) for planned in plan))
    told = [truth(case, [p for p in plan if p.case == case.id]) for case in cases(seed, end)]
    files.truth.write_bytes(b"".join(orjson.dumps(record) + b"\n" for record in told))
    return files


def line(planned: Planned) -> bytes:
    """The report with its partner beside it."""
    fields = planned.report.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    return orjson.dumps({"partner": planned.partner_id, **fields}) + b"\n"


def truth(case: Case, plan: Iterable[Planned]) -> dict[str, Any]:
    """The truth record of a story."""
    plan = list(plan)
    departures = [p.report.trip.departs_at for p in plan if p.report.trip is not None]
    record: dict[str, Any] = {
        "label": "case" if case.expect == "alert" else "look-alike",
        "id": case.id,
        "scenario": case.id,
        "subjects": [{"about": case.about or Subject.POSSIBLE_VICTIM, "identities": [identity(case, plan)]}],
        "reports": [{"partner": p.partner_id, "id": p.report.id} for p in plan],
    }
    return {**record, "departs_at": min(departures)} if departures else record


def identity(case: Case, plan: Iterable[Planned]) -> dict[str, Any]:
    """The party of the reports that shows the story's key, or the key itself."""
    kind, raw = case.key
    if kind == "phone":
        return {"phones": [raw]}
    if kind == "email":
        return {"emails": [raw]}
    if kind == "passport":
        return {"passport": {"number": raw.removeprefix("PAK:"), "country": "PAK"}}
    if kind == "person":
        found = next(
            party.identity
            for planned in plan
            for party in planned.report.parties
            if party.identity.name and party.identity.birth_date
        )
        return {"name": found.name, "birth_date": str(found.birth_date)}
    return {_FIELDS.get(kind, kind): raw}
