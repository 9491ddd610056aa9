"""CSV: what is written by path is read by path, and a broken record costs itself only."""

import csv as standard
from io import BytesIO, StringIO
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from producers.adapters import csv
from producers.adapters.columns import column, known_names
from schemas.errors import Malformed, Misconfigured
from schemas.facts import Benign, Kind, Observation
from schemas.report import Report
from schemas.role import Role

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

HEAD = "id,kind,occurred_at,parties.0.role,parties.0.identity.name,note"
GOOD = "bk-{0},booking,2026-07-01T10:00:00+05:00,traveller,Testina Farzi,{1}"


def read(text: str | bytes) -> list[tuple[int, Report | Malformed]]:
    return list(csv.read(BytesIO(text if isinstance(text, bytes) else text.encode()), "reports.csv"))


def outcome(text: str | bytes) -> list[tuple[int, str]]:
    return [(line, found.id if isinstance(found, Report) else found.reason) for line, found in read(text)]


def flat(value: Any, path: str = "") -> dict[str, str]:
    """Dotted paths of everything in a JSON value."""
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        return {name: cell for key, inner in items for name, cell in flat(inner, f"{path}.{key}").items()}
    return {path[1:]: {True: "true", False: "no"}[value] if isinstance(value, bool) else str(value)}


def written(reports: list[Report], delimiter: str, bom: bool) -> bytes:
    rows = [flat(report.model_dump(mode="json", exclude_none=True, exclude_defaults=True)) for report in reports]
    names = sorted({name for row in rows for name in row})
    text = StringIO()
    table = standard.DictWriter(text, names, delimiter=delimiter, restval="")
    table.writeheader()
    table.writerows(rows)
    return (b"\xef\xbb\xbf" if bom else b"") + text.getvalue().encode()


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).map(str.strip).filter(bool)
NOTE = (
    st.text(st.sampled_from('ab ",;\n\t\u0641\u0631\u0636\u06cc'), min_size=1, max_size=80).map(str.strip).filter(bool)
)
MONEY = st.builds(
    lambda amount: {"amount": f"{amount / 100:.2f}", "currency": "PKR"}, st.integers(min_value=0, max_value=10**9)
)
PARTY = st.fixed_dictionaries(
    {
        "role": st.sampled_from([str(role) for role in Role]),
        "identity": st.fixed_dictionaries(
            {"name": TEXT},
            optional={
                "birth_date": st.dates().map(str),
                "passport": st.just({"number": "ZZ9999991", "country": "PAK"}),
                "emails": st.lists(st.just("testina@example.com"), min_size=1, max_size=4),
            },
        ),
    },
    optional={"age": st.integers(0, 120), "sex": st.sampled_from("FMX")},
)
REPORTS = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}", fullmatch=True),
            "kind": st.sampled_from([str(kind) for kind in Kind]),
            "occurred_at": st.datetimes().map(lambda at: at.isoformat() + "+05:00"),
            "parties": st.lists(PARTY, min_size=1, max_size=3),
        },
        optional={
            "note": NOTE,
            "observations": st.lists(st.sampled_from([str(one) for one in Observation]), min_size=1, max_size=9),
            "against": st.lists(st.sampled_from([str(one) for one in Benign]), min_size=1, max_size=6),
            "transaction": st.fixed_dictionaries(
                {"money": MONEY, "direction": st.just("in"), "channel": st.just("atm")},
                optional={"cash": st.booleans()},
            ),
            "job": st.fixed_dictionaries(
                {"country": st.just("SAU"), "occupation": st.just("0210")},
                optional={"fee_receipt": st.booleans(), "deduction_percent": st.integers(0, 100), "fee": MONEY},
            ),
        },
    ),
    min_size=1,
    max_size=4,
)


@PATIENT
@given(REPORTS, st.sampled_from(",;\t"), st.booleans())
def test_any_report_written_by_paths_reads_back_the_same(raw: list[dict[str, Any]], delimiter: str, bom: bool) -> None:
    reports = [Report.model_validate_json(orjson.dumps(one)) for one in raw]
    assert [found for _, found in read(written(reports, delimiter, bom))] == reports


@PATIENT
@given(st.binary(max_size=400))
def test_no_bytes_at_all_break_the_reader(junk: bytes) -> None:
    found = outcome(f"{HEAD}\n{GOOD.format(1, '')}\n".encode() + junk + b"\n")
    assert found[0] == (2, "bk-1")


def test_every_value_of_a_report_has_a_column() -> None:
    assert len(known_names()) > 80
    assert all(column(name) for name in known_names())


def test_numbers_and_truths_have_their_types_and_empty_cells_are_absent() -> None:
    head = HEAD.replace("note", "parties.0.age,account.business,account.ordinary_spend,against.0,against.3")
    ((_, report),) = read(f"{head}\n{GOOD.format(1, '19,YES,False,,family-link')}\n")
    assert isinstance(report, Report)
    assert report.parties[0].age == 19
    assert report.account is not None
    assert (report.account.business, report.account.ordinary_spend) == (True, False)
    assert report.against == (Benign.FAMILY_LINK,)


def test_an_embedded_line_feed_stays_and_the_number_is_that_of_the_first_line() -> None:
    text = f"{HEAD}\n{GOOD.format(1, chr(34) + 'a' + chr(10) + 'b' + chr(34))}\n\n{GOOD.format(2, '')}\n"
    (first, one), (second, _) = read(text)
    assert isinstance(one, Report)
    assert (first, one.note, second) == (2, "a\nb", 5)


def test_an_unclosed_quotation_mark_costs_one_line() -> None:
    text = "\n".join([HEAD, GOOD.format(1, '"oops'), GOOD.format(2, ""), GOOD.format(3, '"fine"'), GOOD.format(4, "x")])
    assert outcome(text) == [(2, "bad_value"), (3, "bk-2"), (4, "bk-3"), (5, "bk-4")]


def test_an_unclosed_quotation_mark_early_in_a_long_file_costs_one_line() -> None:
    text = "\n".join([HEAD, GOOD.format(0, '"oops'), *(GOOD.format(number, "") for number in range(1, 500))])
    assert outcome(text) == [(2, "bad_value"), *((number + 2, f"bk-{number}") for number in range(1, 500))]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (GOOD.format(9, "x,y"), "bad_value"),
        ("bk-9,booking", "bad_value"),
        (GOOD.format(9, "").replace("traveller", "pilot"), "bad_value"),
        (GOOD.format(9, '"a"b'), "bad_value"),
        (GOOD.format(9, "y" * 1024 * 1024), "too_large"),
        (GOOD.format(9, '"' + "y" * 200_000 + '"'), "bad_value"),
    ],
)
def test_a_bad_record_stops_nothing(broken: str, reason: str) -> None:
    text = f"{HEAD}\n{GOOD.format(1, '')}\n{broken}\n{GOOD.format(2, '')}\n"
    assert outcome(text) == [(2, "bk-1"), (3, reason), (4, "bk-2")]


def test_bytes_that_are_no_utf8_are_named_by_field_and_spoil_their_record_only() -> None:
    text = f"{HEAD}\n{GOOD.format(1, 'caf')}".encode() + b"\xe9\n" + GOOD.format(2, "").encode()
    (_, bad), (_, good) = read(text)
    assert isinstance(bad, Malformed)
    assert (bad.reason, bad.field) == ("not_utf8", "note")
    assert isinstance(good, Report)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (HEAD + ",parties.1.identity.cnik", r"column 'parties\.1\.identity\.cnik' is unknown; did you mean parties\.1\.identity\.cnic\?"),
        (HEAD + ",Flight", "did you mean trip.flight|take it out"),
        (HEAD + ",trip", "'trip' is unknown"),
        (HEAD + ",against.6", "'against.6' is unknown"),
        (HEAD + ",zzzz", "take it out, or see the table"),
        (HEAD + ",note", "'note' stands twice"),
        (HEAD.replace("kind,", ""), "no column kind"),
        ("", "holds no column name"),
        ("bk-1,booking,Testina Farzi", "the first line holds no column name"),
        (HEAD + ",99999-9000001-1", "column number 7 is unknown"),
        ('id,"kind', "the header cannot be read"),
    ],
)  # fmt: skip
def test_a_header_that_cannot_be_used_says_why_and_repeats_no_value(header: str, said: str) -> None:
    with pytest.raises(Misconfigured, match=said) as refused:
        read(header + "\n")
    assert "Testina" not in str(refused.value)
    assert "99999" not in str(refused.value)
