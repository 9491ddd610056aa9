"""The machine readable zone of travel documents, ICAO 9303 parts 4 (TD3, passports) and 5 (TD1, cards)."""

import re
from dataclasses import dataclass, field
from datetime import date

from producers.protect.documents import country_code, passport
from producers.protect.text import bad, clean, is_placeholder

WEIGHTS = (7, 3, 1)


@dataclass(frozen=True)
class Mrz:
    """What a machine readable zone says. Its repr shows nothing: every field is an identity."""

    kind: str = field(repr=False)
    """First letters of the zone: P for a passport, I, A or C for a card."""
    number: str = field(repr=False)
    country: str = field(repr=False)
    """Issuing country, alpha-3."""
    nationality: str = field(repr=False)
    surname: str = field(repr=False)
    given: str = field(repr=False)
    birth: date | None = field(repr=False)
    """None when day or month is unknown (written as fillers)."""
    sex: str = field(repr=False)
    """F, M or X."""
    expiry: date | None = field(repr=False)
    personal_number: str = field(repr=False)
    """Optional data of a passport: Pakistan prints the CNIC here. Empty when there is none."""


def check_digit(text: str) -> str:
    """ICAO 9303 part 3 section 4.9: 0-9 as they are, A=10 to Z=35, < as 0, weights 7-3-1, modulo 10."""
    values = (0 if letter == "<" else int(letter, 36) for letter in text)
    return str(sum(value * WEIGHTS[at % 3] for at, value in enumerate(values)) % 10)


def parse_mrz(raw: str, on: date | None = None) -> Mrz:
    """The fields of a TD3 (2 x 44) or TD1 (3 x 30) zone. `on` is the day it was read, for the century of the birth year.

    Raises Malformed naming the check digit that failed; a lone line or a zone of another size is refused as well.
    """
    zone = re.sub(r"\s", "", clean(raw, "mrz")).upper()
    if not re.fullmatch(r"[A-Z0-9<]*", zone) or len(zone) not in (88, 90):
        raise bad("mrz", "give both lines of 44 characters of a passport, or all three of 30 of a card, with every <")
    return _td3(zone, on) if len(zone) == 88 else _td1(zone, on)


def mrz(raw: str) -> str | None:
    """The document as `passport` writes it, so that a scanned zone and a typed number meet. None when it is a placeholder."""
    if is_placeholder(clean(raw, "mrz").replace("<", "")):
        return None
    if re.fullmatch(r"[A-Z]{3}:[A-Z0-9]{5,14}", raw):
        return raw  # canonical already
    read = parse_mrz(raw)
    if read.kind[0] != "P" and read.country == "PAK":  # a Pakistani card is not numbered like a passport
        return f"PAK:{read.number}" if len(set(read.number)) > 1 else None
    return passport(read.number, country=read.country)


def _td3(zone: str, on: date | None) -> Mrz:
    first, second = zone[:44], zone[44:]
    if first[0] != "P":
        raise bad("mrz", "the first line of a passport begins with P; give the lines from top to bottom")
    _check(second[0:9], second[9], "document number")
    _check(second[13:19], second[19], "birth date")
    _check(second[21:27], second[27], "expiry date")
    if not (second[42] == "<" and not second[28:42].strip("<")):
        _check(second[28:42], second[42], "personal number")
    _check(second[0:10] + second[13:20] + second[21:43], second[43], "whole line")
    return _read(first[:2], second[0:9], first[2:5], second, 10, first[5:], second[28:42].strip("<"), on)


def _td1(zone: str, on: date | None) -> Mrz:
    first, second, third = zone[:30], zone[30:60], zone[60:]
    if first[0] not in "IAC":
        raise bad("mrz", "the first line of a card begins with I, A or C; give the lines from top to bottom")
    number, optional = first[5:14], first[15:30]
    if first[14] == "<" and optional.strip("<"):  # a number longer than nine places goes on in the optional data
        rest = optional[: optional.index("<")] if "<" in optional else optional
        number, digit, optional = number + rest[:-1], rest[-1:], optional[len(rest) :]
        _check(number, digit, "document number")
    else:
        _check(number, first[14], "document number")
    _check(second[0:6], second[6], "birth date")
    _check(second[8:14], second[14], "expiry date")
    _check(first[5:30] + second[0:7] + second[8:15] + second[18:29], second[29], "whole zone")
    dates = "<" * 10 + second[15:18] + second[0:8] + second[8:15]
    return _read(first[:2], number, first[2:5], dates, 10, third, optional.strip("<"), on)


def _check(text: str, digit: str, name: str) -> None:
    if check_digit(text) != ("0" if digit == "<" else digit):
        raise bad("mrz", f"the check digit of the {name} does not fit; scan or copy the zone again")


def _read(kind: str, number: str, country: str, line: str, at: int, names: str, optional: str, on: date | None) -> Mrz:
    nationality, born, sex, ends = line[at : at + 3], line[at + 3 : at + 9], line[at + 10], line[at + 11 : at + 17]
    expiry = _day(ends, 2069)
    latest = on or expiry
    birth = _day(born, latest.year if latest else 2099)
    if birth and latest and birth > latest:
        birth = date(birth.year - 100, birth.month, min(birth.day, 28 if birth.month == 2 else 31))
    surname, _, given = names.partition("<<")
    return Mrz(
        kind=kind.rstrip("<"),
        number=number.rstrip("<"),
        country=country_code(country, "mrz"),
        nationality=country_code(nationality, "mrz"),
        surname=surname.replace("<", " ").strip(),
        given=given.replace("<", " ").strip(),
        birth=birth,
        sex=sex if sex in "FM" else "X",
        expiry=expiry,
        personal_number=optional,
    )


def _day(text: str, latest_year: int) -> date | None:
    """YYMMDD as a day not after the year given; None when parts of it are fillers."""
    if "<" in text:
        return None
    day = None
    if text.isdigit():
        year = 2000 + int(text[:2])
        try:
            day = date(year if year <= latest_year else year - 100, int(text[2:4]), int(text[4:]))
        except ValueError:
            day = None  # raised below, outside, so that no chained exception holds the value
    if day is None:
        raise bad("mrz", "a date of the zone is no calendar day; scan or copy the zone again")
    return day
