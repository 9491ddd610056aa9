"""Whoever plays two parts in one report: the traveller who pays, the companion who pays for both, the holder who is the sender.

Partners often write the second part with a name and a phone alone. Two parts of one report under one name are one person's [D],
unless a document, a birth date or the sex contradicts; a name of one word tells nobody, and two who play the same part are two.
"""

from collections import Counter
from collections.abc import Sequence

from producers.protect.names import skeleton
from schemas.event import MAX_TOKENS, Party
from schemas.report import ReportParty
from schemas.token import IDENTITY_KINDS, TokenKind, key_of, kind_of

_NOT_OF_A_PERSON = frozenset({TokenKind.PNR, TokenKind.DOCUMENT})
"""Of the booking or of a paper: it stays where it was written."""


def as_one(shown: Sequence[ReportParty], parties: Sequence[Party]) -> tuple[Party, ...]:
    """The parties, each with the tokens that the same person shows in another part of the report."""
    names = [_name(party) for party in shown]
    alone = Counter((name, party.role) for name, party in zip(names, parties, strict=True))
    found = list(parties)
    for one, other in ((a, b) for a in range(len(parties)) for b in range(len(parties)) if a != b):
        name = names[one]
        if name is None or names[other] != name or parties[one].role is parties[other].role:
            continue
        if alone[name, parties[one].role] > 1 or alone[name, parties[other].role] > 1:
            continue
        if not _contradicts(parties[one], parties[other]):
            found[one] = _with(found[one], parties[other])
    return tuple(found)


def _name(party: ReportParty) -> str | None:
    """The name in a form that spelling does not change; None for one word, which too many bear."""
    name = skeleton(party.identity.name, "name") if party.identity.name is not None else None
    return name if name is not None and name.strip("~").count("~") > 0 else None


def _contradicts(one: Party, other: Party) -> bool:
    if one.sex is not None and other.sex is not None and one.sex is not other.sex:
        return True
    return any(_differ(one, other, kind) for kind in IDENTITY_KINDS)


def _differ(one: Party, other: Party, kind: TokenKind) -> bool:
    """Both show this kind under one key, and not the same."""
    ours = {token for token in one.tokens if kind_of(token) is kind}
    theirs = {token for token in other.tokens if kind_of(token) is kind}
    return not ours & theirs and not {*map(key_of, ours)}.isdisjoint(map(key_of, theirs))


def _with(party: Party, same: Party) -> Party:
    more = [token for token in same.tokens if kind_of(token) not in _NOT_OF_A_PERSON]
    tokens = tuple(dict.fromkeys((*party.tokens, *more)))[:MAX_TOKENS]
    return party.model_copy(update={"tokens": tokens})
