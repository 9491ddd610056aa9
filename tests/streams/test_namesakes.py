"""No promoter answers for a namesake: a trade name that is shown with two licences speaks for neither."""

from itertools import permutations
from typing import Any

import pytest

from schemas.rulepack import Brakes
from schemas.token import key_of
from streams.joining import joining
from tests.streams.facts import tok
from tests.streams.indicators.build import Tale, hire, who
from tests.streams.test_company import Partition

NAME, ONE, OTHER = tok("agency", "falah"), tok("oep", "one"), tok("oep", "other")


def firm(*licence: str) -> dict[str, Any]:
    return who("recruiter", "", "agency=falah", *(f"oep={one}" for one in licence))


def told(number: int, *licence: str, state: str = "valid") -> Tale:
    """A desk registers somebody with the firm."""
    candidate = who("candidate", f"c{number}", f"family=f{number}")
    return hire(firm(*licence), candidate, day=number, licence=state)


def by(partition: Partition) -> list[str]:
    """What the name is judged by, by event."""
    history = partition.state.history(NAME)
    voice = joining(history, Brakes()).voice
    return [entry.event for entry in (history.own if voice is None else voice)]


def test_a_name_with_one_licence_speaks_for_it() -> None:
    partition = Partition(told(1, "one", state="cancelled"), told(2, "one"), told(3))
    assert len(by(partition)) == 3
    assert "r-licence-not-valid" in partition.hits(NAME)


def test_a_name_with_two_licences_speaks_only_for_what_shows_none() -> None:
    partition = Partition(told(1, "one", state="cancelled"), told(2, "other"), told(3))
    assert [event[-1] for event in by(partition)] == ["3"]
    assert "r-licence-not-valid" not in partition.hits(NAME)
    assert "r-licence-not-valid" in partition.hits(ONE)
    assert "r-licence-not-valid" not in partition.hits(OTHER)


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_in_whatever_order_they_are_told(order: tuple[int, ...]) -> None:
    tales = [told(1, "one", state="cancelled"), told(2, "other"), told(3, state="cancelled"), told(4, "one")]
    numbered: list[Tale] = [{**tales[at], "number": at + 1} for at in order]
    partition = Partition(*numbered)
    assert [event[-1] for event in by(partition)] == ["3"]
    history = partition.state.history(NAME)
    assert [event[-1] for met in history.hits.values() for event in met.events] == ["3"]


def test_a_correction_of_the_wrong_licence_gives_the_name_its_voice_back() -> None:
    partition = Partition(told(1, "one", state="cancelled"), told(2, "other"))
    assert "r-licence-not-valid" not in partition.hits(NAME)
    partition.tell({**told(2, "one"), "corrects": 2})
    assert "r-licence-not-valid" in partition.hits(NAME)


def test_one_licence_under_two_token_keys_is_one_licence() -> None:
    partition = Partition(told(1, "one"))
    rotated = told(2, "one")
    tokens = rotated["parties"][0]["tokens"]
    rotated["parties"][0]["tokens"] = [t.replace(f":{key_of(t)}:", ":k2:") if t == ONE else t for t in tokens]
    partition.tell(rotated)
    assert len(by(partition)) == 2
