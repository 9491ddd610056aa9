"""What comes to one hand again and again: small wires, wages passed on, fees for a job."""

from collections.abc import Mapping, Sequence

from schemas.event import Party
from schemas.facts import Direction, Purpose
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from streams.history import Entry, History
from streams.indicators.bank_senders import RECEIVER, senders_of, strangers
from streams.indicators.contract import Crowd, Fired, Indicator, Params, Silence
from streams.indicators.money import (
    OWNERS,
    counted,
    is_business,
    is_paid,
    is_personal,
    largest_of,
    purpose_of,
    receives,
    rupees,
    sum_of,
)
from streams.indicators.reading import marks_of_people, related, unrelated
from streams.kept import Kept
from streams.summary import Facet
from streams.wording import Value


def b_sub_threshold_wires(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Repeated small sums go to one beneficiary in a country that smuggling routes cross, not from family. Students and
    migrants there are paid in the same way where the bank does not know whose relatives they are."""
    paid = sighting.fact.transaction
    if paid is None or paid.cash or paid.direction is not Direction.OUT or paid.counterparty_country is None:
        return Silence.NOT_APPLICABLE
    if rupees(paid.money) is None:
        return Silence.NOT_APPLICABLE
    below, countries = params.number("rupees"), params.names("countries")

    def small_wire(entry: Entry) -> bool:
        paid = entry.fact.transaction
        if paid is None or paid.counterparty_country not in countries or paid.cash:
            return False
        if paid.direction is not Direction.OUT or entry.role is not Role.BENEFICIARY or not 0 < sum_of(entry) < below:
            return False
        return not any(related(party, entry.me) for party in entry.others(Role.HOLDER, Role.SENDER))

    if not small_wire(sighting):
        return Silence.ABSENT
    return counted(sighting, history, params, small_wire, "payments", "b-sub-threshold-wires", _where)


def _where(wires: Sequence[Entry]) -> Mapping[str, Value]:
    paid = (entry.fact.transaction for entry in wires)
    countries = {one.counterparty_country or "" for one in paid if one is not None}
    return {"countries": ", ".join(sorted(countries)), "rupees": largest_of(wires)}


def b_wage_pass_through(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Several workers move most of a salary credited in the last 24 h on to one person who is no relative. The bank's
    monitoring knows that share, as it keeps the worker's account. A trusted elder who sends money home for a village
    looks the same."""
    paid = sighting.fact.transaction
    if paid is None or paid.direction is not Direction.OUT or paid.passed_on_percent is None:
        return Silence.NOT_APPLICABLE
    if is_business(sighting) or not is_personal(sighting):
        return Silence.NOT_APPLICABLE
    percent = params.number("percent")

    def passed_on(entry: Entry) -> list[Party]:
        paid = entry.fact.transaction
        if paid is None or paid.passed_on_percent is None or paid.passed_on_percent < percent:
            return []
        if paid.direction is not Direction.OUT or entry.role is not Role.BENEFICIARY or is_business(entry):
            return []
        return strangers(entry) if is_paid(entry) and is_personal(entry) else []

    if not passed_on(sighting):
        return Silence.ABSENT
    return senders_of(sighting, history, params, passed_on, "holders", "b-wage-pass-through", unrelated)


def _fee(entry: Entry) -> list[Party]:
    if purpose_of(entry) is not Purpose.RECRUITMENT_FEE or not receives(entry):
        return []
    return strangers(entry) if is_personal(entry) else []


FEE_SENDERS = Facet("fee-senders", lambda entry: marks_of_people(_fee(entry)))

FEES_TO_A_PERSON = Kept("fees-to-a-person", 8, lambda entry: bool(_fee(entry)))


def b_fees_to_personal(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Several people pay recruitment fees to one personal account or wallet. Fees belong in the agency's bank
    account, against a receipt; an owner who uses a private account out of habit also does wrong by the worker."""
    if purpose_of(sighting) is not Purpose.RECRUITMENT_FEE or not receives(sighting):
        return Silence.NOT_APPLICABLE
    if not _fee(sighting):
        return Silence.ABSENT
    return senders_of(sighting, history, params, _fee, "senders", "b-fees-to-personal", facet=FEE_SENDERS)


BANK_PAYEES: tuple[Indicator, ...] = (
    Indicator(
        b_sub_threshold_wires,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.BENEFICIARY}),
        source="FinCEN FIN-2014-A008: below $3,000 to a common beneficiary",
        typologies=(Typology.SMUGGLING,),
        params={"days": 14, "payments": 4, "rupees": 840_000, "countries": ("IRN", "LBY", "MRT", "SEN", "TUR")},
        kinds=OWNERS,
    ),
    Indicator(
        b_wage_pass_through,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.BENEFICIARY}),
        source="ILO-EC operational indicators 2009: payment to middleman; FATF-APG 2018",
        typologies=(Typology.FORCED_LABOUR,),
        params={"days": 60, "holders": 3, "percent": 80},
        kinds=OWNERS,
        volume=Crowd.CHANCE,
    ),
    Indicator(
        b_fees_to_personal,
        about=Subject.FACILITATOR,
        roles=RECEIVER,
        source="BEOE: insist on a receipt; FLEX and IRIS: the employer pays",
        typologies=(Typology.FORCED_LABOUR, Typology.SMUGGLING),
        params={"days": 60, "senders": 5},
        kinds=OWNERS,
        facets=(FEE_SENDERS,),
        keeps=(FEES_TO_A_PERSON,),
    ),
)
