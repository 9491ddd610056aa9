"""docs/reports.md and docs/truth.md are true: every example is taken, every table has every field."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from deploy.evaluate.labels import Labelled, labelled, read_truth
from deploy.evaluate.making import made
from deploy.evaluate.preparing import Preparation
from deploy.evaluate.reading import Made, empty_box
from producers.adapters.columns import known_names
from producers.adapters.lines import LONGEST_LINE
from producers.protect.protection import protect_for_study, read_report, tokens_of
from producers.protect.token import TokenKeys, new_token_key
from schemas.codes import Sector
from schemas.errors import Malformed
from schemas.event import MAX_BYTES, MAX_PARTIES
from schemas.facts import Benign, Kind, Observation
from schemas.partner import Partner
from schemas.places import DISTRICTS
from schemas.record import Record
from schemas.report import Report
from schemas.role import Role
from schemas.truth import Group, Label, ReportRef, TrueSubject, Truth
from streams.indicators.money import RUPEES
from streams.intake import OLDEST

ROOT = Path(__file__).parents[3]
REPORTS = (ROOT / "docs" / "reports.md").read_text(encoding="utf-8")
TRUTH = (ROOT / "docs" / "truth.md").read_text(encoding="utf-8")
KEYS = TokenKeys((new_token_key("k1"),))
ROWS = {
    row[1]: (row[2] == "*", orjson.loads(row[3]))
    for row in re.finditer(
        r"^\| `([^`]+)`(\*?) \| .+? \| `(.+?)` \| ", REPORTS.split("## 8.")[1].split("## 9.")[0], re.M
    )
}


def ndjson(page: str) -> list[bytes]:
    return [line.encode() for block in re.findall(r"```ndjson\n(.*?)```", page, re.S) for line in block.splitlines()]


def test_every_example_of_a_report_is_taken_by_protect_and_by_intake(tmp_path: Path) -> None:
    lines = sorted(ndjson(REPORTS), key=lambda line: str(orjson.loads(line)["occurred_at"]))
    found = list(made(enumerate(lines, 1), {}, KEYS))
    assert [item for item in found if not isinstance(item, Made)] == []
    prepared = Preparation(tmp_path / "sightings", frozenset({"k1"})).run(found)
    assert prepared.bad == []
    assert prepared.events.total() == len(lines) > len(Kind)


def test_every_kind_has_a_section_whose_examples_are_of_that_kind() -> None:
    sections = re.split(r"^### ", REPORTS, flags=re.M)[1:]
    kinds = [section.split("\n")[0] for section in sections]
    assert sorted(kinds) == sorted(Kind)
    for kind, section in zip(kinds, sections, strict=True):
        examples = ndjson(section.split("\n## ")[0])
        assert examples
        assert {orjson.loads(line)["kind"] for line in examples} == {kind}


def test_every_role_and_every_code_is_explained() -> None:
    assert sorted(re.findall(r"^\| `([a-z]+)` \| ", REPORTS.split("## 4.")[0].split("## 3.")[1], re.M)) == sorted(Role)
    codes = set(re.findall(r"`([a-z-]+)` \|", REPORTS.split("## 7.")[1].split("## 8.")[0]))
    assert codes - {"observations", "against"} == {*Observation, *Benign}


def test_the_table_has_every_field_and_no_other() -> None:
    assert sorted(ROWS) == sorted(known_names())


def test_what_signs_of_a_kind_read_are_fields() -> None:
    blocks = ("trip", "transaction", "account", "job", "document", "identity", "booking")
    named = {
        n for n in re.findall(r"`([a-z_.]+)`", REPORTS.split("## 8.")[0]) if n.split(".")[0] in blocks and "." in n
    }
    known = {name.removesuffix(".0").removesuffix(".amount").removeprefix("parties.0.") for name in known_names()}
    assert named
    assert named - known == set()


@pytest.mark.parametrize("name", sorted(ROWS))
def test_the_example_of_a_field_is_taken(name: str) -> None:
    base = next(fields for line in ndjson(REPORTS) if _has(fields := orjson.loads(line), name))
    fields = {key: value for key, value in base.items() if key not in ("partner", "sector")}
    _set(fields, name, ROWS[name][1])
    report = read_report(orjson.dumps(fields))
    partner = Partner(id="air-nilkanth", title="Invented", sector=Sector.AIRLINE)
    protect_for_study(report, partner, KEYS, empty_box())
    if name.startswith("parties.0.identity."):
        assert tokens_of(report.parties[0].identity, KEYS, report.occurred_at.date())


def test_the_fields_marked_are_those_that_are_required() -> None:
    definitions = Report.model_json_schema()["$defs"]
    for prefix, model in (("trip", "Trip"), ("job", "Job"), ("booking", "BookingReference")):
        marked = {
            name for name, (required, _) in ROWS.items() if required and re.fullmatch(rf"{prefix}\.[a-z_]+", name)
        }
        assert marked == {f"{prefix}.{field}" for field in definitions[model]["required"]}


def _constraints(node: Any, name: str = "") -> Iterator[tuple[str, str, Any]]:
    """Each limit and each default of the schema, with the field it is of."""
    for key, value in node.items() if isinstance(node, dict) else []:
        if key in ("maxItems", "maxLength", "minItems", "default") and not isinstance(value, dict):
            yield key, name, value
        elif key == "properties":
            for field, inner in value.items():
                yield from _constraints(inner, field)
        elif key == "$defs":
            for inner in value.values():
                yield from _constraints(inner)
        elif isinstance(value, dict):
            yield from _constraints(value, name)
        elif isinstance(value, list):
            for inner in value:
                yield from _constraints(inner, name)


def test_the_limits_and_defaults_on_the_page_are_those_of_the_schema() -> None:
    told = list(_constraints(Report.model_json_schema()))
    lists = {name: most for key, name, most in told if key == "maxItems"}
    held = re.search(r"A list holds at most: (.+?)\.", REPORTS)
    assert held
    assert {name: int(most) for name, most in re.findall(r"`([a-z]+)` (\d+)", held[1])} == lists
    assert [name for key, name, least in told if key == "minItems" and least] == ["parties"]
    texts = {name: most for key, name, most in told if key == "maxLength" and name not in ("city", "home_city")}
    assert {most for name, most in texts.items() if name != "note"} == {200}
    assert f"Text is at most 200 characters long, `note` {texts['note']}" in REPORTS
    defaults = {(name, value) for key, name, value in told if key == "default" and value not in (None, [])}
    stated = re.search(r"when they are absent: (.+?)\. Blank", REPORTS)
    assert stated
    read = re.findall(r"`(?:[a-z]+\.)?([a-z_]+)` `([^`]+)`", stated[1])
    assert {(name, str(value).replace("False", "false")) for name, value in defaults} == set(read)


def test_every_example_of_a_truth_record_is_taken() -> None:
    found = [labelled(read_truth(line), KEYS) for line in ndjson(TRUTH)]
    assert all(isinstance(record, Labelled) for record in found)
    assert {record.truth.label for record in found} == set(Label)
    assert [record.truth.detectable for record in found].count(False) == 1


def test_the_table_of_the_truth_file_has_every_field_and_marks_those_required() -> None:
    wanted: dict[str, bool] = {}
    models: tuple[tuple[str, type[Record]], ...] = (
        ("", Truth),
        ("subjects.0.", TrueSubject),
        ("reports.0.", ReportRef),
        ("group.", Group),
    )
    for prefix, model in models:
        wanted |= {f"{prefix}{name}": field.is_required() for name, field in model.model_fields.items()}
    table = TRUTH.split("## Fields")[1].split("## How")[0]
    assert {n: star == "*" for n, star in re.findall(r"^\| `([^`]+)`(\*?) \| ", table, re.M)} == wanted


def _has(fields: Any, name: str) -> bool:
    """An example that has the block which the field is in."""
    head = name.split(".")[0]
    single = head in ("id", "kind", "occurred_at", "parties", "observations", "against", "note", "corrects")
    return single or head in ("information_grade", "handling") or head in fields


def _set(fields: Any, name: str, value: object) -> None:
    *path, last = name.split(".")
    for part, following in zip(path, [*path, last][1:], strict=True):
        empty: Any = [] if following == "0" else {}
        fields = fields[int(part)] if isinstance(fields, list) else fields.setdefault(part, empty)
    if isinstance(fields, list):
        fields[:] = [value]
        return
    fields[last] = value
    for pair in ({"amount": "1.00", "currency": "PKR"}, {"number": "ZZ9000001", "country": "PAK"}):
        if last in pair and path[-1] not in ("transaction", "job"):
            for other, stated in pair.items():
                fields.setdefault(other, stated)


def test_the_numbers_on_the_page_are_those_of_the_code() -> None:
    listed = re.search(r"converted at rough rates: ([A-Z, \n]+)\.", REPORTS)
    assert listed
    assert sorted(re.findall("[A-Z]{3}", listed[1])) == sorted(RUPEES)
    assert f"more than {OLDEST.days} days older" in REPORTS
    assert f"at most {LONGEST_LINE >> 20} MiB, its event {MAX_BYTES >> 10} KiB; up to {MAX_PARTIES} parties" in REPORTS
    assert set(re.findall(r"`([A-Za-z_]+)`", REPORTS.split("## 9.")[1])) == DISTRICTS


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"lable": "case"},
            "unknown_field at lable: take this field out, or mend its name; docs/truth.md lists them all",
        ),
        ({"reports": []}, "bad_value at reports: a case or look-alike names the reports"),
    ],
)
def test_a_bad_truth_record_names_its_field_and_a_mend_that_fits(change: dict[str, Any], said: str) -> None:
    record = next(fields for fields in map(orjson.loads, ndjson(TRUTH)) if fields["label"] == "case")
    with pytest.raises(Malformed) as bad:
        read_truth(orjson.dumps({**record, **change}))
    assert str(bad.value).startswith(said)
