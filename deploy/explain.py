"""The question behind an alert that came or did not: what every indicator makes of one report, for `raabta score --explain`."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import Any, NamedTuple

from schemas.role import Role
from schemas.token import TokenKind
from streams.corrections import is_history
from streams.explain import MEANING, Explained, Outcome, explain
from streams.history import Entry, History
from streams.pack import Pack
from streams.stored import load

Stored = Iterable[tuple[bytes, bytes | None]]
"""Histories as scoring stores them: the token, and what `streams.history.dump` wrote."""

_TELLING = tuple(Outcome)
"""The outcome that says most first: of several tokens of one party it is the one that counts."""


class Told(NamedTuple):
    """One party of the report, and what the indicators say of it by any of its tokens."""

    report: str
    """`partner/report id`."""
    party: int
    role: Role
    kinds: tuple[TokenKind, ...]
    """The kinds of token that it is known by."""
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
    answers = [explain(history, entry, pack) for entry, history in seen]
    best = tuple(min(same, key=lambda one: _TELLING.index(one.outcome)) for same in zip(*answers, strict=True))
    kinds = tuple(sorted({history.kind for _, history in seen}, key=tuple(TokenKind).index))
    return Told(event, party, seen[0][0].role, kinds, best)


def as_text(parties: Sequence[Told]) -> str:
    """For a reader: what fired with its sentences, then what did not, by reason."""
    return "\n".join(line for told in parties for line in _lines(told))


def _lines(told: Told) -> Iterator[str]:
    yield f"{told.report}, party {told.party}: {told.role}, known by {', '.join(told.kinds)}"
    for outcome in Outcome:
        chosen = [one for one in told.indicators if one.outcome is outcome]
        if chosen:
            yield f"  {outcome} ({len(chosen)}): {MEANING[outcome]}"
            yield from _fired(chosen) if outcome is Outcome.FIRED else _named(chosen)


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
