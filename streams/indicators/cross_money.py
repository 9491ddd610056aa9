"""What banks and airlines show together of whoever pays for journeys."""

from collections.abc import Sequence
from datetime import timedelta

from schemas.codes import Sector
from schemas.event import Party
from schemas.facts import BankChannel, Direction, Kind, LicenceStatus, PaymentForm, Purpose, TripType
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import IDENTITY_KINDS, TokenKind
from streams.history import DAY, Entry, History
from streams.indicators.agents import BEHIND, RECEIVERS, licence_needed
from streams.indicators.air_pilgrimage import is_bare, sent_without
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.indicators.money import is_organisation, is_paid, pays, receives, senders
from streams.indicators.pilgrims import is_bare_pilgrimage, pilgrims, pilgrims_about
from streams.indicators.reading import pairs, people, related, same_party, same_person, telling, unpaired
from streams.kept import Kept
from streams.wording import say

_SECTORS = len(Sector)
_BUYS = frozenset({Role.PAYER, Role.CONTACT, Role.SUBAGENT, Role.RECRUITER})
"""Who may have bought the ticket; a travel agency takes cash from anybody."""
_JOURNEY = frozenset({Purpose.TRAVEL, Purpose.VISA, Purpose.LODGING})


def x_umrah_agent_cash(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Who sends groups on Umrah without hotel, or without return and means, also gets repeated money from Saudi Arabia or from
    those pilgrims: the half share seen in begging cases. What is paid for ticket, visa or lodging before the departure is
    left out; relatives there who repay an advance err."""
    paid = sighting.fact.transaction
    if sighting.fact.trip is None and (paid is None or not receives(sighting)):
        return Silence.NOT_APPLICABLE
    days, apart, least = params.number("days"), params.number("group_days"), params.number("payments")
    most = params.number("rupees")
    if sum(map(receives, history.entries)) < least:  # an agency of which no bank tells: groups need not be looked for
        return Silence.INSUFFICIENT_HISTORY
    if not any(is_bare_pilgrimage(e) or is_bare(e, most) for e in history.entries):
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        passengers = params.number("passengers")
        group = pilgrims(history, window, passengers, apart) or sent_without(window, passengers, apart, most)
        if history.summary and group and not _is_much(history, group, timedelta(days=apart)):
            return Silence.ABSENT
        shares = [e for e in window if _is_share(e, group)] if group else []
        if len(shares) < least:
            return Silence.INSUFFICIENT_HISTORY
        if sighting not in (*group, *shares):
            return Silence.ABSENT
        return Fired(say("x-umrah-agent-cash", count=len(shares)), tuple(sorted({*group, *shares})))

    return telling(sighting, history, days, tell)


def _is_much(history: History, group: Sequence[Entry], span: timedelta) -> bool:
    """A third, as in `a-umrah-poor-group`, of all whom a busy hand sends on Umrah then."""
    return 3 * people(party for e in group for party in e.others(Role.TRAVELLER)) >= pilgrims_about(
        group[0], history, span
    )


def _is_share(entry: Entry, group: Sequence[Entry]) -> bool:
    paid = entry.fact.transaction
    if paid is None or not receives(entry):
        return False
    leaves = min(trip.departs_at.timestamp() for e in group if (trip := e.fact.trip) is not None)
    if paid.purpose in _JOURNEY and entry.time < leaves:
        return False
    if paid.counterparty_country == "SAU":
        return True
    flown = [party for e in group for party in e.others(Role.TRAVELLER)]
    return any(_is_one(sender, pilgrim) for sender in senders(entry) for pilgrim in flown)


def _is_one(one: Party, other: Party) -> bool:
    return same_person(one, other) or same_party(one, other)


def x_cashpayer_funnel_unlicensed(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Who paid cash for another's one-way ticket also gets cash from several cities and works with an unlicensed
    agency: three independent sectors. Each alone is ordinary; together there is hardly an innocent reading."""
    fact = sighting.fact
    if fact.trip is None and fact.transaction is None and fact.job is None:
        return Silence.NOT_APPLICABLE
    if len(history.entries) < _SECTORS:
        return Silence.INSUFFICIENT_HISTORY
    if not any(map(_is_unlicensed, history.entries)) or not any(map(_is_cash_ticket, history.entries)):
        return Silence.INSUFFICIENT_HISTORY
    days = params.number("days")

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        tickets = [e for e in window if _is_cash_ticket(e)]
        agencies = [e for e in window if _is_unlicensed(e)]
        deposits = [e for e in window if _deposit_city(e) is not None]
        count = len({_deposit_city(e) for e in deposits})
        if not tickets or not agencies or count < params.number("cities"):
            return Silence.INSUFFICIENT_HISTORY
        if sighting not in (*tickets, *agencies, *deposits):
            return Silence.ABSENT
        evidence = tuple(sorted({*tickets, *agencies, *deposits}))
        return Fired(say("x-cashpayer-funnel-unlicensed", cities=count), evidence)

    return telling(sighting, history, days, tell)


def _deposit_city(entry: Entry) -> str | None:
    """Where cash was paid in for the party meant, unless that is known to be its own city."""
    paid, account = entry.fact.transaction, entry.fact.account
    if paid is None or not paid.cash or not receives(entry):
        return None
    home = account.home_city if account is not None and entry.role is Role.HOLDER else None
    return paid.city if paid.city != home else None


def _is_cash_ticket(entry: Entry) -> bool:
    trip = entry.fact.trip
    if trip is None or trip.paid_by is not PaymentForm.CASH or trip.trip_type is not TripType.ONE_WAY:
        return False
    return buys(entry) and any(not same_party(party, entry.me) for party in entry.others(Role.TRAVELLER))


def buys(entry: Entry) -> bool:
    """The party meant bought the ticket: its payer, or whoever else stands on the booking where no payer is named."""
    if entry.role is Role.PAYER:
        return True
    return entry.role in _BUYS and next(entry.others(Role.PAYER), None) is None and not is_organisation(entry.me)


def _is_unlicensed(entry: Entry) -> bool:
    if entry.fact.ref.sector is not Sector.RECRUITER or entry.role is Role.CANDIDATE:
        return False
    return licence_needed(entry.fact.job) not in (None, LicenceStatus.VALID)


OFFLOADS = Kept("offloads", 4, lambda entry: entry.fact.kind is Kind.OFFLOAD and buys(entry))


def x_offload_then_remit(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Somebody paid for by this payer was taken off a flight, and the payer goes on to pay for other people who are
    not the payer's family. Employers who replace a worker do so too; agencies, who pay for everybody, are left out."""
    fact = sighting.fact
    if fact.trip is None and fact.transaction is None:
        return Silence.NOT_APPLICABLE
    days = params.number("days")
    for offload, later in pairs(sighting, history, days):
        if offload.fact.kind is not Kind.OFFLOAD or not buys(offload):
            continue
        if offload.time < later.time <= offload.time + days * DAY and _pays_for_another(offload, later):
            hours = round((later.time - offload.time) / 3600)
            return Fired(say("x-offload-then-remit", hours=hours), (offload, later))
    return unpaired(sighting, history, days)


def _pays_for_another(offload: Entry, later: Entry) -> bool:
    before = list(offload.others(Role.TRAVELLER))
    if later.fact.trip is not None and later.fact.kind is not Kind.OFFLOAD and later.role is Role.PAYER:
        paid_for = list(later.others(Role.TRAVELLER))
    elif _sends(later):
        paid_for = list(later.others(Role.TRAVELLER, Role.BENEFICIARY))
    else:
        return False
    others = (p for p in paid_for if p.tokens and not related(p, later.me) and not same_party(p, later.me))
    return any(not is_organisation(p) and not any(same_person(p, one) for one in before) for p in others)


def _sends(entry: Entry) -> bool:
    paid = entry.fact.transaction
    if paid is None or not (paid.purpose in _JOURNEY or paid.channel is BankChannel.REMITTANCE):
        return False
    return pays(entry) or (entry.role is Role.CONDUCTOR and paid.direction is Direction.OUT and is_paid(entry))


CROSS_MONEY: tuple[Indicator, ...] = (
    Indicator(
        x_umrah_agent_cash,
        about=Subject.FACILITATOR,
        roles=BEHIND | RECEIVERS,
        source="FIA Multan airport cases (ARY 2023): agents took half of the begging income",
        typologies=(Typology.FORCED_BEGGING, Typology.CHILD_TRAFFICKING),
        params={"days": 120, "group_days": 2, "passengers": 5, "payments": 3, "rupees": 40_000},
    ),
    Indicator(
        x_cashpayer_funnel_unlicensed,
        about=Subject.FACILITATOR,
        roles=BEHIND | RECEIVERS | {Role.GUARANTOR},
        source="Raabta, from FinCEN FIN-2020-A008, AKEO and Emigration Ordinance 1979",
        params={"days": 60, "cities": 2},
    ),
    Indicator(
        x_offload_then_remit,
        about=Subject.FACILITATOR,
        roles=_BUYS | {Role.HOLDER, Role.SENDER, Role.CONDUCTOR},
        source="Raabta, from FIA Multan airport cases 2023-24",
        params={"days": 14},
        keeps=(OFFLOADS,),
        kinds=frozenset({*IDENTITY_KINDS, TokenKind.PHONE, TokenKind.IBAN, TokenKind.CARD}),
    ),
)
