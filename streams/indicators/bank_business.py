"""What the account of a business shows: cash without costs, cash by night, wages that no workforce lives on."""

from collections.abc import Sequence

from schemas.facts import Direction, Purpose
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from streams.history import Entry, History
from streams.indicators.bank_cash import HOLDER, at_night, cash_in
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.indicators.money import OWNERS, is_business, is_paid, of_one_owner, rupees, sum_of, two_figures
from streams.indicators.reading import telling
from streams.wording import say

_COSTS = frozenset({Purpose.PAYROLL, Purpose.SALARY, Purpose.UTILITIES})
_MONTH = 30
"""Days."""


def _has_costs(entry: Entry) -> bool:
    """A business shows that it pays wages, bills or suppliers."""
    account, paid = entry.fact.account, entry.fact.transaction
    if account is not None and account.business and account.business_expenses is True:
        return True
    return paid is not None and is_paid(entry) and paid.direction is Direction.OUT and paid.purpose in _COSTS


def _cash_alone(entry: Entry) -> bool:
    account = entry.fact.account
    return account is not None and account.business and account.business_expenses is False and cash_in(entry)


def b_cash_only_business(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """The account of a business takes in cash, and no wages, bills or suppliers are paid from it. Small shops in Pakistan
    pay all in cash: below a sum they are left out, and above it they still look the same."""
    account = sighting.fact.account
    if account is None or not account.business or account.business_expenses is None or not cash_in(sighting):
        return Silence.NOT_APPLICABLE
    if account.business_expenses:
        return Silence.ABSENT
    need, days = params.number("deposits"), params.number("days")
    if len(history.entries) < need:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        known = of_one_owner(sighting, history, window)
        found = tuple(e for e in known if _cash_alone(e))
        if len(found) < need:
            return Silence.INSUFFICIENT_HISTORY
        total = sum(map(sum_of, found))
        if total < params.number("rupees") or any(_has_costs(e) for e in known):
            return Silence.ABSENT
        said = say("b-cash-only-business", rupees=two_figures(total), count=len(found), days=int(days))
        return Fired(said, found)

    return telling(sighting, history, days, tell)


def _turnover(entry: Entry) -> float:
    """Rupees a month that the business declared, as the event tells; nothing if it does not."""
    account = entry.fact.account
    return rupees(account.monthly_turnover) or 0.0 if account is not None and account.business else 0.0


def b_offhours_oversize(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A business pays in most of its cash at night, and much more than the turnover it declared. A report names no trade:
    restaurants and filling stations work at night, and many declare too little for the tax, so that one alone is no sign."""
    account = sighting.fact.account
    if account is None or not account.business or not cash_in(sighting):
        return Silence.NOT_APPLICABLE
    if not any(map(_turnover, history.entries)):
        return Silence.NOT_APPLICABLE
    need, days = params.number("deposits"), params.number("days")
    if len(history.entries) < need:
        return Silence.INSUFFICIENT_HISTORY
    late, early = params.number("from_hour"), params.number("until_hour")

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        found = tuple(e for e in of_one_owner(sighting, history, window) if is_business(e) and cash_in(e))
        if len(found) < need:
            return Silence.INSUFFICIENT_HISTORY
        declared = max(map(_turnover, found)) * days / _MONTH
        if not declared:
            return Silence.INSUFFICIENT_HISTORY
        night = sum(at_night(e, late, early) for e in found)
        percent = sum(map(sum_of, found)) * 100 / declared
        if night * 100 <= params.number("night_percent") * len(found) or percent < params.number("percent"):
            return Silence.ABSENT
        said = say("b-offhours-oversize", night=night, count=len(found), percent=int(percent), days=int(days))
        return Fired(said, found)

    return telling(sighting, history, days, tell)


def _pays_workers(entry: Entry, fewest: float) -> tuple[float, int] | None:
    """The wages of a month in rupees and the workers; None where the report does not tell them or there are few."""
    account = entry.fact.account
    if account is None or not account.business or account.headcount is None or account.headcount < fewest:
        return None
    wages = rupees(account.payroll_month)
    return (wages, account.headcount) if wages else None


def b_payroll_low_deduct(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A business pays its workforce far less than anybody can live on, or keeps a large part of the wages for housing, food
    or debt. Employers who pay many in cash look the same; a month without wages says nothing, a late one is weighed with
    those near it."""
    account = sighting.fact.account
    if account is None or not account.business:
        return Silence.NOT_APPLICABLE
    kept, fewest = account.deduction_percent, max(params.number("headcount"), 1)
    if kept is not None and kept >= params.number("percent"):
        return Fired(say("b-payroll-low-deduct/deductions", percent=kept), (sighting,))
    if _pays_workers(sighting, fewest) is None:
        return Silence.NOT_APPLICABLE if kept is None else Silence.ABSENT

    near = of_one_owner(sighting, history, history.around(sighting, params.number("days")))
    told = [(e, paid) for e in near if (paid := _pays_workers(e, fewest)) is not None]
    each = sum(wages for _, (wages, _) in told) / sum(workers for _, (_, workers) in told)
    if each >= params.number("rupees"):
        return Silence.ABSENT
    said = say("b-payroll-low-deduct", rupees=two_figures(each), headcount=account.headcount or 0)
    return Fired(said, tuple(e for e, _ in told))


BANK_BUSINESS: tuple[Indicator, ...] = (
    Indicator(
        b_cash_only_business,
        about=Subject.FACILITATOR,
        roles=HOLDER,
        source="FinCEN FIN-2020-A008, financial 4; AUSTRAC: lack of business expenses",
        typologies=(Typology.SEXUAL_EXPLOITATION, Typology.FORCED_LABOUR),
        params={"days": 60, "deposits": 4, "rupees": 500_000},
        kinds=OWNERS,
    ),
    Indicator(
        b_offhours_oversize,
        about=Subject.FACILITATOR,
        roles=HOLDER,
        source="FinCEN FIN-2020-A008, financial 3",
        typologies=(Typology.SEXUAL_EXPLOITATION,),
        params={"days": 60, "deposits": 6, "from_hour": 22, "until_hour": 5, "night_percent": 50, "percent": 150},
        kinds=OWNERS,
    ),
    Indicator(
        b_payroll_low_deduct,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.HOLDER, Role.EMPLOYER}),
        source="FinCEN FIN-2014-A008: payroll too low for the workforce, large deductions for housing and food",
        typologies=(Typology.FORCED_LABOUR,),
        params={"days": 90, "headcount": 5, "rupees": 18_500, "percent": 40},
        kinds=OWNERS,
    ),
)
