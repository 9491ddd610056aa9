"""What was learned, as tables and as one object."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from deploy.learning.lesson import Lesson
from deploy.learning.precision import LEAST_TOLD, Precision

CAVEAT = (
    "Only alerts that somebody decided on are counted. This says how often what was shown was worth it; it says nothing of what was "
    "never shown, and a sign always comes with others."
)


def show(lesson: Lesson, console: Console, *, most: int = 30) -> None:
    """Tables for a person."""
    count = lesson.settled
    head = (
        f"{count.decided} of {count.alerts} alerts are decided ({lesson.cases:.0f} cases), {count.undecided} not yet or not "
        f"clearly, {count.unknown} are not known; {_average(lesson)}"
    )
    tables = [
        _table("indicator", lesson.indicators[:most], lesson.telling),
        _table("combination", lesson.combinations, lesson.telling),
        _table("two together", lesson.pairs[:most], lesson.telling),
    ]
    console.print(Group(Text(head), *tables, _proposed(lesson), Text(CAVEAT)))


def as_object(lesson: Lesson) -> dict[str, Any]:
    """One object for a machine; shares are null while too few cases are decided to tell any."""
    unknown = {} if lesson.telling else dict.fromkeys(("mean", "low", "high"))

    def rows(found: Sequence[Precision]) -> list[dict[str, Any]]:
        told = [{key: round(v, 4) if isinstance(v, float) else v for key, v in p._asdict().items()} for p in found]
        return [row | unknown for row in told]

    return {
        **lesson.settled._asdict(),
        "cases": round(lesson.cases, 2),
        "average": round(lesson.prior.mean, 4) if lesson.telling else None,
        "indicators": rows(lesson.indicators),
        "combinations": rows(lesson.combinations),
        "pairs": rows(lesson.pairs),
        "proposals": [one._asdict() for one in lesson.proposals],
        "withheld": [one._asdict() for one in lesson.withheld],
    }


def _average(lesson: Lesson) -> str:
    if not lesson.telling:
        return f"fewer than {LEAST_TOLD:.0f} cases, so no share is told yet"
    return f"on average {lesson.prior.mean:.0%} were worth it"


def _table(what: str, found: Sequence[Precision], telling: bool) -> Table:
    table = Table(box=None)
    for column in (what, "worth it", "of cases", "precision", "95 % interval", "officers"):
        table.add_column(column, overflow="fold")
    for one in found:
        shares = (f"{one.mean:.0%}", f"{one.low:.0%} to {one.high:.0%}") if telling else ("-", "-")
        table.add_row(one.name, f"{one.worth:.1f}", f"{one.decided:.1f}", *shares, str(one.officers))
    names = table.columns[0]
    names.min_width = max((len(word) for one in found for word in one.name.split()), default=0)  # never cut or broken
    names.no_wrap = not any(" " in one.name for one in found)  # the others give way, and none is cut off
    return table


def _proposed(lesson: Lesson) -> Text:
    if not lesson.proposals:
        return Text("Nothing is proposed.")
    lines = [f"Proposed: {one.indicator} from {one.now} to {one.wanted}: {one.why}" for one in lesson.proposals]
    return Text("\n".join([*lines, "Nothing is changed: compare the candidate, and let a second person approve it."]))
