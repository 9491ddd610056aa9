"""The question behind an alert that came or did not: what every indicator makes of one report, for `raabta score --explain`."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import Any, NamedTuple

from schemas.role import Role
from schemas.token import TokenKind
from streams.corrections import is_history
from streams.entry import BESIDE
from streams.explain import MEANING, Explained, Outcome, explain
from streams.history import Entry, History
from streams.pack import Pack
from streams.stored import load

Stored = Iterable[tuple[bytes, bytes | None]]
"""Histories as scoring stores them: the token, and what `streams.stored.dump` wrote."""

_TELLING = tuple(Outcome)
"""The outcome that says most first: of several tokens of one party it is the one that counts."""
_NEAR = (Outcome.INSUFFICIENT_HISTORY, Outcome.HUB)
"""What is worth an analyst's look beside what fired: it may yet fire, or a brake keeps it silent. The others are counted."""


class Told(NamedTuple):
    """One party of the report, and what the indicators say of it by any of its tokens."""

    report: str
    """`partner/report id`."""
    party: int
    role: Role
    kinds: tuple[TokenKind, ...]
    """The kinds of token that this report shows of it."""
    alias_kinds: tuple[TokenKind, ...]
    """The kinds of token under which it is known too, since other reports show them beside one of its own."""
    beside_kinds: tuple[TokenKind, ...]
    """The kinds of token of other people who stand beside it and are told of its signs: nothing of its own."""
    indicators: tuple[Explained, ...]
    """One for each indicator of the pack, in the order of the registry."""


def explained(stored: Stored, report: str, pack: Pack) -> list[Told]:
    """Every party of a report, by its id or `partner/id`, with all that the histories hold. Empty: nobody remembers it."""
    found: dict[tuple[str, int], list[tuple[Entry, History]]] = {}
    for history, entry in _sightings(stored, report):
        found.setdefault((entry.event, entry.party), []).append((entry, history))
    return [_told(event, party, seen, pack) for (event, party), seen in sorted(found.items(), key=lambda one: one[0])]


def _sightings(stored: Stored, report: str) -> Iterator[tuple[History, Entry]]:
    mark = report.rpartition("/")[2].encode()
    for token, data in stored:
        if data is not None and is_history(token) and mark in data:
            history = load(token.decode(), data)
            for entry in history.entries:
                if report in (entry.event, entry.fact.ref.event):
                    yield history, entry


def _told(event: str, party: int, seen: Sequence[tuple[Entry, History]], pack: Pack) -> Told:
    answers = [explain(history, entry, pack) for entry, history in seen if entry.hops != BESIDE]
    best = tuple(min(same, key=lambda one: _TELLING.index(one.outcome)) for same in zip(*answers, strict=True))
    own = _kinds(history for entry, history in seen if entry.hops == 0)
    aliases = _kinds(history for entry, history in seen if 0 < entry.hops < BESIDE)
    beside = _kinds(history for entry, history in seen if entry.hops == BESIDE)
    return Told(event, party, seen[0][0].role, own, aliases, beside, best)


def _kinds(histories: Iterable[History]) -> tuple[TokenKind, ...]:
    return tuple(sorted({history.kind for history in histories}, key=tuple(TokenKind).index))


def partners_of(parties: Iterable[Told]) -> list[str]:
    """The partners whose report this is: several, when they use the same id and only the id was given."""
    return sorted({told.report.partition("/")[0] for told in parties})


def as_text(parties: Sequence[Told], *, every: bool = False) -> str:
    """For a reader: what fired with its sentences, what may yet fire, and how many did not for what reason. `every`: those by
    name too, with what each reason means."""
    return "\n".join(line for told in parties for line in (_whole(told) if every else _short(told)))


def _short(told: Told) -> Iterator[str]:
    yield from _head(told)
    for outcome in (Outcome.FIRED, *_NEAR):
        yield from _outcome(told, outcome)
    counts = (
        (_of(told, outcome), outcome) for outcome in Outcome if outcome is not Outcome.FIRED and outcome not in _NEAR
    )
    rest = ", ".join(f"{len(found)} {outcome}" for found, outcome in counts if found)
    yield f"  the others: {rest}; --explain-all names each" if rest else "  no others"


def _whole(told: Told) -> Iterator[str]:
    yield from _head(told)
    for outcome in Outcome:
        yield from _outcome(told, outcome)


def _head(told: Told) -> Iterator[str]:
    yield f"{told.report}, party {told.party}: {told.role}, known by {', '.join(told.kinds) or 'nothing that is still held'}"
    if told.alias_kinds:
        yield f"  reached through an alias that other reports show: {', '.join(told.alias_kinds)}"
    if told.beside_kinds:
        yield f"  its signs are told to others who stand beside it, known by {', '.join(told.beside_kinds)}"


def _of(told: Told, outcome: Outcome) -> list[Explained]:
    return [one for one in told.indicators if one.outcome is outcome]


def _outcome(told: Told, outcome: Outcome) -> Iterator[str]:
    chosen = _of(told, outcome)
    if chosen:
        yield f"  {outcome} ({len(chosen)}): {MEANING[outcome]}"
        yield from _fired(chosen) if outcome is Outcome.FIRED else _named(chosen)
    elif outcome is Outcome.FIRED:
        yield "  fired (0)"


def _fired(chosen: Iterable[Explained]) -> Iterator[str]:
    for one in chosen:
        yield f"    {one.indicator}, {one.strength}, about the {one.about.replace('-', ' ')}: {one.sentence}"
        yield f"      {one.sentence_ur}"
        yield f"      rests on {', '.join(one.evidence)}"


def _named(chosen: Iterable[Explained]) -> Iterator[str]:
    names = " ".join(one.indicator for one in chosen)
    yield from wrap(names, 110, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)


def as_object(parties: Sequence[Told]) -> dict[str, Any]:
    """For a program: the same, every indicator with its outcome."""
    return {
        "parties": [{**told._asdict(), "indicators": [one._asdict() for one in told.indicators]} for told in parties]
    }
