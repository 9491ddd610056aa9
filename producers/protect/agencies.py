"""Agencies, promoters and employers: licence, IATA number, or a name as a skeleton."""
# ruff: noqa: SIM905 - a word a line would hide the rest

import re
from functools import lru_cache

from producers.protect import urdu
from producers.protect.names import latin_consonants, letters_of
from producers.protect.text import bad, clean, is_filler, is_placeholder

CITIES = {
    "islamabad": "ISB",
    "isl": "ISB",
    "rawalpindi": "RWP",
    "rwl": "RWP",
    "pindi": "RWP",
    "lahore": "LHR",
    "lhe": "LHR",
    "karachi": "KAR",
    "khi": "KAR",
    "malakand": "MKD",
    "mlk": "MKD",
    "peshawar": "PES",
    "pew": "PES",
    "psh": "PES",
    "swat": "SWT",
    "quetta": "QTA",
    "uet": "QTA",
    "multan": "MUL",
    "mux": "MUL",
    "mtn": "MUL",
    "sialkot": "SKT",
    "faisalabad": "FSD",
    "lyp": "FSD",
    "gujrat": "GRT",
    "dgkhan": "DGK",
    "deraghazikhan": "DGK",
}
"""Cities of the licence register as clerks write them, besides the codes seen in it (RWP, LHR, KAR, MKD, PES, SWT, QTA)."""

MARKS = r"(?:(?:MPD|OEP|OP|HR|LIC|LICENCE|LICENSE|NO|NUMBER)\b[^A-Z0-9]*)*"
YEAR = r"(?:[^A-Z0-9]+(?:19|20)\d\d)?"
LICENCE = re.compile(MARKS + r"0*(?P<number>[1-9]\d{0,4})[^A-Z0-9]*(?P<city>[A-Z][A-Z. ]{1,20})" + YEAR)
TURNED_ROUND = re.compile(MARKS + r"(?P<city>[A-Z][A-Z. ]{1,20}?)[^A-Z0-9]*0*(?P<number>[1-9]\d{0,4})")

LEGAL_FORMS = frozenset(
    "pvt private ltd limited smc llc wll llp co company corp inc fze fzc fzco est bsc spc and the of".split()
)
GENERIC = tuple(
    "travel travels tour tours services service agency agencies international overseas employment promoter promoters "
    "recruitment recruiting recruiters manpower general contracting trading enterprises enterprise consultants group bureau "
    "establishment".split()
)
"""Words that most names of the trade hold, the commonest first: dropped while two better words remain."""


def oep(raw: str) -> str | None:
    """Licence of an Overseas Employment Promoter as `1234/RWP`; MPD, OEP, "Lic. No." and leading zeros are dropped.

    Practice of the register, no published rule (domain facts 3.1): whether the licence exists is the register's to say.
    """
    text = clean(raw, "oep").upper()
    if is_placeholder(text) or re.fullmatch(r"\D*0[\D0]*", text):
        return None
    match = LICENCE.fullmatch(text) or TURNED_ROUND.fullmatch(text)
    if not match:
        raise bad("oep", "write the licence as number and city, such as 1234/RWP")
    number, city = match["number"], re.sub(r"[^A-Z]", "", match["city"])
    if is_filler(number) and len(number) == 5:
        return None
    city = CITIES.get(city.lower(), city)
    if not 2 <= len(city) <= 4 or city in ("MPD", "OEP", "LIC", "NO"):
        raise bad("oep", "write the city of the licence as its code, such as RWP, LHR or KAR")
    return f"{number}/{city}"


def agency(raw: str) -> str | None:
    """A travel agency: its 8-digit IATA number (check digit: first seven modulo 7, appended when missing), else its name."""
    text = clean(raw, "agency")
    if is_placeholder(text):
        return None
    if re.search(r"[^\W\d_]", text):
        return organisation(text, "agency")
    digits = re.sub(r"\D", "", text)
    if is_filler(digits):
        return None
    if len(digits) == 7:
        return digits + str(int(digits) % 7)
    if len(digits) != 8:
        raise bad("agency", "write the IATA number with its 8 digits, or the agency's name")
    if int(digits[:7]) % 7 != int(digits[7]):
        raise bad("agency", "the check digit of the IATA number is wrong; copy all 8 digits again")
    return digits


def employer(raw: str) -> str | None:
    """An employer by name, as `name:` and a skeleton; there is no number that all countries of destination share."""
    return organisation(clean(raw, "employer"), "employer")


@lru_cache(maxsize=2048)  # company names, not people's; bounded
def organisation(text: str, field: str) -> str | None:
    """`name:` and the sorted consonant keys of the telling words: Al-Falah Travels (Pvt) Ltd and al falah travels meet."""
    if re.fullmatch(r"name:[A-Za-z0-9]+(~[A-Za-z0-9]+)*", text):
        return text
    if is_placeholder(text):
        return None
    plain = "".join(
        c if c.isascii() and c.isdigit() else letters_of(c) for c in re.sub("['\u2019.]", "", text.casefold())
    )
    words = re.sub(r"\b(al|el) (?=\S)", "al", plain).split()
    named = [word for word in words if word not in LEGAL_FORMS] or words
    telling = [word for word in named if word not in GENERIC]
    spare = [word for word in reversed(GENERIC) if word in named]
    telling += spare[: max(0, 2 - len(telling))]
    keys = sorted({key for key in map(_key, telling) if key})
    if not keys:
        raise bad(field, "write the name in Latin letters, or give a licence or IATA number")
    return "name:" + "~".join(keys)


def _key(word: str) -> str:
    if urdu.is_urdu(word):
        return urdu.consonants(word)
    return re.sub(r"[^a-z0-9]", "", word) if re.search(r"\d", word) else latin_consonants(word)
