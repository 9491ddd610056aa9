"""Services that stand between who pays and who receives: of virtual assets, and payment processors."""

from schemas.facts import ServiceRisk
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from streams.history import Entry, History
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.indicators.money import OWNERS, about, counted, is_paid
from streams.wording import say

_CUSTOMER = frozenset({Role.HOLDER, Role.SENDER})
_DARK = frozenset({ServiceRisk.MIXER, ServiceRisk.DARKNET})


def _unidentified(entry: Entry) -> bool:
    paid = entry.fact.transaction
    if paid is None or paid.virtual_asset_risk is not ServiceRisk.NO_IDENTIFICATION:
        return False
    return entry.role in _CUSTOMER and is_paid(entry)


def b_crypto_illicit(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Money goes to or comes from a mixer or darknet market, or again and again a virtual-asset service that identifies
    nobody. Freelancers paid from abroad use the latter for want of a licensed service."""
    paid = sighting.fact.transaction
    if paid is None or paid.virtual_asset_risk is None or not is_paid(sighting):
        return Silence.NOT_APPLICABLE
    if paid.virtual_asset_risk in _DARK:
        return Fired(say("b-crypto-illicit", amount=about(paid.money), currency=paid.money.currency), (sighting,))
    if not _unidentified(sighting):
        return Silence.ABSENT
    return counted(sighting, history, params, _unidentified, "payments", "b-crypto-illicit/unidentified")


def _concealed(entry: Entry) -> bool:
    paid = entry.fact.transaction
    if paid is None or paid.through_processor is not True or paid.ultimate_party_known is not False:
        return False
    return entry.role in _CUSTOMER and is_paid(entry)


def b_tppp_conceal(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A payment processor stands between the parties again and again and does not say who pays or receives in the end.
    Much of honest trade on the web is paid so: only an addition to other signs."""
    paid = sighting.fact.transaction
    if paid is None or paid.through_processor is None or not is_paid(sighting):
        return Silence.NOT_APPLICABLE
    if paid.through_processor and paid.ultimate_party_known is None:
        return Silence.NOT_APPLICABLE
    if not _concealed(sighting):
        return Silence.ABSENT
    return counted(sighting, history, params, _concealed, "payments", "b-tppp-conceal")


BANK_SERVICE: tuple[Indicator, ...] = (
    Indicator(
        b_crypto_illicit,
        about=Subject.FACILITATOR,
        roles=_CUSTOMER,
        source="FinCEN FIN-2020-A008, financial 8",
        typologies=(Typology.SEXUAL_EXPLOITATION, Typology.CHILD_TRAFFICKING),
        params={"days": 30, "payments": 3},
        kinds=OWNERS,
    ),
    Indicator(
        b_tppp_conceal,
        about=Subject.FACILITATOR,
        roles=_CUSTOMER,
        source="FinCEN FIN-2020-A008, financial 9",
        params={"days": 30, "payments": 3},
        kinds=OWNERS,
    ),
)
