"""Recruiters: for each indicator what makes it fire and what does not."""

from typing import Any

from tests.streams.facts import tok
from tests.streams.indicators.build import Example, Tale, air, bank, hire, rupees, sar, tale, who

NOOR = tok("cnic", "noor")
ALI = tok("cnic", "ali")
PHONE = tok("phone", "p1")
AGENT = who("recruiter", "ali", "oep=l1")
FIVE = ["a", "b", "c", "d", "e"]


def noor(**known: Any) -> dict[str, Any]:
    """A candidate."""
    return who("candidate", "noor", "family=Gul", **{"age": 22, "sex": "F", **known})


def by_ali(**fields: Any) -> Tale:
    """Ali recruits Noor."""
    return hire(AGENT, noor(), **fields)


def flies(day: float, **fields: Any) -> Tale:
    """Noor travels two days later."""
    return air(who("traveller", "noor"), day=day, leaves=day + 2, **fields)


def about(role: str, name: str, day: float, **fields: Any) -> Tale:
    """A worker and Ali in some role."""
    return hire(who(role, "ali"), who("candidate", name), day=day, **fields)


def with_phone(name: str, surname: str, day: float) -> Tale:
    """A candidate with the phone p1."""
    return hire(AGENT, who("candidate", name, f"family={surname}", "phone=p1"), day=day)


def permitted(name: str, day: float, **fields: Any) -> Tale:
    """Ali registers a worker under the permission q1."""
    return hire(who("recruiter", "ali", "permission=q1"), who("candidate", name), day=day, **fields)


BETA = who("recruiter", "beta", "oep=l2")
EMPLOYED = who("employer", "", "employer=one")
ELSEWHERE = who("employer", "", "employer=two")

RECRUITER_EXAMPLES: dict[str, Example] = {
    "r-unlicensed": Example(
        ALI, [by_ali(licence="none")], [by_ali(licence="valid"), by_ali(licence="none", direct_employment=True)]
    ),
    "r-licence-not-valid": Example(ALI, [by_ali(licence="suspended")], [by_ali(licence="expired"), by_ali()]),
    "r-licence-expired": Example(ALI, [by_ali(licence="expired")], [by_ali(licence="cancelled"), by_ali()]),
    "r-no-permission": Example(
        ALI, [by_ali(permission="missing")], [by_ali(permission="present"), by_ali(permission="missing", kind="advert")]
    ),
    "r-demand-unattested": Example(
        ALI,
        [by_ali(demand_attestation="missing")],
        [by_ali(demand_attestation="present"), by_ali(demand_attestation="missing", direct_employment=True), by_ali()],
    ),
    "r-unapproved-ad": Example(
        ALI,
        [hire(AGENT, kind="advert", licence="none")],
        [hire(AGENT, kind="advert", licence="valid", permission="present"), by_ali(licence="none")],
    ),
    "r-too-good-offer": Example(
        ALI,
        [by_ali(wage=sar(6000))],
        [by_ali(wage=sar(1500)), by_ali(wage=sar(6000), occupation="2221"), by_ali(wage=sar(6000), fee=rupees(90_000))],
    ),
    "r-fee-no-receipt": Example(
        NOOR,
        [by_ali(kind="fee", fee=rupees(9000), fee_receipt=False)],
        [by_ali(kind="fee", fee=rupees(9000), fee_receipt=True), by_ali(fee_receipt=False)],
    ),
    "r-fee-over-norm": Example(
        NOOR,
        [by_ali(kind="fee", fee=rupees(90_000))],
        [by_ali(kind="fee", fee=rupees(9000)), by_ali(kind="fee", fee=rupees(300_000)), by_ali()],
    ),
    "r-fee-far-over-norm": Example(
        NOOR,
        [by_ali(kind="fee", fee=rupees(300_000))],
        [by_ali(kind="fee", fee=rupees(90_000)), by_ali(kind="fee", fee_paid_by="cash"), by_ali()],
    ),
    "r-debt-to-recruiter": Example(
        NOOR,
        [by_ali(loan=rupees(400_000))],
        [by_ali(loan=rupees(5000)), by_ali(deduction_percent=5)],
    ),
    "r-passport-kept": Example(
        NOOR,
        [by_ali(passport_held_days=90)],
        [by_ali(passport_held_days=7), by_ali(kind="complaint", complaint="unpaid-wage")],
    ),
    "r-contract-substitution": Example(
        NOOR,
        fires=[by_ali(day=0, wage=sar(2000)), by_ali(day=60, kind="contract", wage=sar(1200))],
        silent=[
            hire(AGENT, noor(), EMPLOYED, day=0, wage=sar(2000)),
            hire(AGENT, noor(), EMPLOYED, day=60, kind="contract", wage=sar(1900)),
            hire(AGENT, noor(), ELSEWHERE, day=80, wage=sar(1200), occupation="5120"),  # a new job, registered anew
            hire(AGENT, noor(), ELSEWHERE, day=90, kind="contract", wage=sar(1200), occupation="5120"),
            hire(BETA, noor(), ELSEWHERE, day=95, kind="contract", wage=sar(800), occupation="4120"),  # two were asked
            by_ali(day=99, kind="return", wage=sar(800)),
            by_ali(day=99, kind="contract", country="QAT", wage=sar(800)),  # r-dest-switch says it
            by_ali(day=99, kind="contract", country="SAU", registered_country="QAT", wage=sar(800)),
        ],
    ),
    "r-fsa-missing": Example(
        NOOR,
        fires=[by_ali(day=0, contract="missing"), flies(20, visa_class="work")],
        silent=[
            by_ali(day=0, contract="missing"),
            flies(60, visa_class="work"),
            by_ali(day=100, contract="present"),
            flies(110, visa_class="work"),
        ],
    ),
    "r-visa-job-mismatch": Example(NOOR, [by_ali(visa_class="umrah")], [by_ali(visa_class="work"), by_ali()]),
    "r-minor": Example(
        NOOR,
        fires=[air(who("traveller", "noor", age=15)), hire(AGENT, noor(age=22), day=300)],
        silent=[by_ali(), air(who("traveller", "noor", age=17)), hire(AGENT, noor(age=18), day=300)],
    ),
    "r-dest-switch": Example(
        NOOR,
        fires=[by_ali(day=0), flies(20, destination="KUL")],
        silent=[
            by_ali(day=0),
            flies(20, destination="JED"),
            flies(22, destination="DXB", onward_destination="RUH"),
            flies(24, destination="KUL", trip_type="return"),
            by_ali(day=100, registered_country="SAU"),
            hire(BETA, noor(), day=101, country="MYS"),  # two were asked
            hire(BETA, noor(), day=102, country="MYS", kind="contract"),
            by_ali(day=103, country="OMN", kind="return"),
        ],
    ),
    "r-domestic-woman-age": Example(
        NOOR,
        [by_ali(occupation="9111")],
        [by_ali(), hire(AGENT, noor(age=44), occupation="9111"), hire(AGENT, noor(sex="M"), occupation="9111")],
    ),
    "r-clone-candidates": Example(
        PHONE,
        fires=[with_phone(name, name, day * 10) for day, name in enumerate(FIVE)],
        silent=[
            *(with_phone(name, "Khan", day) for day, name in enumerate(FIVE)),
            *(with_phone("a", "Awan", day) for day in range(20, 28)),
        ],
    ),
    "r-contact-is-agent": Example(
        PHONE,
        fires=[with_phone("a", "Awan", 0), hire(who("subagent", "ali", "phone=p1"), day=200)],
        silent=[with_phone("a", "Awan", 0), hire(who("guarantor", "uncle", "phone=p1"), day=5)],
    ),
    "r-doc-template-reuse": Example(
        tok("document", "d1"),
        fires=[hire(who("candidate", name, "document=d1"), day=day * 50) for day, name in enumerate("abc")],
        silent=[hire(who("candidate", "a", "document=d1"), day=day) for day in range(5)],
    ),
    "r-agent-same-document": Example(
        ALI,
        fires=[
            hire(who("candidate", name, "document=d1"), who("subagent", "ali"), day=day * 50)
            for day, name in enumerate("abc")
        ],
        silent=[
            *(hire(who("candidate", "a", "document=d1"), who("subagent", "ali"), day=day) for day in range(5)),
            *(hire(who("candidate", name, f"document={name}"), who("subagent", "ali")) for name in "bcd"),
            *(hire(who("candidate", name, "document=d2"), who("recruiter", "ali", "oep=o1")) for name in "efg"),
        ],
    ),
    "r-complaint-cluster": Example(
        ALI,
        fires=[
            about("employer", name, day * 50, kind="complaint", complaint="unpaid-wage")
            for day, name in enumerate("abc")
        ],
        silent=[
            *(about("employer", "a", day, kind="complaint", complaint="no-job") for day in range(5)),
            *(about("employer", name, day) for day, name in enumerate("abc")),
        ],
    ),
    "r-early-return-cluster": Example(
        ALI,
        fires=[
            about("employer", name, day * 50, kind="return", **({"deported": True} if day else {"days_abroad": 20}))
            for day, name in enumerate("abcd")
        ],
        silent=[
            *(about("employer", name, day, kind="return", days_abroad=700) for day, name in enumerate("abcdef")),
            *(about("employer", "g", 10 + day, kind="return", days_abroad=5) for day in range(5)),
            about("employer", "h", 20, kind="return"),
        ],
    ),
    "r-direct-group": Example(
        ALI,
        fires=[about("employer", name, day * 10, direct_employment=True) for day, name in enumerate("abcdef")],
        silent=[about("employer", name, day, direct_employment=True) for day, name in enumerate("abcde")],
    ),
    "r-over-quota": Example(
        tok("permission", "q1"),
        fires=[permitted(name, day * 40, jobs_permitted=2) for day, name in enumerate("abc")],
        silent=[
            *(permitted("a", day, jobs_permitted=2) for day in range(5)),
            permitted("b", 6),
            permitted("c", 150),
            permitted("d", 7, kind="advert"),
        ],
    ),
    "r-subagent-chain": Example(
        ALI,
        fires=[about("subagent", name, day * 30, kind="fee") for day, name in enumerate("ab")],
        silent=[
            *(about("subagent", "a", day, kind="fee") for day in range(3)),
            *(about("subagent", name, day) for day, name in enumerate("bcd")),
            tale("bank", "transaction", [who("sender", "ali")], 5),
            bank(who("holder", "ali"), who("sender", "a"), day=6, purpose="recruitment-fee"),
        ],
    ),
}
