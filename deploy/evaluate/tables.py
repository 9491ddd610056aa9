"""The figures on a terminal."""

from collections.abc import Callable, Iterable

from rich.console import Console
from rich.table import Table

from deploy.evaluate.ablation import most_telling
from deploy.evaluate.coordination import Point, Side
from deploy.evaluate.evaluation import Evaluation
from deploy.evaluate.goals import Goal, Verdict
from deploy.evaluate.intervals import Estimate, Share
from deploy.evaluate.recall import Recall
from deploy.evaluate.verdicts import wrong

DISCLAIMER = (
    "Figures of a simulated stream: they say how the rules fare on stories that somebody wrote, and nothing about "
    "real trafficking, of which no labelled events are public."
)
MOST_INDICATORS = 15
TOO_FEW = "too few to tell"
OTHER_HAS_NONE = "the other has none"


def percent(figure: Share) -> str:
    """`80 % (4 of 5; 38 to 96)`."""
    if figure.value is None:
        return "none"
    return f"{figure.value:.1%} ({figure.count} of {figure.of}; {figure.low:.0%} to {figure.high:.0%})".replace(
        "%", " %"
    )


def number(figure: Estimate, unit: str = "") -> str:
    """`12.3 h (8.0 to 15.1)`."""
    value = plain(figure, f"{rounded(figure.value or 0.0)}{unit}")
    return f"{value} ({interval(figure)})" if figure.value is not None or figure.low is not None else value


def plain(figure: Estimate | Goal, value: str) -> str:
    """This value, if there is one. A ratio without one has an interval: it was divided by nothing."""
    if figure.value is not None:
        return value
    unmeasured = isinstance(figure, Goal) and figure.verdict is Verdict.UNKNOWN
    return "none" if figure.low is None or unmeasured else OTHER_HAS_NONE


def interval(figure: Estimate | Goal) -> str:
    """`8.0 to 15.1`."""
    if figure.low is not None and figure.high is not None:
        return f"{rounded(figure.low)} to {rounded(figure.high)}"
    return "none" if figure.value is None else TOO_FEW


def rounded(value: float) -> str:
    """`1,172`, `0.38`: three digits, all of a larger number."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def show(found: Evaluation, console: Console) -> None:
    """Every figure, with its 95 % interval."""
    stream = found.stream
    console.print(
        f"[bold]{stream.reports}[/]: {stream.events_total:,} events in {stream.days:g} days, {stream.cases} cases, "
        f"{stream.look_alikes} look-alikes; rule pack {stream.rule_pack}; "
        f"{stream.events_per_second:,.0f} events scored a second on {stream.processes} processes"
    )
    console.print(whole(_goals(found.goals)))
    if stream.cases:
        console.print(whole(_recall(found)))
        console.print(whole(_attention(found)))
    console.print(whole(_volume(found)))
    if stream.cases and found.coordination is not None:
        console.print(whole(_coordination(found)))
        console.print(whole(_curve("matters", found.coordination.matters.curve)))
        console.print(whole(_curve("alerts", found.coordination.alerts.curve)))
    console.print(whole(_fairness(found)))
    if stream.cases:
        console.print(whole(_ablation(found)))
    console.print(DISCLAIMER, style="italic")


def whole(table: Table) -> Table:
    """The table with a first column so wide that no name in it is cut or broken: an indicator is looked up by its name. Where
    breaking makes it no narrower the others must give way, or the last of them would be cut off."""
    first = table.columns[0]
    cells = [str(cell) for cell in first.cells]
    first.min_width = max((len(word) for cell in cells for word in cell.split()), default=0)
    first.no_wrap = all(len(cell) <= first.min_width for cell in cells)
    return table


def _table(title: str, columns: Iterable[str]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    for index, column in enumerate(columns):
        table.add_column(column, justify="left" if index == 0 else "right", overflow="fold")
    return table


def _goals(goals: Iterable[Goal]) -> Table:
    table = _table("Goals", ("goal", "wanted", "measured", "95 % interval", "verdict"))
    style = {Verdict.REACHED: "green", Verdict.MISSED: "red"}
    for goal in goals:
        value = plain(goal, rounded(goal.value or 0.0))
        verdict = str(goal.verdict) + (", surely" if goal.sure else "") + (f": {goal.why}" if goal.why else "")
        table.add_row(goal.text, goal.wanted, value, interval(goal), verdict, style=style.get(goal.verdict, ""))
    return table


def _recall(found: Evaluation) -> Table:
    columns = ("scenario", "cases", "all", *(view.replace("without", "no") for view in found.missing))
    table, views = _table("Cases found", columns), list(found.missing.values())
    for scenario, figure in found.recall.scenarios.items():
        table.add_row(scenario, str(figure.of), *(_part(view.scenarios[scenario]) for view in (found.recall, *views)))
    for name, of in _TOTALS.items():
        table.add_section()
        table.add_row(name, str(of(found.recall).of), *(_wide(of(view)) for view in (found.recall, *views)))
        if name == _ALL_CASES:
            told = [_of_told(view.told) for view in (found.recall, *views)]
            table.add_row("of those told", str(found.recall.told.of), *told)
    table.caption = (
        "95 % intervals in brackets; told: by two independent reports about a subject from the sectors present"
    )
    return table


_ALL_CASES = "all cases"
_TOTALS: dict[str, Callable[[Recall], Share]] = {
    _ALL_CASES: lambda recall: recall.cases,
    "shown before departure": lambda recall: recall.in_time,
    "possible victims": lambda recall: recall.victims,
}


def _part(figure: Share) -> str:
    return "-" if figure.value is None else f"{figure.value:.0%}".replace("%", " %")


def _wide(figure: Share) -> str:
    return "-" if figure.value is None else f"{_part(figure)}\n({100 * figure.low:.0f} to {100 * figure.high:.0f})"


def _of_told(figure: Share) -> str:
    return _wide(figure) if figure.value is None else f"{_wide(figure)}\n{figure.count} of {figure.of}"


def _attention(found: Evaluation) -> Table:
    table = _table("What officers read", ("matters a day", "precision", "cases", "alerts unread"))
    for reading in sorted({found.reading, *found.curve}, key=lambda reading: reading.budget):
        mark = " (the budget)" if reading.budget == found.reading.budget else ""
        table.add_row(f"{reading.budget}{mark}", percent(reading.precision), str(reading.cases), str(reading.unread))
    alone = found.alert_reading
    table.add_section()
    table.add_row(f"{alone.budget} alerts", percent(alone.precision), str(alone.cases), str(alone.unread))
    table.caption = "a matter: alerts that rest on the same reports; right when the alert that is taken first in it is"
    return table


def _volume(found: Evaluation) -> Table:
    table, volume, lead = _table("Alerts", ("measure", "figure")), found.volume, found.recall.lead
    table.add_row("raised", f"{volume.raised:,}")
    table.add_row("standing at the end", f"{volume.standing:,}")
    table.add_row("versions", f"{volume.versions:,}")
    table.add_row("for 100,000 events", f"{volume.per_100_000_events:,.1f}")
    table.add_row("for an officer's day", f"{volume.per_officer_day:,.2f}")
    table.add_row("matters at the end", f"{volume.matters:,}")
    table.add_row("matters for an officer's day", f"{volume.matters_per_officer_day:,.2f}")
    if found.stream.cases:
        table.add_row("right, of those standing", percent(volume.right))
        bad = wrong(found.alerts)
        taken_back = sum(alert.withdrawn for alert in bad)
        table.add_row("wrong, of those standing", f"{len(bad) - taken_back:,}")
        table.add_row("wrong, and withdrawn later", f"{taken_back:,}")
        table.add_row("right, of matters", percent(volume.matters_right))
        table.add_row("look-alikes mistaken", f"{len(volume.mistaken)} of {found.stream.look_alikes}")
        table.add_row("hours before departure, median", number(lead.median))
        quartiles = (lead.lower_quartile, lead.upper_quartile)
        table.add_row(
            "hours before departure, quartiles", " to ".join("-" if q is None else f"{q:.1f}" for q in quartiles)
        )
        table.add_row("nDCG, mean of days", number(found.ranking.daily))
        table.add_row(
            "nDCG, whole stream by rank", "none" if found.ranking.whole is None else f"{found.ranking.whole:.3f}"
        )
        table.caption = "each wrong alert and each missed case, with its signs and reports: in --json and in the page"
    return table


def _coordination(found: Evaluation) -> Table:
    table = _table("What joining adds", ("detectors", "matters", "alerts", "cases found"))
    assert found.coordination is not None
    joined = found.coordination
    sides = {
        "joined": joined.joined,
        **joined.alone,
        "the three apart, put together": joined.together,
        "the three apart, as many matters as joined": joined.matters.apart,
    }
    for name, side in sides.items():
        table.add_row(name, f"{side.matters:,}", f"{side.alerts:,}", percent(side.cases))
    table.add_row("the three apart, as many alerts as joined", "", *_row(joined.alerts.apart))
    for unit, compared in (("matters", joined.matters), ("alerts", joined.alerts)):
        table.add_row(f"joined : apart, at as many {unit}", "", "", number(compared.times, " times"))
    return table


def _row(side: Side) -> tuple[str, str]:
    return f"{side.alerts:,}", percent(side.cases)


def _curve(unit: str, points: Iterable[Point]) -> Table:
    table = _table(f"Joined and apart at the same number of {unit}", (unit, "joined", "apart", "joined : apart"))
    for point in points:
        sides = (percent(side.cases) for side in (point.joined, point.apart))
        table.add_row(f"{point.read:,}", *sides, number(point.times, " times"))
    table.caption = f"those read first; apart: the three sectors' {unit}, then what lies below their line"
    return table


def _fairness(found: Evaluation) -> Table:
    fair = found.fairness
    where = "listed in the truth file" if fair.origin == "truth" else "seen in the reports"
    table = _table(f"Honest people with an alert ({fair.people:,} people, {where})", ("group", "alerted", "interval"))
    for rate in fair.groups:
        if rate.compared:
            table.add_row(
                f"{rate.dimension}: {rate.group}",
                f"{rate.alerted.count} of {rate.alerted.of:,}",
                f"{rate.alerted.low:.4%} to {rate.alerted.high:.4%}".replace("%", " %"),
            )
    for gap in fair.gaps:
        table.add_row(f"{gap.dimension}: {gap.most} : {gap.least}", number(gap.times, " times"), "")
    return table


def _ablation(found: Evaluation) -> Table:
    columns = ("without", "fired in", "counts in", "cases lost", "right alerts lost", "wrong alerts saved")
    table = _table("What each indicator is worth", columns)
    shown = most_telling(found.ablation, MOST_INDICATORS)
    for worth in shown:
        table.add_row(
            worth.indicator,
            *map(str, (worth.fired, worth.alerts, worth.cases_lost, worth.right_lost, worth.wrong_saved)),
        )
    if len(found.ablation) > len(shown):
        falling = sum(bool(worth.fallen) for worth in found.ablation)
        table.caption = (
            f"{len(shown)} of the {falling} without which an alert falls: most alerts, or most wrong ones; "
            f"all {len(found.ablation)} in --json and in the page"
        )
    return table
