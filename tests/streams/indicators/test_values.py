"""What a sentence names: the sum, the fall, the country, the age that an officer asks for first, and never whose they are."""

from typing import Any

import pytest

from streams.indicators import SENTENCES
from streams.indicators.money import RUPEES, two_figures
from streams.urdu import URDU
from streams.wording import in_english, in_urdu
from tests.streams.indicators.build import BY_ID, Tale, judged, rupees, sar, sightings
from tests.streams.indicators.recruiter_examples import ALI, NOOR, by_ali, flies


def said(name: str, of: str, *tales: Tale) -> tuple[str, str]:
    """What the indicator says last, in both languages."""
    one = judged(name, of, sightings(of, tales))[-1].said
    return in_english(one, SENTENCES), in_urdu(one, SENTENCES)


SAID: list[tuple[str, str, list[Tale], str]] = [
    (
        "r-contract-substitution",
        NOOR,
        [by_ali(registered_wage=sar(1_850), wage=sar(300))],
        "The wage is 84 % below the registered contract: about SAR 300, not 1800.",
    ),
    (
        "r-contract-substitution",
        NOOR,
        [by_ali(wage=sar(1_800)), by_ali(kind="contract", day=5, wage=sar(300))],
        "After registration the wage fell by 83 %, from about SAR 1800 to 300.",
    ),
    (
        "r-contract-substitution",
        NOOR,
        [by_ali(), by_ali(kind="contract", day=5, occupation="5142")],
        "After registration the kind of work changed, from ISCO-08 group 93 to 51.",
    ),
    (
        "r-debt-to-recruiter",
        NOOR,
        [by_ali(loan=rupees(213_499))],
        "The worker owes the agency or employer about PKR 210000.",
    ),
    ("r-too-good-offer", ALI, [by_ali(wage=sar(4_444))], "SAR 4400 a month is offered for unskilled work."),
    (
        "r-fee-no-receipt",
        NOOR,
        [by_ali(fee=rupees(85_700), fee_receipt=False)],
        "A fee of about PKR 86000 was paid without receipt.",
    ),
    ("r-fee-no-receipt", NOOR, [by_ali(fee_paid_by="cash", fee_receipt=False)], "A fee was paid without receipt."),
    ("r-fee-no-receipt", NOOR, [by_ali(fee_paid_by="hundi")], "A fee was paid by hundi, outside the banks."),
    (
        "r-dest-switch",
        NOOR,
        [by_ali(country="OMN", registered_country="SAU")],
        "The work is in OMN; registered is SAU.",
    ),
    (
        "r-dest-switch",
        NOOR,
        [by_ali(), by_ali(kind="contract", day=5, country="OMN")],
        "The contract is for OMN; SAU was registered.",
    ),
    (
        "r-dest-switch",
        NOOR,
        [by_ali(), flies(20, destination="MCT")],
        "Flies one-way to OMN; the registered job is in SAU.",
    ),
]


@pytest.mark.parametrize(("name", "of", "tales", "sentence"), SAID)
def test_the_sentence_names_what_was_seen(name: str, of: str, tales: list[Tale], sentence: str) -> None:
    assert said(name, of, *tales)[0] == sentence


def test_a_sum_has_two_significant_figures() -> None:
    amounts = (0, 0.4, 1, 9.6, 45, 99.9, 104, 1_850, 213_499, 99_999_999_999)
    assert [two_figures(amount) for amount in amounts] == [0, 0, 1, 10, 45, 100, 100, 1_800, 210_000, 100_000_000_000]


def test_every_currency_and_country_of_the_thresholds_has_an_urdu_word() -> None:
    named = {code for one in BY_ID.values() for code in _codes(one.params.get("countries", ()))}
    assert named
    assert named | set(RUPEES) <= set(URDU)


def _codes(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
