"""Joining: to which other tokens of the same person each sighting of a history goes. A function of what is held, so that a
join that turns out wrong can be undone: what is no longer to be reached is taken back."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from schemas.rulepack import Brakes
from schemas.sighting import MAX_HOPS
from schemas.token import JOINING_KINDS, TokenKind
from streams.bonds import crowded
from streams.entry import Entry, Key
from streams.history import History
from streams.strands import Strand, differ, shows_document, strands

MAC = 22
"""Characters of a token behind its kind and key."""
_NOBODY: frozenset[str] = frozenset()
_LICENCE = f"{TokenKind.OEP}:"
_NAMED = f"{TokenKind.NAMED}:"


class Joining(NamedTuple):
    """Who is who in one history."""

    strands: tuple[Strand, ...]
    """The entries by person; one strand unless names or documents contradict."""
    aliases: frozenset[str]
    """All that anything may go to."""
    reach: Mapping[Key, frozenset[str]]
    """Where each entry goes."""
    voice: Strand | None = None
    """The only entries that the token is judged by; None: all."""


NOT_JOINED = Joining((), _NOBODY, {})
"""Of a token that names no person and no firm: it links, it does not relay."""


def joining(history: History, brakes: Brakes) -> Joining:
    """What this history joins now; made once for each change of it."""
    if history.kind not in JOINING_KINDS and history.kind is not TokenKind.AGENCY:
        return NOT_JOINED
    revision, found = history.joined
    if revision != history.revision or not isinstance(found, Joining):
        found = _made(history, brakes)
        history.joined = (history.revision, found)
    return found


def _made(history: History, brakes: Brakes) -> Joining:
    if history.kind is TokenKind.PERSON:
        return _by_name(history, brakes)
    return _by_licence(history) if history.kind is TokenKind.AGENCY else _by_document(history, brakes)


def voice(history: History, brakes: Brakes) -> History:
    """What a token may be judged by. A name that several people bear speaks only for those without a document, and of these
    for whom it has seen most: of the others their documents tell."""
    only = joining(history, brakes).voice
    if only is not None:
        return history.within(only)
    own = history.own
    return history if len(own) == len(history.entries) else history.within(own)


def _by_name(history: History, brakes: Brakes) -> Joining:
    found = strands(history.token, history.own)
    joined = _joining(found, [_shown(history.token, strand, brakes) for strand in found], brakes)
    if len(found) < 2:
        return joined
    undocumented = [strand for strand in found if not shows_document(strand)]
    return joined._replace(voice=max(undocumented, key=lambda strand: (len(strand), strand[-1].order), default=()))


def _by_licence(history: History) -> Joining:
    """A trade name joins nobody. Shown with two licences it is that of two promoters, and no promoter answers for a namesake:
    the licences tell of each, the name only of what shows none."""
    entries = tuple(history.own)
    licensed = [entry for entry in entries if any(token.startswith(_LICENCE) for token in entry.me.tokens)]
    if not differ(token for entry in licensed for token in entry.me.tokens if token.startswith(_LICENCE)):
        return Joining((entries,), _NOBODY, {})
    known = {entry.key for entry in licensed}
    return Joining((entries,), _NOBODY, {}, tuple(entry for entry in entries if entry.key not in known))


def _by_document(history: History, brakes: Brakes) -> Joining:
    entries = history.own
    whole = (tuple(entries),) if entries else ()
    if not history.bonds or crowded(history.bonds, brakes.alias_cap):
        return Joining(whole, _NOBODY, {})
    if not whole:
        return Joining((), history.aliases, {})
    alike = len({alias[:-MAC] for alias in history.bonds}) < len(
        history.bonds
    )  # two of one kind and key may contradict
    found = strands(history.token, entries) if alike else whole
    if len(found) == 1:
        return _joining(found, [history.aliases], brakes)
    return _joining(found, [_shown(history.token, strand, brakes) for strand in found], brakes)


def _shown(token: str, strand: Strand, brakes: Brakes) -> frozenset[str]:
    """The aliases that this strand's own events show; none, if they are more than one person has."""
    aliases = {alias for entry in strand if entry.hops == 0 for alias in entry.names(token)}
    return _NOBODY if crowded(aliases, brakes.alias_cap) else frozenset(aliases)


def _joining(found: tuple[Strand, ...], aliases: Iterable[frozenset[str]], brakes: Brakes) -> Joining:
    reach: dict[Key, frozenset[str]] = {}
    told: frozenset[str] = _NOBODY
    for strand, names in zip(found, aliases, strict=True):
        if len(names) > brakes.fan_out:
            names = frozenset(sorted(names, key=_documents_first)[: brakes.fan_out])
        told |= names
        for entry in strand if names else ():
            if entry.hops < MAX_HOPS:
                reach[entry.key] = _not_there(entry, names)
    return Joining(found, told, reach)


def _documents_first(token: str) -> tuple[bool, str]:
    return token.startswith(_NAMED), token


def _not_there(entry: Entry, names: frozenset[str]) -> frozenset[str]:
    """Without those that have it: intake sent it to them, or it came from there."""
    here = names.intersection(entry.me.tokens)
    return names - here - {entry.via} if here or entry.via else names
