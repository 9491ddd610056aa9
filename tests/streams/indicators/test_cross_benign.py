"""Reasons against: what partners state holds as before, and what a history shows holds too, within its bounds."""

from typing import Any

from schemas.facts import Benign
from schemas.rulepack import Brakes
from streams.history import History
from streams.indicators import SENTENCES
from streams.indicators.contract import Fired, Params
from streams.indicators.cross_benign import reasons_against
from streams.wording import Said, in_english, in_urdu
from tests.streams.facts import tok
from tests.streams.indicators.build import BY_ID, Tale, air, bank, hire, sightings, who

NOOR, ALI = tok("cnic", "noor"), tok("cnic", "ali")
DAMPENER = BY_ID["x-benign-dampener"]
ME = who("traveller", "noor", "family=Gul")


def against(*tales: Tale, of: str = NOOR, last: int = 1, on: bool = True) -> set[str]:
    """The reasons against a hit that rests on the last of these."""
    history = History(of)
    entries = sightings(of, tales)
    for entry in entries:
        history.remember(entry, Brakes())
    params = Params(DAMPENER.params) if on else None
    return set(reasons_against(history, entries[-last:], tuple(Benign), params))


def paid_by(payer: str, day: float, *more: str, **fields: Any) -> Tale:
    """Somebody pays for Noor's ticket."""
    return air(ME, who("payer", payer, *more), day=day, **fields)


def test_a_father_who_paid_three_times_is_family_and_stays_so_where_his_name_is_left_out() -> None:
    father = [paid_by("father", day, "family=Gul") for day in range(3)]
    assert against(*father) == {"family-link"}
    assert against(*father, paid_by("father", 5)) == {"family-link"}
    assert against(*father[:2]) == set()
    assert against(*father, paid_by("ali", 5)) == set()
    assert against(*father, air(ME, who("payer", "father"), who("companion", "ali"), day=5)) == set()
    assert against(*father, on=False) == set()


def test_three_strangers_of_one_surname_are_no_family() -> None:
    assert against(*(paid_by(name, day, "family=Gul") for day, name in enumerate("abc"))) == set()


def test_kin_count_within_half_a_year_to_the_second() -> None:
    father = [paid_by("father", day, "family=Gul") for day in (0, 10)]
    assert against(*father, paid_by("father", 180, "family=Gul")) == {"family-link"}
    assert against(*father, paid_by("father", 180 + 1 / 86_400, "family=Gul")) == set()


def test_a_payer_of_a_family_and_of_strangers_is_excused_for_the_family_alone() -> None:
    kin = [air(who("payer", "ali", "family=Gul"), ME, day=day) for day in range(3)]
    strangers = [air(who("payer", "ali", "family=Gul"), who("traveller", n), day=9) for n in "abcd"]
    assert against(*kin, of=ALI) == {"family-link"}
    assert against(*kin, *strangers, of=ALI, last=4) == set()
    assert against(*kin, *strangers, of=ALI, last=7) == set()


def test_a_stamp_on_the_persons_own_paper_holds_for_half_a_year() -> None:
    stamped = hire(who("candidate", "noor"), who("recruiter", "ali"), protector_stamp=True)
    assert against(stamped, paid_by("ali", 100)) == {"protector-stamp"}
    assert against(stamped, paid_by("ali", 200, leaves=210)) == set()
    assert against(hire(who("candidate", "gul"), who("recruiter", "noor"), protector_stamp=True)) == set()


def test_an_employer_is_verified_by_attestation_permission_and_licence_together() -> None:
    papers: dict[str, Any] = {"demand_attestation": "present", "permission": "present", "licence": "valid"}
    assert against(hire(who("candidate", "noor"), **papers)) == {"verified-employer"}
    for missing in papers:
        assert against(hire(who("candidate", "noor"), **{k: v for k, v in papers.items() if k != missing})) == set()


def test_an_agency_is_in_good_standing_while_nobody_says_otherwise() -> None:
    valid = [hire(who("recruiter", "ali"), who("candidate", n), day=d, licence="valid") for d, n in enumerate("abc")]
    books = air(who("agency", "ali"), ME, day=9)
    assert against(*valid, books, of=ALI) == {"agency-accredited"}
    assert against(*valid[:2], books, of=ALI) == set()
    expired = hire(who("recruiter", "ali"), who("candidate", "d"), day=5, licence="expired")
    assert against(*valid, expired, books, of=ALI) == set()


def test_what_is_stated_holds_in_half_of_the_events_and_a_stamp_for_the_person() -> None:
    stated = paid_by("ali", 1, against=["charity-escort"])
    assert against(stated, paid_by("ali", 2), last=2) == {"charity-escort"}
    assert against(stated, paid_by("ali", 2), paid_by("ali", 3), last=3) == set()
    once = bank(who("holder", "noor"), against=["verified-employer"])
    assert against(once, paid_by("ali", 300), last=1, on=False) == {"verified-employer"}


def test_a_stamp_on_one_workers_paper_excuses_nobody_else_who_shows_the_same_phone() -> None:
    phone = tok("phone", "p")
    stamped = hire(who("candidate", "gul", "phone=p"), against=["protector-stamp"])
    other = hire(who("candidate", "noor", "phone=p"), day=1)
    assert against(stamped, other, of=phone) == set()
    assert against(stamped, other, of=phone, last=2) == {"protector-stamp"}


def test_an_escort_of_whom_partners_say_so_three_times_is_a_known_charitys() -> None:
    said = [paid_by("ali", day, against=["charity-escort"]) for day in range(3)]
    account = bank(who("holder", "noor"), day=9)
    assert against(*said, account) == {"charity-escort"}
    assert against(*said[:2], account) == set()
    assert against(*said, bank(who("holder", "noor"), day=300)) == set()
    assert against(*said, account, on=False) == set()


def test_it_says_in_both_languages_what_holds() -> None:
    papers: dict[str, Any] = {
        "demand_attestation": "present",
        "permission": "present",
        "licence": "valid",
        "protector_stamp": True,
    }
    (entry,) = sightings(NOOR, [hire(who("candidate", "noor"), against=["guardian-consent"], **papers)])
    history = History(NOOR)
    history.remember(entry, Brakes())
    fired = DAMPENER.judge(entry, history, Params(DAMPENER.params))
    assert isinstance(fired, Fired)
    assert isinstance(fired.said, Said)
    said = in_english(fired.said, SENTENCES)
    assert said == "Speaks against: guardian-consent, protector-stamp, verified-employer."
    assert "پروٹیکٹر کی مہر، تصدیق شدہ آجر" in in_urdu(fired.said, SENTENCES)


def test_what_a_booking_states_holds_for_its_check_in_that_does_not_repeat_it() -> None:
    def flies(number: int, kind: str, **fields: Any) -> Tale:
        return air(who("traveller", "noor", f"pnr=b{number}"), day=number, kind=kind, **fields)

    stated = [flies(n, "booking", against=["charity-escort"]) for n in range(2)]
    silent = [flies(n, "checkin", document={"mrz_valid": True}) for n in range(2)]
    assert against(*stated, *silent, flies(3, "booking"), last=5) == {"charity-escort"}
    assert against(*stated, *silent, *(flies(n, "booking") for n in (3, 4, 5)), last=7) == set()
