"""Whom an alert is about: is a child concerned, and might a facilitator be a possible victim too? Pure."""

from collections.abc import Iterable, Sequence

from schemas.event import Party
from schemas.role import PROTECTED_ROLES
from schemas.rulepack import Strength, Subject, Typology
from schemas.token import IDENTITY_KINDS
from streams.counted import Counted
from streams.history import Entry, History
from streams.indicators.reading import is_child
from streams.pack import Pack


def child_concerned(history: History, about: Subject, hits: Iterable[Counted], pack: Pack) -> bool:
    """Whether a child is concerned (Palermo Protocol Art. 3(d): under 18).

    A possible victim is one when the evidence shows it, or the newest event that tells an age. A facilitator's alert
    concerns children only when a sign that is about children shows one: not because a family travelled on the same booking.
    """
    if about is Subject.FACILITATOR:
        return any(map(is_child, _children_of_signs(hits, pack)))
    if any(is_child(entry.me) for hit in hits for entry in hit.evidence):
        return True
    newest = next((entry.me for entry in reversed(history.entries) if entry.me.age is not None), None)
    return newest is not None and history.kind in IDENTITY_KINDS and is_child(newest)


def _children_of_signs(hits: Iterable[Counted], pack: Pack) -> Iterable[Party]:
    for hit in hits:
        if (
            hit.strength is not None
            and Typology.CHILD_TRAFFICKING in pack.by_id[hit.met.indicator].indicator.typologies
        ):
            for entry in hit.evidence:
                yield from entry.others(*PROTECTED_ROLES)


def may_be_victim(history: History, about: Subject, pack: Pack) -> bool:
    """A facilitator of whom a sign of a possible victim is remembered that is neither weak nor a profile."""
    if about is not Subject.FACILITATOR or history.kind not in IDENTITY_KINDS:
        return False
    known = [pack.by_id[name] for name in history.hits if name in pack.by_id]
    signs = [ready for ready in known if ready.indicator.about is Subject.POSSIBLE_VICTIM]
    return any(ready.rule.strength is not Strength.WEAK and not ready.rule.profile for ready in signs)


def shown(evidence: Sequence[Entry]) -> Party:
    """The party as the newest evidence shows it that tells age or sex."""
    told = (entry.me for entry in reversed(evidence) if entry.me.age is not None or entry.me.sex is not None)
    return next(told, evidence[-1].me)
