"""Ways to reach a person: phone (and wallet), e-mail, device, postal address."""

import re
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from producers.protect.text import PLACEHOLDER_WORDS, bad, clean, is_filler, is_placeholder

COMPANY_LINES = (
    PhoneNumberType.UAN,
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.PREMIUM_RATE,
)
"""Switchboards and hotlines: shared by thousands, so they name nobody."""

NOBODY = PLACEHOLDER_WORDS | frozenset(
    "noemail nomail noreply donotreply email mail noone nobody notemail xx xxx".split()  # noqa: SIM905
)
SAME_MAIL = {"googlemail.com": "gmail.com"}

HOUSE = re.compile(r"\b(house|flat|plot|h|hno|makan)\b(?: (?:number|no|num))*(?= ?[0-9a-z]*\d)")
ABBREVIATIONS = {
    "street": "st",
    "gali": "st",
    "road": "rd",
    "block": "blk",
    "sector": "sec",
    "mohalla": "moh",
    "mohallah": "moh",
    "muhalla": "moh",
    "muhallah": "moh",
    "village": "vill",
    "tehsil": "teh",
    "district": "dist",
    "distt": "dist",
    "colony": "col",
    "town": "tn",
    "apartment": "apt",
    "building": "bldg",
    "floor": "fl",
    "near": "",
    "opposite": "",
    "opp": "",
    "no": "",
    "number": "",
    "pakistan": "",
}


def phone(raw: str, region: str = "PK") -> str | None:
    """E.164. Mobile wallets (Easypaisa, JazzCash) are phone numbers too. None for switchboards (111 UANs) and filler.

    phonenumbers does the parsing; two habits it does not know are ours: UANs, which it calls invalid, and foreign numbers
    without + or 00, which it reads as Pakistani ones.
    """
    text = clean(raw, "phone")
    if is_placeholder(text):
        return None
    return _phone(text, region)


@lru_cache(maxsize=4096)  # phonenumbers takes 100 us; bounded, but the last 4096 numbers stay in this process's memory
def _phone(text: str, region: str) -> str | None:
    plain = re.sub(
        r"(?i)^(tel|phone|mobile|mob|cell|whatsapp|ph)\b[.:\s]*|[\s,;]*(ext|extension|x)[.:\s]*\d{1,6}$", "", text
    )
    if re.search(r"[^\d\s()+./\u2010-\u2015\u2212-]", plain):
        raise bad("phone", "write one phone number with digits only, such as +92 followed by ten digits")
    digits = re.sub(r"\D", "", plain)
    if digits and (is_filler(digits) or re.search(r"(\d)\1{6}$", digits)):
        return None
    if region == "PK" and re.fullmatch(r"(?:(?:00)?92|0)?(?:[2-9]\d{1,3})?111\d{6}", digits):
        return None
    number = _valid(plain, region)
    if number is None and "+" not in plain and not digits.startswith("0"):
        number = _valid("+" + digits, region)
    if number is None:
        raise bad("phone", "write one phone number with its area or country code; foreign ones begin with +")
    if phonenumbers.number_type(number) in COMPANY_LINES:
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _valid(text: str, region: str) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def email(raw: str) -> str | None:
    """Lower case, domain in IDNA, tag after + dropped, Gmail's dots dropped: all spellings that reach one mailbox meet.

    The tag is dropped because linking is the aim, and a tag is the cheapest way to look like two people. Domains reserved by
    RFC 2606 (example.com, .test) are kept: no customer has one, and rehearsals use them. IDNA 2003 of the standard library.
    """
    text = clean(raw, "email").casefold().removeprefix("mailto:").strip(" <>;,")
    local, at, domain = text.rpartition("@")
    if is_placeholder(text):
        return None
    if not at or not re.fullmatch(r"[^\s@<>()\[\]\",;:\\]{1,64}", local) or local.strip(".") != local or ".." in local:
        raise bad("email", "write one address, such as name@domain")
    host = _host(domain)
    local = local.split("+")[0] or local
    if SAME_MAIL.get(host, host) == "gmail.com":
        host, local = "gmail.com", local.replace(".", "") or local
    nobody = re.sub(r"[\W_\d]", "", local) in NOBODY or is_filler(local)
    if nobody or local == host.split(".")[0] or host.split(".")[0] in NOBODY:
        return None
    return f"{local}@{host}"


def _host(domain: str) -> str:
    host = ""
    try:
        host = domain.strip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        host = ""  # raised below, outside, so that no chained exception holds the value
    if len(host) > 253 or not re.fullmatch(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", host):
        raise bad("email", "write the domain after @ in full, such as domain.pk")
    return host


def device(raw: str) -> str | None:
    """An installation, IMEI, MAC, or fingerprint as the partner's system names it: lower case, separators of hex ids dropped."""
    text = clean(raw, "device").casefold()
    if is_placeholder(text):
        return None
    plain = re.sub(r"[-:.\s]", "", text)
    name = plain if re.fullmatch(r"[0-9a-f]+", plain) else text
    if not re.fullmatch(r"[a-z0-9._:/+=-]{6,128}", name):
        raise bad("device", "give the device's id as the system stores it: 6 to 128 letters and digits")
    return None if is_filler(name) else name


def address(raw: str) -> str | None:
    """A simple form for comparing: lower case, no punctuation, usual words shortened, `h 12` for a house.

    None when it is too coarse to compare, such as a city alone. It is not a postal normaliser: word order and spelling stay.
    """
    text = clean(raw, "address").casefold()
    if is_placeholder(text):
        return None
    text = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", text)  # G.T. Road
    text = re.sub(r"[\W_]+", " ", text)
    text = re.sub(r"(?<=[a-z]) ?\bno\b(?= ?\d)", "", text)
    text = HOUSE.sub("h ", text)
    words = [ABBREVIATIONS.get(word, word) for word in re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text).split()]
    kept = [word for word in words if word]
    telling = sum(len(word) for word in kept)
    if telling < 6 or (len(kept) < 3 and not (len(kept) == 2 and re.search(r"\d", text))):
        return None
    return " ".join(kept)
