"""A sign that rests on something missing is taken back when it comes: the order of arrival decides nothing."""

from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest

from deploy.rules import load_rules
from schemas.alert import Alert, Status
from streams.pack import Pack
from streams.scoring_state import ScoringState
from tests.streams.facts import NOW, fact, tok, trip
from tests.streams.test_scoring import TOPICS, Loop

PACK = Pack(load_rules(Path("deploy/rules.toml")))
CNIC, PASSPORT = tok("cnic", "w"), tok("passport", "w")
JOB = {"country": "SAU", "occupation": "9312"}
OEP = {"partner": "oep-kohsar", "sector": "recruiter"}


def sighting(event: str, role: str, tokens: tuple[str, ...], **fields: object) -> tuple[bytes, tuple[str, ...]]:
    return fact(event, [{"role": role, "tokens": list(tokens)}], **fields), tokens  # type: ignore[arg-type]


HIRED = sighting("oep-1", "candidate", (CNIC, PASSPORT), kind="registration", hours_ago=20, job=JOB, **OEP)
FLIES = sighting(
    "air-1",
    "traveller",
    (PASSPORT,),
    hours_ago=2,
    observations=["vague-job"],
    trip=trip(destination="RUH", visa_class="visit", booked_at=(NOW - timedelta(hours=2)).isoformat()),
)
PAPER = sighting(
    "oep-2",
    "candidate",
    (CNIC, PASSPORT),
    kind="contract",
    hours_ago=10,
    job={**JOB, "contract": "present", "protector_stamp": True},
    **OEP,
)


def played(*sightings: tuple[bytes, tuple[str, ...]]) -> list[Alert]:
    loop = Loop(ScoringState(PACK, TOPICS, 1))
    for raw, tokens in sightings:
        loop.publish(raw, tokens)
    return list(loop.latest().values())


def test_without_the_paper_there_is_an_alert() -> None:
    (alert,) = played(HIRED, FLIES)
    assert alert.status is Status.OPEN
    assert "x-unprotected-departure" in {hit.indicator for hit in alert.hits}


def test_the_paper_withdraws_it_and_says_which_sign_it_answers() -> None:
    (alert,) = played(HIRED, FLIES, PAPER)
    assert (alert.status, alert.version) == (Status.WITHDRAWN, 2)
    assert {hit.counted for hit in alert.hits if hit.indicator == "x-unprotected-departure"} == {None}


@pytest.mark.parametrize("order", list(permutations((HIRED, FLIES, PAPER))))
def test_no_order_of_arrival_leaves_it_open(order: tuple[tuple[bytes, tuple[str, ...]], ...]) -> None:
    assert [alert for alert in played(*order) if alert.status is Status.OPEN] == []
