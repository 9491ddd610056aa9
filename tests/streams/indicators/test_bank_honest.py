"""Honest customers of one bank: families, shops, employers, benefactors, and a business that thousands pay."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from schemas.rulepack import Brakes
from streams.history import History
from streams.indicators.contract import Fired, Params
from tests.streams.facts import tok
from tests.streams.indicators.bank_examples import (
    ALI,
    AT_HOME,
    CITIES,
    FIVE,
    NOOR,
    PHONE,
    POOR,
    deposit,
    paid_out,
    sent_by,
    to_ali,
    with_phone,
)
from tests.streams.indicators.build import BY_ID, Tale, asks, bank, opening, sightings, who
from tests.streams.indicators.stretch import fires

BANK = [name for name in BY_ID if name.startswith("b-")]
KHAN = who("holder", "ali", "iban=i1", "family=Khan", "address=h1")


def test_a_family_that_sends_money_home_is_one_sender() -> None:
    brothers = [bank(KHAN, who("sender", name, "family=Khan"), day=at) for at, name in enumerate(FIVE)]
    in_laws = [bank(KHAN, who("sender", name, f"family={name}", "address=h1"), day=at) for at, name in enumerate(FIVE)]
    for name in ("b-fan-in-unrelated", "b-senders-share-id"):
        assert not fires(name, ALI, brothers)
        assert not fires(name, ALI, in_laws)


def test_wages_of_a_family_that_keeps_one_purse_are_not_passed_to_a_stranger() -> None:
    purse = who("beneficiary", "ali", "family=Khan", "address=h1")
    sons = [who("holder", name, f"iban={name}", f"family={name}", "address=h1") for name in "abc"]
    passed = [bank(son, purse, day=at, way="out", passed_on_percent=100) for at, son in enumerate(sons)]
    assert not fires("b-wage-pass-through", ALI, passed)


def test_a_cook_whom_several_houses_pay_takes_nobodys_wages() -> None:
    paid = [to_ali(name, day, purpose="salary") for day, name in enumerate(FIVE)]
    received = [sent_by(name, day, f"family={name}", purpose="salary") for day, name in enumerate(FIVE)]
    assert not fires("b-wage-pass-through", ALI, paid)
    assert not fires("b-fan-in-unrelated", ALI, received)


def test_a_freelancer_whom_five_companies_pay_is_no_collector() -> None:
    paid = [bank(KHAN, who("sender", "", f"employer={name}", f"iban={name}"), day=at) for at, name in enumerate(FIVE)]
    assert not fires("b-fan-in-unrelated", ALI, paid)


def test_a_family_behind_one_phone_or_at_one_address_is_not_controlled() -> None:
    family = [with_phone(name, "Khan", at) for at, name in enumerate("abcd")]
    assert not fires("b-many-accts-one-controller", PHONE, family)
    joint = [
        bank(who("holder", name, f"iban={name}", f"family={name}", "phone=p1", "address=h1"), day=at)
        for at, name in enumerate("abcdef")
    ]
    lodger = with_phone("z", "Gul", 9)
    assert not fires("b-many-accts-one-controller", PHONE, [*joint, lodger])


def test_an_employer_who_opens_wage_accounts_controls_nobody() -> None:
    firm = who("opener", "", "employer=mill", "phone=p1")
    opened = [
        opening(who("holder", name, f"iban={name}", f"family={name}"), firm, day=at) for at, name in enumerate("abcd")
    ]
    assert not fires("b-many-accts-one-controller", PHONE, opened)
    clerk = who("opener", "", "phone=p1")
    opened = [
        opening(who("holder", name, f"iban={name}", f"family={name}"), clerk, day=at) for at, name in enumerate("abcd")
    ]
    assert fires("b-many-accts-one-controller", PHONE, opened), "the same by somebody of whom only a phone is known"


def test_parents_who_pay_their_student_in_turkey_smuggle_nobody() -> None:
    student = who("beneficiary", "ali", "family=Khan")
    father = who("holder", "noor", "family=Khan")
    sent = [bank(father, student, day=at * 3, way="out", counterparty_country="TUR") for at in range(4)]
    assert not fires("b-sub-threshold-wires", ALI, sent)


def test_a_parent_who_opens_a_childs_account_is_no_stranger() -> None:
    child = who("holder", "noor", "family=Gul", "address=h1", age=12)
    assert not fires(
        "b-minor-account-other", NOOR, [opening(child, who("opener", "ali", "family=Zaman", "address=h1"))]
    )
    unknown = who("opener", "ali")
    assert not fires("b-minor-account-other", NOOR, [opening(child, unknown)]), "nothing to compare by"
    assert fires("b-minor-account-other", NOOR, [opening(child, who("opener", "", "agency=a1"))])


@pytest.mark.parametrize(
    "sender",
    [
        who("sender", "uncle", "family=Gul", nationality="GBR"),  # an emigrant of the family
        who("sender", "son", nationality="PAK"),  # a transfer, not a remittance
        who("sender", "", "employer=mill"),  # a gratuity
    ],
)
def test_large_sums_from_kin_or_an_employer_are_no_bride_price(sender: dict[str, Any]) -> None:
    abroad = None if tok("employer", "mill") in sender["tokens"] else "GBR"
    me = who("holder", "noor", "family=Gul")
    assert not fires(
        "b-brideprice-inflow", NOOR, [bank(me, sender, pkr=900_000, counterparty_country=abroad, account=POOR)]
    )
    assert fires(
        "b-brideprice-inflow", NOOR, [bank(me, who("sender", "lin", nationality="CHN"), pkr=900_000, account=POOR)]
    )


def test_what_others_pay_in_elsewhere_does_not_move_the_holder() -> None:
    helped = [deposit(city, at) for at, city in enumerate([*CITIES, "Karachi"])]
    courier = who("conductor", "courier")
    sent = [bank(KHAN, courier, day=at, way="out", city=city) for at, city in enumerate([*CITIES, "Karachi"])]
    assert not fires("b-multi-city-movement", ALI, helped)
    assert not fires("b-multi-city-movement", ALI, sent)
    assert fires("b-multi-city-movement", tok("cnic", "courier"), sent)


def test_a_family_that_pays_all_visa_fees_at_one_counter_is_on_one_errand() -> None:
    together = [paid_out(at / 24 / 60, purpose="visa") for at in range(8)]
    assert not fires("b-bulk-travel-purchase", ALI, together)
    assert fires("b-bulk-travel-purchase", ALI, [paid_out(at, purpose="visa") for at in range(5)])


def test_phones_of_the_family_may_be_topped_up_every_day() -> None:
    kin = [who("beneficiary", "", f"phone=t{at}", "family=Khan") for at in range(4)]
    assert not fires(
        "b-prepaid-topup-heavy", ALI, [bank(KHAN, kin[at % 4], day=at, way="out", purpose="top-up") for at in range(16)]
    )


def test_who_pays_for_the_treatment_of_relatives_or_of_one_friend_sells_nothing() -> None:
    def treated(*names: str, surname: str) -> list[Tale]:
        ill = [who("beneficiary", name, f"family={surname}") for name in names]
        paid = [bank(KHAN, one, day=at, way="out", purpose="medical") for at, one in enumerate(ill)]
        flight = who("traveller", names[0], f"family={surname}")
        return [*paid, bank(KHAN, flight, day=9, way="out", purpose="travel")]

    assert not fires("b-organ-medical", ALI, treated("a", "b", "c", surname="Khan"))
    assert not fires("b-organ-medical", ALI, treated("a", surname="Gul"))
    assert fires("b-organ-medical", ALI, treated("a", "b", surname="Gul"))


def crowd(count: int) -> Iterator[Tale]:
    """A travel agency: customers pay in at every hour and in every way, and it pays airlines, hotels and staff."""
    agency = who("holder", "", "agency=a1", "iban=i1", "phone=p1")
    account = {"business": True, "home_city": "Lahore", "business_expenses": True}
    ways: list[dict[str, Any]] = [
        {"purpose": "recruitment-fee"},
        {"cash": True, "channel": "counter", "city": "Lahore"},
        {"cash": True, "channel": "atm", "city": CITIES[0], "hour": 23, "pkr": 5_000},
        {"way": "out", "purpose": "travel", "pkr": 300_000},
        {"way": "out", "purpose": "advertising", "counterparty_country": "GBR"},
        {"way": "out", "purpose": "payroll"},
    ]
    for at in range(count):
        customer = who("sender", f"c{at}", f"family=f{at}", f"phone=c{at // 4}")
        yield bank(agency, customer, day=at / 24, account=account, **ways[at % len(ways)])


def raised(of: str, tales: Iterable[Tale]) -> set[str]:
    """The bank indicators that fire at any sighting of the token, hub or not."""
    history, found = History(of), set()
    for entry in sightings(of, tales):
        history.remember(entry, Brakes())
        asked = [BY_ID[name] for name in BANK if asks(BY_ID[name], entry, of)]
        found |= {one.id for one in asked if isinstance(one.judge(entry, history, Params(one.params)), Fired)}
    return found


def test_a_busy_agency_with_thousands_of_honest_customers_raises_nothing() -> None:
    assert [raised(of, crowd(2_000)) for of in (tok("agency", "a1"), tok("iban", "i1"), PHONE)] == [set()] * 3


def test_a_salaried_family_of_one_year_is_no_possible_victim() -> None:
    me = who("holder", "noor", "iban=i2", "family=Gul", "phone=p9")
    account = {**AT_HOME, "income": "middle", "ordinary_spend": True}
    year = []
    for month in range(12):
        start = month * 30
        year += [
            bank(me, who("sender", "", "employer=mill"), day=start, pkr=90_000, purpose="salary", account=account),
            bank(me, day=start + 1, pkr=40_000, way="out", cash=True, channel="atm", city="Lahore", account=account),
            *(
                bank(me, day=start + at, pkr=3_000, way="out", channel="card", purpose="food", account=account)
                for at in range(2, 20, 3)
            ),
            bank(
                me,
                who("beneficiary", "", "phone=p9"),
                day=start + 5,
                pkr=500,
                way="out",
                purpose="top-up",
                account=account,
            ),
        ]
    assert raised(NOOR, year) == set()
    assert raised(tok("iban", "i2"), year) == set()


def test_a_phone_on_the_accounts_of_two_people_does_not_make_them_one() -> None:
    """Who controls others has its own phone on their accounts; nobody need show an account number."""
    boss = who("beneficiary", "ali", "family=Zaman", "phone=p1")
    workers = [who("holder", name, f"family={name}", "phone=p1") for name in "abcd"]
    passed = [bank(worker, boss, day=at, way="out", passed_on_percent=90) for at, worker in enumerate(workers)]
    assert fires("b-wage-pass-through", ALI, passed)
    assert fires("b-many-accts-one-controller", PHONE, passed)
    assert not fires("b-many-accts-one-controller", PHONE, passed[:3])
    wallet = [bank(who("holder", "", "phone=p1"), boss, day=at, way="out", passed_on_percent=90) for at in range(4)]
    assert not fires("b-wage-pass-through", ALI, wallet), "a wallet is its phone, so it may be his own"
    joint = [
        bank(who("holder", name, "iban=one", "phone=p1", f"family={name}"), day=at) for at, name in enumerate("abcd")
    ]
    assert not fires("b-many-accts-one-controller", PHONE, joint), "one account of four people"


def test_who_opens_accounts_with_its_own_phone_on_them_is_not_their_holder() -> None:
    boss = who("opener", "ali", "phone=p1")
    opened = [
        opening(who("holder", name, f"family={name}", "phone=p1"), boss, day=at) for at, name in enumerate("abcd")
    ]
    assert fires("b-many-accts-one-controller", ALI, opened)


@pytest.mark.parametrize(
    ("purpose", "said"), [("food", False), ("utilities", False), ("other", True), ("travel", True)]
)
def test_gifts_for_a_feast_that_is_paid_from_them_are_no_funnel(purpose: str, said: bool) -> None:
    gifts = [deposit(city, day / 2) for day, city in enumerate(("Multan", "Sukkur", "Quetta"))]
    feast = paid_out(1.5, pkr=290_000, purpose=purpose)
    assert fires("b-funnel-geo", ALI, [*gifts, feast]) is said


def test_wages_that_go_to_the_phone_on_the_account_are_told_and_a_familys_are_not() -> None:
    boss = who("beneficiary", "ali", "family=Zaman", "phone=p1")

    def paid(name: str, day: float, *more: str) -> Tale:
        return bank(who("holder", name, *more), boss, day=day, way="out")

    workers = [paid(name, at, "phone=p1") for at, name in enumerate("abc")]
    assert fires("b-paid-by-controlled", ALI, workers)
    assert not fires("b-paid-by-controlled", ALI, workers[:2])
    assert not fires("b-paid-by-controlled", ALI, [paid(name, at, "phone=own") for at, name in enumerate("abc")])
    for kin in ("family=Zaman", "family=Gul", "address=h1"):
        assert not fires("b-paid-by-controlled", ALI, [paid(n, at, "phone=p1", kin) for at, n in enumerate("abc")])
