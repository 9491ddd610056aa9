"""Honest people who look like one of the cases at first sight."""

from dataclasses import replace
from datetime import timedelta

from tests.stranger.companies import AIRLINES, BANKS
from tests.stranger.journeys import Journey, fly, take_off
from tests.stranger.names import DISTRICTS
from tests.stranger.payments import Payment, pay
from tests.stranger.placements import DEMANDS, hire
from tests.stranger.stream import Stream, Told


def umrah_family_of_twelve(stream: Stream) -> Told:
    """Two related families of one district whom an uncle sends on Umrah, without a hotel, for they stay with kin."""
    departs, airline = stream.moment(30), stream.random.choice(AIRLINES)
    first, second = stream.people.household(8), stream.people.household(4)
    second = [replace(one, family=first[0].family, district=first[0].district) for one in second]
    uncle = stream.people.relative(first[0], (45, 60), sex="M")
    ticket = Journey(
        travellers=first,
        to="JED",
        departs=departs,
        airline=airline,
        visa="umrah",
        back=departs + timedelta(days=21),
        payer=uncle,
        paid_by="cash",
        contact=first[0],
        agency="Namuna Travels",
        hotel=False,
        first=True,
    )
    fly(stream, ticket)
    fly(stream, replace(ticket, travellers=second))
    return Told([*first, *second], [uncle])


def newly_wed_joining_her_husband(stream: Stream) -> Told:
    """He lives in China, sends her father money, and pays her one-way ticket."""
    wife, departs = stream.people.person((20, 26), sex="F"), stream.moment(40)
    husband, father = stream.people.person((24, 34), sex="M"), stream.people.relative(wife, (48, 60), sex="M")
    sent = Payment(
        holder=father,
        at=departs - timedelta(days=14),
        rupees=600_000,
        channel="remittance",
        other=husband,
        purpose="gift",
        country="CHN",
    )
    pay(stream, sent)
    ticket = Journey(
        travellers=[wife],
        to="PEK",
        departs=departs,
        visa="spouse",
        payer=husband,
        paid_by="card",
        contact=husband,
        first=True,
        against=("family-link",) if stream.chance(0.5) else (),
    )
    fly(stream, ticket)
    return Told([wife], [husband, father])


def aunt_who_takes_her_nieces(stream: Stream) -> Told:
    """One adult, one child after the other, weeks apart; all of one family, and back after the holidays."""
    aunt, last = stream.people.person((30, 48), sex="F"), stream.moment(70)
    children = [stream.people.relative(aunt, (8, 16)) for _ in range(3)]
    for turn, child in enumerate(children):
        departs = last - timedelta(days=22 * turn)
        ticket = Journey(
            travellers=[child],
            to=stream.random.choice(("DXB", "LHR")),
            departs=departs,
            airline=AIRLINES[turn % 2],
            back=departs + timedelta(days=20),
            payer=aunt,
            paid_by="cash",
            contact=aunt,
            companion=aunt,
            against=("family-link",) if stream.chance(0.4) else (),
        )
        fly(stream, ticket)
    return Told(children, [aunt])


def passport_typing_error(stream: Stream) -> Told:
    """Two strangers under one passport number, because a clerk mistyped one of them."""
    right, other, departs = stream.people.person((25, 50)), stream.people.person((25, 50)), stream.moment(30, 70)
    ticket = Journey(travellers=[right], to="DXB", departs=departs, back=departs + timedelta(days=9))
    fly(stream, ticket)
    mistyped = replace(
        ticket,
        travellers=[other],
        departs=departs + timedelta(days=9),
        back=departs + timedelta(days=25),
        airline=AIRLINES[1],
        shown=right.identity("passport")["passport"],
    )
    fly(stream, mistyped)
    return Told([right, other])


def crew_of_one_employer(stream: Stream) -> Told:
    """Twelve men of one village to one employer on one flight, tickets paid by the promoter's man in cash."""
    demand, departs, village = stream.random.choice(DEMANDS), stream.moment(40), stream.random.choice(DISTRICTS)
    man = stream.people.person((40, 55), sex="M", district=village)
    crew = [stream.people.person((20, 40), sex="M", district=village) for _ in range(12)]
    for one in crew:
        hire(stream, one, demand, departs - stream.days(25, 35), ("protector-stamp",))
        ticket = Journey(
            travellers=[one],
            to=demand.airport,
            departs=departs,
            visa="work",
            payer=man,
            paid_by="agency-credit",
            contact=man,
            agency="Misaal Travels",
            first=True,
        )
        fly(stream, ticket)
    return Told(crew, [man])


def wholesaler_of_many_cities(stream: Stream) -> Told:
    """Customers all over the country pay cash into a business account, and suppliers are paid from it."""
    trader, at = stream.people.person((35, 55), sex="M"), stream.moment(20, 40)
    for _ in range(14):
        city = stream.random.choice(DISTRICTS)
        customer, supplier = stream.people.person(sex="M"), stream.people.person(sex="M")
        takings = Payment(
            holder=trader, at=at, rupees=400_000, channel="counter", city=city, conductor=customer, business=True
        )
        pay(stream, takings)
        spent = replace(takings, at=at + stream.days(1, 2), direction="out", channel="transfer", city="", business=True)
        pay(stream, replace(spent, rupees=350_000, conductor=None, other=supplier))
        at += stream.days(1, 4)
    return Told([], [trader])


def village_elder_who_collects(stream: Stream) -> Told:
    """Young men bring their fares to the one man of the village with a wallet; their papers are in order."""
    demand, departs, village = stream.random.choice(DEMANDS), stream.moment(40), stream.random.choice(DISTRICTS)
    elder = stream.people.person((50, 65), sex="M", district=village)
    men = [stream.people.person((20, 40), sex="M", district=village) for _ in range(4)]
    men += [stream.people.relative(elder, (20, 40), sex="M") for _ in range(3)]
    for man in men:
        at, fare = departs - stream.days(10, 20), stream.random.randint(60, 90) * 1000
        collected = Payment(
            holder=elder, at=at, rupees=fare, channel="wallet", other=man, purpose="travel", bank=BANKS[2]
        )
        pay(stream, collected)
        hire(stream, man, demand, departs - timedelta(days=28))
        ticket = Journey(
            travellers=[man],
            to=demand.airport,
            departs=departs,
            visa="work",
            payer=elder,
            paid_by="cash",
            contact=elder,
        )
        fly(stream, ticket)
    return Told(men, [elder])


def honest_second_try(stream: Stream) -> Told:
    """Taken off one flight because a paper had expired, and off on another a week later, with hotel and return."""
    who, departs = stream.people.person((24, 45)), stream.moment(30, 80)
    ticket = Journey(
        travellers=[who], to="DXB", departs=departs, back=departs + timedelta(days=30), hotel=True, origin="LHE"
    )
    fly(stream, ticket)
    take_off(stream, ticket)
    fly(stream, replace(ticket, departs=departs + timedelta(days=8), booked=timedelta(days=3), origin="ISB"))
    return Told([who])
