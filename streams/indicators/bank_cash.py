"""What the cash that comes into one account shows over time."""

from collections.abc import Iterable, Mapping, Sequence

from schemas.facts import BankChannel, Direction, Purpose
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from streams.history import Entry, History
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.indicators.money import (
    OWNERS,
    counted,
    hour_of,
    is_business,
    is_paid,
    largest_of,
    leaves,
    of_one_owner,
    purpose_of,
    rupees,
    sum_of,
)
from streams.indicators.reading import same_party, telling
from streams.kept import Kept
from streams.wording import Value, say

HOLDER = frozenset({Role.HOLDER})
_NEEDS = frozenset({Purpose.HOUSEHOLD, Purpose.FOOD, Purpose.CLOTHING, Purpose.PHARMACY, Purpose.UTILITIES})
_MACHINES = (BankChannel.ATM, BankChannel.COUNTER)


def cash_in(entry: Entry) -> bool:
    """Cash paid into the account of the party meant; nothing is no deposit."""
    paid = entry.fact.transaction
    if paid is None or not paid.cash or paid.direction is not Direction.IN or entry.role is not Role.HOLDER:
        return False
    return is_paid(entry)


def city_of(entry: Entry) -> str | None:
    """Where the cash or card was used."""
    paid = entry.fact.transaction
    return paid.city if paid is not None else None


def away_from_home(entry: Entry) -> str | None:
    """The city of a cash deposit, if the holder is known to live in another."""
    if not cash_in(entry):
        return None
    city, account = city_of(entry), entry.fact.account
    if account is None or account.home_city is None or city == account.home_city:
        return None
    return city


def drawn_soon(deposits: Sequence[Entry], drawn: Iterable[Entry], hours: float) -> float:
    """The share of the deposits, in percent, that left within so many hours, first in first out."""
    waiting = [[entry.time, sum_of(entry)] for entry in deposits]
    total = sum(amount for _, amount in waiting)
    if not total:
        return 0.0
    gone = 0.0
    for entry in sorted(drawn):
        left = sum_of(entry)
        for deposit in waiting:
            if deposit[0] <= entry.time <= deposit[0] + hours * 3600:
                part = min(left, deposit[1])
                deposit[1] -= part
                left -= part
                gone += part
    return round(100 * gone / total, 6)


def b_funnel_geo(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Cash is paid in at several cities where the holder does not live, and most of it leaves within two days from
    elsewhere, not for a household's needs. Traders with branches do so; business accounts are left out."""
    paid, account = sighting.fact.transaction, sighting.fact.account
    if paid is None or is_business(sighting):
        return Silence.NOT_APPLICABLE
    if paid.direction is Direction.IN:
        if not cash_in(sighting) or paid.city is None or account is None or account.home_city is None:
            return Silence.NOT_APPLICABLE
        if paid.city == account.home_city:
            return Silence.ABSENT
    need, days, hours = params.number("cities"), params.number("days"), params.number("hours")
    if len(history.entries) <= need or len({away_from_home(e) for e in history.entries} - {None}) < need:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        known = of_one_owner(sighting, history, window)
        deposits = [e for e in known if away_from_home(e) is not None and not is_business(e)]
        cities = {away_from_home(e) for e in deposits}
        if len(cities) < need:
            return Silence.INSUFFICIENT_HISTORY
        drawn = [e for e in known if _passes_on(e) and city_of(e) not in cities and _soon_after(e, deposits, hours)]
        share = drawn_soon(deposits, drawn, hours)
        if share < params.number("percent") or sighting not in (*deposits, *drawn):
            return Silence.ABSENT
        said = say("b-funnel-geo", cities=len(cities), percent=int(share), hours=int(hours))
        return Fired(said, tuple(sorted((*deposits, *drawn))))

    return telling(sighting, history, days, tell)


def _passes_on(entry: Entry) -> bool:
    """Money leaves the account, and is not spent on a household: guests who give money for a feast send it from many cities."""
    return leaves(entry) and purpose_of(entry) not in _NEEDS


def _soon_after(entry: Entry, deposits: Sequence[Entry], hours: float) -> bool:
    return any(deposit.time <= entry.time <= deposit.time + hours * 3600 for deposit in deposits)


def b_structuring_ctr(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Several cash deposits just below the sum that must be reported, in whole percent of it. Shopkeepers bank round
    sums too: it says 'money that avoids notice', not trafficking."""
    paid = sighting.fact.transaction
    if paid is None or not cash_in(sighting) or rupees(paid.money) is None:
        return Silence.NOT_APPLICABLE
    limit, low, high = (params.number(name) for name in ("limit", "low", "high"))

    def just_below(entry: Entry) -> bool:
        return cash_in(entry) and low * limit <= sum_of(entry) * 100 < (high + 1) * limit

    if not just_below(sighting):
        return Silence.ABSENT
    return counted(sighting, history, params, just_below, "deposits", "b-structuring-ctr", _at_most)


def _at_most(deposits: Sequence[Entry]) -> Mapping[str, Value]:
    return {"rupees": largest_of(deposits)}


def b_nightly_cash(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Cash is paid into a personal account late at night again and again, by Pakistan's clock. Shopkeepers who close late
    do so honestly; business accounts are left out, as b-offhours-oversize asks about them."""
    paid = sighting.fact.transaction
    if paid is None or not cash_in(sighting) or paid.channel not in _MACHINES or is_business(sighting):
        return Silence.NOT_APPLICABLE
    late, early = params.number("from_hour"), params.number("until_hour")
    if not at_night(sighting, late, early):
        return Silence.ABSENT

    def counts(entry: Entry) -> bool:
        return _by_night(entry, late, early)

    return counted(sighting, history, params, counts, "deposits", "b-nightly-cash")


def at_night(entry: Entry, late: float, early: float) -> bool:
    """From `late` o'clock until before `early` o'clock, over midnight if `late` is the later one."""
    hour = hour_of(entry)
    return (hour >= late or hour < early) if late > early else late <= hour < early


def _by_night(entry: Entry, late: float, early: float) -> bool:
    paid = entry.fact.transaction
    if paid is None or not cash_in(entry) or paid.channel not in _MACHINES or is_business(entry):
        return False
    return at_night(entry, late, early)


NIGHT_CASH = Kept("night-cash", 8, lambda entry: _by_night(entry, 22, 5))
NEAR_THE_LIMIT = Kept("cash-near-the-limit", 8, lambda entry: cash_in(entry) and 1_400_000 <= sum_of(entry) < 2_000_000)


def b_third_party_atm_small(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Others pay small even sums in cash into one personal account at machines in several places. Families and savings
    circles do so in one place; distributors whom shops pay have business accounts."""
    paid = sighting.fact.transaction
    if paid is None or paid.channel is not BankChannel.ATM or not cash_in(sighting) or paid.city is None:
        return Silence.NOT_APPLICABLE
    if is_business(sighting) or rupees(paid.money) is None:
        return Silence.NOT_APPLICABLE
    need, cities, days = params.number("deposits"), params.number("cities"), params.number("days")
    most, even = params.number("rupees"), max(params.number("even"), 1)

    def small(entry: Entry) -> bool:
        paid = entry.fact.transaction
        if paid is None or paid.channel is not BankChannel.ATM or paid.city is None or not cash_in(entry):
            return False
        amount = sum_of(entry)
        return 0 < amount <= most and amount % even == 0 and not is_business(entry) and not _by_holder(entry)

    if not small(sighting):
        return Silence.ABSENT
    if len(history.entries) < need:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        found = tuple(e for e in of_one_owner(sighting, history, window) if small(e))
        places = len({city_of(e) for e in found})
        if len(found) < need:
            return Silence.INSUFFICIENT_HISTORY
        if places < cities:
            return Silence.ABSENT
        most = largest_of(found)
        said = say("b-third-party-atm-small", count=len(found), rupees=most, cities=places, days=int(days))
        return Fired(said, found)

    return telling(sighting, history, days, tell)


def _by_holder(entry: Entry) -> bool:
    return any(same_party(party, entry.me) for party in entry.others(Role.CONDUCTOR))


BANK_CASH: tuple[Indicator, ...] = (
    Indicator(
        b_funnel_geo,
        about=Subject.FACILITATOR,
        roles=HOLDER,
        source="FinCEN FIN-2020-A008 and FIN-2014-A008: funnel accounts",
        params={"days": 30, "cities": 3, "percent": 70, "hours": 48},
        kinds=OWNERS,
    ),
    Indicator(
        b_structuring_ctr,
        about=Subject.FACILITATOR,
        roles=HOLDER,
        source="FinCEN FIN-2014-A008; reporting limit: h3m.io 2025",
        params={"days": 7, "deposits": 3, "limit": 2_000_000, "low": 70, "high": 99},
        kinds=OWNERS,
        keeps=(NEAR_THE_LIMIT,),
    ),
    Indicator(
        b_nightly_cash,
        about=Subject.FACILITATOR,
        roles=HOLDER,
        source="FINTRAC Project Protect: deposits in the middle of the night; FinCEN FIN-2020-A008, financial 3",
        typologies=(Typology.SEXUAL_EXPLOITATION,),
        params={"days": 30, "deposits": 5, "from_hour": 22, "until_hour": 5},
        kinds=OWNERS,
        keeps=(NIGHT_CASH,),
    ),
    Indicator(
        b_third_party_atm_small,
        about=Subject.FACILITATOR,
        roles=HOLDER,
        source="AUSTRAC thresholds, as reproduced by Arctic Intelligence",
        typologies=(Typology.SEXUAL_EXPLOITATION,),
        params={"days": 30, "deposits": 8, "cities": 3, "rupees": 50_000, "even": 500},
        kinds=OWNERS,
    ),
)
