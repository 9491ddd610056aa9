"""What a bank sees of whoever sends people to beg at the holy places: fares and visas for strangers, and their share back."""

from collections.abc import Sequence

from schemas.event import Party
from schemas.facts import Purpose
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from streams.history import Entry, History
from streams.indicators.bank_senders import strangers
from streams.indicators.contract import Crowd, Fired, Indicator, Params, Silence
from streams.indicators.money import (
    OWNERS,
    is_organisation,
    is_personal,
    of_one_owner,
    pays,
    purpose_of,
    receives,
    wallets,
)
from streams.indicators.reading import related, same_party, telling, unrelated
from streams.kept import Kept
from streams.wording import say

_FARES = frozenset({Purpose.TRAVEL, Purpose.VISA})
_NO_SHARE = frozenset({Purpose.SALARY, Purpose.PAYROLL, Purpose.MEDICAL})
_OTHERS = (Role.BENEFICIARY, Role.TRAVELLER)


def _share(entry: Entry, country: Sequence[str]) -> list[Party]:
    """Who sends the party meant money from there, and is no relative."""
    paid = entry.fact.transaction
    if paid is None or paid.counterparty_country not in country or paid.purpose in _NO_SHARE:
        return []
    return strangers(entry) if receives(entry) and is_personal(entry) else []


def _fare(entry: Entry) -> bool:
    """The party meant, a person, pays a fare or visa of others who are named and are no family. Where nobody is named it may
    be its own."""
    if purpose_of(entry) not in _FARES or not pays(entry) or not is_personal(entry):
        return False
    others = [party for party in entry.others(*_OTHERS) if not is_organisation(party)]
    return bool(others) and not any(related(party, entry.me) or same_party(party, entry.me) for party in others)


FARES_OR_SHARES = Kept("fares-or-shares", 8, lambda entry: bool(_share(entry, ("SAU",))) or _fare(entry))


def b_fares_then_shares(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A private person pays fares or visas for others and gets repeated sums from several people in Saudi Arabia who are no
    relatives: agents took half of what their groups begged. A worker's friend who sees to visas at home and is paid back by
    those who got work there looks alike."""
    paid = sighting.fact.transaction
    if paid is None or not is_personal(sighting):
        return Silence.NOT_APPLICABLE
    countries, need = params.names("countries"), params.number("payments")
    if not _share(sighting, countries) and not _fare(sighting):
        return Silence.ABSENT
    fares, least, days = params.number("fares"), params.number("senders"), params.number("days")
    if len(history.entries) < need + fares:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        known = of_one_owner(sighting, history, window)
        shares = [(e, sent) for e in known if (sent := _share(e, countries))]
        spent = [e for e in known if _fare(e)]
        parties = [party for _, sent in shares for party in sent]
        if len(shares) < need or len(spent) < fares or unrelated(parties) + wallets(parties) < least:
            return Silence.INSUFFICIENT_HISTORY
        evidence = tuple(sorted({*(e for e, _ in shares), *spent}))
        return Fired(say("b-fares-then-shares", fares=len(spent), payments=len(shares), days=int(days)), evidence)

    return telling(sighting, history, days, tell)


BANK_PILGRIMAGE: tuple[Indicator, ...] = (
    Indicator(
        b_fares_then_shares,
        about=Subject.FACILITATOR,
        roles=frozenset({Role.HOLDER, Role.SENDER, Role.BENEFICIARY}),
        source="FIA Multan airport cases (ARY 2023): agents took half of the begging income",
        typologies=(Typology.FORCED_BEGGING, Typology.CHILD_TRAFFICKING),
        params={"days": 120, "payments": 3, "senders": 2, "fares": 1, "countries": ("SAU",)},
        kinds=OWNERS,
        volume=Crowd.CHANCE,
        keeps=(FARES_OR_SHARES,),
    ),
)
