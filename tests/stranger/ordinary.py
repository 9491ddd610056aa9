"""Ordinary life: workers through licensed promoters, pilgrims, visitors, students, wives who join husbands, shops and wages."""

from collections.abc import Callable

from tests.stranger.companies import AIRLINES, BANKS
from tests.stranger.journeys import Journey, fly
from tests.stranger.names import AGENCIES
from tests.stranger.ordinary_money import shop, wages
from tests.stranger.payments import Payment, pay
from tests.stranger.placements import DEMANDS, hire
from tests.stranger.stream import Stream

VISITS = ("DXB", "DXB", "DXB", "JED", "IST", "LHR", "KUL", "BKK", "GYD", "DOH", "MCT")


def workers(stream: Stream) -> int:
    """A crew goes to one employer with papers in order; money comes home."""
    random, demand, departs = stream.random, stream.random.choice(DEMANDS), stream.moment(30)
    crew = [stream.people.person((21, 44), sex="M") for _ in range(random.choice((1, 1, 1, 2, 4)))]
    airline, paid_by, agency = (
        random.choice(AIRLINES),
        random.choice(("agency-credit", "cash")),
        random.choice(AGENCIES),
    )
    for man in crew:
        hire(stream, man, demand, departs - stream.days(22, 30), ("protector-stamp",) if stream.chance(0.5) else ())
        ticket = Journey(
            travellers=[man],
            to=demand.airport,
            departs=departs,
            airline=airline,
            visa="work",
            paid_by=paid_by,
            agency=agency,
            first=stream.chance(0.6),
            booked=stream.days(1, 15),
        )
        fly(stream, ticket)
        if stream.chance(0.4):
            wife = stream.people.relative(man, (20, 40), sex="F")
            sent = departs + stream.days(30, 40)
            home = Payment(
                holder=wife,
                at=sent,
                rupees=random.randint(25, 90) * 1000,
                channel="remittance",
                other=man.identity("name", "passport"),
                purpose="household",
                country=demand.country,
                bank=random.choice(BANKS),
            )
            pay(stream, home)
    stream.honest(*crew)
    return len(crew)


def pilgrims(stream: Stream) -> int:
    """Families on Umrah, sometimes several with one agency; a relative may pay."""
    random, departs, agency = stream.random, stream.moment(25), stream.random.choice(AGENCIES)
    airline, hotel = random.choice(AIRLINES), stream.chance(0.85)
    gone = 0
    for _ in range(random.choice((1, 1, 2, 4))):
        family = stream.people.household(random.choice((1, 2, 2, 3, 5)))
        payer = family[0] if stream.chance(0.7) else stream.people.relative(family[0], (40, 65), sex="M")
        ticket = Journey(
            travellers=family,
            to=random.choice(("JED", "MED")),
            departs=departs,
            airline=airline,
            visa="umrah",
            back=departs + stream.days(10, 27),
            payer=None if payer in family else payer,
            paid_by=random.choice(("cash", "transfer", "card")),
            agency=agency,
            booked=stream.days(8, 40),
            hotel=hotel,
            first=stream.chance(0.6),
        )
        fly(stream, ticket)
        stream.honest(*family)
        gone += len(family)
    return gone


def visitors(stream: Stream) -> int:
    """A family or one person on a visit; some at the last minute, some paid for by a relative, some without a return."""
    random, departs = stream.random, stream.moment(10)
    party = stream.people.household(random.choice((1, 1, 1, 2, 4)))
    payer = stream.people.relative(party[0], (40, 66), sex="M") if stream.chance(0.3) else None
    ticket = Journey(
        travellers=party,
        to=random.choice(VISITS),
        departs=departs,
        airline=random.choice(AIRLINES),
        visa=random.choice(("visit", "tourist", "resident")),
        back=departs + stream.days(5, 50) if stream.chance(0.8) else None,
        payer=payer,
        paid_by=random.choice(("cash", "card", "transfer")),
        agency=random.choice(AGENCIES),
        booked=stream.days(0, 30),
        hotel=random.choice((None, True, False)),
    )
    fly(stream, ticket)
    stream.honest(*party)
    return len(party)


def students_and_wives(stream: Stream) -> int:
    """One-way, for the first time, paid by an uncle in cash, or by the husband abroad."""
    departs, random = stream.moment(20), stream.random
    wife = stream.chance(0.5)
    who = stream.people.person((18, 30), sex="F" if wife else "")
    payer = stream.people.relative(who, (30, 55), sex="M")
    ticket = Journey(
        travellers=[who],
        to=random.choice(("LHR", "PEK", "DXB", "RUH") if wife else ("LHR", "PEK", "KUL", "IST")),
        departs=departs,
        airline=random.choice(AIRLINES),
        visa="spouse" if wife else "study",
        payer=payer,
        paid_by=random.choice(("cash", "card")),
        contact=random.choice((who, payer)),
        first=True,
        booked=stream.days(1, 30),
        agency=random.choice(AGENCIES),
    )
    fly(stream, ticket)
    if stream.chance(0.4):
        given = Payment(holder=payer, at=departs - stream.days(10, 60), rupees=600_000, city=payer.district)
        pay(stream, given)
    stream.honest(who)
    return 1


WAYS: tuple[tuple[Callable[[Stream], int], int], ...] = (
    (workers, 28),
    (pilgrims, 17),
    (visitors, 36),
    (students_and_wives, 13),
    (shop, 5),
    (wages, 5),
)
"""What honest people do, and how often."""


def live(stream: Stream, journeys: int) -> None:
    """Tell of so many honest journeys, and of the payments around them."""
    ways, weights = zip(*WAYS, strict=True)
    while journeys > 0:
        journeys -= stream.random.choices(ways, weights)[0](stream)
