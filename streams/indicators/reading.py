"""How indicators read parties and histories: who is who, who is related, how many are different."""

from collections.abc import Iterable

from schemas.event import Party
from schemas.token import IDENTITY_KINDS, TokenKind
from streams.history import Entry


def tokens_of(party: Party, kind: TokenKind) -> frozenset[str]:
    """All tokens of one kind on a party."""
    head = f"{kind}:"
    return frozenset(token for token in party.tokens if token.startswith(head))


def name_of(party: Party) -> str | None:
    """The best token that names the party as a person, or else its first token; None if it has none."""
    for kind in IDENTITY_KINDS:
        for token in party.tokens:
            if token.startswith(f"{kind}:"):
                return token
    return party.tokens[0] if party.tokens else None


def distinct(parties: Iterable[Party]) -> set[str]:
    """How many different parties: by their best token. Parties without a token count for nothing."""
    return {name for name in map(name_of, parties) if name is not None}


def families(parties: Iterable[Party]) -> set[str]:
    """Different surnames among parties, as comparison tokens."""
    return {token for party in parties for token in tokens_of(party, TokenKind.FAMILY)}


def same_person(one: Party, other: Party) -> bool:
    """They share a token that names one person."""
    return any(tokens_of(one, kind) & tokens_of(other, kind) for kind in IDENTITY_KINDS)


def is_child(party: Party) -> bool:
    """Under 18 at the time of the event (Palermo Protocol Art. 3(d))."""
    return party.age is not None and party.age < 18


def newest(entries: Iterable[Entry], limit: int = 12) -> tuple[Entry, ...]:
    """The latest entries, oldest first, as evidence."""
    return tuple(sorted(entries))[-limit:]
