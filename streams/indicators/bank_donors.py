"""What a bank sees of whoever pays for the treatment of strangers and gives them money."""

from collections.abc import Iterator, Sequence

from schemas.event import Party
from schemas.facts import Purpose
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from streams.history import Entry, History
from streams.indicators.contract import Crowd, Fired, Indicator, Params, Silence
from streams.indicators.money import (
    OWNERS,
    is_business,
    is_organisation,
    is_personal,
    of_one_owner,
    pays,
    purpose_of,
    smallest_of,
    sum_of,
)
from streams.indicators.reading import related, same_party, telling, unrelated
from streams.kept import Kept
from streams.wording import say

_PAYER = frozenset({Role.HOLDER, Role.SENDER})
_UNSTATED = frozenset({Purpose.GIFT, Purpose.OTHER, None})


def _others(entry: Entry) -> Iterator[Party]:
    yield from entry.others(Role.BENEFICIARY, Role.TRAVELLER, *(() if entry.role is Role.HOLDER else (Role.HOLDER,)))


def _privately(entry: Entry) -> bool:
    """A person pays, and not for the family."""
    if not pays(entry) or not is_personal(entry):
        return False
    return not any(related(party, entry.me) or same_party(party, entry.me) for party in _others(entry))


def _cares(entry: Entry) -> bool:
    """Treatment of somebody else who is named: where a hospital alone is, it may be the payer's own."""
    if purpose_of(entry) is not Purpose.MEDICAL or not _privately(entry):
        return False
    return any(not is_organisation(party) for party in _others(entry))


def _given(entry: Entry, least: float) -> list[Party]:
    """People who get a large sum for no stated service."""
    if purpose_of(entry) not in _UNSTATED or sum_of(entry) < least or not _privately(entry):
        return []
    if entry.role is Role.SENDER and is_business(entry):
        return []
    return [party for party in _others(entry) if party.tokens and not is_organisation(party)]


TREATED_OR_GIVEN = Kept("treatment-or-gifts", 8, lambda entry: _cares(entry) or bool(_given(entry, 200_000)))


def b_treats_and_gives(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A private person pays for treatment that is not the family's, and gives large sums to several people of different
    families for no stated service: what a donor of an organ is promised. Benefactors of patients do so too: look for a
    charity. The evidence for this pattern is thin."""
    paid = sighting.fact.transaction
    if paid is None or not pays(sighting) or not is_personal(sighting):
        return Silence.NOT_APPLICABLE
    least, need, days = params.number("rupees"), params.number("people"), params.number("days")
    if not _cares(sighting) and not _given(sighting, least):
        return Silence.ABSENT
    if len(history.entries) <= need:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        known = of_one_owner(sighting, history, window)
        treated = [e for e in known if _cares(e)]
        gifts = [(e, parties) for e in known if (parties := _given(e, least))]
        count = unrelated(party for _, parties in gifts for party in parties)
        if not treated or count < need:
            return Silence.INSUFFICIENT_HISTORY
        evidence = tuple(sorted({*treated, *(e for e, _ in gifts)}))
        given = smallest_of(e for e, _ in gifts)
        return Fired(say("b-treats-and-gives", count=count, rupees=given, days=int(days)), evidence)

    return telling(sighting, history, days, tell)


BANK_DONORS: tuple[Indicator, ...] = (
    Indicator(
        b_treats_and_gives,
        about=Subject.FACILITATOR,
        roles=_PAYER,
        source="Raabta, from KYC360 on FATF-APG 2018: treatment of unrelated persons; the evidence is thin",
        typologies=(Typology.ORGAN_REMOVAL,),
        params={"days": 90, "people": 2, "rupees": 200_000},
        kinds=OWNERS,
        volume=Crowd.CHANCE,
        keeps=(TREATED_OR_GIVEN,),
    ),
)
