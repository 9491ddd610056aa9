"""What banks show of money for brides: large sums to the households that women come from."""

from collections.abc import Iterator, Sequence

from schemas.event import Party
from schemas.facts import Direction, IncomeBand, Purpose
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from streams.history import Entry, History
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.indicators.money import OWNERS, is_business, is_organisation, of_one_owner, rupees, smallest_of
from streams.indicators.reading import HOME, related, same_party, telling, unrelated
from streams.kept import Kept
from streams.wording import say

GIVES = frozenset({Role.SENDER, Role.CONDUCTOR, Role.HOLDER})
_GIVEN = (Purpose.GIFT, Purpose.OTHER)


def endowed(entry: Entry, smallest: float) -> Iterator[Party]:
    """Those of small means, not known as family, to whom the party meant gives a large sum: by their bank's books, where the
    means or the gift are told, or by those of the giver, which do not know the means of the other side and call it a gift."""
    paid, account, role = entry.fact.transaction, entry.fact.account, entry.role
    if paid is None or role not in GIVES or (rupees(paid.money) or 0) < smallest:
        return
    if paid.direction is Direction.IN and role is not Role.HOLDER:
        if account is None or account.business or paid.purpose not in _GIVEN:
            return
        if account.income is not IncomeBand.LOW and (account.income is not None or paid.purpose is not Purpose.GIFT):
            return
        receivers = entry.others(Role.HOLDER)
    elif paid.direction is Direction.OUT and paid.purpose is Purpose.GIFT:
        receivers = entry.others(Role.BENEFICIARY)
    else:
        return
    yield from strangers(receivers, entry.me)


def strangers(parties: Iterator[Party], me: Party) -> Iterator[Party]:
    """Those of them who are people and not known to belong to the party meant."""
    for party in parties:
        if not related(party, me) and not same_party(party, me) and not is_organisation(party):
            yield party


def from_abroad(entry: Entry, smallest: float, countries: Sequence[str]) -> bool:
    """A large sum comes to a private person from one of these countries, for no stated service, and from nobody at home."""
    paid = entry.fact.transaction
    if paid is None or paid.direction is not Direction.IN or entry.role is not Role.HOLDER or is_business(entry):
        return False
    if paid.counterparty_country not in countries or paid.purpose not in _GIVEN or (rupees(paid.money) or 0) < smallest:
        return False
    return not any(p.nationality == HOME or related(p, entry.me) for p in entry.others(Role.SENDER))


def _is_brideprice(entry: Entry) -> bool:
    return from_abroad(entry, 300_000, ("CHN",)) or next(endowed(entry, 300_000), None) is not None


BRIDEPRICES = Kept("sums-like-a-bride-price", 8, _is_brideprice)


def b_brideprice_payer(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A private person gets large sums from a country that brides are taken to, and gives sums like a bride price to several
    households of small means. A foreman who pays workers from an employer's money, and a donor's agent, can look alike."""
    paid = sighting.fact.transaction
    if paid is None or (sighting.role is Role.HOLDER and is_business(sighting)):
        return Silence.NOT_APPLICABLE
    smallest, countries = params.number("rupees"), params.names("countries")
    if not from_abroad(sighting, smallest, countries) and next(endowed(sighting, smallest), None) is None:
        return Silence.ABSENT
    homes, sums, days = params.number("households"), params.number("sums"), params.number("days")
    if len(history.entries) < homes + sums:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        known = of_one_owner(sighting, history, window)
        got = [e for e in known if from_abroad(e, smallest, countries)]
        given = [(e, paid_to) for e in known if (paid_to := list(endowed(e, smallest)))]
        count = unrelated(home for _, paid_to in given for home in paid_to)
        if len(got) < sums or count < homes:
            return Silence.INSUFFICIENT_HISTORY
        evidence = tuple(sorted({*got, *(e for e, _ in given)}))
        rupees = smallest_of(e for e, _ in given)
        said = say("b-brideprice-payer", sums=len(got), households=count, rupees=rupees, days=int(days))
        return Fired(said, evidence)

    return telling(sighting, history, days, tell)


BANK_MARRIAGE: tuple[Indicator, ...] = (
    Indicator(
        b_brideprice_payer,
        about=Subject.FACILITATOR,
        roles=GIVES,
        source="Pakistan-China bride cases 2019 (AP): brokers got sums from grooms, families a small part of them",
        typologies=(Typology.FORCED_MARRIAGE, Typology.SEXUAL_EXPLOITATION),
        params={"days": 60, "rupees": 300_000, "households": 2, "sums": 2, "countries": ("CHN",)},
        kinds=OWNERS,
        keeps=(BRIDEPRICES,),
    ),
)
