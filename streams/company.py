"""Company: what the people show whom somebody stands beside: whose tickets he pays, whom he recruits, whose wages he collects.

An airline sees a stranger pay for one traveller, a desk hears that another one's passport is kept, a bank sees a third one's account
opened by somebody else: three people with a sign each, and one man beside all of them. So what the signs of a possible victim rest on
is told to whoever stands beside that person in any event, and kept there apart from what is known of the teller's own person. The
signs are read again where it arrives, by the rules in force there. What is told is a function of what is held, so that it is taken back
when a correction takes away the sign or what showed the two together; and it is never passed on, so that it ends.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from schemas.event import Party
from schemas.role import Role
from schemas.rulepack import Strength
from schemas.token import IDENTITY_KINDS, TokenKind, kind_of
from streams.counted import counted
from streams.entry import BESIDE, IDENTITY, Entry, Key
from streams.frame import TAKEN_BACK, Relay, Target
from streams.history import Companion, History, Met
from streams.indicators.contract import Fired
from streams.indicators.reading import groups, related
from streams.joining import joining, voice
from streams.pack import Pack, Ready, can_lead

BESIDE_ROLES = frozenset(Role) - {Role.TRAVELLER, Role.CANDIDATE, Role.GUARANTOR}
"""Whoever stands beside a person in these roles is told. Fellow travellers and fellow candidates may be victims as well, and a guarantor is
most often a relative or an elder of the village."""
_NO_ONE = frozenset({TokenKind.DOCUMENT, TokenKind.DEVICE})
"""Of these kinds a token says too little of who is behind it."""


class Told(NamedTuple):
    """A sighting that is told, and to whom: token, and the token under which that one knows the person."""

    entry: Entry
    to: frozenset[tuple[str, str]]


def told(history: History, pack: Pack) -> Mapping[Key, Told]:
    """What this history tells, and to whom. Of each sighting only the token tells that names its person best."""
    if history.kind not in IDENTITY_KINDS or not history.hits:
        return {}
    events = {event for name, met in history.hits.items() if name in pack.told for event in met.events}
    own = history.own if events else ()
    telling = [entry for entry in own if entry.event in events and entry.hops == 0 and _best(entry.me) == history.token]
    if not telling or len(joining(history, pack.brakes).strands) > 1:
        return {}
    to = frozenset(sorted(_beside(history, own))[: pack.brakes.fan_out])
    return {entry.key: Told(entry, to) for entry in telling} if to else {}


def relays(before: Mapping[Key, Told], after: Mapping[Key, Told]) -> Iterator[Relay]:
    """What is told now, and what is taken back."""
    for key in (*before, *(key for key in after if key not in before)):
        old, new = before.get(key), after.get(key)
        was, is_now = old.to if old else frozenset(), new.to if new else frozenset()
        entry = (new or before[key]).entry
        for token, via in sorted(was - is_now):
            yield Relay(Target(token, entry.party, TAKEN_BACK, via), entry.raw)
        for token, via in sorted(is_now - was):
            yield Relay(Target(token, entry.party, BESIDE, via), entry.raw)


def heard(history: History, pack: Pack) -> History:
    """What a token is judged by: its own person's sightings; and beside them, the signs of those whom it stands beside."""
    view = voice(history, pack.brakes)
    if view is not history and joining(history, pack.brakes).voice is None:
        view.beside = tuple(entry for entry in history.entries if entry.hops == BESIDE)
        view.companions = tuple(_companions(view, pack))
    return view


def _best(party: Party) -> str | None:
    """The token that names the person best."""
    return next((token for head in IDENTITY for token in sorted(party.tokens) if token.startswith(head)), None)


def _beside(history: History, own: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """The tokens of whoever stands beside this person and is neither the same person nor kin, as far as events tell."""
    mine = {token for entry in own for token in _identity(entry.me)} | history.aliases | {history.token}
    for entry in own:
        known = _best(entry.me) or entry.via
        for party in entry.others(*BESIDE_ROLES):
            if known and not related(entry.me, party) and mine.isdisjoint(party.tokens):
                yield from (
                    (token, known) for token in party.tokens if can_lead(token) and kind_of(token) not in _NO_ONE
                )


def _companions(view: History, pack: Pack) -> Iterator[Companion]:
    """Those who show signs, without kin of this person."""
    mine = [entry.me for entry in view.entries]
    for person in _by_person(view.beside):
        parties = [entry.me for entry in person]
        if any(related(me, party) for me in mine for party in parties):
            continue
        evidence = _signs(person, pack)
        if evidence:
            yield Companion(parties[-1], evidence)


def _by_person(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Whoever was erased is nobody any more."""
    shown = {id(entry.me): entry for entry in entries}
    for group in groups((entry.me, [*_identity(entry.me), *([entry.via] if entry.via else ())]) for entry in entries):
        yield sorted(shown[id(party)] for party in group)


def _identity(party: Party) -> list[str]:
    return [token for token in party.tokens if token.startswith(IDENTITY)]


def _signs(person: Sequence[Entry], pack: Pack) -> tuple[Entry, ...]:
    """What those signs of this person rest on that are neither weak nor outweighed, oldest first."""
    named = (_best(entry.me) or entry.via for entry in reversed(person))
    solo = History(next(name for name in named if name))
    solo.entries = list(person)
    found: set[Entry] = set()
    for entry in person:
        for ready in pack.asked(entry.role, solo.kind):
            if ready.id in pack.told:
                fired = ready.indicator.judge(entry, solo, ready.params)
                if isinstance(fired, Fired) and _counts(solo, ready, fired, pack):
                    found.update(fired.evidence)
    return tuple(sorted(found))


def _counts(solo: History, ready: Ready, fired: Fired, pack: Pack) -> bool:
    events = tuple(dict.fromkeys(entry.event for entry in fired.evidence))
    met = Met(ready.id, fired.said, events, fired.evidence[-1].time, len(events))
    strength = counted(solo, met, fired.evidence, ready.rule, pack.answers(ready.id)).strength
    return strength is not None and strength is not Strength.WEAK
