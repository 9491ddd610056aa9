"""What the histories of some tokens show at the end of a run, enough for an alert or not: for the question why there is none. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from deploy.evaluate.signs import Sign, of_counted
from schemas.rulepack import Strength, Subject
from schemas.token import TokenKind
from streams.assess import weighed
from streams.combination import Combined
from streams.company import heard
from streams.history import History
from streams.pack import Pack


@dataclass(frozen=True, slots=True)
class Showing:
    """All signs that one token shows of what it may be taken for."""

    token: str
    kind: TokenKind
    about: Subject
    counts: str
    """What counts of them, such as `1 moderate + 2 weak`; empty: nothing does."""
    signs: tuple[Sign, ...]


def showings(histories: Iterable[History], pack: Pack) -> list[Showing]:
    """One for each token and meaning that shows a sign at all."""
    return [showing for history in histories if history.hits for showing in _shown(history, pack)]


def _shown(history: History, pack: Pack) -> Iterator[Showing]:
    view = heard(history, pack)
    for about in Subject:
        hits, combined = weighed(view, about, pack)
        if hits:
            left_out = {one.indicator: one for one in combined.left_out}
            signs = (of_counted(hit, left_out.get(hit.met.indicator), pack) for hit in hits)
            ordered = tuple(sorted(signs, key=_most_telling))
            yield Showing(history.token, history.kind, about, _in_words(combined), ordered)


def _in_words(combined: Combined) -> str:
    counts = ((combined.of(strength), strength) for strength in Strength)
    return " + ".join(f"{count} {strength}" for count, strength in counts if count)


def _most_telling(sign: Sign) -> tuple[bool, int, str]:
    return sign.unused is not None, [*Strength, None].index(sign.counted), sign.indicator
