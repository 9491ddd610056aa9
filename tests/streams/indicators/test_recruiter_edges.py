"""Recruiters: what is at the edge of a threshold, what a missing field means, and which honest agencies look alike."""

from typing import Any

import pytest

from tests.streams.facts import tok
from tests.streams.indicators.build import Tale, air, answer_of, bank, hire, opening, rupees, sar, who
from tests.streams.indicators.recruiter_examples import AGENT, ALI, NOOR, PHONE, by_ali, flies, noor


def many(count: int, **fields: Any) -> list[Tale]:
    """Ali's placements, a day each."""
    return [hire(who("recruiter", "ali"), who("candidate", f"n{n}"), day=n / 10, **fields) for n in range(count)]


def returned(name: str, day: float, **fields: Any) -> Tale:
    """A worker of Ali's is back."""
    return hire(who("agency", "ali"), who("candidate", name), day=day, kind="return", **fields)


@pytest.mark.parametrize("name", ["r-unlicensed", "r-licence-not-valid", "r-licence-expired"])
def test_a_licence_that_nobody_told_is_not_a_missing_one(name: str) -> None:
    assert answer_of(name, ALI, by_ali()) == "not-applicable"
    assert answer_of(name, ALI, by_ali(licence="none", direct_employment=True)) == "not-applicable"


def test_a_sub_agent_answers_for_the_licence_only_where_nobody_above_is_named() -> None:
    alone = hire(who("subagent", "ali"), noor(), licence="none")
    below = hire(who("subagent", "ali"), who("recruiter", "boss"), noor(), licence="none")
    assert answer_of("r-unlicensed", ALI, alone) == "fired"
    assert answer_of("r-unlicensed", ALI, below) == "not-applicable"
    assert answer_of("r-unlicensed", tok("cnic", "boss"), below) == "fired"


def test_a_licence_that_a_later_paper_shows_valid_was_renewed() -> None:
    lapsed, renewed = by_ali(licence="expired", day=3), by_ali(licence="valid", day=9)
    assert answer_of("r-licence-expired", ALI, renewed, lapsed) == "absent"
    assert answer_of("r-licence-expired", ALI, {**renewed, "ref": by_ali(day=1)["ref"]}, lapsed) == "fired"
    assert answer_of("r-licence-expired", ALI, by_ali(licence="cancelled", day=9), lapsed) == "fired"


def test_an_advance_that_the_worker_complains_of_is_no_favour() -> None:
    owed: dict[str, Any] = {"country": "PAK", "loan": rupees(80_000)}
    assert answer_of("r-debt-to-recruiter", NOOR, hire(noor(), who("employer", "kiln"), **owed)) == "absent"
    complains = hire(noor(), who("employer", "kiln"), kind="complaint", complaint="unpaid-wage", **owed)
    assert answer_of("r-debt-to-recruiter", NOOR, complains) == "fired"


@pytest.mark.parametrize(("rupees_owed", "said"), [(99_999, "absent"), (100_000, "fired")])
def test_an_employer_at_home_may_advance_more_than_an_agent(rupees_owed: int, said: str) -> None:
    kiln = hire(noor(), who("employer", "kiln"), country="PAK", loan=rupees(rupees_owed))
    assert answer_of("r-debt-to-recruiter", NOOR, kiln) == said
    agent = hire(noor(), who("subagent", "ali"), who("employer", "kiln"), country="PAK", loan=rupees(rupees_owed))
    assert answer_of("r-debt-to-recruiter", NOOR, agent) == "fired"
    assert answer_of("r-debt-to-recruiter", NOOR, hire(noor(), loan=rupees(rupees_owed))) == "fired"


@pytest.mark.parametrize(("state", "said"), [("missing", "fired"), ("expired", "fired"), ("present", "absent")])
def test_a_demand_is_attested_or_not(state: str, said: str) -> None:
    assert answer_of("r-demand-unattested", ALI, by_ali(demand_attestation=state)) == said
    assert answer_of("r-no-permission", ALI, by_ali(permission=state)) == said


@pytest.mark.parametrize(
    ("paid", "over", "far"),
    [
        (49_999, "absent", "absent"),
        (50_000, "fired", "absent"),
        (199_999, "fired", "absent"),
        (200_000, "absent", "fired"),
    ],
)
def test_a_fee_is_over_the_norm_or_far_over_it_and_never_both(paid: int, over: str, far: str) -> None:
    told = by_ali(kind="fee", fee=rupees(paid))
    assert answer_of("r-fee-over-norm", NOOR, told) == over
    assert answer_of("r-fee-far-over-norm", NOOR, told) == far


def test_a_fee_of_nothing_or_of_a_currency_without_a_rate_is_no_high_fee() -> None:
    assert answer_of("r-fee-over-norm", NOOR, by_ali(kind="fee", fee=rupees(0))) == "absent"
    yen = {"amount": "900000", "currency": "JPY"}
    assert answer_of("r-fee-over-norm", NOOR, by_ali(kind="fee", fee=yen)) == "not-applicable"


def test_cash_whose_receipt_is_not_told_is_not_taken_for_one_without() -> None:
    assert answer_of("r-fee-no-receipt", NOOR, by_ali(fee=rupees(9000), fee_paid_by="cash")) == "not-applicable"
    assert answer_of("r-fee-no-receipt", NOOR, by_ali(fee=rupees(9000), fee_paid_by="hundi")) == "fired"


@pytest.mark.parametrize(("loan", "percent", "said"), [(59_999, 24, "absent"), (60_000, 0, "fired"), (0, 25, "fired")])
def test_a_debt_binds_from_its_threshold_on(loan: int, percent: int, said: str) -> None:
    assert answer_of("r-debt-to-recruiter", NOOR, by_ali(loan=rupees(loan), deduction_percent=percent)) == said


@pytest.mark.parametrize(("days", "said"), [(30, "absent"), (31, "fired")])
def test_a_passport_is_kept_longer_than_a_month(days: int, said: str) -> None:
    assert answer_of("r-passport-kept", NOOR, by_ali(passport_held_days=days)) == said


def test_a_recruiters_observation_needs_no_job_beside_it() -> None:
    seen = {**by_ali(kind="observation", observations=["docs-held-by-other"])}
    seen.pop("job")
    assert answer_of("r-passport-kept", NOOR, seen) == "fired"
    at_the_airport = air(who("traveller", "noor"), observations=["docs-held-by-other"])
    assert answer_of("r-passport-kept", NOOR, at_the_airport) == "not-applicable"


@pytest.mark.parametrize(("wage", "said"), [(1700, "absent"), (1699, "fired")])
def test_a_wage_fell_by_more_than_fifteen_percent(wage: int, said: str) -> None:
    tales = [by_ali(wage=sar(2000)), by_ali(day=60, kind="contract", wage=sar(wage))]
    assert answer_of("r-contract-substitution", NOOR, *tales) == said
    assert answer_of("r-contract-substitution", NOOR, *reversed(tales)) == said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("7112", "9313", "fired"),
        ("4131", "2653", "fired"),
        ("4226", "5142", "fired"),
        ("7112", "8332", "absent"),
        ("9313", "7112", "absent"),
    ],
)
def test_other_work_is_worse_where_it_needs_less_skill_or_is_of_a_kind_that_is_exploited_most(
    before: str, after: str, said: str
) -> None:
    tales = [by_ali(occupation=before), by_ali(day=60, kind="contract", occupation=after)]
    assert answer_of("r-contract-substitution", NOOR, *tales) == said


def test_a_partner_that_does_not_name_itself_is_one_recruiter_and_two_licences_are_two() -> None:
    registered, later = hire(noor(), wage=sar(2000)), hire(noor(), day=60, kind="contract", wage=sar(1000))
    assert answer_of("r-contract-substitution", NOOR, registered, later) == "fired"
    one = hire(who("recruiter", "", "oep=l1"), noor(), wage=sar(2000))
    two = hire(who("recruiter", "", "oep=l2"), noor(), day=60, kind="contract", wage=sar(1000))
    assert answer_of("r-contract-substitution", NOOR, one, two) == "absent"
    by_name = hire(who("agency", "", "agency=a1"), noor(), day=60, kind="contract", wage=sar(1000))
    assert answer_of("r-contract-substitution", NOOR, one, by_name) == "fired"


def test_an_agreement_that_is_registered_in_time_answers_the_missing_one() -> None:
    missing = by_ali(day=0, kind="contract", contract="missing")
    present = by_ali(day=10, kind="contract", contract="present")
    assert answer_of("r-fsa-missing", NOOR, missing) == "fired"
    assert answer_of("r-fsa-missing", NOOR, missing, present) == "absent"
    assert answer_of("r-fsa-missing", NOOR, missing, flies(20, visa_class="work")) == "fired"
    assert answer_of("r-fsa-missing", NOOR, missing, present, flies(20, visa_class="work")) == "absent"


@pytest.mark.parametrize(("age", "said"), [(17, "fired"), (18, "insufficient-history"), (None, "not-applicable")])
def test_a_candidate_is_a_child_under_eighteen(age: int | None, said: str) -> None:
    assert answer_of("r-minor", NOOR, hire(AGENT, noor(age=age))) == said


@pytest.mark.parametrize(("before", "after", "said"), [(15, 22, "fired"), (16, 18, "fired"), (17, 18, "absent")])
def test_a_child_that_comes_of_age_between_two_papers_is_not_made_older(before: int, after: int, said: str) -> None:
    tales = [air(who("traveller", "noor", age=before)), hire(AGENT, noor(age=after), day=300)]
    assert answer_of("r-minor", NOOR, *tales) == said
    assert answer_of("r-minor", NOOR, *reversed(tales)) == said


def test_a_child_on_a_phone_that_two_people_share_is_not_the_candidate() -> None:
    child, grown = who("traveller", "", "phone=p1", age=12), who("candidate", "", "phone=p1", age=30)
    assert answer_of("r-minor", PHONE, air(child), hire(AGENT, grown, day=5)) == "absent"


def clones(count: int, *more: str, by: str = "oep=l1", **fields: Any) -> list[Tale]:
    """Candidates who leave one phone with a promoter."""
    return [
        hire(
            who("recruiter", "ali", by),
            who("candidate", f"n{n}", "phone=p1", *(m.format(n) for m in more)),
            day=n,
            **fields,
        )
        for n in range(count)
    ]


def test_five_candidates_of_three_families_share_a_phone() -> None:
    families = [*clones(2, "family=Gul"), *clones(5, "family=f{}")[2:]]
    assert answer_of("r-clone-candidates", PHONE, *families) == "fired"
    assert answer_of("r-clone-candidates", PHONE, *families[1:]) == "insufficient-history"
    assert answer_of("r-clone-candidates", PHONE, *clones(3, "family=Gul"), *clones(5, "family=Shah")[3:]) == "absent"


def test_candidates_of_unknown_family_may_be_one_family_until_there_are_too_many() -> None:
    """Two of them may belong together: four are two families at least."""
    assert answer_of("r-clone-candidates", PHONE, *clones(5)) == "fired"
    assert answer_of("r-clone-candidates", PHONE, *clones(5, "address=one")) == "absent"
    village = [*clones(3, "address=one"), *clones(5)[3:]]
    assert answer_of("r-clone-candidates", PHONE, *village) == "absent"


def test_a_phone_that_a_licensed_promoter_writes_for_its_clients_is_no_clone() -> None:
    own = who("recruiter", "", "oep=l1", "phone=p1")
    tales = [hire(own, who("candidate", f"n{n}", f"family=f{n}", "phone=p1"), day=n, licence="valid") for n in range(6)]
    unlicensed = [{**told, "job": {**told["job"], "licence": "none"}} for told in tales]
    assert answer_of("r-clone-candidates", PHONE, *unlicensed, role="candidate") == "fired"
    assert answer_of("r-clone-candidates", PHONE, *tales, role="candidate") == "absent"


def test_an_agents_phone_is_told_whichever_sector_shows_it_last() -> None:
    candidate = hire(AGENT, who("candidate", "noor", "phone=p1"))
    agency = air(who("agency", "", "phone=p1"), who("traveller", "gul"), day=20)
    assert answer_of("r-contact-is-agent", PHONE, candidate, agency) == "fired"
    assert answer_of("r-contact-is-agent", PHONE, agency, candidate) == "fired"


def test_an_agent_who_looks_for_work_too_has_a_phone_of_his_own() -> None:
    own = hire(AGENT, who("candidate", "zoro", "phone=p1"))
    works = hire(who("subagent", "zoro", "phone=p1"), noor(), day=20)
    assert answer_of("r-contact-is-agent", PHONE, own, works) == "absent"


@pytest.mark.parametrize(("workers", "said"), [(0, "fired"), (57, "fired"), (58, "absent")])
def test_three_complaints_among_very_many_workers_are_no_cluster(workers: int, said: str) -> None:
    complained = [
        hire(who("recruiter", "ali"), who("candidate", name), day=20 + day, kind="complaint", complaint="no-job")
        for day, name in enumerate("abc")
    ]
    assert answer_of("r-complaint-cluster", ALI, *many(workers), *complained) == said


@pytest.mark.parametrize(("days", "said"), [(89, "fired"), (90, "absent")])
def test_a_return_is_early_within_ninety_days(days: int, said: str) -> None:
    back = [returned(name, n, days_abroad=days) for n, name in enumerate("abcd")]
    assert answer_of("r-early-return-cluster", ALI, *back) == said
    assert answer_of("r-early-return-cluster", ALI, *back[:3]) in ("insufficient-history", said)


def test_whoever_was_sent_back_counts_however_long_it_took_and_a_bare_return_says_nothing() -> None:
    sent = [returned(name, 20 + n, days_abroad=400, deported=True) for n, name in enumerate("abcd")]
    assert answer_of("r-early-return-cluster", ALI, *sent) == "fired"
    assert answer_of("r-early-return-cluster", ALI, *many(37), *sent) == "absent"
    assert answer_of("r-early-return-cluster", ALI, returned("a", 0)) == "not-applicable"


@pytest.mark.parametrize(
    ("jobs", "workers", "said"),
    [
        (10, 10, "insufficient-history"),
        (10, 11, "absent"),
        (10, 12, "fired"),
        (1, 2, "fired"),
        (0, 3, "not-applicable"),
    ],
)
def test_a_permission_is_overdrawn_by_more_than_who_withdrew(jobs: int, workers: int, said: str) -> None:
    agent = who("recruiter", "ali", "permission=q1")
    tales = [hire(agent, who("candidate", f"n{n}"), day=n, jobs_permitted=jobs) for n in range(workers)]
    assert answer_of("r-over-quota", tok("permission", "q1"), *tales) == said
    assert answer_of("r-over-quota", tok("permission", "q1"), *reversed(tales)) == said


def test_the_same_worker_at_every_stage_is_one_of_the_permitted() -> None:
    agent = who("recruiter", "ali", "permission=q1")
    stages = ("registration", "contract", "fee", "return")
    tales = [hire(agent, noor(), day=n, kind=kind, jobs_permitted=1) for n, kind in enumerate(stages)]
    assert answer_of("r-over-quota", tok("permission", "q1"), *tales) == "insufficient-history"
    applied = [hire(agent, who("candidate", f"n{n}"), day=n, kind="complaint", jobs_permitted=1) for n in range(4)]
    assert answer_of("r-over-quota", tok("permission", "q1"), *applied) == "not-applicable"


def test_direct_employment_is_counted_by_employer() -> None:
    boss = who("employer", "", "employer=one")
    six = [
        hire(boss, who("recruiter", "ali"), who("candidate", n), day=d, direct_employment=True)
        for d, n in enumerate("abcdef")
    ]
    assert answer_of("r-direct-group", tok("employer", "one"), *six) == "fired"
    assert answer_of("r-direct-group", tok("employer", "one"), *six[:5]) == "insufficient-history"
    assert answer_of("r-direct-group", ALI, *six) == "not-applicable"


def test_fees_that_a_bank_shows_count_for_a_sub_agent_that_a_recruiter_names() -> None:
    handles = hire(who("subagent", "ali"), noor())
    paid = [
        bank(who("holder", "ali"), who("sender", name), day=n, purpose="recruitment-fee") for n, name in enumerate("ab")
    ]
    for arrival in ([handles, *paid], [*paid, handles]):
        assert answer_of("r-subagent-chain", ALI, *arrival) == "fired"
    assert answer_of("r-subagent-chain", ALI, *paid) == "insufficient-history"
    licensed = hire(who("recruiter", "ali", "oep=l1"), noor(), day=1)
    assert answer_of("r-subagent-chain", ALI, handles, licensed, *paid) == "absent"


def test_a_wage_for_unskilled_work_is_too_good_from_its_threshold_on_and_never_for_a_fee() -> None:
    assert answer_of("r-too-good-offer", ALI, by_ali(wage=rupees(250_000))) == "fired"
    assert answer_of("r-too-good-offer", ALI, by_ali(wage=rupees(249_999))) == "absent"
    assert answer_of("r-too-good-offer", ALI, by_ali(wage=rupees(250_000), fee=rupees(1))) == "absent"
    assert answer_of("r-too-good-offer", ALI, by_ali()) == "not-applicable"


def test_an_account_of_the_candidates_own_says_nothing_of_an_agent() -> None:
    own = hire(AGENT, who("candidate", "noor", "phone=p1"))
    assert answer_of("r-contact-is-agent", PHONE, own, opening(who("holder", "noor", "phone=p1"), day=9)) == "absent"
