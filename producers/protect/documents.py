"""Papers that name a person: CNIC and its kin, passports, other documents, tickets, booking references."""

import re
from datetime import date

import pycountry

from producers.protect.text import bad, clean, is_filler, is_placeholder

PASSPORT_PK = re.compile(r"[A-Z]{1,2}\d{6,7}")
"""Two letters and seven digits today, one letter and six or seven digits before; loose on purpose."""

ICAO_ONLY = frozenset("GBD GBN GBO GBP GBS UNO UNA UNK EUE XXA XXB XXC XXX XOM XPO XCC XAA RKS UTO".split())  # noqa: SIM905
"""Issuers of ICAO 9303 part 3 section 5 that ISO 3166 does not know."""


def cnic(raw: str) -> str | None:
    """The 13 digits of a CNIC, SNIC, NICOP, POC or B-Form, without separators.

    Own rule: python-stdnum refuses first digits 8 and 9 and a last digit 0, which NADRA issues (Azad Kashmir, foreign-born).
    There is no check digit, so a wrong digit cannot be seen here.
    """
    text = clean(raw, "cnic")
    if is_placeholder(text):
        return None
    digits = re.sub(r"[\s./_\u2010-\u2015\u2212-]", "", text)
    if not re.fullmatch(r"\d{13}", digits):
        raise bad("cnic", "write the 13 digits of the CNIC, NICOP or B-Form, with or without dashes")
    if is_filler(digits) or is_filler(digits[:12]) or is_filler(digits[5:12]):
        return None
    if digits[0] == "0":
        raise bad("cnic", "a CNIC does not begin with 0; copy all 13 digits again")
    return digits


def has_unusual_prefix(canonical: str) -> bool:
    """True for a CNIC that begins with 8 or 9: valid (Azad Kashmir, foreign-born), yet rarer than a mistyped one."""
    return canonical[:1] in ("8", "9")


def country_code(raw: str, field: str) -> str:
    """ISO 3166-1 alpha-3 (or an issuer that only ICAO 9303 knows) from alpha-2, alpha-3 or the D of German passports."""
    text = clean(raw, field).upper().rstrip("<")
    if text in ICAO_ONLY:
        return text
    if text == "D":
        return "DEU"
    country = None
    if re.fullmatch(r"[A-Z]{2}", text):
        country = pycountry.countries.get(alpha_2=text)
    elif re.fullmatch(r"[A-Z]{3}", text):
        country = pycountry.countries.get(alpha_3=text)
    if country is None:
        raise bad(field, "write the issuing country as ISO 3166 alpha-3, such as PAK")
    return str(country.alpha_3)


def passport(raw: str, country: str = "PAK") -> str | None:
    """Issuing country and number, `PAK:AB1234567`, so that equal numbers of two countries stay apart.

    A number that already carries its country keeps it. Pakistani numbers are checked loosely; other countries' are 5 to 14
    letters and digits with a digit among them (ICAO 9303 has nine places, and more on cards).
    """
    text = clean(raw, "passport").upper()
    named = re.fullmatch(r"([A-Z]{3}) ?: ?(.*)", text)
    if named:
        country, text = named[1], named[2]
    if is_placeholder(text):
        return None
    number = re.sub(r"[\s./<_\u2010-\u2015-]", "", text)
    issuer = country_code(country, "passport_country")
    if not re.fullmatch(r"[A-Z0-9]{5,14}", number) or not re.search(r"\d", number):
        raise bad("passport", "write the passport number as printed: at least 5 letters and digits")
    if len(set(re.sub(r"\D", "", number))) == 1 or (is_filler(number) and number.isdigit()):
        return None
    if issuer == "PAK" and not PASSPORT_PK.fullmatch(number):
        raise bad(
            "passport", "a Pakistani passport has 1 or 2 letters and 6 or 7 digits; give the country if it is another's"
        )
    return f"{issuer}:{number}"


def document(raw: str, type: str = "other", country: str = "PAK") -> str | None:
    """Any other paper (visa, permission, contract) as `visa:SAU:V1234567`: type, country, number."""
    text = clean(raw, "document")
    named = re.fullmatch(r"([a-z][a-z-]{1,19}):([A-Z]{3}):(.*)", text)
    if named:
        type, country, text = named.groups()
    if is_placeholder(text):
        return None
    slug = clean(type, "document_type").casefold().replace(" ", "-")
    if not re.fullmatch(r"[a-z][a-z-]{1,19}", slug):
        raise bad("document_type", "name the type of the document in a word, such as visa")
    number = re.sub(r"[^A-Z0-9/]", "", text.upper()).strip("/")
    if not re.fullmatch(r"(?=.*\d)[A-Z0-9/]{3,40}", number):
        raise bad("document", "write the number of the document as printed")
    if is_filler(re.sub(r"\D", "", number)) and len(number) >= 6:
        return None
    return f"{slug}:{country_code(country, 'document_country')}:{number}"


def permission(raw: str) -> str | None:
    """A Protector's permission for a foreign demand, as `PEOLHR/2026/1234`: capitals, digits and single slashes.

    BEOE numbers permissions anew each calendar year in each Protectorate, so a bare number says nothing: city and year belong to it.
    """
    text = clean(raw, "permission").upper()
    if is_placeholder(text):
        return None
    number = re.sub(r"/+", "/", re.sub(r"[^A-Z0-9]+", "/", text)).strip("/")
    if not re.fullmatch(r"(?=.*[A-Z]{2})(?=.*\d)[A-Z0-9/]{6,40}", number):
        raise bad("permission", "write the permission with Protectorate, year and number, such as PEO-LHR/2026/1234")
    return None if is_filler(re.sub(r"\D", "", number)) else number


def ticket(raw: str) -> str | None:
    """An air ticket, `ticket:` and 13 digits: airline, form and serial. A 14th digit, modulo 7 of the rest, is dropped."""
    text = clean(raw, "ticket")
    if is_placeholder(text):
        return None
    digits = re.sub(r"[\s./\u2010-\u2015-]", "", text.casefold().removeprefix("ticket:"))
    if is_filler(digits) and digits.isdigit():
        return None
    if re.fullmatch(r"\d{14}", digits) and int(digits[3:13]) % 7 == int(digits[13]):
        digits = digits[:13]
    if not re.fullmatch(r"\d{13}", digits):
        raise bad("ticket", "write the 13 digits of the ticket: 3 of the airline and 10 of the number")
    return f"ticket:{digits}"


def pnr(raw: str, carrier: str = "", departs: date | str = "") -> str | None:
    """Carrier, locator and local date of departure, `PK:ABC123:2026-11-23`: locators are used again within months."""
    text = clean(raw, "pnr").upper()
    named = re.fullmatch(r"([A-Z0-9]{2}) ?[:/] ?([A-Z0-9]{5,6})(?: ?: ?(\d{4}-\d\d-\d\d))?", text)
    if named:
        carrier, text, departs = named[1], named[2], named[3] or departs
    if is_placeholder(text):
        return None
    locator = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"[A-Z0-9]{5,6}", locator):
        raise bad("pnr", "write the record locator: 5 or 6 letters and digits")
    if len(set(locator)) == 1 or is_filler(locator):
        return None
    airline = clean(carrier, "carrier").upper()
    if not re.fullmatch(r"(?=.*[A-Z])[A-Z0-9]{2}", airline):
        raise bad("carrier", "name the airline by its IATA code of two characters, such as PK")
    day = iso_day(departs, "departs")
    if day is None:
        raise bad("departs", "give the day of departure as YYYY-MM-DD; a locator alone is used again within months")
    return f"{airline}:{locator}:{day.isoformat()}"


def iso_day(value: date | str | None, field: str) -> date | None:
    """A calendar day from a date or from YYYY-MM-DD; None when there is none. Raises Malformed for any other text."""
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    text = clean(value or "", field)
    if is_placeholder(text) or re.fullmatch(r"[0-]+", text):
        return None
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text)
    day = None
    if match:
        try:
            day = date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            day = None  # raised below, outside, so that no chained exception holds the value
    if day is None:
        raise bad(field, "write the day as YYYY-MM-DD")
    return day
