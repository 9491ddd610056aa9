"""Across sectors: for each indicator what makes it fire and what does not."""

from typing import Any

from tests.streams.facts import tok
from tests.streams.indicators.build import Example, Tale, air, bank, hire, opening, rupees, tale, who

NOOR = tok("cnic", "noor")
ALI = tok("cnic", "ali")
PHONE = tok("phone", "p1")
FIVE = ["a", "b", "c", "d", "e"]


def hired(day: float, **fields: Any) -> Tale:
    """A recruiter registers Noor."""
    return hire(who("candidate", "noor"), who("recruiter", "ali"), day=day, **fields)


def flies(day: float, **fields: Any) -> Tale:
    """Noor travels two days later on a visit visa."""
    return air(who("traveller", "noor"), day=day, leaves=day + 2, **{"visa_class": "visit", **fields})


def umrah(name: str, day: float, **fields: Any) -> Tale:
    """Ali's agency sends a woman on Umrah without hotel."""
    more = {"visa_class": "umrah", "destination": "JED", "hotel_booked": False, **fields}
    return air(who("agency", "ali"), who("traveller", name, sex="F", age=30), day=day, leaves=10, **more)


def got(day: float, *senders: str, **fields: Any) -> Tale:
    """Ali receives money."""
    return bank(who("holder", "ali"), *(who("sender", name) for name in senders), day=day, **fields)


def cash_from(city: str, day: float) -> Tale:
    """Cash into Ali's account, who lives in Lahore."""
    return got(day, cash=True, channel="counter", city=city, account={"home_city": "Lahore"})


def ticket(name: str, day: float, kind: str = "booking", **fields: Any) -> Tale:
    """Ali pays a ticket for somebody."""
    return air(who("payer", "ali", "family=Zaman"), who("traveller", name), day=day, kind=kind, **fields)


def sends(name: str, day: float, *more: str, **fields: Any) -> Tale:
    """Ali is the contact of somebody's journey without return."""
    return air(who("contact", "ali"), who("traveller", name, *(more or (f"family={name}",))), day=day, **fields)


def endowed(name: str, day: float, *more: str, **fields: Any) -> Tale:
    """Ali gives a large sum to a household of small means."""
    gift = {"pkr": 700_000, "purpose": "gift", "account": {"income": "low"}, **fields}
    return bank(who("holder", name, *more), who("sender", "ali"), day=day, **gift)


def weds(name: str, day: float, *, escort: bool = False, **fields: Any) -> Tale:
    """Somebody flies on a spouse visa; Ali pays the ticket or comes along."""
    ali = who("companion" if escort else "payer", "ali")
    return air(who("traveller", name), ali, day=day, **{"visa_class": "spouse", **fields})


def treated(day: float, payer: dict[str, Any]) -> Tale:
    """Somebody pays for Noor's treatment."""
    return bank(who("beneficiary", "noor", "family=Gul"), payer, day=day, purpose="medical")


def returns(day: float, companion: dict[str, Any] | None = None, **fields: Any) -> Tale:
    """Noor goes abroad for ten days, by default with Ali."""
    beside = companion or who("companion", "ali", "family=Zaman")
    trip = {"trip_type": "return", "stay_days": 10, **fields}
    return air(who("traveller", "noor", "family=Gul"), beside, day=day, **trip)


def takes(name: str, day: float, *more: str, role: str = "companion", **fields: Any) -> Tale:
    """Ali takes an adult of another family abroad for ten days."""
    trip = {"trip_type": "return", "stay_days": 10, "visa_class": "visit", "destination": "TAS", **fields}
    ali = who(role, "ali", "family=Zaman", age=40)
    return air(who("traveller", name, f"family={name}", *more, age=25), ali, day=day, **trip)


def bears(name: str, day: float, **fields: Any) -> Tale:
    """Ali pays for the treatment of somebody."""
    paid = {"way": "out", "purpose": "medical", "pkr": 100_000, **fields}
    return bank(who("holder", "ali", "family=Zaman"), who("beneficiary", name, f"family={name}"), day=day, **paid)


LICENCE = who("recruiter", "ali")
CHILD = who("traveller", "noor", "family=Gul", age=12)
YOUNG = who("holder", "noor", "family=Gul", age=12)
STRANGER = who("opener", "ali", "family=Shah")

CROSS_EXAMPLES: dict[str, Example] = {
    "x-unprotected-departure": Example(
        NOOR,
        fires=[hired(0), flies(20)],
        silent=[
            flies(-40),  # a visit before the job
            hired(0),
            flies(20, visa_class="work"),
            hired(200, protector_stamp=True),
            flies(220),
        ],
    ),
    "x-child-two-sectors": Example(
        NOOR,
        fires=[air(CHILD, guardian_on_booking=False), opening(YOUNG, STRANGER, day=20)],
        silent=[
            air(CHILD, guardian_on_booking=True),
            opening(YOUNG, STRANGER, day=20),
            air(CHILD, guardian_on_booking=False, day=25, against=["guardian-consent"]),
            air(CHILD, guardian_on_booking=False, day=80),
        ],
    ),
    "x-doc-conflict": Example(
        tok("passport", "x1"),
        fires=[
            air(who("traveller", "", "passport=x1", "person=noor")),
            hire(who("candidate", "", "passport=x1", "person=gul"), day=90),
        ],
        silent=[
            air(who("traveller", "", "passport=x1", "person=noor")),
            air(who("traveller", "", "passport=x1", "person=gul"), day=2),  # one sector
            hire(who("candidate", "", "passport=x1"), day=90),
        ],
    ),
    "x-doc-conflict-birth": Example(
        tok("passport", "x1"),
        fires=[
            air(who("traveller", "", "passport=x1", "person=noor", age=17)),
            hire(who("candidate", "", "passport=x1", "person=gul", age=24), day=90),
        ],
        silent=[
            air(who("traveller", "", "passport=x1", "person=noor", age=17)),
            air(who("traveller", "", "passport=x1", "person=gul", age=21), day=2),  # one sector
            hire(who("candidate", "", "passport=x1", "person=gul", age=19), day=90),
        ],
    ),
    "x-organ-combo": Example(
        NOOR,
        fires=[hired(0, loan=rupees(90_000)), treated(20, who("sender", "ali", "family=Zaman")), returns(40)],
        silent=[
            hired(0, loan=rupees(9_000)),
            treated(20, who("sender", "aunt", "family=Gul")),
            treated(25, who("sender", "", "employer=clinic")),
            returns(40, stay_days=90),
            returns(60, companion=who("companion", "aunt", "family=Gul")),
        ],
    ),
    "x-organ-escort": Example(
        ALI,
        fires=[bears("a", 0), takes("a", 10), takes("b", 30), bears("b", 40, purpose="gift", pkr=400_000)],
        silent=[
            *(bears("", day) for day in range(2)),  # an illness of Ali's own
            *(takes(name, day * 10) for day, name in enumerate("ab")),  # a guide of the two
            bears("a", 30, purpose="salary"),
            *(takes(name, 200 + day * 10) for day, name in enumerate("ee")),  # one patient, twice
            *(bears("e", 210 + day) for day in range(3)),
        ],
    ),
    "x-phone-triple": Example(
        PHONE,
        fires=[
            hire(who("recruiter", "", "phone=p1"), who("candidate", "a", "family=Awan")),
            air(who("contact", "", "phone=p1"), who("traveller", "b", "family=Butt"), day=30),
            bank(who("holder", "c", "family=Cheema", "phone=p1"), day=60),
        ],
        silent=[
            hire(who("candidate", "noor", "phone=p1")),  # one person's own phone
            air(who("traveller", "noor", "phone=p1"), day=30),
            bank(who("holder", "noor", "phone=p1"), day=60),
        ],
    ),
    "x-marriage-pipeline": Example(
        ALI,
        fires=[
            *(endowed(name, day * 10) for day, name in enumerate("ab")),
            weds("c", 20),
            weds("d", 40, escort=True),
        ],
        silent=[
            *(endowed(name, day, "family=Khan") for day, name in enumerate("ab")),  # one household
            *(endowed(name, day, pkr=40_000) for day, name in enumerate("cd")),
            *(endowed(name, day, account={"income": "middle"}) for day, name in enumerate("ef")),
            *(weds(name, day) for day, name in enumerate("xyz")),
            *(endowed(name, 200 + day) for day, name in enumerate("gh")),
            weds("x", 201),  # one couple, seen twice
            weds("x", 202),
            weds("y", 203, visa_class="study"),
            weds("z", 204, kind="offload"),
        ],
    ),
    "x-cancelled-oep-bookings": Example(
        ALI,
        fires=[hire(LICENCE, licence="cancelled"), air(who("agency", "ali"), who("traveller", "a"), day=30)],
        silent=[
            air(who("agency", "ali"), who("traveller", "a"), day=-30),  # before it was cancelled
            hire(LICENCE, licence="cancelled"),
            air(who("agency", "ali"), who("traveller", "a"), day=90),
        ],
    ),
    "x-umrah-agent-cash": Example(
        ALI,
        fires=[
            *(umrah(name, day / 2) for day, name in enumerate(FIVE)),
            *(got(30 + day * 20, counterparty_country="SAU", channel="remittance") for day in range(3)),
        ],
        silent=[
            *(umrah(name, day / 2, hotel_booked=True) for day, name in enumerate(FIVE)),
            *(got(30 + day * 20, counterparty_country="SAU", channel="remittance") for day in range(3)),
            *(umrah(name, 300 + day / 2) for day, name in enumerate(FIVE)),
            got(320, "stranger"),
        ],
    ),
    "x-cashpayer-funnel-unlicensed": Example(
        ALI,
        fires=[
            ticket("noor", 0, paid_by="cash"),
            cash_from("Multan", 10),
            cash_from("Sukkur", 20),
            hire(LICENCE, day=30, licence="none"),
        ],
        silent=[
            ticket("noor", 0, paid_by="cash"),
            cash_from("Multan", 10),
            cash_from("Sukkur", 20),
            hire(LICENCE, day=30, licence="valid"),
        ],
    ),
    "x-offload-then-remit": Example(
        ALI,
        fires=[ticket("noor", 0, "offload"), ticket("gul", 10)],
        silent=[
            ticket("gul", -5),
            ticket("noor", 0, "offload"),
            ticket("noor", 5),  # the same passenger again
            ticket("gul", 30),
            tale("bank", "transaction", [who("holder", "ali"), who("beneficiary", "shop")], 3),
        ],
    ),
    "x-fee-then-fly": Example(
        ALI,
        fires=[
            *(got(day, name, purpose="recruitment-fee") for day, name in enumerate("abc")),
            *(air(who("agency", "ali"), who("traveller", name), day=20, leaves=30) for name in "abc"),
        ],
        silent=[
            *(got(day, name, purpose="recruitment-fee") for day, name in enumerate("abc")),
            *(air(who("agency", "ali"), who("traveller", name), day=20, leaves=30) for name in "def"),
        ],
    ),
    "x-paid-and-sends": Example(
        ALI,
        fires=[sends("a", 0), got(5, "father"), sends("b", 10, visa_class="visit"), sends("c", 20)],
        silent=[
            *(sends(name, day) for day, name in enumerate("abcde")),
            got(5, "a", purpose="travel"),  # a friend pays back the fare
            got(6, "b", purpose="salary"),
            got(7, cash=True),
        ],
    ),
    "x-sends-and-collects": Example(
        ALI,
        fires=[
            *(
                sends(name, day, visa_class="umrah", destination="JED", trip_type="return")
                for day, name in enumerate("ab")
            ),
            got(20, "x", counterparty_country="SAU"),
            got(25, "y", counterparty_country="SAU"),
        ],
        silent=[
            *(
                sends(name, day, visa_class="umrah", destination="JED", trip_type="return")
                for day, name in enumerate("ab")
            ),
            got(20, "x", counterparty_country="ARE"),
            got(21, "y"),  # at home
            got(22, "z", counterparty_country="SAU", purpose="salary"),
            got(23, "y", counterparty_country="SAU"),  # one alone
        ],
    ),
    "x-benign-dampener": Example(
        NOOR,
        fires=[
            air(who("traveller", "noor", "family=Gul"), who("payer", "father", "family=Gul"), day=day)
            for day in (0, 50, 100)
        ],
        silent=[
            *(air(who("traveller", "noor", "family=Gul"), who("payer", name, "family=Gul")) for name in "abc"),
            *(air(who("traveller", "noor", "family=Gul"), who("payer", "ali"), day=day) for day in range(5)),
        ],
    ),
}
