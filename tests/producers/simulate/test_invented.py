"""Nobody has these names and numbers, and yet every partner's system would take them."""

from collections.abc import Callable
from datetime import datetime
from random import Random

import pytest

from producers.protect.normalise import identifiers
from producers.simulate import invented
from producers.simulate.day import cases

# 12_345 and 876_543 make a CNIC that counts (9012345) and so read as filler, as real ones of that kind would.
NUMBERS = [100, 999, 12_346, 40_000, 123_456, 499_999, *Random(1).sample(range(100, 999_000), 40)]


@pytest.mark.parametrize(
    ("kind", "made"),
    [
        ("cnic", lambda n: invented.cnic(n, male=n % 2 == 0)),
        ("passport", invented.passport),
        ("phone", invented.phone),
        ("phone", invented.office_phone),
        ("iban", invented.iban),
        ("agency", lambda n: invented.agency_code(n % 9_000)),
        ("oep", invented.licence),
        ("email", lambda n: invented.mail("Khayali", n)),
    ],
)
def test_every_number_is_taken_and_none_is_a_placeholder(kind: str, made: Callable[[int], str]) -> None:
    assert all(identifiers(kind, made(number)) for number in NUMBERS)
    assert len({identifiers(kind, made(number)) for number in range(100, 500)}) == 400


def test_days_of_different_seeds_share_nobody(now: datetime) -> None:
    assert not {case.key for case in cases(1, now)} & {case.key for case in cases(2, now)} - {("oep", "9951/RWP")}
