"""Cases that a bank sees first."""

from producers.simulate.cast import Cast
from producers.simulate.journeys import money
from producers.simulate.plan import Expected
from producers.simulate.seen import as_candidate, as_counterparty, as_customer, as_known, as_passenger, reached_at
from schemas.alert import Priority
from schemas.codes import Sex
from schemas.facts import BankChannel, Complaint, Direction, Job, Kind, Observation, PaymentForm, Purpose, VisaClass
from schemas.report import Identity, ReportParty
from schemas.role import Role
from schemas.rulepack import Subject


def wages_to_one_hand(cast: Cast) -> Expected:
    """Five workers' wages leave for one man's account within hours; the accounts share one phone, his; two workers complain
    of unpaid wages at a promoter's desk (ILO Delphi: payment to middleman; FATF 2018; FinCEN 2020 case study)."""
    controller = cast.person(Sex.MALE, (38, 52), district="Kasur")
    workers = cast.men(5, district="Kasur")
    for place, worker in enumerate(workers):
        holder = as_customer(worker, phone=controller.phone)
        cast.payment(
            22 - place,
            Direction.IN,
            42_000,
            holder,
            channel=BankChannel.TRANSFER,
            purpose=Purpose.SALARY,
            ordinary_spend=False,
        )
        cast.payment(
            15 - place * 2.5,
            Direction.OUT,
            40_000,
            holder,
            as_counterparty(controller, Role.BENEFICIARY, account=True),
            channel=BankChannel.TRANSFER,
            passed_on_percent=95,
            ordinary_spend=False,
        )
    kiln = ReportParty(
        role=Role.EMPLOYER, identity=Identity(employer=f"Farz {cast.place} Brick Works", phones=(controller.phone,))
    )
    for place, worker in enumerate(workers[:2]):
        job = Job(country="PAK", occupation="9313", complaint=Complaint.UNPAID_WAGE, loan=money(90_000))
        cast.file(8 - place, Kind.COMPLAINT, job, as_candidate(worker, passport=False), kiln)
    return Expected(("phone", controller.phone), Subject.FACILITATOR, None, ("b-many-accts-one-controller",))


def wages_by_account(cast: Cast) -> Expected:
    """The same pattern with a careful controller: four workers at two banks, each with a phone of his own; only the account
    that receives is the same, and at a branch a man fills in the forms for two of them. Each bank keeps the account that
    the wage came into, so its monitoring sends the share that is moved on."""
    controller = cast.person(Sex.MALE, (30, 50), district="Hyderabad")
    for place, worker in enumerate(cast.men(4, district="Umerkot")):
        desk = place % 2
        cast.payment(
            23 - place * 2,
            Direction.IN,
            38_000,
            as_customer(worker),
            desk=desk,
            channel=BankChannel.TRANSFER,
            purpose=Purpose.SALARY,
        )
        cast.payment(
            12 - place * 2,
            Direction.OUT,
            36_500,
            as_customer(worker),
            as_counterparty(controller, Role.BENEFICIARY, account=True),
            desk=desk,
            channel=BankChannel.TRANSFER,
            passed_on_percent=96,
        )
        if place < 2:
            conductor = as_counterparty(controller, Role.CONDUCTOR)
            seen = (Observation.SPOKEN_FOR, Observation.DOCS_HELD_BY_OTHER)
            cast.account(
                4 - place, as_customer(worker), conductor, desk=desk, kind=Kind.ACCOUNT_REVIEW, observations=seen
            )
    return Expected(
        ("cnic", controller.cnic), Subject.FACILITATOR, None, ("b-wage-pass-through", "b-speaks-for-several")
    )


def fee_to_a_private_wallet(cast: Cast) -> Expected:
    """Six job seekers pay a man's own account for "visa processing"; five of them then fly on tickets he bought
    (BEOE: pay into the bank and insist on a receipt; FLEX: the employer pays)."""
    agent = cast.person(Sex.MALE, (34, 48), district="Gujrat")
    workers = cast.men(6, district="Mandi_Bahauddin")
    for place, worker in enumerate(workers):
        cast.payment(
            22 - place * 1.5,
            Direction.IN,
            240_000 + 5_000 * place,
            as_customer(agent),
            as_customer(worker, Role.SENDER) if place % 3 else as_counterparty(worker, Role.SENDER),
            channel=(BankChannel.WALLET, BankChannel.TRANSFER)[place % 2],
            purpose=Purpose.RECRUITMENT_FEE,
        )
    for place, worker in enumerate(workers[:5]):
        trip = cast.trip(
            "SKT", "DXB", in_hours=26 + 24 * (place % 2), visa_class=VisaClass.VISIT, paid_by=PaymentForm.CASH
        )
        cast.booking(11 - place * 1.7, trip, as_passenger(worker), as_known(agent, Role.PAYER), reached_at(agent.phone))
    return Expected(("phone", agent.phone), Subject.FACILITATOR, Priority.P2, ("x-fee-then-fly", "b-fees-to-personal"))
