"""Planted cases that show at the airport first: documented patterns, each seen in part."""

from datetime import timedelta

from tests.stranger.companies import AIRLINES, BANKS, PROMOTERS
from tests.stranger.journeys import Journey, fly
from tests.stranger.payments import Payment, open_account, pay
from tests.stranger.placements import place, subagent
from tests.stranger.stream import Stream, Told


def umrah_begging_group(stream: Stream) -> Told:
    """An agent with money from Saudi Arabia gathers poor families of one district and sends them without hotel, return or means."""
    random, departs = stream.random, stream.moment(40, 80)
    agent, agency = stream.people.person((35, 55), sex="M"), f"{stream.people.person().family} Karwan Services"
    airline, victims = random.choice(AIRLINES), []
    for _ in range(random.randint(3, 4)):
        mother = stream.people.person((24, 50), sex="F", district="Multan")
        family = [mother, *(stream.people.relative(mother, (5, 13)) for _ in range(random.randint(0, 2)))]
        ticket = Journey(
            travellers=family,
            to="JED",
            departs=departs,
            airline=airline,
            visa="umrah",
            payer=agent,
            paid_by="cash",
            contact=agent,
            agency=agency,
            booked=stream.days(4, 9),
            hotel=False,
            first=True,
            riyals=200 if stream.chance(0.5) else None,
        )
        fly(stream, ticket)
        fee = Payment(
            holder=agent,
            at=departs - stream.days(10, 18),
            rupees=random.randint(15, 40) * 1000,
            channel="wallet",
            other=mother,
            purpose="visa",
            bank=BANKS[2],
        )
        pay(stream, fee)
        victims += family
        wired = Payment(
            holder=agent,
            at=departs - stream.days(20, 32),
            rupees=random.randint(80, 160) * 1000,
            channel="remittance",
            other={"name": stream.people.person(sex="M").name},
            country="SAU",
            bank=BANKS[2],
        )
        pay(stream, wired)
    return Told(victims, [agent], departs, [{"agency": agency}])


def china_bride_pipeline(stream: Stream) -> Told:
    """A broker pays fathers, and an escort brings one young woman after the other to China."""
    random, first = stream.random, stream.moment(45, 70)
    broker, escort = stream.people.person((30, 50), sex="M"), stream.people.person((33, 48), sex="F")
    brides = [stream.people.person((18, 23), sex="F") for _ in range(3)]
    for place_in_line, bride in enumerate(brides):
        departs = first + timedelta(days=9 * place_in_line)
        father = stream.people.relative(bride, (45, 60), sex="M")
        price = Payment(
            holder=father,
            at=departs - stream.days(18, 28),
            rupees=random.randint(300, 700) * 1000,
            other=broker,
            purpose="gift",
            country="CHN" if stream.chance(0.5) else "",
            bank=BANKS[0],
        )
        pay(stream, price)
        ticket = Journey(
            travellers=[bride],
            to="PEK",
            departs=departs,
            airline=AIRLINES[place_in_line % 2],
            origin="ISB",
            visa=random.choice(("spouse", "visit")),
            payer=broker,
            paid_by="cash",
            contact=broker,
            companion=escort,
            booked=stream.days(2, 8),
            first=True,
            seen=("spoken-for",) if place_in_line == 1 else (),
        )
        fly(stream, ticket)
    return Told(brides, [broker, escort], first)


def child_with_repeat_escort(stream: Stream) -> Told:
    """One adult brings several children of other families abroad, weeks apart, and opens an account for one of them."""
    random, last = stream.random, stream.moment(60, 85)
    escort = stream.people.person((30, 50))
    children = [stream.people.person((6, 13)) for _ in range(3)]
    for trips_left, child in zip((2, 1, 0), children, strict=True):
        departs = last - timedelta(days=17 * trips_left)
        ticket = Journey(
            travellers=[child],
            to=random.choice(("DXB", "IST", "MCT")),
            departs=departs,
            airline=AIRLINES[trips_left % 2],
            back=departs + timedelta(days=12) if stream.chance(0.5) else None,
            payer=escort,
            paid_by="cash",
            contact=escort,
            companion=escort,
            booked=stream.days(2, 10),
            guardian=False,
            seen=("relation-unknown",) if trips_left == 1 else (),
        )
        fly(stream, ticket)
    open_account(stream, BANKS[1], last - timedelta(days=45), children[0], opener=escort, seen="absent-id")
    return Told(children, [escort], last - timedelta(days=34))


def document_fraud_ring(stream: Stream) -> Told:
    """One certificate for four candidates of a sub-agent; two travel on one passport that is not theirs."""
    random, first = stream.random, stream.moment(45, 75)
    agent, forged = stream.people.person((35, 50), sex="M"), stream.people.person()
    men = [stream.people.person((20, 32), sex="M") for _ in range(4)]
    company, certificate = random.choice(PROMOTERS[:2]), f"police:PAK:QX-{stream.people.next_number()}"
    for turn, man in enumerate(men):
        departs, false = first + timedelta(days=3 * turn), turn in (1, 2)
        job = {"country": "MYS", "occupation": "9313"}
        at = departs - stream.days(14, 30)
        place(stream, company, "registration", at, man, job, others=[subagent(agent)], certificate=certificate)
        ticket = Journey(
            travellers=[man],
            to="KUL",
            departs=departs,
            airline=AIRLINES[turn % 3],
            payer=agent,
            paid_by="cash",
            contact=agent,
            booked=stream.days(1, 3),
            mismatches=("birth-date", "document-number") if false else (),
            shown=forged.identity("passport")["passport"] if false else None,
        )
        fly(stream, ticket)
    return Told(men, [agent], first)
