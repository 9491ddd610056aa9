"""Codes as partners write them, also those of airports that moved."""

import pytest

from schemas.codes import airports, countries_meant


@pytest.mark.parametrize(
    ("code", "country"), [("LHE", "PAK"), ("DXB", "ARE"), ("KTI", "KHM"), ("PNH", "KHM"), ("TXL", "DEU")]
)
def test_an_airport_is_in_its_country_under_its_new_code_and_its_old_one(code: str, country: str) -> None:
    assert airports()[code] == country


def test_an_invented_airport_is_none() -> None:
    assert "XXX" not in airports()


@pytest.mark.parametrize(
    ("word", "codes"),
    [
        ("Libya", ("LBY",)),
        ("ly", ("LBY",)),
        ("SUA", ("AUS", "SAU", "SUR", "USA")),
        ("LBX", ("LBN", "LBR", "LBY", "LUX")),
        ("nowhere", ()),
    ],
)
def test_a_word_that_is_no_code_of_a_country_is_answered_with_those_it_may_mean(
    word: str, codes: tuple[str, ...]
) -> None:
    assert countries_meant(word) == codes
