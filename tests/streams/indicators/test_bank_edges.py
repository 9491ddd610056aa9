"""Where each bank indicator begins and ends: at the sum, the second, the hour, and at money that makes no sense."""

from collections.abc import Sequence
from typing import Any

import pytest

from schemas.rulepack import Brakes
from streams.history import History
from streams.indicators.contract import Fired, Params, Silence
from tests.streams.facts import tok
from tests.streams.indicators.bank_examples import (
    ALI,
    BANK_EXAMPLES,
    CITIES,
    FIVE,
    HOLDER,
    NOOR,
    deposit,
    dowers,
    drawn,
    from_china,
    lived,
    paid_out,
    review,
    sent_by,
    stay,
    takings,
    to_ali,
    visit,
)
from tests.streams.indicators.build import BY_ID, Tale, answer_of, asks, bank, opening, rupees, sightings, who
from tests.streams.indicators.stretch import fires

SECOND = 1 / 86_400
"""In days."""
ABSENT, SHORT, UNFIT = Silence.ABSENT, Silence.INSUFFICIENT_HISTORY, Silence.NOT_APPLICABLE


def last(name: str, of: str, tales: Sequence[Tale]) -> Fired | Silence | None:
    """What the indicator says at the last of these."""
    history, answer = History(of), None
    for entry in sightings(of, tales):
        history.remember(entry, Brakes())
        if asks(BY_ID[name], entry, of):
            answer = BY_ID[name].judge(entry, history, Params(BY_ID[name].params))
    return answer


def in_money(told: Tale, amount: str, currency: str) -> Tale:
    """The same, in other money."""
    money = {"amount": amount, "currency": currency}
    return {**told, "transaction": {**told["transaction"], "money": money}}


def dollars(told: Tale, amount: int) -> Tale:
    """The same, in dollars."""
    return in_money(told, str(amount), "USD")


def funnel(*, share: int, later: float = 0.5) -> list[Tale]:
    """Three deposits of 100,000 at three cities, and so much of each drawn so many days later."""
    paid = [deposit(city, day) for day, city in enumerate(CITIES)]
    return [*paid, *(drawn(day + later, share * 1_000) for day in range(3))]


def near_limit(pkr: int) -> list[Tale]:
    """Three cash deposits of this sum in a week."""
    return [deposit("Lahore", day * 2, pkr=pkr) for day in range(3)]


def at_machines(pkr: int, cities: int = 3, count: int = 8) -> list[Tale]:
    """Cash at machines by whom nobody knows."""
    return [deposit(CITIES[at % cities], at, pkr=pkr, channel="atm") for at in range(count)]


def gift(pkr: int) -> Tale:
    """Lin sends money to a poor household."""
    sender = who("sender", "lin", nationality="CHN")
    return bank(who("holder", "noor"), sender, pkr=pkr, purpose="gift", account={"income": "low"})


def wires(pkr: int) -> list[Tale]:
    """Four payments to Ali in Turkey within two weeks."""
    return [to_ali("noor", day * 4, pkr=pkr, counterparty_country="TUR") for day in range(4)]


def wages(percent: int, holders: str = "abc") -> list[Tale]:
    """Workers pass on so much of their wages."""
    return [to_ali(name, day, passed_on_percent=percent) for day, name in enumerate(holders)]


def sharing(count: int, senders: str) -> list[Tale]:
    """People of different surnames send Ali money; so many of them have one phone."""
    phones = ["phone=p2" if at < count else f"phone=q{at}" for at in range(len(senders))]
    return [
        sent_by(name, at, f"family={name}", phone) for at, (name, phone) in enumerate(zip(senders, phones, strict=True))
    ]


def turned_over(pkr: int, by_night: int = 4, count: int = 6) -> list[Tale]:
    """A business that declared 300,000 a month pays in cash."""
    turnover: dict[str, Any] = {"monthly_turnover": rupees(300_000)}
    return [takings(at * 5, 23 if at < by_night else 12, pkr, **turnover) for at in range(count)]


def cash_alone(pkr: int, count: int = 4) -> list[Tale]:
    """A business pays in cash and has no costs."""
    return [takings(at * 10, pkr=pkr, business_expenses=False) for at in range(count)]


def staff(each: int, headcount: int = 40) -> Tale:
    """An employer pays each of its workers so much."""
    return review(headcount=headcount, payroll_month=rupees(each * headcount))


EDGES: list[tuple[str, str, list[Tale], list[Tale]]] = [
    ("70 percent leaves", "b-funnel-geo", funnel(share=70), funnel(share=69)),
    ("within 48 hours", "b-funnel-geo", funnel(share=90, later=2), funnel(share=90, later=2 + SECOND)),
    ("from 70 percent of the limit", "b-structuring-ctr", near_limit(1_400_000), near_limit(1_399_999)),
    ("below the limit", "b-structuring-ctr", near_limit(1_999_999), near_limit(2_000_000)),
    (
        "the limit in dollars",
        "b-structuring-ctr",
        [dollars(t, 5_000) for t in near_limit(1)],
        [dollars(t, 4_999) for t in near_limit(1)],
    ),
    ("small sums", "b-third-party-atm-small", at_machines(50_000), at_machines(50_500)),
    ("even sums", "b-third-party-atm-small", at_machines(5_500), at_machines(5_499)),
    ("three places", "b-third-party-atm-small", at_machines(5_000), at_machines(5_000, cities=2)),
    ("eight deposits", "b-third-party-atm-small", at_machines(5_000), at_machines(5_000, count=7)),
    ("below 3,000 dollars", "b-sub-threshold-wires", wires(839_999), wires(840_000)),
    ("80 percent of the wage", "b-wage-pass-through", wages(80), wages(79)),
    ("three workers", "b-wage-pass-through", wages(95), wages(95, "ab")),
    ("more than half by night", "b-offhours-oversize", turned_over(200_000), turned_over(200_000, by_night=3)),
    ("half more than declared", "b-offhours-oversize", turned_over(150_000), turned_over(149_999)),
    ("a sum that no corner shop has", "b-cash-only-business", cash_alone(125_000), cash_alone(124_999)),
    ("half the minimum wage", "b-payroll-low-deduct", [staff(18_499)], [staff(18_500)]),
    ("five workers", "b-payroll-low-deduct", [staff(9_000, 5)], [staff(9_000, 4)]),
    (
        "two fifths of the wage kept",
        "b-payroll-low-deduct",
        [review(deduction_percent=40)],
        [review(deduction_percent=39)],
    ),
    (
        "hotels above the sum of AUSTRAC",
        "b-living-cost-bundle",
        stay(4, pkr=92_501, income="middle"),
        stay(4, pkr=92_500, income="middle"),
    ),
    ("hotels on four days", "b-living-cost-bundle", stay(4), [*stay(3), lived(2.01, "lodging"), *stay(1)[1:]]),
    ("three share one phone", "b-senders-share-id", sharing(3, "abcde"), sharing(2, "abcde")),
    ("five senders", "b-senders-share-id", sharing(3, "abcde"), sharing(3, "abcd")),
]


@pytest.mark.parametrize(("edge", "name", "inside", "outside"), EDGES, ids=[f"{e[1]}: {e[0]}" for e in EDGES])
def test_it_fires_at_its_edge_and_not_beyond(edge: str, name: str, inside: list[Tale], outside: list[Tale]) -> None:
    assert fires(name, ALI, inside), edge
    assert fires(name, ALI, inside[::-1]), "does not fire when the last arrives first"
    assert not fires(name, ALI, outside), edge


@pytest.mark.parametrize(
    ("hour", "night"), [(22, True), (22 - 1 / 3600, False), (5 - 1 / 3600, True), (5, False), (0, True)]
)
def test_the_night_is_from_22_until_before_5_by_pakistans_clock(hour: float, night: bool) -> None:
    assert fires("b-nightly-cash", ALI, [deposit("Lahore", day, hour) for day in range(5)]) is night


def test_the_night_is_the_same_night_whatever_offset_the_partner_writes() -> None:
    def at(clock: str) -> list[Tale]:
        told = [deposit("Lahore", day) for day in range(5)]
        return [{**t, "ref": {**t["ref"], "time": f"2026-11-{5 + day:02}T{clock}"}} for day, t in enumerate(told)]

    assert fires("b-nightly-cash", ALI, at("18:00:00+00:00"))
    assert not fires("b-nightly-cash", ALI, at("23:30:00-05:00"))


def test_a_bride_price_begins_at_half_a_million_in_any_currency() -> None:
    assert fires("b-brideprice-inflow", NOOR, [gift(500_000)])
    assert not fires("b-brideprice-inflow", NOOR, [gift(499_999)])
    assert fires("b-brideprice-inflow", NOOR, [dollars(gift(1), 1_800)])
    assert not fires("b-brideprice-inflow", NOOR, [dollars(gift(1), 1_700)])


def test_a_funnel_counts_for_thirty_days() -> None:
    paid = [deposit(city, day) for city, day in zip(CITIES, (0, 15, 29), strict=True)]
    gone = [drawn(day, 90_000) for day in (0.5, 15.5)]
    assert fires("b-funnel-geo", ALI, [*paid, *gone, drawn(30, 90_000)])
    assert not fires("b-funnel-geo", ALI, [*paid, *gone, drawn(30 + SECOND, 90_000)])


def test_what_is_drawn_where_it_was_paid_in_is_no_funnel() -> None:
    paid = [deposit(city, day) for day, city in enumerate(CITIES)]
    assert not fires("b-funnel-geo", ALI, [*paid, *(drawn(day + 0.5, 90_000, city="Quetta") for day in range(3))])


def test_costs_of_living_count_for_thirty_days() -> None:
    first, *others = stay(4)
    assert fires("b-living-cost-bundle", ALI, [first, *others])
    hotel = [lived(day, "lodging") for day in (0, 1, 2)]
    rest = [told for told in stay(4) if told["transaction"]["purpose"] != "lodging"]
    assert fires("b-living-cost-bundle", ALI, [*hotel, *rest, lived(30, "lodging")])
    assert not fires("b-living-cost-bundle", ALI, [*hotel, *rest, lived(30 + SECOND, "lodging")])


def test_a_month_of_low_wages_is_weighed_with_the_others_of_ninety_days() -> None:
    low, high = staff(10_000), review(80, headcount=40, payroll_month=rupees(1_600_000))
    assert last("b-payroll-low-deduct", ALI, [high, low]) is ABSENT
    late = review(91, headcount=40, payroll_month=rupees(1_600_000))
    assert isinstance(last("b-payroll-low-deduct", ALI, [late, low]), Fired)


BY_SUM = [
    *("b-brideprice-inflow", "b-funnel-geo", "b-structuring-ctr", "b-third-party-atm-small", "b-sub-threshold-wires"),
    *("b-cash-only-business", "b-offhours-oversize"),
]


@pytest.mark.parametrize("name", BY_SUM)
@pytest.mark.parametrize(("amount", "currency"), [("500000", "KES"), ("9999999999999999.99", "PKR")])
def test_sums_that_nobody_can_weigh_are_a_named_silence(name: str, amount: str, currency: str) -> None:
    example = BANK_EXAMPLES[name]
    answer = last(name, example.of, [in_money(told, amount, currency) for told in example.fires])
    assert answer in (UNFIT, ABSENT)


OUTCOMES: list[tuple[str, str, list[Tale], Silence]] = [
    ("b-obs-controlled", NOOR, [opening(who("holder", "noor"))], UNFIT),
    ("b-obs-controlled", NOOR, [visit("id-avoided")], ABSENT),
    ("b-minor-account-other", NOOR, [opening(who("holder", "noor"), who("opener", "ali"))], UNFIT),
    ("b-minor-account-other", NOOR, [opening(who("holder", "noor", age=12), who("opener", "ali"))], UNFIT),
    ("b-no-life-account", NOOR, [bank(who("holder", "noor"))], UNFIT),
    ("b-contact-on-sex-ads", ALI, [review(contact_on_advert_list=False)], ABSENT),
    ("b-brideprice-inflow", NOOR, [bank(who("holder", "noor"), pkr=900_000)], UNFIT),
    ("b-funnel-geo", ALI, [deposit("Lahore", 0)], ABSENT),
    ("b-funnel-geo", ALI, [deposit("Multan", 0)], SHORT),
    ("b-structuring-ctr", ALI, [bank(HOLDER, pkr=1_900_000)], UNFIT),
    ("b-structuring-ctr", ALI, near_limit(1_900_000)[:2], SHORT),
    ("b-structuring-ctr", ALI, [deposit("Lahore", 0)], ABSENT),
    ("b-nightly-cash", ALI, [deposit("Lahore", 0, 12)], ABSENT),
    ("b-nightly-cash", ALI, [deposit("Lahore", 0, 23)], SHORT),
    ("b-crypto-illicit", ALI, [paid_out(0)], UNFIT),
    ("b-crypto-illicit", ALI, [paid_out(0, virtual_asset_risk="regulated")], ABSENT),
    ("b-crypto-illicit", ALI, [paid_out(0, virtual_asset_risk="no-identification")], SHORT),
    ("b-tppp-conceal", ALI, [paid_out(0, through_processor=True)], UNFIT),
    ("b-tppp-conceal", ALI, [paid_out(0, through_processor=False)], ABSENT),
    ("b-living-cost-bundle", ALI, [lived(0, "lodging", income="high")], ABSENT),
    ("b-living-cost-bundle", ALI, [lived(0, "lodging")], SHORT),
    ("b-wage-pass-through", ALI, [to_ali("a", 0, purpose="salary")], UNFIT),
    ("b-cash-only-business", ALI, [takings(0)], UNFIT),
    ("b-offhours-oversize", ALI, [takings(0, 23, monthly_turnover=rupees(0))], UNFIT),
    ("b-payroll-low-deduct", ALI, [review(headcount=0, payroll_month=rupees(90_000))], UNFIT),
    ("b-payroll-low-deduct", ALI, [review(headcount=40, payroll_month=rupees(0))], UNFIT),
    ("b-organ-medical", ALI, [paid_out(0, purpose="medical")], UNFIT),
    ("b-senders-share-id", ALI, [sent_by(name, 0) for name in FIVE[:4]], SHORT),
    ("b-senders-share-id", ALI, [sent_by(name, 0) for name in FIVE], ABSENT),
]


@pytest.mark.parametrize(("name", "of", "tales", "answer"), OUTCOMES)
def test_it_says_why_it_is_silent(name: str, of: str, tales: list[Tale], answer: Silence) -> None:
    assert last(name, of, tales) is answer


def test_a_mixer_or_darknet_market_says_it_at_once() -> None:
    for risk in ("mixer", "darknet"):
        assert fires("b-crypto-illicit", ALI, [paid_out(0, virtual_asset_risk=risk)])


def test_costs_that_are_heard_of_later_answer_a_cash_only_business() -> None:
    found = cash_alone(200_000)
    assert isinstance(last("b-cash-only-business", ALI, found), Fired)
    wages_paid = paid_out(20, purpose="payroll", account={"business": True})
    assert last("b-cash-only-business", ALI, [wages_paid, *found]) is ABSENT


def test_a_wallet_is_its_phone_and_counts_as_a_payer() -> None:
    bare = [bank(HOLDER, who("sender", "", f"phone=w{at}"), day=at, purpose="recruitment-fee") for at in range(5)]
    assert fires("b-fees-to-personal", ALI, bare)
    same = [bank(HOLDER, who("sender", "", "phone=w1"), day=at, purpose="recruitment-fee") for at in range(5)]
    assert not fires("b-fees-to-personal", ALI, same)
    named = [sent_by("a", 1, "phone=w1", purpose="recruitment-fee"), *bare[:4]]
    assert not fires("b-fees-to-personal", ALI, named), "the same payer with and without a name"


def test_a_phone_shared_by_a_family_is_not_one_account() -> None:
    phone = tok("phone", "p1")

    def by_night(*names: str) -> list[Tale]:
        shown = [who("holder", name, f"iban={name}", "phone=p1") for name in names]
        return [bank(me, day=at, hour=23, cash=True, channel="atm") for at, me in enumerate(shown)]

    assert fires("b-nightly-cash", phone, by_night(*"aaaaa"))
    assert not fires("b-nightly-cash", phone, by_night(*"abcde"))


def broker(**changed: Tale) -> list[Tale]:
    """Two sums from China and two to households, some of them changed."""
    parts = {"one": from_china(0), "two": from_china(10), "a": dowers("a", 20), "b": dowers("b", 60)}
    return list({**parts, **changed}.values())


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "fired"),
        ({"two": from_china(10, counterparty_country="SAU")}, SHORT),
        ({"two": from_china(10, purpose="salary")}, SHORT),
        ({"two": from_china(10, pkr=299_999)}, SHORT),
        ({"two": from_china(10, account={"business": True})}, SHORT),
        (
            {
                "two": bank(
                    who("holder", "ali"),
                    who("sender", "son", nationality="PAK"),
                    counterparty_country="CHN",
                    pkr=900_000,
                )
            },
            SHORT,
        ),
        ({"a": dowers("a", 20, purpose="other")}, "fired"),
        ({"a": dowers("a", 20, account={})}, "fired"),  # called a gift
        ({"a": dowers("a", 20, purpose="other", account={})}, SHORT),
        ({"a": dowers("a", 20, account={"income": "middle"})}, SHORT),
        ({"a": dowers("b", 20)}, SHORT),
        ({"b": dowers("b", 60, pkr=299_999)}, ABSENT),
        ({"b": dowers("b", 60 + SECOND)}, SHORT),
    ],
)
def test_a_payer_of_brides_gets_two_sums_from_china_and_pays_two_poor_households(
    changed: dict[str, Tale], said: str
) -> None:
    assert answer_of("b-brideprice-payer", ALI, *broker(**changed)) == said


ALONE: tuple[list[dict[str, Any]], ...] = [], [who("beneficiary", "", "agency=a1")]


@pytest.mark.parametrize("payee", ALONE, ids=["nobody named", "an agency"])
def test_a_fare_that_names_no_traveller_may_be_ones_own(payee: list[dict[str, Any]]) -> None:
    shares = [sent_by(name, 20 + n, counterparty_country="SAU") for n, name in enumerate("bcb")]
    own = paid_out(0, *payee, pkr=180_000, purpose="travel")
    theirs = paid_out(0, who("beneficiary", "a"), *payee, pkr=180_000, purpose="travel")
    assert not isinstance(last("b-fares-then-shares", ALI, [own, *shares]), Fired)
    assert isinstance(last("b-fares-then-shares", ALI, [theirs, *shares]), Fired)


@pytest.mark.parametrize("payee", ALONE, ids=["nobody named", "an organisation"])
def test_treatment_that_names_no_patient_may_be_ones_own_however_dear(payee: list[dict[str, Any]]) -> None:
    lent = [paid_out(10 + n, who("beneficiary", name), pkr=400_000, purpose="other") for n, name in enumerate("ab")]
    own = paid_out(0, *payee, pkr=900_000, purpose="medical")
    theirs = paid_out(0, who("beneficiary", "a"), *payee, pkr=900_000, purpose="medical")
    assert not isinstance(last("b-treats-and-gives", ALI, [own, *lent]), Fired)
    assert isinstance(last("b-treats-and-gives", ALI, [theirs, *lent]), Fired)
