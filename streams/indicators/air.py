"""What an airline can see."""

from schemas.facts import PaymentForm
from schemas.role import Role
from schemas.rulepack import Subject
from streams.history import Entry, History
from streams.indicators.contract import Fired, Indicator, Params
from streams.indicators.reading import distinct, families, newest, same_person

ANYONE_TRAVELLING = frozenset({Role.TRAVELLER})


def a_third_party_cash(sighting: Entry, history: History, params: Params) -> Fired | None:
    """The ticket was paid in cash by a person who does not travel. Families do this too: alone it means little."""
    trip = sighting.fact.trip
    if trip is None or trip.paid_by is not PaymentForm.CASH:
        return None
    payers = [p for p in sighting.others(Role.PAYER) if not same_person(p, sighting.me)]
    if not payers:
        return None
    return Fired("The ticket was paid in cash by somebody who does not travel.", (sighting,))


def a_payer_many_unrelated(sighting: Entry, history: History, params: Params) -> Fired | None:
    """One payer bought for several passengers with different surnames. An organiser does this; so does an employer."""
    for window in history.windows(sighting, params.number("days")):
        bought = [e for e in window if e.role is Role.PAYER and e.fact.trip is not None]
        passengers = [p for e in bought for p in e.others(Role.TRAVELLER)]
        people, surnames = len(distinct(passengers)), len(families(passengers))
        if people >= params.number("passengers") and surnames >= params.number("surnames"):
            sentence = f"One payer bought tickets for {people} passengers with {surnames} surnames within {params.number('days'):.0f} days."
            return Fired(sentence, newest(bought))
    return None


AIR: tuple[Indicator, ...] = (
    Indicator(
        a_third_party_cash,
        about=Subject.POSSIBLE_VICTIM,
        roles=ANYONE_TRAVELLING,
        source="AKEO airline training list: booked by someone not travelling, or paid in cash",
    ),
    Indicator(
        a_payer_many_unrelated,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.PAYER}),
        source="FATF-APG 2018; FinCEN FIN-2020-A008 (prepaid cards, flights)",
        params={"days": 30, "passengers": 4, "surnames": 3},
        volume=True,
    ),
)
