"""Airlines: for each indicator what makes it fire and what does not."""

from typing import Any

from tests.streams.facts import tok
from tests.streams.indicators.build import Example, Tale, air, moment, rupees, sar, tale, who

NOOR = tok("cnic", "noor")
ALI = tok("cnic", "ali")
PHONE = tok("phone", "p1")
FIVE = [("a", "Awan"), ("b", "Butt"), ("c", "Cheema"), ("d", "Dar"), ("e", "Effendi")]


def noor(**known: Any) -> dict[str, Any]:
    """A traveller."""
    return who("traveller", "noor", "family=Gul", **{"age": 22, "sex": "F", **known})


def seen(what: str) -> Tale:
    """Staff at the airport saw it on Noor."""
    return tale("airline", "observation", [noor()], observations=[what])


def taken_off(day: float) -> Tale:
    """Noor is taken off a flight for what staff saw."""
    return air(noor(), kind="offload", day=day, leaves=day, observations=["unaware-of-destination"])


def paid_for(name: str, surname: str, day: float, **fields: Any) -> Tale:
    """Ali pays a ticket for somebody."""
    return air(who("payer", "ali"), who("traveller", name, f"family={surname}"), day=day, **fields)


def contact_of(name: str, surname: str, day: float, *agency: str, **fields: Any) -> Tale:
    """The phone is the contact on somebody's PNR."""
    traveller = who("traveller", name, f"family={surname}", f"pnr={name}")
    return air(who("contact", "", "phone=p1", *agency), traveller, day=day, **fields)


def escort(name: str, surname: str, day: float, leaves: float, **known: Any) -> Tale:
    """Ali takes somebody along."""
    ali = who("companion", "ali", "family=Zaman", age=40, sex="M")
    return air(ali, who("traveller", name, f"family={surname}", **known), day=day, leaves=leaves)


def briefly(name: str, surname: str, day: float, **fields: Any) -> Tale:
    """Ali takes a grown-up abroad for ten days."""
    ali = who("companion", "ali", "family=Zaman", age=40, sex="M")
    more = {"trip_type": "return", "stay_days": 10, "visa_class": "visit", **fields}
    return air(
        ali, who("traveller", name, f"family={surname}", f"pnr={name}{day}", age=30), day=day, leaves=day + 5, **more
    )


def umrah(name: str, leaves: float, **fields: Any) -> Tale:
    """Ali's agency sends a woman on Umrah."""
    pilgrim = who("traveller", name, *([f"family={dict(FIVE)[name]}"] if name in dict(FIVE) else []), sex="F", age=30)
    more = {"visa_class": "umrah", "destination": "JED", "hotel_booked": False, **fields}
    return air(who("agency", "ali", "agency=a1"), pilgrim, leaves=leaves, **more)


def child(**fields: Any) -> Tale:
    """A child of nine on a booking of its own."""
    return air(noor(age=9), **{"guardian_on_booking": False, **fields})


def checked(**found: Any) -> Tale:
    """The airline held Noor's document against the booking."""
    return air(noor(), kind="checkin", document=found)


def came_back(number: int, day: float, used: bool, pnr: str = "") -> Tale:
    """What became of the return journey of a client of Ali's agency."""
    client = who("traveller", f"client{number}", f"pnr={pnr or number}")
    return air(who("agency", "", "agency=a1"), client, day=day, kind="segment", return_used=used, trip_type="return")


CASH = who("payer", "ali", "phone=p1")
AUNT = who("companion", "aunt", "family=Shah", age=35)
RECRUITER = who("recruiter", "ali")
POOR: dict[str, Any] = {"visa_class": "umrah", "destination": "JED", "hotel_booked": False, "funds_declared": sar(200)}
FIRST: dict[str, Any] = {"first_trip": True, "visa_class": "tourist", "destination": "IST"}
SPLIT: dict[str, Any] = {"visa_class": "visit", "destination": "JED", "onward_destination": "MJI"}

AIR_EXAMPLES: dict[str, Example] = {
    "a-oneway-no-return": Example(
        NOOR,
        fires=[air(noor(), visa_class="visit")],
        silent=[air(noor(), visa_class="work"), air(noor(), visa_class="visit", destination="KHI", origin="DXB")],
    ),
    "a-third-party-cash": Example(
        NOOR,
        fires=[air(noor(), CASH, paid_by="cash")],
        silent=[
            air(noor(), CASH, paid_by="card"),
            air(noor(), CASH, who("traveller", "ali"), paid_by="cash"),  # the payer flies too
            air(noor(), who("payer", "father", "family=Gul"), paid_by="cash"),
        ],
    ),
    "a-last-minute": Example(
        NOOR,
        fires=[air(noor(), booked_at=moment(18.5))],
        silent=[air(noor(), booked_at=moment(1)), air(noor())],
    ),
    "a-minor-alone": Example(
        NOOR,
        fires=[child()],
        silent=[child(guardian_on_booking=True), child(unaccompanied_minor_service=True), air(noor(age=9))],
    ),
    "a-minor-unrelated-adult": Example(
        NOOR,
        fires=[air(noor(age=9), AUNT, guardian_on_booking=False)],
        silent=[
            air(noor(age=9), who("companion", "mother", "family=Gul", age=35), guardian_on_booking=False),
            air(noor(age=9), AUNT, guardian_on_booking=True),
            air(noor(age=9), who("companion", "nameless", age=35), guardian_on_booking=False),
        ],
    ),
    "a-no-luggage-long-stay": Example(
        NOOR,
        fires=[air(noor(), kind="checkin", bags=0, stay_days=30)],
        silent=[air(noor(), kind="checkin", bags=0, stay_days=3), air(noor(), bags=0, stay_days=30)],
    ),
    "a-visit-visa-worker": Example(
        NOOR,
        fires=[air(noor(), RECRUITER, visa_class="visit")],
        silent=[
            air(noor(), visa_class="visit"),
            air(noor(), RECRUITER, visa_class="work"),
            air(noor(age=60), RECRUITER, visa_class="visit"),
            air(noor(), RECRUITER, visa_class="visit", destination="LHR"),
        ],
    ),
    "a-umrah-no-means": Example(
        NOOR,
        fires=[air(noor(), **POOR)],
        silent=[
            air(noor(), **{**POOR, "hotel_booked": True}),
            air(noor(), **{**POOR, "funds_declared": rupees(400_000)}),
            air(noor(), **{**POOR, "trip_type": "return", "return_at": moment(35)}),
        ],
    ),
    "a-umrah-poor": Example(
        NOOR,
        fires=[air(noor(), **{**POOR, "hotel_booked": None})],
        silent=[
            air(noor(), **POOR),  # told by a-umrah-no-means
            air(noor(), **{**POOR, "hotel_booked": True}),
            air(noor(), **{**POOR, "hotel_booked": None, "funds_declared": rupees(40_000)}),
            air(noor(), **{**POOR, "hotel_booked": None, "trip_type": "return", "return_at": moment(35)}),
            air(noor(), **{**POOR, "hotel_booked": None, "visa_class": "visit"}),
        ],
    ),
    "a-fia25-profile": Example(
        NOOR,
        fires=[air(noor(), **FIRST)],
        silent=[air(noor(age=55), **FIRST), air(noor(), **{**FIRST, "destination": "LHR"})],
    ),
    "a-broken-onward": Example(
        NOOR,
        fires=[air(noor(), **SPLIT)],
        silent=[air(noor(), **{**SPLIT, "visa_class": "work"}), air(noor(), **{**SPLIT, "onward_destination": "MED"})],
    ),
    "a-split-party-seating": Example(
        NOOR,
        fires=[air(noor(), AUNT, kind="checkin", seated_apart=True), air(noor(), CASH, split_booking=True)],
        silent=[
            air(noor(), AUNT, kind="checkin", seated_apart=False, split_booking=False),
            air(noor(), who("companion", "brother", "family=Gul"), kind="checkin", seated_apart=True),
            air(noor(), who("payer", "father", "family=Gul"), split_booking=True),
            air(noor(), AUNT),
        ],
    ),
    "a-doc-mismatch": Example(
        NOOR,
        fires=[checked(mismatches=["name"]), checked(mismatches=["name", "document-number"])],
        silent=[checked(), checked(mismatches=["name", "sex"]), air(noor())],
    ),
    "a-doc-other-person": Example(
        NOOR,
        fires=[checked(mismatches=["name", "birth-date"])],
        silent=[checked(mismatches=["birth-date"]), checked(mismatches=["name", "document-number"]), checked()],
    ),
    "a-mrz-invalid": Example(
        NOOR,
        fires=[checked(mrz_valid=False), checked(mrz_valid=True, reported_lost=True)],
        silent=[checked(mrz_valid=True, reported_lost=False), checked(expired=True), air(noor())],
    ),
    "a-doc-expired": Example(
        NOOR,
        fires=[checked(expired=True)],
        silent=[checked(expired=False), checked(mrz_valid=False)],
    ),
    "a-return-noshow-cluster": Example(
        tok("agency", "a1"),
        fires=[came_back(n, n * 12, n < 4) for n in range(10)],
        silent=[
            *(came_back(n, n, n < 5) for n in range(10)),  # every second one flew back
            *(came_back(n, 135 + n, False, pnr="group") for n in range(10)),  # one booking, one change of plans
            *(came_back(n, 270 + n * 14, False) for n in range(10)),  # too far apart
        ],
    ),
    "a-obs-docs-held": Example(NOOR, [seen("docs-held-by-other")], [seen("spoken-for")]),
    "a-obs-spoken-for": Example(NOOR, [seen("spoken-for")], [seen("scripted")]),
    "a-obs-unaware-dest": Example(NOOR, [seen("unaware-of-destination")], [seen("scripted")]),
    "a-obs-scripted": Example(NOOR, [seen("scripted")], [seen("vague-job")]),
    "a-obs-relation-unknown": Example(NOOR, [seen("relation-unknown")], [seen("scripted")]),
    "a-obs-harm-fear": Example(NOOR, [seen("harm-or-fear")], [seen("scripted")]),
    "a-obs-vague-job": Example(NOOR, [seen("vague-job")], [seen("scripted")]),
    "a-payer-many-unrelated": Example(
        ALI,
        fires=[paid_for(name, surname, day * 5) for day, (name, surname) in enumerate(FIVE)],
        silent=[
            # a family of twelve with one surname
            air(who("payer", "ali"), *(who("traveller", f"kin{n}", "family=Khan") for n in range(12))),
            *(paid_for("a", "Awan", day) for day in range(1, 9)),  # one person, again and again
            *(paid_for(name, surname, 100 + day * 31) for day, (name, surname) in enumerate(FIVE)),  # too far apart
        ],
    ),
    "a-shared-contact-pnrs": Example(
        PHONE,
        fires=[contact_of(name, surname, day * 10) for day, (name, surname) in enumerate(FIVE)],
        silent=[
            *(contact_of(name, surname, day, "agency=a1") for day, (name, surname) in enumerate(FIVE)),
            *(contact_of(name, "Khan", day) for day, (name, _) in enumerate(FIVE)),
        ],
    ),
    "a-sends-one-way": Example(
        PHONE,
        fires=[contact_of(name, surname, day * 10, visa_class="visit") for day, (name, surname) in enumerate(FIVE[:3])],
        silent=[
            *(contact_of(name, surname, day, visa_class="work") for day, (name, surname) in enumerate(FIVE)),
            *(contact_of(name, "Khan", day, visa_class="visit") for day, (name, _) in enumerate(FIVE)),  # one family
            *(
                contact_of(name, surname, day, "agency=a1", visa_class="visit")
                for day, (name, surname) in enumerate(FIVE)
            ),
        ],
    ),
    "a-sends-brides": Example(
        PHONE,
        fires=[
            contact_of(name, surname, day * 40, visa_class="spouse") for day, (name, surname) in enumerate(FIVE[:2])
        ],
        silent=[
            contact_of("a", "Khan", 0, visa_class="spouse"),
            contact_of("b", "Khan", 10, visa_class="spouse"),  # one family
            contact_of("c", "Dar", 120, visa_class="spouse"),  # too far apart
            *(contact_of(n, s, day, "agency=a1", visa_class="spouse") for day, (n, s) in enumerate(FIVE)),
            *(contact_of(n, s, day, visa_class="visit") for day, (n, s) in enumerate(FIVE)),
        ],
    ),
    "a-escort-short-trips": Example(
        ALI,
        fires=[briefly("a", "Awan", 0), briefly("b", "Butt", 60)],
        silent=[
            briefly("a", "Awan", 0),
            briefly("a", "Awan", 30),  # one patient, twice
            briefly("c", "Zaman", 40),  # own family
            briefly("d", "Dar", 45, visa_class="work"),
            escort("e", "Elahi", 50, 55, age=30),  # does not come back
        ],
    ),
    "a-escort-diff-minors": Example(
        ALI,
        fires=[escort("a", "Awan", 0, 20, age=9), escort("b", "Butt", 60, 80, age=11)],
        silent=[
            escort("a", "Awan", 0, 20, age=9),
            escort("b", "Butt", 0, 20, age=9),  # the same trip: a school class
            escort("c", "Zaman", 60, 80, age=9),  # own surname
            escort("d", "Dar", 90, 95, age=30),  # grown up
        ],
    ),
    "a-escort-diff-women": Example(
        ALI,
        fires=[
            escort("a", "Awan", 0, 20, age=19, sex="F"),
            escort("b", "Butt", 60, 80, age=22, sex="F"),
            escort("c", "Cheema", 120, 140, age=25, sex="F"),
        ],
        silent=[
            escort("a", "Awan", 0, 20, age=19, sex="F"),
            escort("b", "Butt", 0, 20, age=22, sex="F"),
            escort("c", "Cheema", 0, 20, age=25, sex="F"),
            escort("a", "Awan", 30, 40, age=19, sex="F"),
            escort("m", "Malik", 60, 70, age=22, sex="M"),
        ],
    ),
    "a-umrah-agent-group": Example(
        ALI,
        fires=[umrah(name, 20 + n / 3) for n, (name, _) in enumerate(FIVE)],
        silent=[
            *(umrah(name, 20, hotel_booked=True) for name, _ in FIVE),
            *(umrah(name, 40 + 3 * n) for n, (name, _) in enumerate(FIVE)),
        ],
    ),
    "a-umrah-poor-group": Example(
        ALI,
        fires=[umrah(name, 20 + n / 3, hotel_booked=None, funds_declared=sar(200)) for n, (name, _) in enumerate(FIVE)],
        silent=[
            *(umrah(name, 20, funds_declared=sar(2_000)) for name, _ in FIVE),
            *(umrah(name, 40 + 3 * n, funds_declared=sar(200)) for n, (name, _) in enumerate(FIVE)),
            *(umrah(name, 70, hotel_booked=True, funds_declared=sar(200)) for name, _ in FIVE),
        ],
    ),
    "a-offload-retry": Example(
        NOOR,
        fires=[air(noor(), kind="offload", day=5, leaves=5), air(noor(), day=20, leaves=22, origin="MUX")],
        silent=[
            air(noor(), day=1, leaves=2, origin="MUX"),
            air(noor(), kind="offload", day=5, leaves=5),
            air(noor(), day=20, leaves=22),  # same airport, same carrier
            air(noor(), day=90, leaves=92, origin="LHE"),
        ],
    ),
    "a-offload-elsewhere": Example(
        NOOR,
        fires=[taken_off(5), air(noor(), day=20, leaves=22, origin="MUX", carrier="S8")],
        silent=[
            taken_off(5),
            air(noor(), day=20, leaves=22, origin="MUX"),  # the same carrier
            air(noor(), day=21, leaves=23, carrier="S8"),  # the same airport
            air(noor(), day=90, leaves=92, origin="LHE", carrier="S8"),
            air(noor(), kind="offload", day=100, leaves=100),  # for a paper
            air(noor(), day=110, leaves=112, origin="MUX", carrier="S8"),
        ],
    ),
    "a-doc-reuse": Example(
        tok("passport", "x1"),
        fires=[
            air(who("traveller", "noor", "passport=x1", age=22, sex="F")),
            air(who("traveller", "gul", "passport=x1", age=41, sex="F"), day=200),
        ],
        silent=[
            air(who("traveller", "noor", "passport=x1", age=22, sex="F")),
            air(who("traveller", "noor", "passport=x1", age=23, sex="F"), day=200),
            # one wrong digit in a birth date, a new family name, and another spelling: each alone
            air(who("traveller", "noor", "passport=x1", age=32, sex="F"), day=250),
            air(who("traveller", "", "passport=x1", "person=noor", "family=gul")),
            air(who("traveller", "", "passport=x1", "person=noor", "family=shah"), day=3),
            air(who("traveller", "", "passport=x1", "person=nour", "family=gul", "family=shah"), day=6),
        ],
    ),
    "a-doc-conflict": Example(
        tok("passport", "x1"),
        fires=[
            air(who("traveller", "noor", "passport=x1", age=22, sex="F")),
            air(who("traveller", "noor", "passport=x1", age=32, sex="F"), day=200),
        ],
        silent=[
            air(who("traveller", "noor", "passport=x1", age=22, sex="F")),
            air(who("traveller", "noor", "passport=x1", age=24, sex="F"), day=200),
            air(who("traveller", "gul", "passport=x1", age=41, sex="M"), day=300),  # several differ: reuse
        ],
    ),
}
