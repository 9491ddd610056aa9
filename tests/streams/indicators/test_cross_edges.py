"""Across sectors: each sector's own words, the edge of each threshold, and the honest people who look alike."""

from typing import Any

import pytest

from tests.streams.facts import tok
from tests.streams.indicators.build import Tale, air, answer_of, bank, hire, opening, rupees, tale, who
from tests.streams.indicators.cross_examples import (
    ALI,
    CHILD,
    NOOR,
    PHONE,
    STRANGER,
    YOUNG,
    bears,
    cash_from,
    endowed,
    flies,
    got,
    hired,
    returns,
    sends,
    takes,
    ticket,
    treated,
    umrah,
    weds,
)

PASSPORT = tok("passport", "x1")


def shown(sector: str, *more: str, day: float = 0, **known: Any) -> Tale:
    """Somebody shows the passport x1."""
    if sector == "bank":
        return opening(who("holder", "", "passport=x1", *more, **known), day=day)
    if sector == "recruiter":
        return hire(who("candidate", "", "passport=x1", *more, **known), day=day)
    return air(who("traveller", "", "passport=x1", *more, **known), day=day)


def conflicts(*tales: Tale) -> tuple[str, str]:
    """The moderate and the strong sign, the same in either order."""
    found = [
        tuple(answer_of(name, PASSPORT, *order) for name in ("x-doc-conflict", "x-doc-conflict-birth"))
        for order in (tales, tales[::-1])
    ]
    assert found[0] == found[1]
    return found[0][0], found[0][1]


def test_another_name_is_a_conflict_and_another_spelling_within_the_family_is_not() -> None:
    one = shown("airline", "person=noor", "family=Gul", age=30)
    assert conflicts(one, shown("bank", "person=nur", "family=Gul", age=30)) == ("absent", "absent")
    assert conflicts(one, shown("bank", "person=kiran", "family=Shah", age=30)) == ("fired", "absent")
    assert conflicts(one, shown("bank", "person=kiran")) == ("fired", "absent")
    assert conflicts(one, shown("bank", "person=noor", sex="F")) == ("absent", "absent")
    assert conflicts(one, shown("airline", "person=kiran", "family=Shah")) == ("insufficient-history",) * 2


def test_another_sex_is_a_conflict() -> None:
    assert conflicts(shown("airline", sex="F"), shown("recruiter", sex="M")) == ("fired", "absent")
    assert conflicts(shown("airline", sex="F"), shown("recruiter", sex="X")) == ("absent", "absent")


@pytest.mark.parametrize(
    ("age", "said"), [(31, ("absent", "absent")), (32, ("fired", "absent")), (33, ("absent", "fired"))]
)
def test_births_three_years_apart_are_strong_and_two_are_not(age: int, said: tuple[str, str]) -> None:
    assert conflicts(shown("airline", age=30), shown("recruiter", age=age)) == said


def test_a_mistyped_year_within_one_family_is_no_other_person_and_a_child_made_an_adult_is() -> None:
    typed = shown("airline", "family=Gul", age=52), shown("recruiter", "family=Gul", age=62)
    assert conflicts(*typed) == ("fired", "absent")
    raised = shown("airline", "family=Gul", age=15), shown("recruiter", "family=Gul", age=22)
    assert conflicts(*raised) == ("absent", "fired")
    aboard = [shown("airline", "family=Gul", age=age, day=day) for day, age in enumerate((52, 62))]
    assert answer_of("a-doc-reuse", PASSPORT, *aboard) == "absent"
    child = [shown("airline", "family=Gul", age=age, day=day) for day, age in enumerate((15, 22))]
    assert answer_of("a-doc-reuse", PASSPORT, *child) == "fired"


def test_years_that_pass_between_two_papers_are_no_conflict() -> None:
    assert conflicts(shown("airline", age=30), shown("recruiter", age=31, day=364)) == ("absent", "absent")


def test_a_candidate_who_leaves_as_a_companion_is_one_too() -> None:
    leaves = air(who("traveller", "ali"), who("companion", "noor"), day=20, leaves=22, visa_class="visit")
    assert answer_of("x-unprotected-departure", NOOR, hired(0), leaves) == "fired"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"trip_type": "return", "destination": "KUL"}, "absent"),  # a tourist
        ({"trip_type": "return", "destination": "RUH"}, "fired"),  # to the country of the work
        ({"trip_type": "one-way", "destination": "KUL"}, "fired"),
        ({"trip_type": "return", "destination": "JED", "visa_class": "umrah", "hotel_booked": True}, "absent"),
        ({"trip_type": "return", "destination": "JED", "visa_class": "umrah"}, "fired"),
        ({"visa_class": None}, "not-applicable"),
        ({"kind": "offload"}, "absent"),
    ],
)
def test_a_holiday_before_the_job_is_no_departure_for_it(fields: dict[str, Any], said: str) -> None:
    assert answer_of("x-unprotected-departure", NOOR, hired(0), flies(20, **fields)) == said


@pytest.mark.parametrize("stamp", [{"protector_stamp": True}, {"contract": "present"}])
def test_a_stamp_that_comes_later_answers_the_departure(stamp: dict[str, Any]) -> None:
    assert answer_of("x-unprotected-departure", NOOR, hired(0), hired(21, **stamp), flies(20)) == "absent"


def test_a_bank_that_does_not_know_the_age_still_shows_the_child_an_airline_knows() -> None:
    flight = air(CHILD, guardian_on_booking=False)
    account = opening({**YOUNG, "age": None}, STRANGER, day=20)
    assert answer_of("x-child-two-sectors", NOOR, flight, account) == "fired"
    assert answer_of("x-child-two-sectors", NOOR, account, flight) == "fired"
    unknown = air({**CHILD, "age": None}, guardian_on_booking=False)
    assert answer_of("x-child-two-sectors", NOOR, unknown, account) == "absent"


@pytest.mark.parametrize(
    "flight",
    [
        air(CHILD, who("traveller", "aunt", "family=Gul", age=40), guardian_on_booking=False),
        air(CHILD, guardian_on_booking=False, unaccompanied_minor_service=True),
        air(CHILD, guardian_on_booking=False, against=["family-link"]),
        air(CHILD, guardian_on_booking=False, destination="KHI"),
    ],
)
def test_a_child_with_kin_or_with_the_airlines_escort_is_not_alone(flight: Tale) -> None:
    assert answer_of("x-child-two-sectors", NOOR, opening(YOUNG, STRANGER, day=20), flight) == "absent"


def test_a_father_whose_surname_the_bank_does_not_know_may_send_money_to_his_child() -> None:
    sends = bank(YOUNG, who("sender", "father"), day=5)
    assert answer_of("x-child-two-sectors", NOOR, air(CHILD, guardian_on_booking=False), sends) == "absent"
    other = bank(YOUNG, who("sender", "ali", "family=Shah"), day=5)
    assert answer_of("x-child-two-sectors", NOOR, air(CHILD, guardian_on_booking=False), other) == "fired"


def organ(**changed: Tale) -> list[Tale]:
    """Debt, treatment and journey of Noor, some of them changed."""
    parts = {
        "debt": hired(0, loan=rupees(20_000)),
        "care": treated(20, who("sender", "ali", "family=Zaman")),
        "trip": returns(40, stay_days=30),
    }
    return list({**parts, **changed}.values())


def test_an_organ_sign_takes_debt_care_by_a_stranger_and_a_short_journey_with_one() -> None:
    assert answer_of("x-organ-combo", NOOR, *organ()) == "fired"
    assert answer_of("x-organ-combo", NOOR, *organ()[:2]) == "insufficient-history"
    for changed in (
        {"debt": hired(0, loan=rupees(19_999))},
        {"trip": returns(40, stay_days=31)},
        {"trip": returns(40, trip_type="one-way")},
        {"care": treated(20, who("sender", "", "agency=charity"))},
        {"care": bank(who("holder", "noor"), who("beneficiary", "clinic"), way="out", purpose="medical")},
    ):
        assert answer_of("x-organ-combo", NOOR, *organ(**changed)) == "insufficient-history"
    dated = returns(40, stay_days=None, return_at="2026-12-01T12:00:00+05:00")
    assert answer_of("x-organ-combo", NOOR, *organ(trip=dated)) == "fired"


def escorted(**changed: Tale) -> list[Tale]:
    """Two journeys and two payments of Ali, some of them changed."""
    parts = {
        "care": bears("a", 0),
        "one": takes("a", 10, stay_days=30),
        "two": takes("b", 30),
        "sum": bears("b", 40, purpose="gift"),
    }
    return list({**parts, **changed}.values())


def to_b(**fields: Any) -> Tale:
    """A gift of Ali by the books of whoever gets it, who shows a surname alone."""
    paid = {"pkr": 100_000, "purpose": "gift", **fields}
    return bank(who("holder", "", "family=b", "iban=b"), who("sender", "ali"), day=40, **paid)


def test_an_escort_of_patients_takes_two_of_two_families_and_pays_for_them() -> None:
    assert answer_of("x-organ-escort", ALI, *escorted()) == "fired"
    for changed in (
        {"two": takes("b", 30, visa_class="umrah")},
        {"two": takes("b", 30, stay_days=31)},
        {"two": takes("b", 30, trip_type="one-way")},
        {"two": takes("b", 30, kind="offload")},
        {"two": takes("b", 30, "family=a")},  # of the same family as the first
        {"two": takes("b", 30, "family=Zaman")},  # of Ali's own
        {"two": takes("b", 30, role="contact")},
        {"sum": bears("b", 40, purpose="gift", pkr=99_999)},
        {"sum": bears("c", 40, purpose="gift")},  # somebody who went nowhere
        {"sum": bears("b", 40, purpose="gift", account={"business": True})},
        {"sum": to_b(account={"income": "middle"})},
    ):
        assert answer_of("x-organ-escort", ALI, *escorted(**changed)) in ("absent", "insufficient-history"), changed


def test_the_sum_may_be_known_from_the_other_side_and_the_care_be_paid_to_a_hospital() -> None:
    assert answer_of("x-organ-escort", ALI, *escorted(sum=to_b())) == "fired"
    hospital = bank(who("holder", "ali"), who("beneficiary", "", "iban=h"), day=1, way="out", purpose="medical")
    dear = {**hospital, "transaction": {**hospital["transaction"], "money": rupees(100_000)}}
    assert answer_of("x-organ-escort", ALI, *escorted(care=dear)) == "fired"
    assert answer_of("x-organ-escort", ALI, *escorted(care=hospital)) == "insufficient-history"
    own = {**dear, "ref": bears("a", 40)["ref"]}
    assert answer_of("x-organ-escort", ALI, *escorted(care=dear, sum=own)) == "absent"
    assert answer_of("x-organ-escort", ALI, *escorted(care=dear, sum=bears("c", 40, pkr=500))) == "fired"


def test_who_pays_a_journey_of_two_takes_along_the_traveller_and_not_the_companion() -> None:
    def sent(name: str, day: float) -> Tale:
        trip: dict[str, Any] = {"trip_type": "return", "stay_days": 9, "destination": "TAS"}
        aboard = who("traveller", name, f"family={name}"), who("companion", "zed", "family=Zed")
        return air(*aboard, who("payer", "ali"), day=day, **trip)

    assert answer_of("x-organ-escort", ALI, *escorted(one=sent("a", 10), two=sent("b", 30))) == "fired"


def triple(*names: str, family: str = "family={}", number: str = "phone=p1") -> list[Tale]:
    """A phone on a candidate, as the contact of a booking and on an account."""
    a, b, c = names
    return [
        hire(who("candidate", a, family.format(a), number), who("recruiter", "boss"), day=0),
        air(who("traveller", b, family.format(b)), who("contact", "", number), day=30),
        opening(who("holder", c, family.format(c), number), day=60),
    ]


def test_a_phone_of_three_families_in_three_sectors_is_one_hands() -> None:
    assert answer_of("x-phone-triple", PHONE, *triple("a", "b", "c")) == "fired"
    assert answer_of("x-phone-triple", PHONE, *triple("a", "b", "b")) == "insufficient-history"
    assert answer_of("x-phone-triple", PHONE, *triple("a", "b", "c")[:2]) == "insufficient-history"


def test_a_workers_own_phone_that_is_the_contact_of_a_party_is_no_hand_behind_others() -> None:
    """One worker is candidate and account holder; a group is booked under his number once."""
    own = [triple("a", "x", "y")[0], opening(who("holder", "a", "family=a", "phone=p1"), day=3)]
    party = [who("traveller", name, f"family={name}") for name in "abcd"]
    booked = air(*party, who("contact", "", "phone=p1"), day=30)
    assert answer_of("x-phone-triple", PHONE, *own, booked) == "absent"
    others = opening(who("holder", "e", "family=e", "phone=p1"), day=40)
    assert answer_of("x-phone-triple", PHONE, *own, booked, others) == "fired"


def test_a_family_that_shares_a_phone_is_no_hand_behind_others() -> None:
    assert answer_of("x-phone-triple", PHONE, *triple("a", "b", "c", family="family=Gul")) == "absent"
    assert answer_of("x-phone-triple", PHONE, *triple("a", "b", "c", family="address=one")) == "absent"
    assert (
        answer_of("x-phone-triple", PHONE, *triple("a", "b", "c", family="pnr={}")) == "absent"
    )  # nobody's family is told


def agency(day: float, name: str, **job: Any) -> Tale:
    """A promoter with the phone p1 registers a worker."""
    return hire(who("recruiter", "", "oep=l1", "phone=p1"), who("candidate", name, f"family={name}"), day=day, **job)


def test_the_published_number_of_a_promoter_in_good_standing_is_its_own() -> None:
    """It stands on the promoter, on its clients' bookings and on its own account, and is paid by many."""
    books = [air(who("traveller", n, f"family={n}"), who("contact", "", "phone=p1"), day=2) for n in "def"]
    owner = bank(who("holder", "ali", "phone=p1", "family=Zaman"), who("sender", "a"), day=3)
    company = bank(who("holder", "", "agency=a1", "phone=p1"), who("sender", "a"), day=3, account={"business": True})
    honest = [*(agency(n, name, licence="valid") for n, name in enumerate("abc")), *books]
    assert answer_of("x-phone-triple", PHONE, *honest, owner) == "absent"
    assert answer_of("x-phone-triple", PHONE, *honest, company) == "insufficient-history"
    lapsed = [*(agency(n, name, licence="expired") for n, name in enumerate("abc")), *books]
    assert answer_of("x-phone-triple", PHONE, *lapsed, owner) == "absent"
    unlicensed = [*(agency(n, name, licence="none") for n, name in enumerate("abc")), *books]
    assert answer_of("x-phone-triple", PHONE, *unlicensed, owner) == "fired"
    others = [opening(who("holder", n, f"family={n}", "phone=p1"), day=4) for n in "gh"]
    assert answer_of("x-phone-triple", PHONE, *honest, *others) == "fired"


def cancelled(day: float, role: str = "recruiter", **fields: Any) -> Tale:
    """A paper of Ali's without a licence in force."""
    return hire(who(role, "ali"), who("candidate", "w"), day=day, **{"licence": "cancelled", **fields})


@pytest.mark.parametrize("role", ["agency", "contact", "payer", "subagent", "recruiter"])
def test_a_cancelled_agency_is_known_by_whatever_role_an_airline_gives_it(role: str) -> None:
    booked = air(who(role, "ali"), who("traveller", "a"), day=30)
    assert answer_of("x-cancelled-oep-bookings", ALI, cancelled(0), booked) == "fired"
    assert answer_of("x-cancelled-oep-bookings", ALI, booked, cancelled(0)) == "fired"


def test_a_restored_licence_a_journey_of_ones_own_and_other_income_are_no_business_without_a_licence() -> None:
    booked = air(who("agency", "ali"), who("traveller", "a"), day=30)
    restored = cancelled(10, licence="valid")
    assert answer_of("x-cancelled-oep-bookings", ALI, cancelled(0), restored, booked) == "absent"
    assert answer_of("x-cancelled-oep-bookings", ALI, cancelled(0), cancelled(40, licence="valid"), booked) == "fired"
    own = air(who("payer", "ali"), who("traveller", "ali"), day=30)
    assert answer_of("x-cancelled-oep-bookings", ALI, cancelled(0), own, role="payer") == "not-applicable"
    assert answer_of("x-cancelled-oep-bookings", ALI, cancelled(0), got(20, "a", purpose="recruitment-fee")) == "fired"
    assert answer_of("x-cancelled-oep-bookings", ALI, cancelled(0), got(20, "a", purpose="salary")) == "not-applicable"


def paid_fee(name: str, day: float) -> Tale:
    """A recruiter's own paper says that a worker paid Ali."""
    return hire(who("subagent", "ali"), who("candidate", name), day=day, kind="fee", fee=rupees(90_000))


def books(name: str, day: float = 20, role: str = "contact") -> Tale:
    """Ali stands behind the booking of somebody."""
    return air(who(role, "ali"), who("traveller", name), day=day, leaves=30)


def test_fees_count_by_a_banks_books_or_a_recruiters() -> None:
    flights = [books(name) for name in "abc"]
    mixed = [paid_fee("a", 0), got(1, "b", purpose="recruitment-fee"), paid_fee("c", 2)]
    assert answer_of("x-fee-then-fly", ALI, *mixed, *flights) == "fired"
    assert answer_of("x-fee-then-fly", ALI, *mixed[:2], *flights) == "insufficient-history"
    assert answer_of("x-fee-then-fly", ALI, *flights, *reversed(mixed)) == "fired"


def test_a_recruiters_paper_joins_the_card_that_the_bank_knows_to_the_passport_that_the_airline_knows() -> None:
    fees = [got(day, name, purpose="recruitment-fee") for day, name in enumerate("abc")]
    flights = [air(who("payer", "ali"), who("traveller", "", f"passport={n}"), day=20, leaves=30) for n in "abc"]
    papers = [hire(who("recruiter", "ali"), who("candidate", n, f"passport={n}"), day=5) for n in "abc"]
    assert answer_of("x-fee-then-fly", ALI, *fees, *flights) == "insufficient-history"
    assert answer_of("x-fee-then-fly", ALI, *fees, *papers, *flights) == "fired"
    assert answer_of("x-fee-then-fly", ALI, *fees, *flights, *papers) == "fired"


def test_a_licensed_promoter_may_take_fees_and_book_flights() -> None:
    tales = [paid_fee(name, day) for day, name in enumerate("abcdef")] + [
        books(name, role="agency") for name in "abcdef"
    ]
    licensed = hire(who("recruiter", "ali", "oep=l1"), who("candidate", "a"), day=3, licence="valid")
    suspended = hire(who("recruiter", "ali", "oep=l1"), who("candidate", "a"), day=4, licence="suspended")
    assert answer_of("x-fee-then-fly", ALI, licensed, *tales) == "absent"
    assert answer_of("x-fee-then-fly", ALI, licensed, suspended, *tales) == "fired"


def sent_and_paid(sent: str, paid: str) -> str:
    """What is said of Ali, who sends these on bookings apart, and whom these pay."""
    tales = [*(sends(name, day) for day, name in enumerate(sent)), *(got(30 + day, p) for day, p in enumerate(paid))]
    answer = answer_of("x-paid-and-sends", ALI, *tales)
    assert answer == answer_of("x-paid-and-sends", ALI, *reversed(tales))
    return answer


def test_who_sends_strangers_away_and_is_paid_needs_four_people_two_of_whom_leave() -> None:
    assert sent_and_paid("abc", "x") == "fired"
    assert sent_and_paid("ab", "xy") == "fired"
    assert sent_and_paid("ab", "x") == "insufficient-history"
    assert sent_and_paid("a", "xyz") == "insufficient-history"
    assert sent_and_paid("abcd", "") == "insufficient-history"
    assert sent_and_paid("ab", "ab") == "fired"  # those who fly may be those who pay


def test_one_booking_of_many_or_one_family_is_not_sent_one_by_one() -> None:
    paid = [got(5, name) for name in "xyz"]
    crowd = air(who("contact", "ali"), *(who("traveller", name, f"family={name}") for name in "abcd"))
    assert answer_of("x-paid-and-sends", ALI, crowd, *paid) == "insufficient-history"
    sisters = [sends(name, day, "family=Gul") for day, name in enumerate("abc")]
    assert answer_of("x-paid-and-sends", ALI, *sisters, *paid) == "insufficient-history"
    untold = [sends(name, day, f"passport={name}") for day, name in enumerate("ab")]
    assert answer_of("x-paid-and-sends", ALI, *untold, *paid) == "insufficient-history"  # they may be one family


@pytest.mark.parametrize(
    "fields",
    [
        {"trip_type": "return", "return_at": "2026-12-30T12:00:00+05:00"},
        {"destination": "KHI"},
        {"visa_class": "resident"},
        {"visa_class": "study"},
        {"paid_by": "agency-credit"},
    ],
)
def test_who_comes_back_stays_at_home_lives_or_studies_there_or_flies_on_an_agencys_credit_is_not_sent_away(
    fields: dict[str, Any],
) -> None:
    journeys = [sends(name, day, **fields) for day, name in enumerate("abc")]
    assert answer_of("x-paid-and-sends", ALI, *journeys, got(5, "x"), got(6, "y")) == "insufficient-history"


def test_a_family_a_travel_agency_and_a_licensed_promoter_may_send_and_be_paid() -> None:
    paid = [got(5 + day, name) for day, name in enumerate("xy")]
    kin = [bank(who("holder", "ali", "family=Zaman"), who("sender", n, "family=Zaman"), day=5) for n in "xy"]
    journeys = [sends(name, day) for day, name in enumerate("abc")]
    assert answer_of("x-paid-and-sends", ALI, *journeys, *paid) == "fired"
    assert answer_of("x-paid-and-sends", ALI, *journeys, *kin) == "absent"
    licensed = hire(who("recruiter", "ali", "oep=l1"), who("candidate", "a"), day=3, licence="valid")
    assert answer_of("x-paid-and-sends", ALI, licensed, *journeys, *paid) == "absent"
    office = [
        air(who("contact", "ali"), who("agency", "ali"), who("traveller", n, f"family={n}"), day=day)
        for day, n in enumerate("abc")
    ]
    assert answer_of("x-paid-and-sends", ALI, *office, *paid) == "insufficient-history"
    uncle = [
        air(who("contact", "ali", f"family={n}"), who("traveller", n, f"family={n}"), day=day)
        for day, n in enumerate("abc")
    ]
    assert answer_of("x-paid-and-sends", ALI, *uncle, *paid) == "insufficient-history"


def test_ninety_days_hold_all_that_one_hand_does() -> None:
    journeys = [sends(name, day) for day, name in enumerate("abc")]
    assert answer_of("x-paid-and-sends", ALI, *journeys, got(90, "x")) == "fired"
    assert answer_of("x-paid-and-sends", ALI, *journeys, got(90.1, "x")) == "insufficient-history"


def test_relatives_who_pay_the_ticket_from_saudi_arabia_share_nothing() -> None:
    group = [umrah(name, day / 2) for day, name in enumerate("abcde")]
    from_there: dict[str, Any] = {"counterparty_country": "SAU", "channel": "remittance"}
    tickets = [got(4 + day, purpose="travel", **from_there) for day in range(3)]
    shares = [got(4 + day, purpose="other", **from_there) for day in range(3)]
    after = [got(12 + day, purpose="travel", **from_there) for day in range(3)]
    assert answer_of("x-umrah-agent-cash", ALI, *group, *tickets) == "insufficient-history"
    assert answer_of("x-umrah-agent-cash", ALI, *group, *shares) == "fired"
    assert answer_of("x-umrah-agent-cash", ALI, *group, *shares[:2]) == "insufficient-history"
    assert answer_of("x-umrah-agent-cash", ALI, *group, *after) == "fired"


@pytest.mark.parametrize(
    ("role", "said"), [("payer", "fired"), ("contact", "fired"), ("agency", "insufficient-history")]
)
def test_who_paid_cash_for_a_ticket_may_be_named_as_the_contact(role: str, said: str) -> None:
    booked = air(who(role, "ali"), who("traveller", "noor"), paid_by="cash")
    rest = [cash_from("Multan", 10), cash_from("Sukkur", 20), cancelled(30, licence="none")]
    assert answer_of("x-cashpayer-funnel-unlicensed", ALI, booked, *rest) == said
    beside = air(who(role, "ali"), who("payer", "other"), who("traveller", "noor"), paid_by="cash")
    paid = "fired" if role == "payer" else "insufficient-history"
    assert answer_of("x-cashpayer-funnel-unlicensed", ALI, beside, *rest) == paid


def test_cash_of_one_other_city_or_of_ones_own_is_no_funnel() -> None:
    rest = [ticket("noor", 0, paid_by="cash"), cancelled(30, licence="none"), cash_from("Multan", 10)]
    assert answer_of("x-cashpayer-funnel-unlicensed", ALI, *rest, cash_from("Multan", 20)) == "insufficient-history"
    assert answer_of("x-cashpayer-funnel-unlicensed", ALI, *rest, cash_from("Lahore", 20)) == "insufficient-history"
    wallet = bank(who("beneficiary", "ali"), day=20, cash=True, channel="wallet", city="Sukkur")
    assert answer_of("x-cashpayer-funnel-unlicensed", ALI, *rest, wallet) == "fired"


def test_an_agency_or_a_hotel_is_nobody_who_is_sent_after_an_offload() -> None:
    offload = ticket("noor", 0, "offload")
    sends: dict[str, Any] = {"day": 5, "way": "out", "purpose": "travel"}
    assert (
        answer_of("x-offload-then-remit", ALI, offload, bank(who("holder", "ali"), who("beneficiary", "gul"), **sends))
        == "fired"
    )
    hotel = bank(who("holder", "ali"), who("beneficiary", "", "employer=hotel"), **sends)
    assert answer_of("x-offload-then-remit", ALI, offload, hotel) == "absent"
    by_agency = air(who("agency", "ali"), who("traveller", "noor"), kind="offload")
    assert answer_of("x-offload-then-remit", ALI, by_agency, ticket("gul", 5)) == "absent"
    by_contact = air(who("contact", "ali"), who("traveller", "noor"), kind="offload")
    assert answer_of("x-offload-then-remit", ALI, by_contact, ticket("gul", 5)) == "fired"


def test_one_household_is_enough_for_a_marriage_pipeline_with_money_from_china() -> None:
    got = bank(who("holder", "ali"), who("sender", "groom"), pkr=1_500_000, purpose="other", counterparty_country="CHN")
    home = endowed("a", 5)
    brides = [weds("c", 20, visa_class="visit"), weds("d", 30, visa_class="visit")]
    assert answer_of("x-marriage-pipeline", ALI, got, home, *brides) == "fired"
    assert answer_of("x-marriage-pipeline", ALI, home, *brides) == "insufficient-history"
    assert answer_of("x-marriage-pipeline", ALI, got, home, brides[0], weds("c", 31)) == "insufficient-history"


def test_a_marriage_pipeline_needs_two_households_two_travellers_and_one_spouse_visa() -> None:
    homes = [endowed("a", 0), endowed("b", 10)]
    assert answer_of("x-marriage-pipeline", ALI, *homes, weds("c", 20), weds("d", 30)) == "fired"
    assert answer_of("x-marriage-pipeline", ALI, *homes, weds("c", 20), weds("d", 30, visa_class="visit")) == "fired"
    visits = [weds("c", 20, visa_class="visit"), weds("d", 30, visa_class="visit")]
    assert answer_of("x-marriage-pipeline", ALI, *homes, *visits) == "absent"
    assert answer_of("x-marriage-pipeline", ALI, *homes, weds("c", 20), weds("c", 30)) == "insufficient-history"
    poor: dict[str, Any] = {"pkr": 299_999}
    assert (
        answer_of("x-marriage-pipeline", ALI, endowed("a", 0, **poor), homes[1], weds("c", 20), weds("d", 30))
        != "fired"
    )


def test_a_gift_that_the_givers_own_bank_shows_counts_too() -> None:
    gives = [
        bank(who("holder", "ali"), who("beneficiary", name), day=day, way="out", pkr=700_000, purpose="gift")
        for day, name in enumerate("ab")
    ]
    assert answer_of("x-marriage-pipeline", ALI, *gives, weds("c", 20), weds("d", 30)) == "fired"
    agent = [
        air(who(role, "ali"), who("traveller", role), day=20, visa_class="spouse") for role in ("agency", "traveller")
    ]
    assert answer_of("x-marriage-pipeline", ALI, *gives, *agent, role="agency") == "fired"


def test_an_observation_alone_concerns_no_pattern_of_money() -> None:
    seen = tale("bank", "observation", [who("holder", "ali")], observations=["scripted"])
    for name in (
        "x-umrah-agent-cash",
        "x-offload-then-remit",
        "x-fee-then-fly",
        "x-marriage-pipeline",
        "x-paid-and-sends",
    ):
        assert answer_of(name, ALI, seen) == "not-applicable"


def test_a_group_without_return_needs_one_pilgrim_who_is_known_to_have_no_means() -> None:
    """Nothing is told of a hotel; three shares come from Saudi Arabia."""
    shares = [got(30 + day * 20, counterparty_country="SAU", channel="remittance") for day in range(3)]

    def group(*names: str, **fields: Any) -> list[Tale]:
        return [
            air(
                who("contact", "ali"),
                who("traveller", n, f"family={n}"),
                day=1,
                leaves=10,
                visa_class="umrah",
                **fields,
            )
            for n in names
        ]

    bare, untold = group("a", funds_declared=rupees(15_000)), group(*"bcde")
    assert answer_of("x-umrah-agent-cash", ALI, *bare, *untold, *shares) == "fired"
    assert answer_of("x-umrah-agent-cash", ALI, *shares, *untold, *bare) == "fired"
    assert answer_of("x-umrah-agent-cash", ALI, *bare, *untold[:3], *shares) == "insufficient-history"
    assert answer_of("x-umrah-agent-cash", ALI, *group(*"abcde"), *shares) == "insufficient-history"
    assert (
        answer_of("x-umrah-agent-cash", ALI, *bare, *group(*"bcde", hotel_booked=True), *shares)
        == "insufficient-history"
    )
    assert answer_of("x-umrah-agent-cash", ALI, *bare, *untold, *shares[:2]) == "insufficient-history"


def test_a_lawful_charge_and_protected_workers_make_no_such_hand() -> None:
    """A sub-agent in the village takes a service charge for workers who are protected."""
    journeys = [sends(name, day) for day, name in enumerate("abc")]
    assert answer_of("x-paid-and-sends", ALI, *journeys, got(5, "x", pkr=25_000)) == "fired"
    assert answer_of("x-paid-and-sends", ALI, *journeys, got(5, "x", pkr=24_999)) == "absent"
    stamped = [sends(name, day, visa_class="work", against=["protector-stamp"]) for day, name in enumerate("bcd")]
    assert answer_of("x-paid-and-sends", ALI, journeys[0], *stamped, got(5, "x")) == "insufficient-history"


def collects(*money: Tale, **trip: Any) -> bool:
    """Whether it is a sign that Ali sends two pilgrims to Jeddah and gets this money."""
    said = {"visa_class": "umrah", "destination": "JED", "trip_type": "return", **trip}
    tales = [*(sends(name, 1 + day, **said) for day, name in enumerate("ab")), *money]
    answers = {answer_of("x-sends-and-collects", ALI, *order) for order in (tales, tales[::-1])}
    assert len(answers) == 1 or "fired" not in answers
    return answers == {"fired"}


def test_money_from_where_they_were_sent_counts_once_somebody_was_sent() -> None:
    there = got(20, "x", counterparty_country="SAU")
    assert collects(there, got(25, "y", counterparty_country="SAU"))
    assert collects(there, got(121, "y", counterparty_country="SAU"))
    assert not collects(there, got(122, "y", counterparty_country="SAU"))
    assert not collects(there, got(0, "y", counterparty_country="SAU"))  # before anybody was sent
    assert not collects(there, got(25, "y", counterparty_country="OMN"))
    assert not collects(there, got(25, "x", counterparty_country="SAU"))  # one alone
    assert not collects(there, got(25, "y", counterparty_country="SAU", pkr=24_000))


def test_workers_students_residents_and_a_licensed_promoters_clients_may_pay_back() -> None:
    there = [got(day, name, counterparty_country="SAU") for day, name in ((20, "x"), (25, "y"))]
    assert not collects(*there, visa_class="work")
    assert not collects(*there, visa_class="study")  # an education consultant is paid from there too
    assert not collects(*there, visa_class="resident")
    assert not collects(*there, against=["protector-stamp"])
    assert not collects(*there, hire(who("recruiter", "ali", "oep=l1"), who("candidate", "a"), day=3, licence="valid"))


def test_those_sent_and_those_who_pay_must_be_in_one_country() -> None:
    pilgrim: dict[str, Any] = {"visa_class": "umrah", "trip_type": "return"}
    to_two = [sends("a", 1, destination="JED", **pilgrim), sends("b", 2, destination="DXB", **pilgrim)]
    there = [got(20, "x", counterparty_country="SAU"), got(25, "y", counterparty_country="SAU")]
    assert answer_of("x-sends-and-collects", ALI, *to_two, *there) == "insufficient-history"
    apart = [got(20, "x", counterparty_country="SAU"), got(25, "y", counterparty_country="ARE")]
    assert answer_of("x-sends-and-collects", ALI, *to_two, *apart) == "insufficient-history"
    assert (
        answer_of("x-sends-and-collects", ALI, *to_two, sends("c", 3, destination="MED", **pilgrim), *there) == "fired"
    )
