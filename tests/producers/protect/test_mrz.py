"""The specimens of ICAO 9303 parts 4 and 5, and what happens to them when a character is misread."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from producers.protect.documents import passport
from producers.protect.mrz import check_digit, mrz, parse_mrz
from schemas.errors import Malformed

PATIENT = settings(deadline=None)  # a busy machine is no failure

TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10"
TD1 = "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<"
TD1_LONG = "I<UTOD23145890<7349<<<<<<<<<<<3407127M9507122UTO<<<<<<<<<<<2STEVENSON<<PETER<JOHN<<<<<<<<<"


def pakistani(
    number: str = "ZZ9990001", birth: str = "990517", cnic: str = "9999991234562", expiry: str = "310101"
) -> str:
    optional = cnic.ljust(14, "<")
    body = (
        number
        + check_digit(number)
        + "PAK"
        + birth
        + check_digit(birth)
        + "F"
        + expiry
        + check_digit(expiry)
        + optional
        + check_digit(optional)
    )
    return "P<PAKFARZI<<TESTINA".ljust(44, "<") + body + check_digit(body[0:10] + body[13:20] + body[21:43])


def test_a_passport_is_read() -> None:
    read = parse_mrz(TD3)
    assert (read.number, read.country, read.nationality, read.sex) == ("L898902C3", "UTO", "UTO", "F")
    assert (read.surname, read.given, read.personal_number) == ("ERIKSSON", "ANNA MARIA", "ZE184226B")
    assert (read.birth, read.expiry) == (date(1974, 8, 12), date(2012, 4, 15))


def test_a_card_is_read_also_when_its_number_is_long() -> None:
    assert (parse_mrz(TD1).number, parse_mrz(TD1).sex, parse_mrz(TD1).given) == ("D23145890", "F", "ANNA MARIA")
    long = parse_mrz(TD1_LONG)
    assert (long.number, long.birth, long.expiry) == ("D23145890734", date(1934, 7, 12), date(1995, 7, 12))


def test_a_scanned_zone_and_a_typed_number_meet() -> None:
    assert mrz(pakistani()) == passport("zz 9990001") == "PAK:ZZ9990001"


def test_a_pakistani_passport_carries_the_cnic() -> None:
    assert parse_mrz(pakistani()).personal_number == "9999991234562"


@pytest.mark.parametrize(
    ("at", "name"),
    [
        (44, "document number"),
        (53, "document number"),
        (58, "birth date"),
        (66, "expiry date"),
        (73, "personal number"),
        (87, "whole line"),
    ],
)
def test_the_check_digit_that_failed_is_named(at: int, name: str) -> None:
    wrong = TD3[:at] + ("7" if TD3[at] != "7" else "8") + TD3[at + 1 :]
    with pytest.raises(Malformed) as refused:
        parse_mrz(wrong)
    assert f"check digit of the {name} " in refused.value.mend


def test_the_century_of_a_birth_is_the_latest_that_can_be() -> None:
    assert parse_mrz(pakistani(birth="190517")).birth == date(2019, 5, 17)
    assert parse_mrz(pakistani(birth="300517"), on=date(2026, 11, 23)).birth == date(1930, 5, 17)
    assert parse_mrz(pakistani(birth="261124"), on=date(2026, 11, 23)).birth == date(1926, 11, 24)


def test_an_unknown_day_of_birth_is_no_birth_date() -> None:
    assert parse_mrz(pakistani(birth="99<<<<")).birth is None


def test_a_placeholder_number_names_nobody() -> None:
    assert mrz(pakistani(number="ZZ0000000")) is None


def test_the_repr_of_a_zone_shows_nothing() -> None:
    assert repr(parse_mrz(TD3)) == "Mrz()"


@PATIENT
@given(st.text(alphabet="PI<UTO0123456789AB", min_size=88, max_size=90))
def test_any_zone_is_read_or_refused_and_nothing_else(zone: str) -> None:
    with suppress(Malformed):
        parse_mrz(zone)
