"""Accounts: IBAN, local account number with its bank, payment card."""

import re
from functools import lru_cache

from stdnum import iban as stdnum_iban
from stdnum.exceptions import ValidationError

from producers.protect.text import bad, clean, is_filler, is_placeholder

TEST_CARDS = frozenset(
    {"4111111111111111", "4242424242424242", "4000000000000002", "5555555555554444", "5105105105105100"}
)
"""Numbers of card schemes' manuals, typed when a form insists."""


def iban(raw: str) -> str | None:
    """IBAN without spaces, checked by python-stdnum: length and shape of the country, modulo 97."""
    text = clean(raw, "iban").upper()
    if is_placeholder(text):
        return None
    compact = re.sub(r"^IBAN[:\s]*", "", text)
    return _iban(re.sub(r"[\s.\u2010-\u2015-]", "", compact))


@lru_cache(maxsize=4096)  # bounded, but the last 4096 accounts stay in this process's memory
def _iban(compact: str) -> str | None:
    if len(compact) > 14 and re.fullmatch(r"[A-Z]{2}(0+|\d\d[A-Z]{4}0+)", compact):
        return None
    valid = False
    if re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}", compact):
        try:
            valid = bool(stdnum_iban.validate(compact))
        except ValidationError:
            valid = False  # raised below, outside, so that no chained exception holds the value
    if not valid:
        raise bad("iban", "the IBAN's length or check digits do not fit; copy it again (24 characters in Pakistan)")
    return compact


def account(raw: str, bank: str = "") -> str | None:
    """An account as the bank's own system names it: with a Pakistani bank's four letters, the IBAN that it makes.

    So a typed account number and an IBAN meet. It holds for banks that fill up the number with zeros from the left; where a bank
    puts the branch in between, the two stay apart. Other banks' accounts stay `BANK:number`.
    """
    text = clean(raw, "account").upper()
    if is_placeholder(text):
        return None
    compact = re.sub(r"[\s./\u2010-\u2015-]", "", text)
    if re.match(r"(IBAN:?)?[A-Z]{2}\d{2}[A-Z]{4}", compact):
        return iban(text)
    named = re.fullmatch(r"([A-Z0-9]{8,11}):([A-Z0-9]+)", compact)
    if named:
        bank, compact = named.groups()
    code = clean(bank, "bank").upper()
    if not re.fullmatch(r"[A-Z]{4}([A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?)?", code):
        raise bad("bank", "name the bank by the four letters of its IBANs, or by its BIC")
    if not re.fullmatch(r"[A-Z0-9]{4,34}", compact) or not re.search(r"\d", compact):
        raise bad("account", "write the account number: 4 to 34 letters and digits")
    if is_filler(compact):
        return None
    if (len(code) > 4 and code[4:6] != "PK") or len(compact) > 16:
        return f"{code[:8].ljust(8, 'X')}:{compact}"
    body = code[:4] + compact.rjust(16, "0")
    return f"PK{98 - int(''.join(str(int(letter, 36)) for letter in body + 'PK00')) % 97:02d}{body}"


def card(raw: str) -> str | None:
    """The digits of a payment card, for the token only: 12 to 19 with a right Luhn digit. A masked number is refused."""
    text = clean(raw, "card")
    if is_placeholder(text):
        return None
    compact = re.sub(r"[\s.\u2010-\u2015-]", "", text) if text.count(".") < 3 else text
    if re.search(r"[*•·#xX.…]", compact):
        raise bad(
            "card", "a masked card names nobody; send the full number to this machine's protect step, or leave it out"
        )
    if not re.fullmatch(r"\d{12,19}", compact):
        raise bad("card", "write the 12 to 19 digits of the card")
    if is_filler(compact) or compact in TEST_CARDS:
        return None
    doubled = [
        int(digit) if at % 2 == 0 else sum(divmod(2 * int(digit), 10)) for at, digit in enumerate(reversed(compact))
    ]
    if sum(doubled) % 10:
        raise bad("card", "the last digit of the card does not fit; copy the number again")
    return compact
