"""What a sentence names: the sum, the fall, the country, the age that an officer asks for first, and never whose they are."""

from typing import Any

import pytest

from streams.indicators import SENTENCES
from streams.indicators.money import RUPEES, two_figures
from streams.spoken import spoken
from streams.urdu import URDU
from streams.wording import Said, in_english, in_urdu
from tests.streams.indicators.build import BY_ID, Tale, air, bank, judged, rupees, sar, sightings, who
from tests.streams.indicators.recruiter_examples import ALI, NOOR, by_ali, flies
from tests.streams.indicators.test_indicators import EXAMPLES
from tests.streams.indicators.test_outcomes import placeholders


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

FLOWN = air(who("traveller", "noor"), destination="IST", leaves=2)
OFF = air(who("traveller", "noor"), kind="offload", leaves=1)
RETRIED = air(who("traveller", "noor"), day=1.5, origin="KHI", leaves=3)
UMRAH: dict[str, Any] = {"visa_class": "umrah", "destination": "JED"}
SENT = who("sender", "china", nationality="CHN")
SAID += [
    (
        "a-broken-onward",
        NOOR,
        [air(who("traveller", "noor"), onward_destination="IST")],
        "A separate onward ticket leads to TUR, where smuggling routes begin.",
    ),
    (
        "a-broken-onward",
        NOOR,
        [
            air(who("traveller", "noor"), leaves=20),
            air(who("traveller", "noor"), origin="DXB", destination="TIP", leaves=21),
        ],
        "A second ticket leads on after 24 hours to LBY, from where people are smuggled.",
    ),
    (
        "a-offload-retry",
        NOOR,
        [OFF, RETRIED],
        "Taken off a flight, 36 hours later trying to reach ARE from another airport or with another carrier.",
    ),
    (
        "a-umrah-poor",
        NOOR,
        [air(who("traveller", "noor"), funds_declared=sar(204), **UMRAH)],
        "On Umrah without return and with about SAR 200; nothing is known of a hotel.",
    ),
    (
        "a-umrah-no-means",
        NOOR,
        [air(who("traveller", "noor"), hotel_booked=False, funds_declared=sar(0), **UMRAH)],
        "An Umrah journey without hotel and without return, with about SAR 0.",
    ),
    (
        "b-brideprice-inflow",
        NOOR,
        [bank(who("holder", "noor"), SENT, pkr=1_234_567, purpose="gift", account={"income": "low"})],
        "A household of small means received about PKR 1200000 from an agent, a foreigner or from abroad.",
    ),
    (
        "x-cancelled-oep-bookings",
        ALI,
        [by_ali(licence="cancelled"), air(who("agency", "ali"), who("traveller", "a"), day=30)],
        "30 days after its licence was reported cancelled an agency still books flights or takes fees.",
    ),
]


@pytest.mark.parametrize(("name", "of", "tales", "sentence"), SAID)
def test_the_sentence_names_what_was_seen(name: str, of: str, tales: list[Tale], sentence: str) -> None:
    assert said(name, of, *tales)[0] == sentence


PATTERNS = {
    "b-fees-far-over-norm": "3 unrelated people each paid one person about PKR ",
    "b-structuring-ctr": "3 cash deposits of at most about PKR ",
    "b-sub-threshold-wires": "4 payments of about PKR ",
    "b-cash-only-business": "A business took in about PKR ",
    "x-marriage-pipeline": "Gave 2 poor households about PKR ",
}


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_a_pattern_of_payments_says_about_how_much_they_were(name: str) -> None:
    example = EXAMPLES[name]
    english, _ = said(name, example.of, *example.fires)
    rest = english.removeprefix(PATTERNS[name])
    assert rest != english
    assert int(rest.split()[0].strip(",")) == two_figures(int(rest.split()[0].strip(",")))


def test_a_hit_that_an_older_version_remembered_without_its_values_is_told_plainly() -> None:
    for old in (
        Said("r-debt-to-recruiter"),
        Said("r-contract-substitution", (("percent", 15),)),
        Said("a-broken-onward"),
    ):
        plain = spoken(old, BY_ID[old.key])
        assert "an earlier version" in plain.en
        assert "{" not in plain.en + plain.ur


BY_NATURE: dict[str, tuple[str, ...]] = {
    "what somebody saw or heard has no number": (
        *("a-obs-docs-held", "a-obs-spoken-for", "a-obs-spoken-for/candidate", "a-obs-unaware-dest"),
        *("a-obs-unaware-dest/candidate", "a-obs-scripted", "a-obs-scripted/candidate", "a-obs-relation-unknown"),
        *("a-obs-relation-unknown/candidate", "a-obs-harm-fear", "a-obs-vague-job", "a-obs-vague-job/candidate"),
        *("b-obs-controlled", "b-thirdparty-id-open", "b-id-avoid"),
    ),
    "two papers differ in what must not be told: a name, a sex, a number": (
        *("a-doc-mismatch/name", "a-doc-mismatch/birth-date", "a-doc-mismatch/sex", "a-doc-mismatch/document-number"),
        *("a-doc-conflict/sex", "a-doc-conflict/name", "x-doc-conflict", "x-doc-conflict/sex"),
    ),
    "the partner says yes or no, and no more": (
        *("a-mrz-invalid", "a-mrz-invalid/lost", "a-doc-expired", "a-split-party-seating"),
        *("a-split-party-seating/bookings", "b-no-life-account", "b-contact-on-sex-ads", "r-passport-kept"),
    ),
    "who it is would be the value": (
        *("a-third-party-cash", "r-contact-is-agent", "r-contract-substitution/employer", "x-person-with-sign"),
    ),
    "the partner told no sum; where it does another sentence names it": (
        *("a-umrah-no-means", "r-fee-no-receipt", "r-fee-no-receipt/hundi"),
    ),
}
"""Sentences without a value, by the reason."""


def test_every_sentence_names_a_value_but_for_those_that_have_none_by_nature() -> None:
    bare = {key for key, sentence in SENTENCES.items() if not placeholders(sentence.en)}
    listed = [key for keys in BY_NATURE.values() for key in keys]
    assert len(listed) == len(set(listed))
    assert bare == set(listed)


def test_no_sentence_gives_a_threshold_in_place_of_what_was_seen() -> None:
    """Windows are told as such (`within {days} days`); a wage, a share or a sum is what the reports show."""
    fall = [by_ali(registered_wage=sar(1_000), wage=sar(wage)) for wage in (840, 500)]
    assert [said("r-contract-substitution", NOOR, one)[0].split()[3] for one in fall] == ["16", "50"]


def test_a_sum_has_two_significant_figures() -> None:
    amounts = (0, 0.4, 1, 9.6, 45, 99.9, 104, 1_850, 213_499, 99_999_999_999)
    assert [two_figures(amount) for amount in amounts] == [0, 0, 1, 10, 45, 100, 100, 1_800, 210_000, 100_000_000_000]


def test_every_currency_and_country_of_the_thresholds_has_an_urdu_word() -> None:
    named = {code for one in BY_ID.values() for code in _codes(one.params.get("countries", ()))}
    assert named
    assert named | set(RUPEES) <= set(URDU)


def _codes(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
