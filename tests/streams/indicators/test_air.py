"""Airlines: what is at the edge of a threshold, what a field that is missing means, and who is family."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from schemas.rulepack import Brakes
from streams.history import Entry, History
from streams.indicators import SENTENCES
from streams.indicators.contract import Fired, Params, Silence
from streams.wording import in_english
from tests.streams.facts import tok
from tests.streams.indicators.air_examples import (
    AUNT,
    CASH,
    NOOR,
    POOR,
    RECRUITER,
    came_back,
    checked,
    noor,
    taken_off,
    umrah,
)
from tests.streams.indicators.build import BY_ID, Tale, air, hire, moment, sar, sightings, who

AGENCY = tok("agency", "a1")


def said_of(name: str, *tales: Tale, of: str = NOOR) -> str:
    """`fired`, or the silence, of the indicator at the last of these tales."""
    history = History(of)
    for entry in sightings(of, tales):
        history.remember(entry, Brakes())
    answer = BY_ID[name].judge(entry, history, Params(BY_ID[name].params))
    return "fired" if isinstance(answer, Fired) else str(answer)


def sentence_of(name: str, told: Tale) -> str:
    """The English sentence that the indicator says of one tale."""
    (entry,) = sightings(NOOR, [told])
    history = History(NOOR)
    history.remember(entry, Brakes())
    answer = BY_ID[name].judge(entry, history, Params(BY_ID[name].params))
    assert isinstance(answer, Fired)
    return in_english(answer.said, SENTENCES)


def before_departure(seconds: float) -> Tale:
    """Booked so long before the flight, in another time zone than that of the airport."""
    leaves = datetime.fromisoformat(moment(20))
    booked = (leaves - timedelta(seconds=seconds)).astimezone(datetime.fromisoformat("2026-11-01T00:00-08:00").tzinfo)
    return air(noor(), booked_at=booked.isoformat())


def test_late_is_exactly_two_days_in_whatever_time_zone_it_was_booked() -> None:
    assert said_of("a-last-minute", before_departure(48 * 3600)) == "fired"
    assert said_of("a-last-minute", before_departure(48 * 3600 + 1)) == "absent"
    assert said_of("a-last-minute", before_departure(-1)) == "absent"
    assert sentence_of("a-last-minute", before_departure(600)) == "The ticket was booked 10 minutes before departure."
    assert "2 hours" in sentence_of("a-last-minute", before_departure(2 * 3600))


@pytest.mark.parametrize(("days", "said"), [(14, "absent"), (15, "fired")])
def test_a_long_stay_is_counted_as_stated_or_until_the_return(days: int, said: str) -> None:
    light: dict[str, Any] = {"kind": "checkin", "bags": 0}
    assert said_of("a-no-luggage-long-stay", air(noor(), stay_days=days, **light)) == said
    until = air(noor(), trip_type="return", return_at=moment(20 + days), **light)
    assert said_of("a-no-luggage-long-stay", until) == said
    assert said_of("a-no-luggage-long-stay", air(noor(), trip_type="return", **light)) == "not-applicable"
    assert said_of("a-no-luggage-long-stay", air(noor(), visa_class="resident", **light)) == "absent"


@pytest.mark.parametrize(("age", "said"), [(17, "fired"), (18, "absent"), (None, "not-applicable")])
def test_a_child_is_under_eighteen(age: int | None, said: str) -> None:
    assert said_of("a-minor-alone", air(noor(age=age), guardian_on_booking=False)) == said
    assert said_of("a-minor-unrelated-adult", air(noor(age=age), AUNT, guardian_on_booking=False)) == said


def test_a_child_with_an_adult_of_no_known_family_cannot_be_judged() -> None:
    stranger = who("companion", "stranger", age=40)
    assert said_of("a-minor-unrelated-adult", air(noor(age=9), stranger, guardian_on_booking=False)) == "not-applicable"
    assert said_of("a-minor-unrelated-adult", air(noor(age=9), stranger)) == "not-applicable"
    assert said_of("a-minor-unrelated-adult", air(noor(age=9), guardian_on_booking=False)) == "absent"


@pytest.mark.parametrize(("age", "said"), [(17, "absent"), (18, "fired"), (45, "fired"), (46, "absent")])
def test_a_worker_on_a_visit_visa_is_of_working_age(age: int, said: str) -> None:
    assert said_of("a-visit-visa-worker", air(noor(age=age), RECRUITER, visa_class="visit")) == said


@pytest.mark.parametrize(("riyals", "said"), [(533, "fired"), (534, "absent")])
def test_a_pilgrim_is_poor_below_the_threshold(riyals: int, said: str) -> None:
    assert said_of("a-umrah-no-means", air(noor(), **{**POOR, "funds_declared": sar(riyals)})) == said


def test_money_of_an_unknown_currency_is_not_taken_for_little() -> None:
    told = air(noor(), **{**POOR, "funds_declared": {"amount": "200.00", "currency": "JPY"}})
    assert sentence_of("a-umrah-no-means", told) == SENTENCES["a-umrah-no-means"].en


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a-oneway-no-return", air(noor())),
        ("a-third-party-cash", air(noor(), CASH)),
        ("a-third-party-cash", air(noor(), paid_by="cash")),
        ("a-last-minute", air(noor())),
        ("a-no-luggage-long-stay", air(noor(), kind="checkin")),
        ("a-visit-visa-worker", air(noor(age=None), RECRUITER, visa_class="visit")),
        ("a-umrah-no-means", air(noor(), visa_class="umrah")),
        ("a-fia25-profile", air(noor(), visa_class="tourist")),
        ("a-broken-onward", air(noor(), visa_class="visit")),
        ("a-split-party-seating", air(noor(), AUNT)),
        ("a-doc-mismatch", air(noor())),
        ("a-mrz-invalid", checked(mismatches=["name"])),
        ("a-doc-expired", checked(mrz_valid=False)),
        ("a-obs-scripted", air(noor(), kind="checkin")),
        ("a-obs-harm-fear", air(noor(), kind="checkin")),
    ],
)
def test_a_field_that_the_partner_left_out_is_not_taken_for_a_no(name: str, told: Tale) -> None:
    assert said_of(name, told) == "not-applicable"


def test_what_the_staff_of_another_sector_saw_is_not_the_airlines_observation() -> None:
    seen = air(noor(), kind="observation", observations=["scripted"])
    at_the_bank = {**seen, "ref": {**seen["ref"], "sector": "bank", "partner": "bank-shaheen"}}
    assert said_of("a-obs-scripted", seen) == "fired"
    assert said_of("a-obs-scripted", at_the_bank) == "not-applicable"
    assert said_of("a-obs-vague-job", seen) == "absent"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("a-obs-spoken-for", "spoken-for"),
        ("a-obs-unaware-dest", "unaware-of-destination"),
        ("a-obs-scripted", "scripted"),
        ("a-obs-relation-unknown", "relation-unknown"),
        ("a-obs-vague-job", "vague-job"),
    ],
)
def test_what_a_candidate_says_at_a_recruiters_desk_is_heard_too(name: str, code: str) -> None:
    candidate = {**noor(), "role": "candidate"}
    assert said_of(name, hire(candidate, kind="observation", observations=[code])) == "fired"
    assert "candidate" in sentence_of(name, hire(candidate, observations=[code]))
    assert said_of(name, hire(candidate, observations=["harm-or-fear"])) == "absent"
    assert said_of(name, hire(candidate)) == "not-applicable"


@pytest.mark.parametrize(("second", "said"), [(0, "fired"), (1, "absent")])
def test_pilgrims_fly_within_two_days_to_the_second(second: int, said: str) -> None:
    four = [umrah(name, 20) for name in "abcd"]
    last = umrah("e", 22 + second / 86_400)
    assert said_of("a-umrah-agent-group", *four, last, of=tok("cnic", "ali")) == said


def test_four_pilgrims_are_too_few_to_say() -> None:
    four = [umrah(name, 20) for name in "abcd"]
    assert said_of("a-umrah-agent-group", *four, of=tok("cnic", "ali")) == "insufficient-history"
    assert said_of("a-umrah-agent-group", umrah("a", 20, hotel_booked=None), of=tok("cnic", "ali")) == "not-applicable"


@pytest.mark.parametrize(
    ("returns", "unused", "said"),
    [(9, 9, "insufficient-history"), (10, 5, "absent"), (10, 6, "fired"), (20, 10, "absent"), (20, 12, "fired")],
)
def test_an_agency_is_told_by_three_fifths_of_ten_returns(returns: int, unused: int, said: str) -> None:
    spread = [(n + 1) * unused // returns == n * unused // returns for n in range(returns)]
    tales = [came_back(n, n, used) for n, used in enumerate(spread)]
    assert said_of("a-return-noshow-cluster", *tales, of=AGENCY) == said
    assert said_of("a-return-noshow-cluster", *reversed(tales), of=AGENCY) == said


def test_a_group_on_one_booking_is_one_return_and_a_booking_is_no_return_yet() -> None:
    group = [came_back(n, n, used=False, pnr="group") for n in range(12)]
    assert said_of("a-return-noshow-cluster", *group, of=AGENCY) == "insufficient-history"
    booked = air(who("agency", "", "agency=a1"), noor(), trip_type="return")
    assert said_of("a-return-noshow-cluster", booked, of=AGENCY) == "not-applicable"


def test_one_flight_told_in_two_time_zones_is_one_trip() -> None:
    """A night flight: two airlines' systems, one clock of Pakistan and one of Greenwich."""
    ali = who("companion", "ali", "family=Zaman", age=40)
    first = air(ali, who("traveller", "a", "family=Awan", age=9), departs_at="2026-11-21T02:00:00+05:00")
    second = air(ali, who("traveller", "b", "family=Butt", age=9), departs_at="2026-11-20T21:00:00Z", day=1)
    later = air(ali, who("traveller", "b", "family=Butt", age=9), departs_at="2026-11-22T21:00:00Z", day=1)
    of = tok("cnic", "ali")
    assert said_of("a-escort-diff-minors", first, second, of=of) == "insufficient-history"
    assert said_of("a-escort-diff-minors", first, later, of=of) == "fired"


@pytest.mark.parametrize("licence", ["valid", "cancelled"])
def test_a_licensed_promoter_who_sees_to_its_workers_bookings_is_at_its_trade(licence: str) -> None:
    said = "absent" if licence == "valid" else "fired"
    known = hire(who("recruiter", "ali", "phone=p1", "oep=l1"), who("candidate", "w"), licence=licence)
    workers = [who("traveller", f"w{n}", f"family=w{n}", f"pnr=w{n}") for n in range(5)]
    paid = [air(worker, who("payer", "ali")) for worker in workers]
    assert said_of("a-payer-many-unrelated", known, *paid, of=tok("cnic", "ali")) == said
    reached = [air(worker, who("contact", "", "phone=p1")) for worker in workers]
    assert said_of("a-shared-contact-pnrs", known, *reached, of=tok("phone", "p1")) == said


def test_a_payer_for_his_own_household_of_many_surnames_is_no_organiser() -> None:
    kin = [who("traveller", name, f"family={name}", "address=home") for name in "abcd"]
    father = who("payer", "ali", "phone=p1", "address=home")
    assert said_of("a-payer-many-unrelated", air(father, *kin), of=tok("cnic", "ali")) == "insufficient-history"
    guests = [who("traveller", f"g{n}", f"family=g{n}") for n in range(4)]
    assert (
        said_of("a-payer-many-unrelated", air(father, *kin, *guests[:3]), of=tok("cnic", "ali"))
        == "insufficient-history"
    )
    assert said_of("a-payer-many-unrelated", air(father, *kin, *guests), of=tok("cnic", "ali")) == "fired"


def test_bookings_without_a_pnr_are_told_apart_by_who_travels() -> None:
    def contact_of(number: int, day: float) -> Tale:
        return air(who("contact", "", "phone=p1"), who("traveller", f"t{number}", f"family=f{number}"), day=day)

    of = tok("phone", "p1")
    assert said_of("a-shared-contact-pnrs", *(contact_of(n, n) for n in range(5)), of=of) == "fired"
    again = [contact_of(n % 4, n) for n in range(8)]  # a booking and its check-in
    assert said_of("a-shared-contact-pnrs", *again, of=of) == "insufficient-history"


def test_an_agent_whose_pilgrims_mostly_have_hotels_sends_no_begging_group() -> None:
    bare = [umrah(name, 20) for name in "abcde"]
    housed = [umrah(f"h{n}", 20, hotel_booked=True) for n in range(5)]
    elsewhen = [umrah(f"h{n}", 25, hotel_booked=True) for n in range(5)]
    of = tok("cnic", "ali")
    assert said_of("a-umrah-agent-group", *housed, *bare, of=of) == "absent"
    assert said_of("a-umrah-agent-group", *housed[1:], *bare, of=of) == "fired"
    assert said_of("a-umrah-agent-group", *elsewhen, *bare, of=of) == "fired"


def test_a_family_that_a_full_flight_seats_apart_is_no_sign() -> None:
    brother, aunt = who("companion", "brother", "family=Gul"), who("companion", "aunt", "address=home", age=35)
    apart: dict[str, Any] = {"kind": "checkin", "seated_apart": True}
    assert said_of("a-split-party-seating", air(noor(), brother, **apart)) == "absent"
    at_home = who("traveller", "noor", "family=Shah", "address=home")
    assert said_of("a-split-party-seating", air(at_home, aunt, **apart)) == "absent"
    assert said_of("a-split-party-seating", air(noor(), brother, AUNT, **apart)) == "fired"


@pytest.mark.parametrize(
    ("mismatches", "one", "several"),
    [
        (["name"], "fired", "absent"),
        (["sex"], "fired", "absent"),
        (["name", "document-number"], "fired", "absent"),
        (["birth-date", "sex"], "absent", "fired"),
        (["name", "birth-date"], "absent", "fired"),
        ([], "absent", "absent"),
    ],
)
def test_one_difference_is_a_slip_and_several_another_person(mismatches: list[str], one: str, several: str) -> None:
    told = checked(mismatches=mismatches)
    assert said_of("a-doc-mismatch", told) == one
    assert said_of("a-doc-other-person", told) == several


@pytest.mark.parametrize(
    ("shown", "reuse", "conflict"),
    [
        ({"age": 22, "sex": "F"}, "absent", "absent"),
        ({"age": 22, "sex": "M"}, "absent", "fired"),
        ({"age": 16, "sex": "F"}, "fired", "absent"),  # a child made an adult
        ({"age": 32, "sex": "F"}, "absent", "absent"),  # one digit, within one family
        ({"age": 24, "sex": "F"}, "absent", "absent"),
        ({"age": 40, "sex": "M"}, "fired", "absent"),
    ],
)
def test_one_passport_with_one_difference_is_a_slip_and_with_two_another_person(
    shown: dict[str, Any], reuse: str, conflict: str
) -> None:
    first = air(who("traveller", "", "passport=x1", "person=noor", "family=gul", age=22, sex="F"))
    second = air(who("traveller", "", "passport=x1", "person=noor", "family=gul", **shown), day=1)
    of = tok("passport", "x1")
    assert said_of("a-doc-reuse", first, second, of=of) == reuse
    assert said_of("a-doc-conflict", first, second, of=of) == conflict


@pytest.mark.parametrize(
    ("age", "reuse", "conflict"), [(22, "absent", "absent"), (23, "fired", "absent"), (None, "absent", "fired")]
)
def test_another_name_alone_is_a_spelling_or_a_wedding_where_the_birth_agrees(
    age: int | None, reuse: str, conflict: str
) -> None:
    first = air(who("traveller", "", "passport=x1", "person=noor", "family=gul", age=22))
    second = air(who("traveller", "", "passport=x1", "person=kiran", "family=shah", age=age), day=1)
    of = tok("passport", "x1")
    assert said_of("a-doc-reuse", first, second, of=of) == reuse
    assert said_of("a-doc-conflict", first, second, of=of) == conflict


def test_a_passport_that_travelled_along_an_alias_was_not_shown() -> None:
    (entry,) = sightings(NOOR, [air(noor())])
    history = History(NOOR)
    relayed = Entry(entry.raw, entry.party, 1, tok("cnic", "noor"))
    history.remember(relayed, Brakes())
    judge = BY_ID["a-doc-reuse"].judge
    assert judge(relayed, history, Params(BY_ID["a-doc-reuse"].params)) is Silence.NOT_APPLICABLE


def test_a_document_that_is_lost_says_so_before_its_check_digits_do() -> None:
    assert (
        sentence_of("a-mrz-invalid", checked(mrz_valid=False, reported_lost=True)) == SENTENCES["a-mrz-invalid/lost"].en
    )
    assert said_of("a-mrz-invalid", checked(mrz_valid=True, reported_lost=None)) == Silence.ABSENT


def test_two_brides_are_enough_where_one_goes_to_a_husband() -> None:
    def bride(name: str, day: float, visa: str, family: str = "") -> Tale:
        traveller = who("traveller", name, f"family={family or name}", age=20, sex="F")
        return air(who("companion", "ali", "family=Zaman"), traveller, day=day, leaves=day + 10, visa_class=visa)

    def said(*tales: Tale) -> str:
        return said_of("a-escort-diff-women", *tales, of=tok("cnic", "ali"))

    assert said(bride("a", 0, "visit"), bride("b", 30, "visit")) == "insufficient-history"
    assert said(bride("a", 0, "spouse"), bride("b", 30, "visit")) == "fired"
    assert said(bride("a", 0, "visit"), bride("b", 30, "spouse")) == "fired"
    assert said(bride("a", 0, "spouse"), bride("a", 30, "spouse")) == "insufficient-history"
    assert said(bride("a", 0, "spouse", "Awan"), bride("b", 30, "spouse", "Awan")) == "absent"


@pytest.mark.parametrize(
    ("age", "beside", "said"),
    [
        (11, {"age": 40}, "not-applicable"),
        (11, {}, "not-applicable"),  # of unknown age: rather an aunt than a child
        (11, {"age": 15}, "fired"),
        (12, {"age": 40}, "fired"),
        (None, {"age": 40}, "fired"),
    ],
)
def test_for_a_small_child_an_adult_answers(age: int | None, beside: dict[str, Any], said: str) -> None:
    answers = air(noor(age=age), who("companion", "aunt", "family=Shah", **beside), observations=["spoken-for"])
    assert said_of("a-obs-spoken-for", answers) == said
    alone = air(noor(age=age), observations=["spoken-for"])
    assert said_of("a-obs-spoken-for", alone) == "fired"


def test_the_head_of_a_family_that_returns_may_carry_its_papers() -> None:
    def held(*kin: str, **fields: Any) -> str:
        others = [who("traveller", f"kin{n}", f"family={name}") for n, name in enumerate(kin)]
        trip = {"trip_type": "return", "observations": ["docs-held-by-other"], **fields}
        return said_of("a-obs-docs-held", air(noor(), *others, **trip))

    assert held("Gul", "Gul") == "absent"
    assert held("Gul") == "fired"  # a couple
    assert held("Gul", "Gul", "Shah") == "fired"
    assert held("Gul", "Gul", trip_type="one-way") == "fired"
    assert held() == "fired"
    assert held("Gul", "Gul", observations=[]) == "not-applicable"


def test_a_birth_mistyped_within_one_booking_of_a_family_is_no_reuse() -> None:
    def shown(day: float, age: int, pnr: str, family: str = "family=gul") -> Tale:
        return air(who("traveller", "", "passport=x1", family, f"pnr={pnr}", age=age), day=day)

    of = tok("passport", "x1")
    assert said_of("a-doc-reuse", shown(0, 16, "b1"), shown(1, 26, "b1"), of=of) == "absent"
    assert said_of("a-doc-conflict", shown(0, 16, "b1"), shown(1, 26, "b1"), of=of) == "fired"
    assert said_of("a-doc-reuse", shown(0, 16, "b1"), shown(1, 26, "b2"), of=of) == "fired"
    assert said_of("a-doc-reuse", shown(0, 16, "b1"), shown(1, 26, "b1", "family=shah"), of=of) == "fired"


SHARJAH: dict[str, Any] = {"visa_class": "visit", "destination": "SHJ", "leaves": 20}
ON: dict[str, Any] = {"origin": "SHJ", "destination": "MJI", "leaves": 22, "day": 1}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "fired"),
        ({"leaves": 23}, "fired"),
        ({"leaves": 23 + 1 / 86_400}, "not-applicable"),
        ({"leaves": 20}, "not-applicable"),
        ({"origin": "DOH"}, "not-applicable"),
        ({"origin": "DXB"}, "fired"),  # another airport of the country
        ({"destination": "LHR"}, "not-applicable"),
        ({"visa_class": "work"}, "not-applicable"),
        ({"onward_destination": "LHR"}, "fired"),
        ({"onward_destination": "LHR", "leaves": 40}, "absent"),
    ],
)
def test_an_onward_ticket_may_be_another_booking_within_three_days(changed: dict[str, Any], said: str) -> None:
    first, second = air(noor(), **SHARJAH), air(noor(), **{**ON, **changed})
    assert said_of("a-broken-onward", first, second) == said
    if said == "fired":
        assert said_of("a-broken-onward", second, first) == said
    beside = air(who("traveller", "gul"), who("companion", "noor"), **{**ON, **changed})
    assert said_of("a-broken-onward", beside, first) != "fired"


def test_who_evades_what_staff_saw_is_told_once() -> None:
    again = air(noor(), day=20, leaves=22, origin="MUX", carrier="S8")
    assert said_of("a-offload-elsewhere", taken_off(5), again) == "fired"
    assert said_of("a-offload-retry", taken_off(5), again) == "absent"
    unseen = air(noor(), kind="offload", day=5, leaves=5)
    assert said_of("a-offload-elsewhere", unseen, again) == "absent"
    assert said_of("a-offload-retry", unseen, again) == "fired"


def test_a_hand_that_sends_people_without_means_is_told_by_a_third_of_all_it_sends() -> None:
    def said(*tales: Tale) -> str:
        return said_of("a-umrah-poor-group", *tales, of=tok("cnic", "ali"))

    def sent(names: str, **fields: Any) -> list[Tale]:
        return [umrah(name, 20, **{"hotel_booked": None, **fields}) for name in names]

    poor, bare, untold = sent("abc", funds_declared=sar(200)), sent("abc", hotel_booked=False), sent("de")
    assert said(*poor, *untold) == said(*bare, *untold) == said(*untold, *poor) == "fired"
    assert said(*untold, *poor[:2]) == "insufficient-history"
    assert said(*poor, *untold[:1]) == "insufficient-history"
    assert said(*poor, *untold, *sent("fghi", hotel_booked=True), untold[0]) == "fired"
    assert said(*sent("fghixyz", hotel_booked=True), *poor, *untold) == "absent"
    assert said(*poor, *untold, *sent("f", funds_declared=sar(2_000))) == "absent"  # about that one
    home = {"trip_type": "return", "return_at": moment(35)}
    assert said(*poor, *sent("de", **home)) == "absent"
    kin = [air(who("payer", "ali"), who("traveller", n, "family=Gul"), leaves=20, **POOR) for n in "abcde"]
    assert said(*kin) == "absent"
