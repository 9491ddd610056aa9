"""Which token raises the alert when several tokens of one person hold the same evidence. Only the best one speaks."""

from collections import Counter
from collections.abc import Callable, Iterable

from schemas.rulepack import Brakes
from schemas.sighting import MAX_HOPS
from schemas.token import IDENTITY_KINDS, TokenKind, kind_of
from streams.entry import BESIDE
from streams.history import Entry, History
from streams.joining import joining
from streams.pack import PREFERRED

_NOBODY: frozenset[str] = frozenset()


def leader(
    history: History, evidence: Iterable[Entry], brakes: Brakes, accepts: Callable[[TokenKind], bool]
) -> str | None:
    """A better token that certainly has all of this evidence and will raise the alert itself; None if this one leads.

    `accepts` says for which kinds of token the hits mean something. Certain is: the event shows the other token beside
    this one, or the entry was relayed to it, directly or through an alias that relays to both. To be silent wrongly would
    lose an alert; to speak twice is only a nuisance.
    """
    mine = _standing(history.token)
    further = _further(history, brakes)
    reach = joining(history, brakes).reach
    everywhere = set.intersection(
        *(_holders(history, entry, further, reach.get(entry.key, frozenset())) for entry in evidence)
    )
    better = [token for token in everywhere if _standing(token) < mine and accepts(kind_of(token))]
    return min(better, key=_standing, default=None)


def known_as(history: History, brakes: Brakes) -> tuple[str, ...]:
    """Every other token that names this person and that the history can tell of, directly or through one alias. A name with a phone
    joins, and names nobody: its own history may know it to be two people's."""
    known = history.aliases | _further(history, brakes).keys()
    return tuple(sorted(token for token in known if kind_of(token) in IDENTITY_KINDS))


def _holders(history: History, entry: Entry, further: dict[str, str], told: frozenset[str]) -> set[str]:
    if entry.hops == BESIDE:  # it was told to all whom an event shows beside that person
        return {token for own in history.entries if _shows(own, entry.via) for token in own.me.tokens}
    shown = set(entry.me.tokens)
    onward = told if entry.hops + 1 < MAX_HOPS else _NOBODY
    through = {token for token, mid in further.items() if entry.via == mid or mid in shown or mid in onward}
    return shown | told | {entry.via} & history.aliases | through


def _shows(entry: Entry, token: str) -> bool:
    return any(token in party.tokens for party in entry.others())


def _further(history: History, brakes: Brakes) -> dict[str, str]:
    """Tokens of the same person that this one only knows through an alias: token -> that alias, which relays to both.

    An alias that met too many stops relaying (it is ambiguous); by then it has shown this token as many as the cap.
    """
    found: dict[str, str] = {}
    for entry in history.entries:
        if entry.hops == 1 and entry.via in history.aliases:
            for token in entry.me.tokens:
                if token != history.token and token not in history.aliases and kind_of(token) in IDENTITY_KINDS:
                    found[token] = entry.via
    kinds = Counter(kind_of(token) for token in found)
    return {token: middle for token, middle in found.items() if kinds[kind_of(token)] < brakes.alias_cap}


def _standing(token: str) -> tuple[int, str]:
    kind = kind_of(token)
    return (PREFERRED.index(kind) if kind in PREFERRED else len(PREFERRED), token)
