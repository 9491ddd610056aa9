"""Planted cases that show in money and placements first."""

from datetime import timedelta

from tests.stranger.companies import AIRLINES, BANKS, PROMOTERS
from tests.stranger.journeys import Journey, fly
from tests.stranger.names import DISTRICTS
from tests.stranger.payments import Payment, pay, rupees
from tests.stranger.placements import DEMANDS, party, place, subagent
from tests.stranger.stream import Stream, Told


def visit_visa_worker_in_debt(stream: Stream) -> Told:
    """An agency without a licence takes a fee far above the norm, on credit, and sends its workers as visitors."""
    random, first = stream.random, stream.moment(40, 75)
    agent = stream.people.person((32, 50), sex="M")
    name, company = f"{stream.people.person().family} Gulf Manpower", random.choice(PROMOTERS)
    agency = party("agency", {"agency": name, **agent.identity("phones")})
    men = [stream.people.person((20, 36), sex="M") for _ in range(random.randint(2, 3))]
    for turn, man in enumerate(men):
        departs = first + timedelta(days=2 * turn)
        job = {"country": "ARE", "occupation": "9313", "licence": "none", "visa_class": "visit"}
        place(stream, company, "registration", departs - stream.days(20, 32), man, job, others=[agency])
        debt = job | {
            "fee": rupees(random.randint(380, 600) * 1000),
            "fee_paid_by": "cash",
            "fee_receipt": False,
            "loan": rupees(300_000),
        }
        place(stream, company, "fee", departs - stream.days(12, 18), man, debt, others=[agency])
        ticket = Journey(
            travellers=[man],
            to="DXB",
            departs=departs,
            airline=random.choice(AIRLINES),
            payer=agent,
            paid_by="cash",
            contact=agent,
            booked=stream.days(1, 5),
            first=True,
        )
        fly(stream, ticket)
    return Told(men, [agent], first, [{"agency": name}])


def funnel_account_and_ticket_buyer(stream: Stream) -> Told:
    """Strangers pay cash into one account in many cities; it is emptied at once, and its holder buys tickets for young men."""
    random, first, bank = stream.random, stream.moment(40, 80), stream.random.choice(BANKS[:2])
    holder = stream.people.person((30, 48), sex="M", district="Gujrat")
    men = []
    for turn, city in enumerate(random.sample([name for name in DISTRICTS if name != "Gujrat"], 7)):
        man, at = stream.people.person((18, 30), sex="M", district=city), first - stream.days(6, 26)
        amount = random.randint(200, 450) * 1000
        paid = Payment(
            holder=holder,
            at=at,
            rupees=amount,
            channel="counter",
            bank=bank,
            city=city,
            conductor=man,
            ordinary=False,
        )
        pay(stream, paid)
        drawn = Payment(
            holder=holder,
            at=at + timedelta(hours=random.randint(4, 30)),
            rupees=amount * 96 // 100,
            direction="out",
            channel="atm",
            bank=bank,
            city="Gujrat",
            ordinary=False,
        )
        pay(stream, drawn)
        if turn < 4:
            men.append(man)
            ticket = Journey(
                travellers=[man],
                to=random.choice(("GYD", "IST", "BGW")),
                departs=first + timedelta(days=turn),
                airline=AIRLINES[turn % 2],
                visa="tourist",
                payer=holder,
                paid_by="cash",
                contact=random.choice((holder, man)),
                booked=stream.days(1, 4),
                first=True,
            )
            fly(stream, ticket)
    return Told(men, [holder], first)


def fee_collecting_subagent(stream: Stream) -> Told:
    """A man without a licence collects fees from one candidate after the other by wallet, for a promoter who has one."""
    random, departs, demand = stream.random, stream.moment(50, 80), stream.random.choice(DEMANDS)
    agent, company = stream.people.person((28, 48), sex="M"), random.choice(PROMOTERS[:2])
    men = [stream.people.person((20, 38), sex="M") for _ in range(random.randint(6, 8))]
    for turn, man in enumerate(men):
        at = departs - stream.days(12, 35)
        taken = Payment(
            holder=agent,
            at=at,
            rupees=random.randint(60, 250) * 1000,
            channel="wallet",
            other=man,
            purpose="recruitment-fee" if stream.chance(0.6) else "other",
            bank=BANKS[2],
        )
        pay(stream, taken)
        others = [subagent(agent), *demand.parties()[:1]]
        if turn < 4:
            place(stream, company, "registration", at + timedelta(days=2), man, demand.job(), others=others)
        if turn < 3:
            fee = demand.job(fee=rupees(random.randint(200, 420) * 1000), fee_receipt=False, fee_paid_by="wallet")
            place(stream, company, "fee", at + timedelta(days=3), man, fee, others=others[:1])
            ticket = Journey(
                travellers=[man],
                to=demand.airport,
                departs=departs + timedelta(days=turn),
                airline=random.choice(AIRLINES),
                visa="work",
                contact=agent,
                booked=stream.days(3, 6),
            )
            fly(stream, ticket)
    return Told(men, [agent], departs)
