"""What the movements of one account show over time."""

from collections.abc import Callable, Iterable, Sequence

from schemas.facts import BankChannel, Direction, Purpose
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import TokenKind
from streams.history import Entry, History
from streams.indicators.contract import Fired, Indicator, Params
from streams.indicators.money import rupees
from streams.indicators.reading import HOME, same_party, telling, tokens_of

HOLDER = frozenset({Role.HOLDER})


def cash_in(entry: Entry) -> bool:
    """Cash paid into the account of the party meant."""
    paid = entry.fact.transaction
    return paid is not None and paid.cash and paid.direction is Direction.IN and entry.role is Role.HOLDER


def away_from_home(entry: Entry) -> str | None:
    """The city of a cash deposit, if the holder is known to live in another."""
    if not cash_in(entry):
        return None
    paid, account = entry.fact.transaction, entry.fact.account
    if paid is None or account is None or account.home_city is None or paid.city == account.home_city:
        return None
    return paid.city


def drawn_soon(deposits: Sequence[Entry], drawn: Iterable[Entry], hours: float) -> float:
    """The share of the deposits, in percent, that left within so many hours, first in first out."""
    waiting = [[entry.time, rupees(paid.money) or 0.0] for entry in deposits if (paid := entry.fact.transaction)]
    total = sum(amount for _, amount in waiting)
    if not total:
        return 0.0
    gone = 0.0
    for entry in sorted(drawn):
        paid = entry.fact.transaction
        left = (rupees(paid.money) or 0.0) if paid is not None else 0.0
        for deposit in waiting:
            if deposit[0] <= entry.time <= deposit[0] + hours * 3600:
                part = min(left, deposit[1])
                deposit[1] -= part
                left -= part
                gone += part
    return 100 * gone / total


def b_funnel_geo(sighting: Entry, history: History, params: Params) -> Fired | None:
    """Cash is paid in at several cities where the holder does not live, and most of it leaves within two days from
    elsewhere. Traders with branches do so; their accounts are usually business accounts, which are left out."""
    paid, account = sighting.fact.transaction, sighting.fact.account
    if paid is None or (account is not None and account.business) or len(history.entries) <= params.number("cities"):
        return None
    if paid.direction is Direction.IN and away_from_home(sighting) is None:
        return None
    days, hours = params.number("days"), params.number("hours")

    def tell(window: Sequence[Entry]) -> Fired | None:
        deposits = [e for e in window if away_from_home(e) is not None]
        cities = {away_from_home(e) for e in deposits}
        if len(cities) < params.number("cities"):
            return None
        drawn = [e for e in window if _leaves(e) and _city(e) not in cities]
        share = drawn_soon(deposits, drawn, hours)
        if share < params.number("percent") or sighting not in (*deposits, *drawn):
            return None
        sentence = (
            f"Cash was paid in at {len(cities)} cities away from home; {share:.0f} % left within {hours:.0f} hours."
        )
        return Fired(sentence, tuple(sorted((*deposits, *drawn))))

    return telling(sighting, history, days, tell, growing=False)


def _leaves(entry: Entry) -> bool:
    paid = entry.fact.transaction
    return paid is not None and paid.direction is Direction.OUT and entry.role is Role.HOLDER


def _city(entry: Entry) -> str | None:
    paid = entry.fact.transaction
    return paid.city if paid is not None else None


def _counted(
    sighting: Entry, history: History, params: Params, counts: Callable[[Entry], bool], least: str, sentence: str
) -> Fired | None:
    """At least `least` entries that count, within `days`."""
    if not counts(sighting):
        return None
    days = params.number("days")

    def tell(window: Sequence[Entry]) -> Fired | None:
        found = tuple(e for e in window if counts(e))
        if len(found) < params.number(least):
            return None
        return Fired(sentence.format(count=len(found), days=f"{days:.0f}"), found)

    return telling(sighting, history, days, tell)


def b_structuring_ctr(sighting: Entry, history: History, params: Params) -> Fired | None:
    """Several cash deposits just below the sum that must be reported. Shopkeepers bank round sums too: it says
    'money that avoids notice', not trafficking."""
    paid = sighting.fact.transaction
    if paid is None or not paid.cash:
        return None
    low, high = (params.number("limit") * params.number(name) / 100 for name in ("low", "high"))

    def just_below(entry: Entry) -> bool:
        paid = entry.fact.transaction
        return cash_in(entry) and paid is not None and low <= (rupees(paid.money) or 0) <= high

    sentence = "{count} cash deposits just below the reporting limit within {days} days."
    return _counted(sighting, history, params, just_below, "deposits", sentence)


def b_nightly_cash(sighting: Entry, history: History, params: Params) -> Fired | None:
    """Cash is paid in late at night again and again, by the clock of the place. Night trades such as restaurants
    and transport do so honestly. A partner that reports in UTC shifts the night."""
    paid = sighting.fact.transaction
    if paid is None or not paid.cash:
        return None
    late, early = params.number("from_hour"), params.number("until_hour")

    def at_night(entry: Entry) -> bool:
        hour = entry.fact.ref.time.hour
        return (hour >= late or hour < early) and cash_in(entry)

    return _counted(
        sighting, history, params, at_night, "deposits", "{count} cash deposits at night within {days} days."
    )


def b_third_party_atm_small(sighting: Entry, history: History, params: Params) -> Fired | None:
    """Others pay small even sums in cash into one account at machines in several places. Families and savings
    circles do so in one place."""
    paid = sighting.fact.transaction
    if paid is None or not paid.cash or paid.channel is not BankChannel.ATM:
        return None
    days, most, even = params.number("days"), params.number("rupees"), params.number("even")

    def small(entry: Entry) -> bool:
        paid = entry.fact.transaction
        if paid is None or not cash_in(entry) or paid.channel is not BankChannel.ATM or paid.city is None:
            return False
        amount = rupees(paid.money) or 0
        return 0 < amount <= most and amount % even == 0 and not _by_holder(entry)

    if not small(sighting):
        return None

    def tell(window: Sequence[Entry]) -> Fired | None:
        found = tuple(e for e in window if small(e))
        places = len({_city(e) for e in found})
        if len(found) < params.number("deposits") or places < params.number("cities"):
            return None
        sentence = f"{len(found)} small even cash deposits at machines in {places} cities within {days:.0f} days."
        return Fired(sentence, found)

    return telling(sighting, history, days, tell)


def _by_holder(entry: Entry) -> bool:
    return any(same_party(party, entry.me) for party in entry.others(Role.CONDUCTOR))


def b_multi_city_movement(sighting: Entry, history: History, params: Params) -> Fired | None:
    """One person draws or pays in many cities within two weeks. Drivers, traders and salespeople travel so."""
    paid, account = sighting.fact.transaction, sighting.fact.account
    if paid is None or paid.city is None or (account is not None and account.business):
        return None
    days = params.number("days")

    def tell(window: Sequence[Entry]) -> Fired | None:
        found = tuple(e for e in window if _city(e) is not None and e.role in (Role.HOLDER, Role.CONDUCTOR))
        cities = len({_city(e) for e in found})
        if cities < params.number("cities"):
            return None
        return Fired(f"Transactions in {cities} cities within {days:.0f} days.", found)

    return telling(sighting, history, days, tell)


def b_prepaid_topup_heavy(sighting: Entry, history: History, params: Params) -> Fired | None:
    """One account tops up prepaid cards or phones very often, for several numbers. Shopkeepers who sell top-ups
    look the same unless theirs is a business account."""
    paid, account = sighting.fact.transaction, sighting.fact.account
    if paid is None or paid.purpose is not Purpose.TOP_UP or (account is not None and account.business):
        return None
    days = params.number("days")

    def tell(window: Sequence[Entry]) -> Fired | None:
        found = tuple(e for e in window if _leaves(e) and _purpose(e) is Purpose.TOP_UP)
        topped = [tokens_of(p, TokenKind.PHONE) for e in found for p in e.others(Role.BENEFICIARY)]
        numbers = len({min(phones) for phones in topped if phones})
        if len(found) < params.number("payments") or numbers < params.number("numbers") or sighting not in found:
            return None
        return Fired(f"{len(found)} top-ups for {numbers} phone numbers within {days:.0f} days.", found)

    return telling(sighting, history, days, tell)


def b_foreign_classifieds(sighting: Entry, history: History, params: Params) -> Fired | None:
    """One personal account pays foreign advertising sites again and again. Freelancers and small exporters do so."""
    paid = sighting.fact.transaction
    if paid is None or paid.purpose is not Purpose.ADVERTISING:
        return None

    def advert(entry: Entry) -> bool:
        paid, account = entry.fact.transaction, entry.fact.account
        if paid is None or not _leaves(entry) or paid.purpose is not Purpose.ADVERTISING:
            return False
        return paid.counterparty_country not in (None, HOME) and not (account is not None and account.business)

    sentence = "{count} payments to foreign advertising sites within {days} days."
    return _counted(sighting, history, params, advert, "payments", sentence)


def _purpose(entry: Entry) -> Purpose | None:
    paid = entry.fact.transaction
    return paid.purpose if paid is not None else None


BANK_CASH: tuple[Indicator, ...] = (
    Indicator(
        b_funnel_geo,
        about=Subject.FACILITATOR,
        roles=HOLDER,
        source="FinCEN FIN-2020-A008 and FIN-2014-A008: funnel accounts",
        params={"days": 30, "cities": 3, "percent": 70, "hours": 48},
    ),
    Indicator(
        b_structuring_ctr,
        about=Subject.FACILITATOR,
        roles=HOLDER,
        source="FinCEN FIN-2014-A008; reporting limit: h3m.io 2025",
        params={"days": 7, "deposits": 3, "limit": 2_000_000, "low": 70, "high": 99},
    ),
    Indicator(
        b_nightly_cash,
        about=Subject.FACILITATOR,
        roles=HOLDER,
        source="FINTRAC Project Protect: deposits in the middle of the night; FinCEN FIN-2020-A008, financial 3",
        typologies=(Typology.SEXUAL_EXPLOITATION,),
        params={"days": 30, "deposits": 5, "from_hour": 22, "until_hour": 5},
    ),
    Indicator(
        b_third_party_atm_small,
        about=Subject.FACILITATOR,
        roles=HOLDER,
        source="AUSTRAC thresholds, as reproduced by Arctic Intelligence",
        typologies=(Typology.SEXUAL_EXPLOITATION,),
        params={"days": 30, "deposits": 8, "cities": 3, "rupees": 50_000, "even": 500},
    ),
    Indicator(
        b_multi_city_movement,
        about=Subject.POSSIBLE_VICTIM,
        roles=frozenset({Role.HOLDER, Role.CONDUCTOR}),
        source="FinCEN FIN-2020-A008, financial 1",
        typologies=(Typology.SEXUAL_EXPLOITATION,),
        params={"days": 14, "cities": 4},
    ),
    Indicator(
        b_prepaid_topup_heavy,
        about=Subject.FACILITATOR,
        roles=HOLDER,
        source="FinCEN FIN-2020-A008, financial 5; AUSTRAC",
        typologies=(Typology.SEXUAL_EXPLOITATION,),
        params={"days": 30, "payments": 10, "numbers": 3},
    ),
    Indicator(
        b_foreign_classifieds,
        about=Subject.FACILITATOR,
        roles=HOLDER,
        source="FinCEN FIN-2020-A008, financial 7; AUSTRAC",
        typologies=(Typology.SEXUAL_EXPLOITATION,),
        params={"days": 30, "payments": 4},
    ),
)
