"""Money of nothing is no sign: no payment, no fee, no wage and no debt of zero makes an indicator fire."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest

from tests.streams.indicators.build import Example, Tale, air, bank, hire, judged, rupees, sar, sightings, who
from tests.streams.indicators.recruiter_examples import ALI, NOOR, by_ali
from tests.streams.indicators.test_indicators import EXAMPLES

MEANT = {
    ("a-umrah-no-means", "funds_declared"): "a pilgrim who was asked and has no money at all: what the sign is about",
    ("a-umrah-poor", "funds_declared"): "the same",
    ("a-umrah-poor-group", "funds_declared"): "the same, of a group",
    ("b-no-life-account", "money"): "what the bank says of the whole account; the payment only brings it",
    ("r-too-good-offer", "fee"): "a high wage for which nothing is asked: the sign itself",
}
"""Where an amount of zero is what the sign is about, or plays no part in it."""


def fields_of(told: Any) -> Iterator[str]:
    """The names of the fields that hold an amount of money."""
    if isinstance(told, list):
        yield from chain.from_iterable(map(fields_of, told))
    if isinstance(told, dict):
        for name, value in told.items():
            if isinstance(value, dict) and "amount" in value:
                yield name
            else:
                yield from fields_of(value)


def emptied(told: Any, field: str) -> Any:
    """The same, with nothing in every field of that name."""
    if not isinstance(told, dict):
        return told
    return {
        name: {**value, "amount": "0.00"}
        if isinstance(value, dict) and "amount" in value and name == field
        else emptied(value, field)
        for name, value in told.items()
    }


def fires(name: str, example: Example, field: str) -> bool:
    return bool(judged(name, example.of, sightings(example.of, [emptied(told, field) for told in example.fires])))


ASKS_NOTHING = by_ali(wage=rupees(300_000), fee=rupees(5_000))
"""Silent until the fee is nothing."""

FIELDS = {name: sorted(set(fields_of(example.fires))) for name, example in EXAMPLES.items()}
READ = [(name, field) for name, fields in FIELDS.items() for field in fields]


@pytest.mark.parametrize(("name", "field"), sorted(set(READ) - set(MEANT)))
def test_nothing_in_place_of_an_amount_is_no_sign(name: str, field: str) -> None:
    assert not fires(name, EXAMPLES[name], field)


@pytest.mark.parametrize(("name", "field"), sorted(MEANT))
def test_where_nothing_is_the_sign_or_money_plays_no_part_it_fires(name: str, field: str) -> None:
    example = Example(ALI, [ASKS_NOTHING], []) if name == "r-too-good-offer" else EXAMPLES[name]
    assert field in fields_of(example.fires), "the example holds no such amount: take the exception out"
    assert fires(name, example, field)


def paid(*parties: dict[str, Any], day: float = 0, pkr: int = 0, **fields: Any) -> Tale:
    """A bank's tale of a payment, of nothing unless told otherwise."""
    return bank(*parties, day=day, pkr=pkr, **fields)


PAYS = who("holder", "ali")
BAD = hire(who("recruiter", "ali"), who("candidate", "a"), licence="cancelled")
OFF = air(who("payer", "ali"), who("traveller", "noor"), kind="offload")
CHILD = who("holder", "noor", "family=Gul", age=12)
FLEW = [air(who("agency", "ali"), who("traveller", name), day=20, leaves=30) for name in "abc"]


def charged(role: str, fee: int) -> list[Tale]:
    """A recruiter's books of what Ali took from three workers."""
    return [hire(who(role, "ali"), who("candidate", name), kind="fee", fee=rupees(fee)) for name in "abc"]


def sent_to_stranger(pkr: int) -> Tale:
    return paid(PAYS, who("beneficiary", "gul"), day=3, pkr=pkr, way="out", channel="remittance")


def conducted(pkr: int) -> Tale:
    who_pays = (who("holder", "shop"), who("conductor", "ali"), who("beneficiary", "gul"))
    return paid(*who_pays, day=3, pkr=pkr, way="out", channel="remittance")


def fee_received(pkr: int) -> Tale:
    return paid(PAYS, who("sender", "a"), day=30, pkr=pkr, purpose="recruitment-fee")


def for_a_child(pkr: int) -> Tale:
    return paid(CHILD, who("sender", "ali", "family=Shah"), day=20, pkr=pkr)


ALONE = air(who("traveller", "noor", "family=Gul", age=12), guardian_on_booking=False)
PAIRS: list[tuple[str, str, list[Tale], list[Tale]]] = [
    ("x-fee-then-fly", ALI, [*charged("agency", 5_000), *FLEW], [*charged("agency", 0), *FLEW]),
    ("r-subagent-chain", ALI, charged("subagent", 5_000), charged("subagent", 0)),
    ("x-offload-then-remit", ALI, [OFF, sent_to_stranger(5_000)], [OFF, sent_to_stranger(0)]),
    ("x-offload-then-remit", ALI, [OFF, conducted(5_000)], [OFF, conducted(0)]),
    ("x-cancelled-oep-bookings", ALI, [BAD, fee_received(5_000)], [BAD, fee_received(0)]),
    ("x-child-two-sectors", NOOR, [ALONE, for_a_child(5_000)], [ALONE, for_a_child(0)]),
    (
        "r-fee-no-receipt",
        NOOR,
        [by_ali(fee=rupees(5_000), fee_paid_by="hundi")],
        [by_ali(fee=rupees(0), fee_paid_by="hundi")],
    ),
    (
        "r-contract-substitution",
        NOOR,
        [by_ali(registered_wage=sar(1_800), wage=sar(300))],
        [by_ali(registered_wage=sar(1_800), wage=sar(0))],
    ),
]


@pytest.mark.parametrize(("name", "of", "something", "nothing"), PAIRS)
def test_what_its_example_does_not_hold_is_no_sign_either(
    name: str, of: str, something: list[Tale], nothing: list[Tale]
) -> None:
    assert fires(name, Example(of, something, []), "no-such-field")
    assert not fires(name, Example(of, nothing, []), "no-such-field")


def test_a_cost_of_nothing_is_no_cost_and_a_registered_wage_of_nothing_hides_no_fall() -> None:
    """Neither does an amount of nothing speak against a sign."""
    takings = [
        bank(PAYS, day=day, pkr=200_000, cash=True, account={"business": True, "business_expenses": False})
        for day in (0, 10, 20, 30)
    ]
    wages = paid(PAYS, day=5, way="out", purpose="payroll", account={"business": True})
    assert fires("b-cash-only-business", Example(ALI, [wages, *takings], []), "no-such-field")
    registered = by_ali(wage=sar(1_800), registered_wage=sar(0))
    later = by_ali(kind="contract", day=5, wage=sar(300))
    assert fires("r-contract-substitution", Example(NOOR, [registered, later], []), "no-such-field")
