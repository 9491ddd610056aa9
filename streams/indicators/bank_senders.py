"""What money shows of the many who send it to one."""

from collections import Counter
from collections.abc import Callable, Sequence

from schemas.event import Party
from schemas.facts import Purpose
from schemas.role import Role
from schemas.rulepack import Subject
from schemas.token import TokenKind
from streams.history import Entry, History
from streams.indicators.contract import Crowd, Fired, Indicator, Params, Silence
from streams.indicators.money import (
    OWNERS,
    is_organisation,
    is_personal,
    of_one_owner,
    purpose_of,
    receives,
    senders,
    wallets,
)
from streams.indicators.reading import groups, people, related, surnames, telling, unrelated
from streams.summary import Facet
from streams.wording import say

RECEIVER = frozenset({Role.BENEFICIARY, Role.HOLDER})
_SHARED = tuple(f"{kind}:" for kind in (TokenKind.PHONE, TokenKind.DEVICE, TokenKind.EMAIL, TokenKind.ADDRESS))


def _others_at_most(history: History) -> int:
    """No more other parties than these are remembered: a cheap bound before anybody is told apart."""
    return sum(len(entry.fact.parties) for entry in history.entries) - len(history.entries)


def strangers(entry: Entry) -> list[Party]:
    """People who sent the money, but for the receiver's family. An organisation is not people."""
    me = entry.me
    return [party for party in senders(entry) if not is_organisation(party) and not related(party, me)]


def senders_of(
    sighting: Entry,
    history: History,
    params: Params,
    sent_by: Callable[[Entry], list[Party]],
    least: str,
    key: str,
    how_many: Callable[[list[Party]], int] = people,
    facet: Facet | None = None,
) -> Fired | Silence:
    """Enough different senders in the payments that count: those of which `sent_by` names senders. One is the sighting.
    `facet`: the same senders among payments that a bound dropped."""
    need, days = params.number(least), params.number("days")
    asked = facet if history.summary else None
    if asked is None and _others_at_most(history) < need:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        found = [(e, parties) for e in of_one_owner(sighting, history, window) if (parties := sent_by(e))]
        sent = [party for _, parties in found for party in parties]
        if asked is None and len(sent) < need:
            return Silence.INSUFFICIENT_HISTORY
        count = how_many(sent) + wallets(sent)
        if asked is not None:
            count = max(count, history.least(asked, window, days))
        if count < need:
            return Silence.INSUFFICIENT_HISTORY
        return Fired(say(key, count=count, days=int(days)), tuple(e for e, _ in found))

    return telling(sighting, history, days, tell)


def _to_a_person(entry: Entry) -> list[Party]:
    """Who sends money to a private person; wages are left out, as a maid or tutor works for many."""
    if not receives(entry) or purpose_of(entry) is Purpose.SALARY or not is_personal(entry):
        return []
    return strangers(entry)


def b_fan_in_unrelated(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Several people who share neither surname nor address, with one another or the receiver, send money to one person.
    Landlords and savings circles receive so too; wages, businesses and agencies are left out."""
    if not receives(sighting) or not is_personal(sighting) or not any(True for _ in senders(sighting)):
        return Silence.NOT_APPLICABLE
    if not _to_a_person(sighting):
        return Silence.ABSENT
    return senders_of(sighting, history, params, _to_a_person, "senders", "b-fan-in-unrelated", unrelated)


def _shares(party: Party) -> list[str]:
    return [token for token in party.tokens if token.startswith(_SHARED)]


def b_senders_share_id(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Several people send money to one person, and some of them, of different surnames, share a phone, device, mail or
    address: one hand may send for all. A joint household or the shop that fills in forms for a village can look like it."""
    if not receives(sighting) or not is_personal(sighting) or not any(True for _ in senders(sighting)):
        return Silence.NOT_APPLICABLE
    if not _to_a_person(sighting):
        return Silence.ABSENT
    need, days = params.number("senders"), params.number("days")
    sharing, families = params.number("sharing"), params.number("surnames")
    if _others_at_most(history) < need:
        return Silence.INSUFFICIENT_HISTORY

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        found = [(e, parties) for e in of_one_owner(sighting, history, window) if (parties := _to_a_person(e))]
        sent = [party for _, parties in found for party in parties]
        if len(sent) < need:
            return Silence.INSUFFICIENT_HISTORY
        if max(Counter(token for party in sent for token in _shares(party)).values(), default=0) < 2:
            return Silence.ABSENT  # told before anybody is told apart: nothing is seen twice
        count = people(sent) + wallets(sent)
        if count < need:
            return Silence.INSUFFICIENT_HISTORY
        together = [group for group in groups((p, _shares(p)) for p in sent) if surnames(group) >= families]
        most = max(map(people, together), default=0)
        if most < sharing:
            return Silence.ABSENT
        return Fired(say("b-senders-share-id", count=count, sharing=most, days=int(days)), tuple(e for e, _ in found))

    return telling(sighting, history, days, tell)


BANK_SENDERS: tuple[Indicator, ...] = (
    Indicator(
        b_fan_in_unrelated,
        about=Subject.FACILITATOR,
        roles=RECEIVER,
        source="FinCEN FIN-2014-A008: multiple, apparently unrelated, customers",
        params={"days": 30, "senders": 5},
        kinds=OWNERS,
        volume=Crowd.SHARED,
    ),
    Indicator(
        b_senders_share_id,
        about=Subject.FACILITATOR,
        roles=RECEIVER,
        source="FinCEN advisories FIN-2014-A008 and FIN-2020-A008, as summarised by fincrime.news",
        params={"days": 30, "senders": 5, "sharing": 3, "surnames": 3},
        kinds=OWNERS,
        volume=Crowd.SHARED,
    ),
)
