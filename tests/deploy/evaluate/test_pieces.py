"""Which cases the sectors present tell of: independent reports, accepted, about a subject."""

from dataclasses import replace

import orjson
import pytest

from deploy.evaluate.labels import Labelled
from deploy.evaluate.pieces import Piece, pieces, reports_of, told_by
from schemas.codes import Sector
from schemas.truth import Label, ReportRef
from tests.deploy.evaluate.alerts import FACILITATOR, VICTIM, record, token

BOTH = (Sector.BANK, Sector.RECRUITER)


def case(*reports: tuple[str, str], **said: object) -> Labelled:
    """The case of A and B, with these (partner, report id)."""
    label = record("one", ("A", VICTIM), ("B", FACILITATOR), **said)  # type: ignore[arg-type]
    refs = tuple(ReportRef(partner=partner, id=id) for partner, id in reports)
    return replace(label, truth=label.truth.model_copy(update={"reports": refs}))


def fact(sector: Sector, *tokens: str) -> bytes:
    """An accepted event with these tokens on one party."""
    return orjson.dumps(
        {"ref": {"sector": sector}, "parties": [{"role": "holder"}, {"role": "payer", "tokens": tokens}]}
    )


def test_two_reports_of_the_sectors_present_about_a_subject_tell_of_a_case() -> None:
    label = case(("bank-chinar", "t1"), ("rec-asman", "r1"), ("air-nilkanth", "b1"))
    known = pieces(
        [label],
        {
            "bank-chinar/t1": fact(Sector.BANK, token("A")),
            "rec-asman/r1": fact(Sector.RECRUITER, token("B"), token("Q")),
            "air-nilkanth/b1": fact(Sector.AIRLINE, token("A")),
        },
    )
    assert told_by(BOTH, known) == told_by(Sector, known) == {"one"}
    for sector in Sector:
        assert told_by([sector], known) == frozenset()


@pytest.mark.parametrize(
    ("second", "why"),
    [
        (fact(Sector.BANK, token("Q")), "it shows no subject"),
        (fact(Sector.AIRLINE, token("A")), "it is of the sector that is missing"),
        (None, "it was not taken"),
    ],
)
def test_a_second_report_that_is_no_piece_tells_nothing(second: bytes | None, why: str) -> None:
    facts = {"bank-chinar/t1": fact(Sector.BANK, token("A"))} | ({"bank-chinar/t2": second} if second else {})
    known = pieces([case(("bank-chinar", "t1"), ("bank-chinar", "t2"))], facts)
    assert told_by(BOTH, known) == frozenset(), why


def test_reports_of_one_booking_are_one_occasion() -> None:
    label = case(("air-nilkanth", "b1"), ("air-nilkanth", "c1"), ("air-nilkanth", "b2"))
    same = fact(Sector.AIRLINE, token("A"), token("X", "pnr"))
    facts = {"air-nilkanth/b1": same, "air-nilkanth/c1": same}
    assert told_by([Sector.AIRLINE], pieces([label], facts)) == frozenset()
    facts["air-nilkanth/b2"] = fact(Sector.AIRLINE, token("A"), token("Y", "pnr"))
    assert told_by([Sector.AIRLINE], pieces([label], facts)) == {"one"}


def test_only_cases_that_count_have_pieces() -> None:
    labels = [case(("bank-chinar", "t1"), detectable=False), case(("bank-chinar", "t1"), label=Label.LOOK_ALIKE)]
    assert pieces(labels, {"bank-chinar/t1": fact(Sector.BANK, token("A"))}) == {}
    assert reports_of(labels) == {"bank-chinar/t1"}
    assert pieces([case(("bank-chinar", "t1"))], {"bank-chinar/t1": fact(Sector.BANK, token("A"))}) == {
        "one": (Piece(Sector.BANK, "bank-chinar/t1"),)
    }
