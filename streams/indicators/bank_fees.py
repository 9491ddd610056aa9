"""What a bank sees of a job or a visa that costs far more than it lawfully may."""

from collections.abc import Sequence

from schemas.event import Party
from schemas.facts import Purpose
from schemas.rulepack import Subject, Typology
from streams.history import Entry, History
from streams.indicators.bank_senders import RECEIVER, strangers
from streams.indicators.contract import Crowd, Fired, Indicator, Params, Silence
from streams.indicators.money import (
    OWNERS,
    is_personal,
    of_one_owner,
    purpose_of,
    receives,
    senders,
    smallest_of,
    sum_of,
    wallets,
)
from streams.indicators.reading import telling, unrelated
from streams.kept import Kept
from streams.wording import say

_FEE = frozenset({Purpose.RECRUITMENT_FEE})
_FOR_A_JOB = _FEE | {Purpose.VISA}
_UNSTATED = frozenset({Purpose.OTHER, Purpose.TRAVEL, None})
"""What a fee is called where its payer does not call it one."""


def _large(entry: Entry, least: float) -> list[Party]:
    """Who pays a person such a sum, for a job as far as it is told."""
    if not receives(entry) or not is_personal(entry) or sum_of(entry) < least:
        return []
    return strangers(entry) if purpose_of(entry) in _FOR_A_JOB | _UNSTATED else []


LARGE_SUMS = Kept("large-sums-for-a-job", 12, lambda entry: bool(_large(entry, 100_000)))


def b_fees_far_over_norm(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Several unrelated people each pay one personal account or wallet many times what a job abroad may lawfully cost, and
    of some of these sums it is said that they are for the job or its visa. Such fees make the debt that binds. What is usual
    is often unlawful; a consultant for studies abroad takes sums for visas, but no fee for a job."""
    return _sums(sighting, history, params, "b-fees-far-over-norm", fee=True)


def b_sums_for_visas(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Several unrelated people each pay one personal account or wallet a large sum, and of some it is said that they are for
    a visa; none is called a fee for a job. Consultants for studies abroad are paid so as well."""
    return _sums(sighting, history, params, "b-sums-for-visas", fee=False)


def _sums(sighting: Entry, history: History, params: Params, key: str, *, fee: bool) -> Fired | Silence:
    if not receives(sighting) or not is_personal(sighting) or not any(True for _ in senders(sighting)):
        return Silence.NOT_APPLICABLE
    least, need = params.number("rupees"), params.number("senders")
    if not _large(sighting, least):
        return Silence.ABSENT
    if len(history.entries) < need:
        return Silence.INSUFFICIENT_HISTORY
    told, days = params.number("told"), params.number("days")

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        found = [(e, paid) for e in of_one_owner(sighting, history, window) if (paid := _large(e, least))]
        sent = [party for _, parties in found for party in parties]
        count = unrelated(sent) + wallets(sent)
        if count < need:
            return Silence.INSUFFICIENT_HISTORY
        stated = [purpose_of(e) for e, _ in found if purpose_of(e) in _FOR_A_JOB]
        if len(stated) < told or fee is _FEE.isdisjoint(stated):
            return Silence.ABSENT
        return Fired(
            say(key, count=count, rupees=smallest_of(e for e, _ in found), days=int(days)), tuple(e for e, _ in found)
        )

    return telling(sighting, history, days, tell)


BANK_FEES: tuple[Indicator, ...] = (
    Indicator(
        b_fees_far_over_norm,
        about=Subject.FACILITATOR,
        roles=RECEIVER,
        source="Migrant Resource Centre Pakistan: lawful sums; BEOE: insist on a receipt; FLEX and IRIS: the employer pays",
        typologies=(Typology.FORCED_LABOUR, Typology.SMUGGLING),
        params={"days": 60, "senders": 3, "told": 2, "rupees": 100_000},
        kinds=OWNERS,
        keeps=(LARGE_SUMS,),
    ),
    Indicator(
        b_sums_for_visas,
        about=Subject.FACILITATOR,
        roles=RECEIVER,
        source="FATF-APG 2018; FinCEN FIN-2014-A008: multiple, apparently unrelated, customers",
        typologies=(Typology.FORCED_LABOUR, Typology.SMUGGLING),
        params={"days": 60, "senders": 3, "told": 1, "rupees": 100_000},
        kinds=OWNERS,
        volume=Crowd.CHANCE,
        keeps=(LARGE_SUMS,),
    ),
)
