"""Codes as partners write them, also those of airports that moved."""

import pytest

from schemas.codes import airports


@pytest.mark.parametrize(
    ("code", "country"), [("LHE", "PAK"), ("DXB", "ARE"), ("KTI", "KHM"), ("PNH", "KHM"), ("TXL", "DEU")]
)
def test_an_airport_is_in_its_country_under_its_new_code_and_its_old_one(code: str, country: str) -> None:
    assert airports()[code] == country


def test_an_invented_airport_is_none() -> None:
    assert "XXX" not in airports()
