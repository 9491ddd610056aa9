"""What is paid out of one account, and where its holder moves about."""

from collections.abc import Sequence

from schemas.event import Party
from schemas.facts import Direction, IncomeBand, Purpose
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import TokenKind
from streams.history import Entry, History
from streams.indicators.bank_cash import HOLDER, city_of
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.indicators.money import (
    OWNERS,
    counted,
    day_of,
    is_business,
    is_paid,
    leaves,
    of_one_owner,
    purpose_of,
    sum_of,
)
from streams.indicators.reading import HOME, groups, related, telling, tokens_of
from streams.wording import say

_NEEDS = frozenset({Purpose.PHARMACY, Purpose.CLOTHING, Purpose.FOOD})
_LIVING = frozenset({Purpose.LODGING, Purpose.TRANSPORT, *_NEEDS})


def _moves(entry: Entry) -> bool:
    """The party meant was there itself: who pays in or draws, or the holder if nobody else did. A deposit by whom the
    bank does not say proves nothing of the holder."""
    paid = entry.fact.transaction
    if paid is None or paid.city is None or not is_paid(entry) or is_business(entry):
        return False
    if entry.role is Role.CONDUCTOR:
        return True
    if entry.role is not Role.HOLDER or paid.direction is not Direction.OUT:
        return False
    return not any(True for _ in entry.others(Role.CONDUCTOR))


def b_multi_city_movement(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """One person draws or pays in many cities within two weeks; what others pay into the account does not count.
    Drivers, traders and salespeople travel so."""
    if not _moves(sighting):
        return Silence.NOT_APPLICABLE
    need, days = params.number("cities"), params.number("days")
    if len(history.entries) < need:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        found = tuple(e for e in of_one_owner(sighting, history, window) if _moves(e))
        cities = len({city_of(e) for e in found})
        if cities < need:
            return Silence.INSUFFICIENT_HISTORY
        return Fired(say("b-multi-city-movement", cities=cities, days=int(days)), found)

    return telling(sighting, history, days, tell)


def _topped(entry: Entry) -> list[tuple[Party, Sequence[str]]]:
    """Phones and prepaid cards that the account tops up, but for the family's where the bank knows them."""
    if purpose_of(entry) is not Purpose.TOP_UP or not leaves(entry) or is_business(entry):
        return []
    shown = ((p, [*tokens_of(p, TokenKind.PHONE), *tokens_of(p, TokenKind.CARD)]) for p in entry.others(*_TARGETS))
    return [(party, tokens) for party, tokens in shown if tokens and not related(party, entry.me)]


_TARGETS = (Role.BENEFICIARY, Role.CONTACT)


def b_prepaid_topup_heavy(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """One account tops up prepaid cards or phones very often, for several numbers. Shopkeepers who sell top-ups
    look the same unless theirs is a business account, and so do large families whom the bank does not know as such."""
    if purpose_of(sighting) is not Purpose.TOP_UP or not leaves(sighting) or is_business(sighting):
        return Silence.NOT_APPLICABLE
    if not any(tokens_of(p, TokenKind.PHONE) or tokens_of(p, TokenKind.CARD) for p in sighting.others(*_TARGETS)):
        return Silence.NOT_APPLICABLE
    if not _topped(sighting):
        return Silence.ABSENT
    need, several, days = params.number("payments"), params.number("numbers"), params.number("days")
    if len(history.entries) < need:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        found = [(e, topped) for e in of_one_owner(sighting, history, window) if (topped := _topped(e))]
        if len(found) < need:
            return Silence.INSUFFICIENT_HISTORY
        numbers = len(groups(shown for _, topped in found for shown in topped))
        if numbers < several:
            return Silence.ABSENT
        said = say("b-prepaid-topup-heavy", count=len(found), numbers=numbers, days=int(days))
        return Fired(said, tuple(e for e, _ in found))

    return telling(sighting, history, days, tell)


def _abroad_for_adverts(entry: Entry) -> bool:
    paid = entry.fact.transaction
    if paid is None or paid.purpose is not Purpose.ADVERTISING or not leaves(entry):
        return False
    return paid.counterparty_country not in (None, HOME) and not is_business(entry)


def b_foreign_classifieds(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """One personal account pays foreign advertising sites again and again. Freelancers and small exporters do so."""
    paid = sighting.fact.transaction
    if paid is None or paid.purpose is not Purpose.ADVERTISING or paid.counterparty_country is None:
        return Silence.NOT_APPLICABLE
    if not leaves(sighting) or is_business(sighting):
        return Silence.NOT_APPLICABLE
    if not _abroad_for_adverts(sighting):
        return Silence.ABSENT
    return counted(sighting, history, params, _abroad_for_adverts, "payments", "b-foreign-classifieds")


def _lives_on(entry: Entry) -> bool:
    return purpose_of(entry) in _LIVING and leaves(entry) and not is_business(entry)


def _means(entry: Entry) -> IncomeBand | None:
    return entry.fact.account.income if entry.fact.account is not None else None


def b_living_cost_bundle(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """One account pays hotels on many days together with rides and daily needs, beyond its holder's means: small ones, or
    hotels above the sum of AUSTRAC. Somebody who attends a sick relative in another city, or travels for work, may too."""
    if purpose_of(sighting) not in _LIVING or not leaves(sighting) or is_business(sighting):
        return Silence.NOT_APPLICABLE
    if not _lives_on(sighting) or _means(sighting) is IncomeBand.HIGH:
        return Silence.ABSENT
    nights, rides, needs = params.number("lodging"), params.number("transport"), params.number("needs")
    if len(history.entries) < nights + rides + needs:
        return Silence.INSUFFICIENT_HISTORY
    days = params.number("days")

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        found = tuple(e for e in of_one_owner(sighting, history, window) if _lives_on(e))
        lodged = [e for e in found if purpose_of(e) is Purpose.LODGING]
        carried = sum(purpose_of(e) is Purpose.TRANSPORT for e in found)
        daily = len(found) - len(lodged) - carried
        if len({day_of(e) for e in lodged}) < nights or carried < rides or daily < needs:
            return Silence.INSUFFICIENT_HISTORY
        means = {_means(e) for e in found}
        much = sum(map(sum_of, lodged)) > params.number("rupees")
        if IncomeBand.HIGH in means or not (much or IncomeBand.LOW in means):
            return Silence.ABSENT
        said = say("b-living-cost-bundle", lodging=len(lodged), transport=carried, needs=daily, days=int(days))
        return Fired(said, found)

    return telling(sighting, history, days, tell)


BANK_SPENDING: tuple[Indicator, ...] = (
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
        kinds=OWNERS,
    ),
    Indicator(
        b_foreign_classifieds,
        about=Subject.FACILITATOR,
        roles=HOLDER,
        source="FinCEN FIN-2020-A008, financial 7; AUSTRAC",
        typologies=(Typology.SEXUAL_EXPLOITATION,),
        params={"days": 30, "payments": 4},
        kinds=OWNERS,
    ),
    Indicator(
        b_living_cost_bundle,
        about=Subject.FACILITATOR,
        roles=HOLDER,
        source="FinCEN FIN-2020-A008, financial 2; AUSTRAC; FINTRAC Project Protect: motels and drugstores",
        typologies=(Typology.SEXUAL_EXPLOITATION,),
        params={"days": 30, "lodging": 4, "transport": 8, "needs": 4, "rupees": 370_000},
        kinds=OWNERS,
    ),
)
