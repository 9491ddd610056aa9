"""What the sectors show together of an agent: a phone that serves everybody, a licence that is gone, fees before flights."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations, islice, product

from schemas.codes import Sector
from schemas.event import Party
from schemas.facts import Kind, LicenceStatus, Purpose
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import TokenKind
from streams.history import DAY, Entry, History
from streams.indicators.agents import (
    AGENTS,
    BEHIND,
    RECEIVERS,
    WITHDRAWN,
    candidates,
    is_charged,
    lawful,
    licence_needed,
)
from streams.indicators.contract import Crowd, Fired, Indicator, Params, Silence
from streams.indicators.money import is_empty, is_organisation, receives, senders
from streams.indicators.reading import households, pairs, people, persons, same_party, same_person, telling, unpaired
from streams.kept import Kept
from streams.wording import say

_SECTORS = len(Sector)
_MOST = 1_000
"""Choices of one person a sector that are tried."""
_FEES = frozenset({Purpose.RECRUITMENT_FEE, Purpose.VISA})


def x_phone_triple(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """One phone is the contact of a recruiter, of a booking and of an account, for people of several families: the mark
    of one hand behind all of them. A village's only literate helper can look like it; the published number of an agency
    in good standing counts only with accounts of several others."""
    fact = sighting.fact
    if fact.trip is None and fact.job is None and fact.account is None and fact.transaction is None:
        return Silence.NOT_APPLICABLE
    if len(history.entries) < _SECTORS:
        return Silence.INSUFFICIENT_HISTORY
    days, least, unknown = params.number("days"), params.number("people"), params.number("unknown")

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        served: dict[Sector, list[Party]] = {sector: [] for sector in Sector}
        for entry in window:
            served[entry.fact.ref.sector] += _served(entry)
        everybody = list(chain.from_iterable(served.values()))
        if not all(served.values()) or people(everybody) < least:
            return Silence.INSUFFICIENT_HISTORY
        count = households(everybody, unknown)
        if count < least or (_is_published(window) and households(served[Sector.BANK], 0) < 2):
            return Silence.ABSENT
        if not _by_different_people(served.values()):
            return Silence.ABSENT
        return Fired(say("x-phone-triple", count=count), tuple(window))

    return telling(sighting, history, days, tell)


def _by_different_people(served: Iterable[Sequence[Party]]) -> bool:
    """Each sector can be told by somebody else. Where one person alone tells two of them, the phone is that person's, who
    was named as the contact of a party once."""
    sectors = [persons(parties) for parties in served]
    chosen = product(*sectors)
    return any(not any(_is_one(one, other) for one, other in combinations(each, 2)) for each in islice(chosen, _MOST))


def _is_one(one: Sequence[Party], other: Sequence[Party]) -> bool:
    return any(same_person(our, their) for our in one for their in other)


def _served(entry: Entry) -> list[Party]:
    """Those who are reached by the phone: its bearer, or those for whom the bearer stands."""
    sector, account = entry.fact.ref.sector, entry.fact.account
    if sector is Sector.AIRLINE:
        return [entry.me] if entry.role is Role.TRAVELLER else list(entry.others(Role.TRAVELLER))
    if sector is Sector.RECRUITER:
        return candidates(entry)
    if is_empty(entry):  # shows no account in use
        return []
    if entry.role in (Role.SENDER, Role.BENEFICIARY):  # a wallet's number is its phone
        return [] if is_organisation(entry.me) else [entry.me]
    if account is not None and account.business:
        return []
    holders = [entry.me] if entry.role is Role.HOLDER else list(entry.others(Role.HOLDER))
    return [party for party in holders if not is_organisation(party)]


def _is_published(window: Sequence[Entry]) -> bool:
    """The phone is given as an agency's own, and nobody says that it has no licence or lost it."""
    states = {licence_needed(e.fact.job) for e in window if e.role in AGENTS}
    return states <= {None, LicenceStatus.VALID, LicenceStatus.EXPIRED} and any(is_organisation(e.me) for e in window)


def x_cancelled_oep_bookings(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """An agency whose licence was cancelled or suspended still books flights or takes fees. A licence restored on
    appeal is left out once it is reported."""
    if not _is_withdrawn(sighting) and not _is_valid(sighting) and not _still_works(sighting):
        return Silence.NOT_APPLICABLE
    days = params.number("days")
    if any(map(_is_withdrawn, history.entries)):
        restored = [entry.time for entry in history.entries if _is_valid(entry)]
        for withdrawn, after in pairs(sighting, history, days):
            if withdrawn.time > after.time or not _is_withdrawn(withdrawn) or not _still_works(after):
                continue
            if not any(withdrawn.time < time <= after.time for time in restored):
                status, later = licence_needed(withdrawn.fact.job) or "", int((after.time - withdrawn.time) / DAY)
                return Fired(say("x-cancelled-oep-bookings", status=status, days=later), (withdrawn, after))
    return unpaired(sighting, history, days)


def _is_withdrawn(entry: Entry) -> bool:
    return entry.role in AGENTS and licence_needed(entry.fact.job) in WITHDRAWN


def _is_valid(entry: Entry) -> bool:
    return entry.role in AGENTS and licence_needed(entry.fact.job) is LicenceStatus.VALID


WITHDRAWN_LICENCES = Kept("licence-withdrawn", 4, _is_withdrawn)
VALID_LICENCES = Kept("licence-valid", 2, _is_valid)
"""So that a licence restored after it was withdrawn is remembered as long."""


def _still_works(entry: Entry) -> bool:
    """Stands behind somebody else's booking, or takes a fee."""
    if entry.fact.trip is not None:
        if entry.role not in BEHIND or entry.fact.kind is Kind.OFFLOAD:
            return False
        return any(not same_party(party, entry.me) for party in entry.others(Role.TRAVELLER))
    paid = entry.fact.transaction
    return paid is not None and paid.purpose in _FEES and receives(entry)


def x_fee_then_fly(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Several people pay one agent a fee for a job, by a bank's books or a recruiter's, and then fly on that agent's
    bookings within a month; of a busy agent's travellers a part must. Licensed promoters, who may do so, are left out; a
    licence nobody reported errs."""
    fact = sighting.fact
    if fact.trip is None and fact.transaction is None and fact.job is None:
        return Silence.NOT_APPLICABLE
    if len(history.entries) < 2 or not any(map(_is_fee, history.entries)):
        return Silence.INSUFFICIENT_HISTORY
    days = params.number("days")

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        fees = [e for e in window if _is_fee(e)]
        flights = [
            e for e in window if e.role in BEHIND and e.fact.trip is not None and e.fact.kind is not Kind.OFFLOAD
        ]
        if not fees or not flights:
            return Silence.INSUFFICIENT_HISTORY
        count = _paid_then_flew(window, fees, flights)
        if count < params.number("people"):
            return Silence.INSUFFICIENT_HISTORY
        if lawful(window) or sighting not in window:
            return Silence.ABSENT
        if history.summary and count * 100 < params.number("percent") * people(_flown(flights)):
            return Silence.ABSENT
        evidence = tuple(sorted({*fees, *flights, sighting}))
        return Fired(say("x-fee-then-fly", count=count, days=int(days)), evidence)

    return telling(sighting, history, days, tell)


def _flown(flights: Iterable[Entry]) -> Iterator[Party]:
    for entry in flights:
        yield from entry.others(Role.TRAVELLER)


def _is_fee(entry: Entry) -> bool:
    if entry.fact.kind is Kind.FEE:
        return entry.role in AGENTS and is_charged(entry)
    paid = entry.fact.transaction
    return paid is not None and paid.purpose is Purpose.RECRUITMENT_FEE and receives(entry)


FEES_TAKEN = Kept("fees-taken", 12, _is_fee)


def _paid_then_flew(window: Sequence[Entry], fees: Sequence[Entry], flights: Sequence[Entry]) -> int:
    """How many persons paid before a flight of theirs departs. A recruiter's papers in between may show that the card
    the bank knows and the passport the airline knows are one person's."""
    paid, flown = {}, {}
    for entry in fees:
        for party in senders(entry) if entry.fact.transaction is not None else candidates(entry):
            paid[id(party)] = entry.time
    for entry in flights:
        if entry.fact.trip is not None:
            for party in entry.others(Role.TRAVELLER):
                flown[id(party)] = entry.fact.trip.departs_at.timestamp()
    everybody = (party for entry in window for party in entry.fact.parties if party is not entry.me)
    count = 0
    for group in persons(everybody):
        first = min((paid[id(party)] for party in group if id(party) in paid), default=None)
        last = max((flown[id(party)] for party in group if id(party) in flown), default=None)
        count += first is not None and last is not None and first <= last
    return count


CROSS_WEB: tuple[Indicator, ...] = (
    Indicator(
        x_phone_triple,
        about=Subject.FACILITATOR,
        roles=frozenset(Role),
        source="Raabta, from FinCEN FIN-2014-A008 and FIN-2020-A008: shared identifiers",
        params={"days": 90, "people": 3, "unknown": 2},
        kinds=frozenset({TokenKind.PHONE}),
        volume=Crowd.SHARED,
    ),
    Indicator(
        x_cancelled_oep_bookings,
        about=Subject.FACILITATOR,
        roles=BEHIND | RECEIVERS,
        source="Raabta, from BEOE register of licences",
        typologies=(Typology.FORCED_LABOUR, Typology.SMUGGLING),
        params={"days": 60},
        keeps=(WITHDRAWN_LICENCES, VALID_LICENCES),
    ),
    Indicator(
        x_fee_then_fly,
        about=Subject.FACILITATOR,
        roles=BEHIND | RECEIVERS,
        source="Raabta, from BEOE, FATF-APG 2018 and FinCEN FIN-2020-A008",
        typologies=(Typology.FORCED_LABOUR, Typology.SMUGGLING),
        params={"days": 30, "people": 3, "percent": 10},
        keeps=(FEES_TAKEN,),
    ),
)
