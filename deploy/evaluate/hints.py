"""What lies below the line: subjects with signs that are not enough for an alert, the strongest first.

Nobody is shown these. They answer one question: had the sectors apart been allowed as many alerts as the joined scorer
made, on whatever they know, what would they have found?
"""

from collections.abc import Iterable
from dataclasses import dataclass

from schemas.matter import Ground
from schemas.rulepack import Subject
from schemas.token import kind_of
from streams.counted import Counted, counted
from streams.history import History
from streams.leader import known_as
from streams.pack import PREFERRED, Pack
from streams.rank import rank
from streams.whole import whole

MOST = 5_000
"""Hints kept of one run; far more than there are alerts."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A subject that signs point to, and that no alert was raised on."""

    about: Subject
    subject: str
    aliases: tuple[str, ...]
    rank: float
    grounds: frozenset[Ground] = frozenset()
    """What its signs rest on."""


def hints(histories: Iterable[History], pack: Pack) -> list[Hint]:
    """One for each set of evidence, under the token that says most; the highest rank first."""
    best: dict[tuple[Subject, frozenset[str]], tuple[tuple[int, str], Hint]] = {}
    for history in histories:
        for about in Subject:
            hits = [] if about.value in history.episodes else _counted(history, about, pack)
            if hits:
                events = frozenset(event for hit in hits for event in hit.met.events)
                place = PREFERRED.index(kind_of(history.token)), history.token
                if (about, events) not in best or place < best[about, events][0]:
                    best[about, events] = place, _hint(history, about, hits, events, pack)
    found = (hint for _, hint in best.values())
    return sorted(found, key=lambda hint: (-hint.rank, hint.subject))[:MOST]


def _counted(history: History, about: Subject, pack: Pack) -> list[Counted]:
    found = []
    for met in history.hits.values():
        ready, evidence = pack.by_id.get(met.indicator), history.quoted(met)
        if ready is not None and ready.indicator.about is about and evidence and kind_of(history.token) in PREFERRED:
            hit = counted(history, met, evidence, ready.rule, pack.answers(met.indicator))
            found += [hit] if hit.strength is not None else []
    return found


def _hint(history: History, about: Subject, hits: list[Counted], events: frozenset[str], pack: Pack) -> Hint:
    worth = rank([whole(hit, history, pack) for hit in hits], pack.same, pack.weights, newest=history.newest)
    resting = frozenset(Ground(*event.split("/", 1)) for event in events)
    return Hint(about, history.token, known_as(history, pack.brakes), worth, resting)
