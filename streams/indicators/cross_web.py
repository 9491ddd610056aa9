"""What the sectors show together of those behind a journey: a phone, a payer, an agent."""

from collections.abc import Sequence

from schemas.codes import Sector
from schemas.event import Party
from schemas.facts import BankChannel, Kind, LicenceStatus, PaymentForm, Purpose, TripType
from schemas.role import PROTECTED_ROLES, Role
from schemas.rulepack import Subject, Typology
from schemas.token import IDENTITY_KINDS, TokenKind
from streams.history import DAY, Entry, History
from streams.indicators.agents import WITHDRAWN
from streams.indicators.air_pattern import is_bare_pilgrimage, pilgrims
from streams.indicators.bank_cash import away_from_home
from streams.indicators.contract import Fired, Indicator, Params
from streams.indicators.money import pays, receives, senders
from streams.indicators.reading import pairs, people, related, same_party, same_person, telling, unrelated

_AGENTS = frozenset({Role.AGENCY, Role.RECRUITER, Role.SUBAGENT})
_BEHIND = _AGENTS | {Role.PAYER, Role.CONTACT}
_RECEIVERS = frozenset({Role.HOLDER, Role.BENEFICIARY})
_SENDS = frozenset({Purpose.TRAVEL, Purpose.VISA, Purpose.LODGING})
_ALL_SECTORS = frozenset(Sector)


def x_phone_triple(sighting: Entry, history: History, params: Params) -> Fired | None:
    """One phone is the contact of a recruiter, of a booking and of an account, for several unrelated people: the
    mark of one hand behind all of them. A village's only literate helper can look like it."""
    if len(history.entries) < len(_ALL_SECTORS):
        return None
    days = params.number("days")

    def tell(window: Sequence[Entry]) -> Fired | None:
        if len({e.fact.ref.sector for e in window}) < len(_ALL_SECTORS):
            return None
        count = unrelated(party for e in window for party in _served(e))
        if count < params.number("people"):
            return None
        sentence = f"One phone serves recruiter, booking and account for {count} unrelated people."
        return Fired(sentence, tuple(window))

    return telling(sighting, history, days, tell)


def _served(entry: Entry) -> list[Party]:
    return [party for party in entry.fact.parties if party.role in PROTECTED_ROLES]


def x_cancelled_oep_bookings(sighting: Entry, history: History, params: Params) -> Fired | None:
    """An agency whose licence was cancelled or suspended still books flights or takes fees. A licence restored on
    appeal within the time errs."""
    fact = sighting.fact
    if fact.trip is None and fact.transaction is None and fact.job is None:
        return None
    if not any(_is_withdrawn(entry) for entry in history.entries):
        return None
    for withdrawn, after in pairs(sighting, history, params.number("days")):
        if withdrawn.time <= after.time and _is_withdrawn(withdrawn) and _still_works(after):
            sentence = "An agency whose licence is cancelled or suspended still books flights or takes fees."
            return Fired(sentence, (withdrawn, after))
    return None


def _is_withdrawn(entry: Entry) -> bool:
    job = entry.fact.job
    return job is not None and job.licence in WITHDRAWN and entry.role in _AGENTS


def _still_works(entry: Entry) -> bool:
    if entry.fact.trip is not None:
        return entry.role in _BEHIND
    paid = entry.fact.transaction
    return paid is not None and paid.purpose is Purpose.RECRUITMENT_FEE and receives(entry)


def x_umrah_agent_cash(sighting: Entry, history: History, params: Params) -> Fired | None:
    """An agent who sends groups on Umrah without hotel also gets repeated money from Saudi Arabia or from those
    pilgrims: the half share seen in begging cases. Payments for the journey itself come before it, by few people."""
    fact = sighting.fact
    if fact.trip is None and fact.transaction is None:
        return None
    if len(history.entries) < params.number("payments") or not any(map(is_bare_pilgrimage, history.entries)):
        return None
    days, apart = params.number("days"), params.number("group_days")

    def tell(window: Sequence[Entry]) -> Fired | None:
        group = pilgrims(window, params.number("passengers"), apart)
        if not group:
            return None
        flown = [party for e in group for party in e.others(Role.TRAVELLER)]
        paid = [e for e in window if _from_pilgrims(e, flown)]
        if len(paid) < params.number("payments") or sighting not in (*group, *paid):
            return None
        sentence = (
            f"An agent of an Umrah group without hotel got {len(paid)} payments from Saudi Arabia or the pilgrims."
        )
        return Fired(sentence, tuple(sorted({*group, *paid})))

    return telling(sighting, history, days, tell, growing=False)


def _from_pilgrims(entry: Entry, flown: Sequence[Party]) -> bool:
    paid = entry.fact.transaction
    if paid is None or not receives(entry):
        return False
    if paid.counterparty_country == "SAU":
        return True
    return any(same_person(sender, pilgrim) for sender in senders(entry) for pilgrim in flown)


def x_cashpayer_funnel_unlicensed(sighting: Entry, history: History, params: Params) -> Fired | None:
    """Who paid cash for another's one-way ticket also gets cash from several cities and works with an unlicensed
    agency: three independent sectors. Each alone is ordinary; together there is hardly an innocent reading."""
    if len(history.entries) < len(_ALL_SECTORS):
        return None
    fact = sighting.fact
    if fact.trip is None and fact.transaction is None and fact.job is None:
        return None
    if not any(map(_unlicensed, history.entries)) or not any(map(_cash_ticket, history.entries)):
        return None
    days = params.number("days")

    def tell(window: Sequence[Entry]) -> Fired | None:
        tickets = [e for e in window if _cash_ticket(e)]
        agencies = [e for e in window if _unlicensed(e)]
        if not tickets or not agencies:
            return None
        deposits = [e for e in window if away_from_home(e) is not None]
        cities = len({away_from_home(e) for e in deposits})
        if cities < params.number("cities") or sighting not in (*tickets, *agencies, *deposits):
            return None
        sentence = (
            f"Who paid the ticket in cash also gets cash from {cities} cities and works with an unlicensed agency."
        )
        return Fired(sentence, tuple(sorted({*tickets, *agencies, *deposits})))

    return telling(sighting, history, days, tell)


def _cash_ticket(entry: Entry) -> bool:
    trip = entry.fact.trip
    if trip is None or entry.role is not Role.PAYER or trip.paid_by is not PaymentForm.CASH:
        return False
    return trip.trip_type is TripType.ONE_WAY and any(
        not same_party(party, entry.me) for party in entry.others(Role.TRAVELLER)
    )


def _unlicensed(entry: Entry) -> bool:
    fact = entry.fact
    if fact.ref.sector is not Sector.RECRUITER or fact.job is None or entry.role is Role.CANDIDATE:
        return False
    return fact.job.licence not in (None, LicenceStatus.VALID) and not fact.job.direct_employment


def x_offload_then_remit(sighting: Entry, history: History, params: Params) -> Fired | None:
    """Somebody paid for by this payer was taken off a flight, and the payer goes on to pay for other people who are
    not the payer's family. Employers who replace a worker do so too."""
    fact = sighting.fact
    if fact.trip is None and fact.transaction is None:
        return None
    days = params.number("days")
    for offload, later in pairs(sighting, history, days):
        if offload.fact.kind is not Kind.OFFLOAD or offload.role is not Role.PAYER:
            continue
        if offload.time < later.time <= offload.time + days * DAY and _pays_for_another(offload, later):
            sentence = "After one passenger was taken off a flight, the payer went on to pay for others."
            return Fired(sentence, (offload, later))
    return None


def _pays_for_another(offload: Entry, later: Entry) -> bool:
    before = list(offload.others(Role.TRAVELLER))
    if later.fact.trip is not None and later.role is Role.PAYER and later.fact.kind is not Kind.OFFLOAD:
        paid_for = list(later.others(Role.TRAVELLER))
    elif pays(later) and (paid := later.fact.transaction) is not None:
        if paid.purpose not in _SENDS and paid.channel is not BankChannel.REMITTANCE:
            return False
        paid_for = list(later.others(Role.TRAVELLER, Role.BENEFICIARY))
    else:
        return False
    others = (p for p in paid_for if p.tokens and not related(p, later.me) and not same_party(p, later.me))
    return any(not any(same_person(p, one) for one in before) for p in others)


def x_fee_then_fly(sighting: Entry, history: History, params: Params) -> Fired | None:
    """Several people pay one agent's account and then fly on that agent's bookings within a month. Any travel agent
    paid by transfer shows this: it tells together with signs about licence, fee or visa."""
    if len(history.entries) < 2:
        return None
    fact = sighting.fact
    if fact.trip is None and fact.transaction is None:
        return None
    days = params.number("days")

    def tell(window: Sequence[Entry]) -> Fired | None:
        fees = [e for e in window if _fee(e)]
        flights = [e for e in window if e.fact.trip is not None and e.role in _BEHIND]
        if not fees or not flights or sighting not in (*fees, *flights):
            return None
        paid = [(party, e.time) for e in fees for party in senders(e)]
        flown = [p for e in flights for p in e.others(Role.TRAVELLER) if _paid_before(p, e, paid)]
        count = people(flown)
        if count < params.number("people"):
            return None
        sentence = f"{count} people paid one agent and then flew on its bookings within {days:.0f} days."
        return Fired(sentence, tuple(sorted({*fees, *flights})))

    return telling(sighting, history, days, tell)


def _fee(entry: Entry) -> bool:
    paid = entry.fact.transaction
    return paid is not None and paid.purpose is Purpose.RECRUITMENT_FEE and receives(entry)


def _paid_before(party: Party, flight: Entry, paid: Sequence[tuple[Party, float]]) -> bool:
    trip = flight.fact.trip
    departs = trip.departs_at.timestamp() if trip is not None else flight.time
    return any(time <= departs and same_person(party, sender) for sender, time in paid)


CROSS_WEB: tuple[Indicator, ...] = (
    Indicator(
        x_phone_triple,
        about=Subject.FACILITATOR,
        roles=frozenset(Role),
        source="Raabta, from FinCEN FIN-2014-A008 and FIN-2020-A008: shared identifiers",
        params={"days": 90, "people": 3},
        kinds=frozenset({TokenKind.PHONE}),
        volume=True,
    ),
    Indicator(
        x_cancelled_oep_bookings,
        about=Subject.FACILITATOR,
        roles=_BEHIND | _RECEIVERS,
        source="Raabta, from BEOE register of licences",
        typologies=(Typology.FORCED_LABOUR, Typology.SMUGGLING),
        params={"days": 60},
    ),
    Indicator(
        x_umrah_agent_cash,
        about=Subject.FACILITATOR,
        roles=_BEHIND | _RECEIVERS,
        source="FIA Multan airport cases (ARY 2023): agents took half of the begging income",
        typologies=(Typology.FORCED_BEGGING, Typology.CHILD_TRAFFICKING),
        params={"days": 120, "group_days": 2, "passengers": 5, "payments": 3},
        volume=True,
    ),
    Indicator(
        x_cashpayer_funnel_unlicensed,
        about=Subject.FACILITATOR,
        roles=_BEHIND | {Role.HOLDER, Role.GUARANTOR},
        source="Raabta, from FinCEN FIN-2020-A008, AKEO and Emigration Ordinance 1979",
        params={"days": 60, "cities": 2},
    ),
    Indicator(
        x_offload_then_remit,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.PAYER, Role.HOLDER, Role.SENDER}),
        source="Raabta, from FIA Multan airport cases 2023-24",
        params={"days": 14},
        kinds=frozenset({*IDENTITY_KINDS, TokenKind.PHONE, TokenKind.IBAN, TokenKind.CARD}),
    ),
    Indicator(
        x_fee_then_fly,
        about=Subject.FACILITATOR,
        roles=_BEHIND | _RECEIVERS,
        source="Raabta, from BEOE, FATF-APG 2018 and FinCEN FIN-2020-A008",
        typologies=(Typology.FORCED_LABOUR, Typology.SMUGGLING),
        params={"days": 30, "people": 3},
        volume=True,
    ),
)
