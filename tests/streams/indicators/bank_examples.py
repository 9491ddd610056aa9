"""Banks: for each indicator what makes it fire and what does not."""

from typing import Any

from tests.streams.facts import tok
from tests.streams.indicators.build import Example, Tale, bank, opening, rupees, tale, who

NOOR = tok("cnic", "noor")
ALI = tok("cnic", "ali")
PHONE = tok("phone", "p1")
HOLDER = who("holder", "ali", "iban=i1")
HELPER = who("conductor", "ali", "family=Zaman")
FIVE = ["a", "b", "c", "d", "e"]
AT_HOME = {"home_city": "Lahore"}
POOR = {"income": "low"}


def visit(what: str, *more: dict[str, Any]) -> Tale:
    """Staff at the branch saw it."""
    return tale("bank", "observation", [who("holder", "noor"), *more], observations=[what])


def deposit(city: str, day: float, hour: float = 12, pkr: int = 100_000, **fields: Any) -> Tale:
    """Cash into Ali's account, who lives in Lahore."""
    more = {"cash": True, "channel": "counter", "account": AT_HOME, **fields}
    return bank(HOLDER, day=day, hour=hour, pkr=pkr, city=city, **more)


def drawn(day: float, pkr: int, **fields: Any) -> Tale:
    """Cash out of Ali's account at Lahore."""
    more = {"city": "Lahore", "channel": "atm", "cash": True, "account": AT_HOME, **fields}
    return bank(HOLDER, day=day, pkr=pkr, way="out", **more)


def sent_by(name: str, day: float, *more: str, **fields: Any) -> Tale:
    """Somebody sends money to Ali."""
    return bank(HOLDER, who("sender", name, *more), day=day, **fields)


def paid_out(day: float, *others: dict[str, Any], **fields: Any) -> Tale:
    """Ali pays."""
    return bank(HOLDER, *others, day=day, way="out", **fields)


def to_ali(name: str, day: float, **fields: Any) -> Tale:
    """Somebody's account sends money to Ali."""
    return bank(who("holder", name), who("beneficiary", "ali", "iban=i1"), day=day, way="out", **fields)


def with_phone(name: str, surname: str, day: float, **fields: Any) -> Tale:
    """Somebody's account with the phone p1."""
    return bank(who("holder", name, f"iban={name}", f"family={surname}", "phone=p1"), day=day, **fields)


def lived(day: float, purpose: str, pkr: int = 4_000, income: str = "low") -> Tale:
    """Ali pays what somebody needs who lives away from home."""
    return bank(HOLDER, day=day, pkr=pkr, way="out", channel="card", purpose=purpose, account={"income": income})


def stay(nights: int, first: float = 0, pkr: int = 4_000, income: str = "low") -> list[Tale]:
    """Nights in hotels, two rides and a meal each day."""
    days = [first + night for night in range(nights)]
    rides = [lived(day + shift, "transport", 500, income) for day in days for shift in (0.1, 0.2)]
    meals = [lived(day + 0.3, ("food", "pharmacy", "clothing")[at % 3], 900, income) for at, day in enumerate(days)]
    return [*(lived(day, "lodging", pkr, income) for day in days), *rides, *meals]


def takings(day: float, hour: float = 12, pkr: int = 200_000, **account: Any) -> Tale:
    """A business of Ali's pays in cash."""
    return deposit("Lahore", day, hour, pkr, account={"business": True, **account})


def review(day: float = 0, **account: Any) -> Tale:
    """The bank looks at an employer's account."""
    return tale("bank", "account-review", [HOLDER], day, account={"business": True, **account})


CITIES = ["Multan", "Sukkur", "Quetta"]

TURNOVER: dict[str, Any] = {"monthly_turnover": rupees(300_000)}


def from_china(day: float, **fields: Any) -> Tale:
    """Ali gets a large sum from China."""
    more = {"pkr": 2_500_000, "counterparty_country": "CHN", **fields}
    return bank(who("holder", "ali"), who("sender", ""), day=day, **more)


def dowers(name: str, day: float, *more: str, **fields: Any) -> Tale:
    """Ali gives a household of small means a large sum, by the books of its bank."""
    gift = {"pkr": 300_000, "purpose": "gift", "account": POOR, **fields}
    return bank(who("holder", name, *more), who("sender", "ali"), day=day, **gift)


BANK_EXAMPLES: dict[str, Example] = {
    "b-obs-controlled": Example(NOOR, [visit("spoken-for")], [visit("id-avoided")]),
    "b-thirdparty-id-open": Example(
        ALI, [visit("absent-id", who("opener", "ali"))], [visit("id-avoided", who("opener", "ali"))]
    ),
    "b-minor-account-other": Example(
        NOOR,
        fires=[opening(who("holder", "noor", "family=Gul", age=12), who("opener", "ali", "family=Shah"))],
        silent=[
            opening(who("holder", "noor", "family=Gul", age=12), who("opener", "father", "family=Gul")),
            opening(who("holder", "noor", "family=Gul", age=22), who("opener", "ali", "family=Shah")),
        ],
    ),
    "b-no-life-account": Example(
        NOOR,
        fires=[bank(who("holder", "noor"), account={"ordinary_spend": False})],
        silent=[
            bank(who("holder", "noor"), account={"ordinary_spend": True}),
            bank(who("holder", "noor"), account={"ordinary_spend": False, "business": True}),
        ],
    ),
    "b-id-avoid": Example(NOOR, [visit("id-avoided")], [visit("spoken-for")]),
    "b-brideprice-inflow": Example(
        NOOR,
        fires=[
            bank(
                who("holder", "noor"),
                who("sender", "lin", nationality="CHN"),
                pkr=900_000,
                purpose="gift",
                account=POOR,
            )
        ],
        silent=[
            # a son who works abroad sends money home
            bank(
                who("holder", "noor"),
                who("sender", "son", nationality="PAK"),
                pkr=900_000,
                channel="remittance",
                counterparty_country="SAU",
                account=POOR,
            ),
            bank(
                who("holder", "noor"), who("sender", "lin", nationality="CHN"), pkr=20_000, purpose="gift", account=POOR
            ),
        ],
    ),
    "b-funnel-geo": Example(
        ALI,
        fires=[
            *(deposit(city, day) for day, city in enumerate(CITIES)),
            *(drawn(day + 0.5, 90_000) for day in range(3)),
        ],
        silent=[
            *(deposit(city, day) for day, city in enumerate(CITIES)),
            drawn(10, 290_000),  # a week later
            *(deposit("Lahore", day + 20) for day in range(3)),
            *(drawn(day + 20.5, 90_000) for day in range(3)),
        ],
    ),
    "b-structuring-ctr": Example(
        ALI,
        fires=[deposit("Lahore", day * 2, pkr=1_900_000) for day in range(3)],
        silent=[
            *(deposit("Lahore", day, pkr=500_000) for day in range(3)),
            *(deposit("Lahore", 10 + day * 5, pkr=1_900_000) for day in range(3)),
        ],
    ),
    "b-nightly-cash": Example(
        ALI,
        fires=[deposit("Lahore", day * 4, hour=23 if day % 2 else 3) for day in range(5)],
        silent=[deposit("Lahore", day, hour=19) for day in range(10)],
    ),
    "b-third-party-atm-small": Example(
        ALI,
        fires=[deposit(CITIES[day % 3], day * 2, pkr=5_000, channel="atm") for day in range(8)],
        silent=[
            *(deposit("Multan", day, pkr=5_000, channel="atm") for day in range(8)),
            *(deposit(CITIES[day % 3], 40 + day, pkr=5_123, channel="atm") for day in range(8)),
        ],
    ),
    "b-multi-city-movement": Example(
        ALI,
        fires=[drawn(day * 4, 5_000, city=city) for day, city in enumerate([*CITIES, "Karachi"])],
        silent=[
            *(drawn(day * 5, 5_000, city=city) for day, city in enumerate([*CITIES, "Karachi"])),
            *(deposit(city, 40 + day) for day, city in enumerate([*CITIES, "Karachi"])),  # by whom, nobody knows
        ],
    ),
    "b-prepaid-topup-heavy": Example(
        ALI,
        fires=[paid_out(day, who("beneficiary", "", f"phone=t{day % 3}"), purpose="top-up") for day in range(10)],
        silent=[paid_out(day, who("beneficiary", "", "phone=t1"), purpose="top-up") for day in range(12)],
    ),
    "b-foreign-classifieds": Example(
        ALI,
        fires=[paid_out(day * 7, purpose="advertising", counterparty_country="GBR") for day in range(4)],
        silent=[
            *(paid_out(day, purpose="advertising", counterparty_country="PAK") for day in range(4)),
            *(
                paid_out(day, purpose="advertising", counterparty_country="GBR", account={"business": True})
                for day in range(4)
            ),
        ],
    ),
    "b-fan-in-unrelated": Example(
        ALI,
        fires=[sent_by(name, day * 5, f"family={name}") for day, name in enumerate(FIVE)],
        silent=[
            *(sent_by(name, day, "family=Khan") for day, name in enumerate(FIVE)),
            *(sent_by("a", day, "family=Awan") for day in range(10)),
            *(sent_by(name, day, account={"business": True}) for day, name in enumerate(FIVE)),
        ],
    ),
    "b-sub-threshold-wires": Example(
        ALI,
        fires=[to_ali("noor", day * 4, pkr=90_000, counterparty_country="TUR") for day in range(4)],
        silent=[
            *(to_ali("noor", day * 4, pkr=90_000, counterparty_country="GBR") for day in range(4)),
            *(to_ali("noor", day * 4, pkr=1_900_000, counterparty_country="TUR") for day in range(4)),
        ],
    ),
    "b-wage-pass-through": Example(
        ALI,
        fires=[
            *(to_ali(name, day, purpose="salary", passed_on_percent=95) for day, name in enumerate("ab")),
            to_ali("c", 2, passed_on_percent=80),
        ],
        silent=[
            *(to_ali(name, day, purpose="household", passed_on_percent=79) for day, name in enumerate("abc")),
            *(sent_by(name, day, passed_on_percent=100) for day, name in enumerate("abc")),
            *(to_ali("a", 10 + day, passed_on_percent=100) for day in range(4)),
            *(to_ali(name, 20 + day, purpose="salary") for day, name in enumerate("abcd")),  # Ali keeps four houses
        ],
    ),
    "b-speaks-for-several": Example(
        ALI,
        fires=[
            tale("bank", "account-review", [who("holder", "a"), HELPER], 0, observations=["spoken-for"]),
            tale("bank", "observation", [who("holder", "b"), HELPER], 60, observations=["docs-held-by-other"]),
        ],
        silent=[
            tale("bank", "account-review", [who("holder", "a"), HELPER], 0, observations=["spoken-for"]),
            tale("bank", "observation", [who("holder", "a"), HELPER], 5, observations=["docs-held-by-other"]),
            tale("bank", "observation", [who("holder", "b"), HELPER], 10, observations=["id-avoided"]),
            tale("bank", "observation", [who("holder", "c", "family=Zaman"), HELPER], 10, observations=["spoken-for"]),
            tale("bank", "observation", [who("holder", "d"), HELPER], 99, observations=["spoken-for"]),
        ],
    ),
    "b-many-accts-one-controller": Example(
        PHONE,
        fires=[with_phone(name, name, day * 20) for day, name in enumerate("abcd")],
        silent=[
            *(with_phone(name, "Khan", day) for day, name in enumerate("abcd")),  # a family
            *(with_phone("a", "Awan", 10 + day) for day in range(5)),
        ],
    ),
    "b-paid-by-controlled": Example(
        ALI,
        fires=[
            *(opening(who("holder", name), who("opener", "ali"), day=n) for n, name in enumerate("abc")),
            *(to_ali(name, 30 + n) for n, name in enumerate("abc")),
        ],
        silent=[
            *(opening(who("holder", name), who("opener", "ali"), day=n) for n, name in enumerate("abc")),
            *(to_ali(name, 30) for name in "ab"),
            *(to_ali(name, 30) for name in "xyz"),  # whose accounts are their own
            *(to_ali(name, 200) for name in "abc"),
        ],
    ),
    "b-fees-to-personal": Example(
        ALI,
        fires=[sent_by(name, day * 10, purpose="recruitment-fee") for day, name in enumerate(FIVE)],
        silent=[
            *(sent_by("a", day, purpose="recruitment-fee") for day in range(6)),
            *(
                sent_by(name, day, purpose="recruitment-fee", account={"business": True})
                for day, name in enumerate(FIVE)
            ),
        ],
    ),
    "b-bulk-travel-purchase": Example(
        ALI,
        fires=[paid_out(day * 10, who("traveller", name), purpose="travel") for day, name in enumerate(FIVE)],
        silent=[
            *(paid_out(day, who("traveller", "a"), purpose="travel") for day in range(8)),
            *(paid_out(day, purpose="travel", account={"business": True}) for day in range(8)),
        ],
    ),
    "b-contact-on-sex-ads": Example(
        ALI,
        fires=[review(contact_on_advert_list=True)],
        silent=[review(contact_on_advert_list=False), review(1)],
    ),
    "b-living-cost-bundle": Example(
        ALI,
        fires=stay(4),
        silent=[
            *stay(4, income="middle"),  # a holiday
            *(lived(40 + day, "food") for day in range(16)),  # a household
        ],
    ),
    "b-brideprice-payer": Example(
        ALI,
        fires=[*(from_china(day) for day in (0, 10)), *(dowers(name, 20 + n) for n, name in enumerate("ab"))],
        silent=[
            *(from_china(day) for day in (0, 10)),
            *(dowers(name, 20, "family=Khan") for name in "ab"),  # one household
            dowers("c", 25, purpose="salary"),
            *(dowers(name, 200 + n) for n, name in enumerate("de")),  # gifts from his own money
            from_china(201),
        ],
    ),
    "b-fees-far-over-norm": Example(
        ALI,
        fires=[sent_by(name, day * 10, pkr=250_000, purpose="recruitment-fee") for day, name in enumerate("abc")],
        silent=[
            *(sent_by(name, day, pkr=18_000, purpose="recruitment-fee") for day, name in enumerate(FIVE)),  # lawful
            *(sent_by("a", day, pkr=250_000, purpose="recruitment-fee") for day in range(10, 14)),
            *(sent_by(name, 100 + day, pkr=600_000, purpose="visa") for day, name in enumerate("bcd")),  # for studies
            *(
                sent_by(name, day, pkr=250_000, purpose="recruitment-fee", account={"business": True})
                for day, name in enumerate(FIVE)
            ),
        ],
    ),
    "b-sums-for-visas": Example(
        ALI,
        fires=[sent_by(name, day * 10, pkr=250_000, purpose="visa") for day, name in enumerate("abc")],
        silent=[
            *(sent_by(name, day, pkr=250_000, purpose="travel") for day, name in enumerate(FIVE)),  # fares of a group
            *(sent_by(name, 100 + day, pkr=20_000, purpose="visa") for day, name in enumerate(FIVE)),
        ],
    ),
    "b-treats-and-gives": Example(
        ALI,
        fires=[
            paid_out(0, who("beneficiary", "a"), pkr=100_000, purpose="medical"),
            *(paid_out(10 + n, who("beneficiary", name), pkr=400_000, purpose="gift") for n, name in enumerate("ab")),
        ],
        silent=[
            paid_out(0, who("beneficiary", "a"), pkr=100_000, purpose="medical"),
            paid_out(10, who("beneficiary", "a"), pkr=400_000, purpose="gift"),  # one patient, helped twice
            *(paid_out(15 + n, who("beneficiary", name), pkr=20_000, purpose="gift") for n, name in enumerate("bc")),
            *(paid_out(200 + n, who("beneficiary", name), pkr=400_000, purpose="gift") for n, name in enumerate("bc")),
        ],
    ),
    "b-fares-then-shares": Example(
        ALI,
        fires=[
            paid_out(0, who("beneficiary", "a"), pkr=40_000, purpose="visa"),
            *(sent_by(name, 20 + n, counterparty_country="SAU") for n, name in enumerate("bcb")),
        ],
        silent=[
            *(sent_by(name, 20 + n, counterparty_country="SAU") for n, name in enumerate("bcb")),  # pays nobody's way
            paid_out(200, who("beneficiary", "a"), pkr=40_000, purpose="visa"),
            *(sent_by("b", 210 + n, counterparty_country="SAU") for n in range(4)),  # one worker abroad
        ],
    ),
    "b-organ-medical": Example(
        ALI,
        fires=[
            paid_out(0, who("beneficiary", "a"), purpose="medical"),
            paid_out(20, who("beneficiary", "b"), purpose="medical"),
            paid_out(30, who("traveller", "b"), purpose="travel"),
        ],
        silent=[
            paid_out(0, who("beneficiary", "a"), purpose="medical"),
            paid_out(2, who("beneficiary", "a"), purpose="medical"),
            paid_out(5, who("traveller", "a"), purpose="travel"),
            paid_out(200, who("beneficiary", "c"), purpose="medical"),
            paid_out(201, who("beneficiary", "d"), purpose="medical"),  # a benefactor: nobody travels
            paid_out(202, who("traveller", "e"), purpose="travel"),
        ],
    ),
    "b-senders-share-id": Example(
        ALI,
        fires=[
            *(sent_by(name, day, f"family={name}", "phone=p2") for day, name in enumerate("abc")),
            *(sent_by(name, 10, f"family={name}") for name in "de"),
        ],
        silent=[
            *(sent_by(name, day, "family=Khan", "phone=p2") for day, name in enumerate(FIVE)),  # one family
            *(sent_by(f"{name}2", 60 + day, f"family={name}", f"phone={name}") for day, name in enumerate(FIVE)),
        ],
    ),
    "b-crypto-illicit": Example(
        ALI,
        fires=[paid_out(day, virtual_asset_risk="no-identification") for day in range(3)],
        silent=[
            *(paid_out(day, virtual_asset_risk="regulated") for day in range(5)),
            *(paid_out(50 + 20 * day, virtual_asset_risk="no-identification") for day in range(3)),
            paid_out(150, pkr=0, virtual_asset_risk="darknet"),
        ],
    ),
    "b-tppp-conceal": Example(
        ALI,
        fires=[paid_out(day, through_processor=True, ultimate_party_known=False) for day in range(3)],
        silent=[
            *(paid_out(day, through_processor=True, ultimate_party_known=True) for day in range(5)),
            *(paid_out(day, through_processor=True) for day in range(5)),
            paid_out(6, through_processor=True, ultimate_party_known=False),
        ],
    ),
    "b-cash-only-business": Example(
        ALI,
        fires=[takings(day * 15, business_expenses=False) for day in range(4)],
        silent=[
            *(takings(day, business_expenses=True) for day in range(6)),
            *(takings(100 + day, pkr=20_000, business_expenses=False) for day in range(10)),  # a corner shop
        ],
    ),
    "b-offhours-oversize": Example(
        ALI,
        fires=[takings(day * 5, 23 if day < 4 else 12, **TURNOVER) for day in range(6)],
        silent=[
            *(takings(day * 5, 23 if day < 3 else 12, **TURNOVER) for day in range(6)),  # as much by day
            *(takings(100 + day * 5, 23, 100_000, **TURNOVER) for day in range(6)),  # as much as declared
            *(takings(200 + day, 23) for day in range(6)),
        ],
    ),
    "b-payroll-low-deduct": Example(
        ALI,
        fires=[review(headcount=40, payroll_month=rupees(400_000))],
        silent=[
            review(headcount=40, payroll_month=rupees(1_600_000), deduction_percent=10),
            review(100, headcount=40, payroll_month=rupees(0)),  # paid in cash
            review(200, headcount=0, payroll_month=rupees(400_000)),
            review(300, headcount=3, payroll_month=rupees(30_000)),
        ],
    ),
}
