"""Ordinary money: takings and wages."""

from datetime import timedelta

from tests.stranger.companies import BANKS
from tests.stranger.names import DISTRICTS
from tests.stranger.payments import Payment, pay
from tests.stranger.stream import Stream


def shop(stream: Stream) -> int:
    """A shopkeeper pays in the takings, and pays a wholesaler."""
    keeper, bank, at = stream.people.person((28, 60), sex="M"), stream.random.choice(BANKS), stream.moment(1, 40)
    wholesaler = stream.people.person((35, 60), sex="M")
    for _ in range(stream.random.randint(3, 8)):
        takings = stream.random.randint(20, 600) * 1000
        city = keeper.district if stream.chance(0.9) else stream.random.choice(DISTRICTS)
        paid = Payment(holder=keeper, at=at, rupees=takings, channel="counter", bank=bank, city=city, business=True)
        pay(stream, paid)
        at += stream.days(1, 8)
        if stream.chance(0.5):
            paid = Payment(
                holder=keeper,
                at=at,
                rupees=takings * 3 // 4,
                direction="out",
                other=wholesaler,
                bank=bank,
                business=True,
            )
            pay(stream, paid)
    return 0


def wages(stream: Stream) -> int:
    """A mill pays its people by transfer; they take some of it out."""
    number, bank = stream.people.next_number(), stream.random.choice(BANKS[:2])
    mill = {"employer": f"Invented Mill {number}"}
    for _ in range(stream.random.randint(1, 5)):
        hand = stream.people.person((19, 58))
        for month in range(2):
            at = stream.moment(30 * month, 30 * month + 4)
            wage = stream.random.randint(35, 90) * 1000
            pay(stream, Payment(holder=hand, at=at, rupees=wage, other=mill, purpose="salary", bank=bank))
            spent = Payment(
                holder=hand,
                at=at + timedelta(hours=stream.random.randint(5, 90)),
                rupees=wage // 4,
                direction="out",
                channel="atm",
                city=hand.district,
                bank=bank,
            )
            pay(stream, spent)
    return 0
