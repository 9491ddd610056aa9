"""How indicators read parties and histories: who is who, who is related, how many are different."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta, timezone

from schemas.codes import airports
from schemas.event import Party
from schemas.facts import Trip
from schemas.role import Role
from schemas.token import COMPARED_KINDS, IDENTITY_KINDS, TokenKind, key_of
from streams.history import Entry, History
from streams.indicators.contract import Fired, Silence

HOME = "PAK"
PAKISTAN = timezone(timedelta(hours=5))
"""Its clock; no summer time since 2009 [K]."""
_IDENTITY = tuple(f"{kind}:" for kind in IDENTITY_KINDS)
_COMPARED = tuple(f"{kind}:" for kind in COMPARED_KINDS)
_HEAD = {kind: f"{kind}:" for kind in TokenKind}
_HOME = (f"{TokenKind.FAMILY}:", f"{TokenKind.ADDRESS}:")
_KIN = (*_IDENTITY, *_HOME)


def tokens_of(party: Party, kind: TokenKind) -> frozenset[str]:
    """All tokens of one kind on a party."""
    head = _HEAD[kind]
    return frozenset(token for token in party.tokens if token.startswith(head))


def name_of(party: Party) -> str | None:
    """The best token that names the party as a person, or else its first token; None if it has none."""
    for head in _IDENTITY:
        for token in party.tokens:
            if token.startswith(head):
                return token
    return party.tokens[0] if party.tokens else None


def same_person(one: Party, other: Party) -> bool:
    """They share a token that names one person."""
    return any(token.startswith(_IDENTITY) and token in other.tokens for token in one.tokens)


def same_party(one: Party, other: Party) -> bool:
    """They share any identifier, such as a phone: more than a surname, an address or a booking."""
    return any(token in other.tokens and not token.startswith(_COMPARED) for token in one.tokens)


def related(one: Party, other: Party) -> bool:
    """They are one person, or share a surname, a father or husband, or an address."""
    return any(token in other.tokens and token.startswith(_KIN) for token in one.tokens)


def differ(one: Party, other: Party, kind: TokenKind) -> bool:
    """Both are known by this kind of token, under one key, and by different ones. Tokens of two keys say nothing."""
    ours, theirs = tokens_of(one, kind), tokens_of(other, kind)
    return not ours & theirs and not {key_of(t) for t in ours}.isdisjoint(key_of(t) for t in theirs)


def is_child(party: Party) -> bool:
    """Under 18 at the time of the event (Palermo Protocol Art. 3(d))."""
    return party.age is not None and party.age < 18


def is_adult(party: Party) -> bool:
    """Known to be 18 or older."""
    return party.age is not None and party.age >= 18


Shown = tuple[Party, Sequence[str]]
"""A party with the tokens it is compared by."""


def groups(shown: Iterable[Shown]) -> list[list[Party]]:
    """Parties put together that share a token, directly or through others; without one: left out.

    While keys rotate a party shows each token under two keys; together they still are one.
    """
    group_of: dict[str, list[Shown]] = {}
    found: dict[int, list[Shown]] = {}
    for party, tokens in shown:
        if not tokens:
            continue
        touched = {id(group): group for token in tokens if (group := group_of.get(token)) is not None}
        group = max(touched.values(), key=len) if touched else []
        found[id(group)] = group
        group.append((party, tokens))
        for token in tokens:
            group_of[token] = group
        for number, other in touched.items():
            if other is not group:
                del found[number]
                group += other
                group_of.update((token, group) for _, known in other for token in known)
    return [[party for party, _ in group] for group in found.values()]


def _by(parties: Iterable[Party], *kinds: TokenKind) -> list[list[Party]]:
    heads = tuple(_HEAD[kind] for kind in kinds)
    return groups((party, [t for t in party.tokens if t.startswith(heads)]) for party in parties)


def _person(party: Party) -> list[str]:
    """What tells a person apart: identity, or else the account."""
    found = [token for token in party.tokens if token.startswith(_IDENTITY)]
    return found or [token for token in party.tokens if token.startswith("iban:")]


def persons(parties: Iterable[Party]) -> list[list[Party]]:
    """The parties by person, never the same person twice. Who shows neither identity nor account is left out."""
    return groups((party, _person(party)) for party in parties)


def marks_of_people(parties: Iterable[Party]) -> Iterator[str]:
    """A token of each person that tells it apart in a sketch: of the kind that most partners give. Who shows none is left out, as in
    `persons`; who is known by different kinds counts twice, so that such a count leans towards too many."""
    for party in parties:
        for head in (_HEAD[TokenKind.PERSON], *_IDENTITY, _HEAD[TokenKind.IBAN]):
            found = [token for token in party.tokens if token.startswith(head)]
            if found:
                yield min(found)
                break


def people(parties: Iterable[Party]) -> int:
    """How many different persons."""
    return len(persons(parties))


def surnames(parties: Iterable[Party]) -> int:
    """How many different surnames, of those who show one."""
    return len(_by(parties, TokenKind.FAMILY))


def families(parties: Iterable[Party]) -> int:
    """How many different families, of those who show a surname: who shares a surname, a father or husband, or an
    address is of one. In Pakistan husband, wife and child rarely share a surname."""
    shown = [party for party in parties if tokens_of(party, TokenKind.FAMILY)]
    return len(_by(shown, TokenKind.FAMILY, TokenKind.ADDRESS))


def bookings(parties: Iterable[Party]) -> int:
    """How many different PNRs."""
    return len(_by(parties, TokenKind.PNR))


def numbers_of(entry: Entry) -> list[str]:
    """The booking numbers that the event shows, whoever of it shows them."""
    return [token for party in entry.fact.parties for token in tokens_of(party, TokenKind.PNR)]


def booking_of(entry: Entry) -> list[str]:
    """What tells its booking from others: the PNR; without one those who travel; without them the event itself."""
    found = numbers_of(entry)
    travellers = (party for party in entry.fact.parties if party.role is Role.TRAVELLER)
    return found or [token for party in travellers for token in _person(party)] or [entry.event]


def booked(entries: Iterable[Entry]) -> list[list[Party]]:
    """The parties meant, by booking."""
    return groups((entry.me, booking_of(entry)) for entry in entries)


def accounts(parties: Iterable[Party]) -> int:
    """How many different bank accounts."""
    return len(_by(parties, TokenKind.IBAN))


def unrelated(parties: Iterable[Party]) -> int:
    """How many persons who share neither surname, father or husband nor address with another of them."""
    shown = ((party, _person(party)) for party in parties)
    return len(
        groups((party, [*own, *(t for t in party.tokens if t.startswith(_HOME))]) for party, own in shown if own)
    )


def households(parties: Iterable[Party], unknown: float) -> int:
    """How many families the persons are of: as `unrelated`, but so many of those who show neither surname nor address
    may belong to a family that is counted already."""
    shown = ((party, _person(party)) for party in parties)
    found = groups((party, [*own, *(t for t in party.tokens if t.startswith(_HOME))]) for party, own in shown if own)
    known = sum(any(t.startswith(_HOME) for party in group for t in party.tokens) for group in found)
    return known + max(0, len(found) - known - int(unknown))


def one_address(parties: Sequence[Party]) -> bool:
    """All of them show an address and live together."""
    return all(tokens_of(p, TokenKind.ADDRESS) for p in parties) and len(_by(parties, TokenKind.ADDRESS)) == 1


def country_of(airport: str) -> str:
    """ISO 3166 alpha-3 country of an airport; empty if it has none."""
    return airports().get(airport, "")


def place_of(airport: str) -> str:
    """For a sentence: its country, or the airport itself where that is not known."""
    return country_of(airport) or airport


def outbound(trip: Trip) -> bool:
    """The journey ends abroad."""
    return country_of(trip.destination) != HOME


def local_day(moment: datetime) -> date:
    """The day by Pakistan's calendar, whatever offset the partner wrote."""
    return moment.astimezone(PAKISTAN).date()


def at_most(history: History, role: Role) -> int:
    """No more parties than these play the role: a cheap bound before anybody is told apart."""
    return sum(party.role is role for entry in history.entries for party in entry.fact.parties)


def pairs(sighting: Entry, history: History, days: float) -> Iterator[tuple[Entry, Entry]]:
    """The sighting with each sighting of another event at most `days` away, both ways round."""
    if len(history.entries) > 1:
        for other in history.around(sighting, days):
            if other.event != sighting.event:
                yield sighting, other
                yield other, sighting


def unpaired(sighting: Entry, history: History, days: float) -> Silence:
    """Why a sign of two events is silent: no second event is remembered within `days`, or none that fits."""
    event = sighting.event
    if any(other.event != event for other in history.around(sighting, days)):
        return Silence.ABSENT
    return Silence.INSUFFICIENT_HISTORY


def telling(
    sighting: Entry,
    history: History,
    days: float,
    tell: Callable[[Sequence[Entry]], Fired | Silence],
) -> Fired | Silence:
    """What `tell` says of the fullest stretch of at most `days` that holds the sighting and fires, or why none does.

    `tell` is silent with INSUFFICIENT_HISTORY where it counts fewer than the pattern takes, and with ABSENT where it
    counts enough and something else is not there; one stretch that holds enough makes the whole ABSENT. `tell` must be a
    function of the stretch, and every entry that may complete one must be asked: then the order of arrival changes nothing.
    A stretch that is wider may still tell less: what is known later makes two people one, or outnumbers the odd ones.
    """
    stretches = sorted(history.windows(sighting, days), key=len, reverse=True)
    answer = tell(stretches[0])
    for window in stretches[1:]:
        if isinstance(answer, Fired):
            break
        other = tell(window)
        if isinstance(other, Fired) or other is Silence.ABSENT:
            answer = other
    return answer
