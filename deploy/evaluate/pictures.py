"""The figures as pictures: PNG and SVG, each with a text for those who cannot see it. Only here is matplotlib imported."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from math import isnan, nan
from typing import Any

import matplotlib

matplotlib.use("Agg")  # a picture of a file, on any machine, whatever windows it has

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter

from deploy.evaluate.ablation import most_telling
from deploy.evaluate.coordination import Comparison
from deploy.evaluate.evaluation import Evaluation
from deploy.evaluate.goals import LEAD_HOURS, PRECISION, RECALL, RECALL_MISSING
from deploy.evaluate.intervals import Share

BLUE, ORANGE, GREEN, PURPLE, GREY, INK = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8A8F98", "#1C2430"
"""Okabe and Ito (2008): told apart with any kind of colour vision; a shape or a text says the same again."""
STYLE: dict[Any, Any] = {
    "font.size": 10,
    "font.family": "DejaVu Sans",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.grid": True,
    "grid.color": "#E4E7EB",
    "axes.axisbelow": True,
    "figure.constrained_layout.use": True,
    "svg.hashsalt": "raabta",  # the same figures make the same bytes
    "svg.fonttype": "none",
}
MOST_INDICATORS = 20


@dataclass(frozen=True, slots=True)
class Picture:
    """One figure."""

    name: str
    title: str
    alt: str
    """What it shows, in words and numbers."""
    png: bytes
    svg: bytes


def pictures(found: Evaluation) -> list[Picture]:
    """Every picture for which there is something to show."""
    with plt.rc_context(STYLE):
        made = [picture(found) for picture in PICTURES]
    return [picture for picture in made if picture is not None]


def recall_by_scenario(found: Evaluation) -> Picture | None:
    scenarios = found.recall.scenarios
    if not scenarios:
        return None
    figure, axes = plt.subplots(figsize=(8, 1.2 + 0.32 * (len(scenarios) + 1)))
    names = [*reversed(scenarios), "all cases"][::-1]
    shares = [found.recall.cases, *scenarios.values()]
    _dots(axes, [f"{name} ({s.of})" for name, s in zip(names, shares, strict=True)], shares, first=INK)
    axes.axvline(RECALL, color=ORANGE, linestyle="--", linewidth=1)
    axes.set_xlabel(f"cases found (dashes: the goal for all cases, {RECALL:.0%})")
    alt = "Share of cases found by scenario, with 95 % intervals: " + _said(zip(names, shares, strict=True))
    return _picture(figure, "recall", "Cases found, by scenario", alt)


def recall_by_missing_sector(found: Evaluation) -> Picture | None:
    if not found.missing or not found.recall.scenarios:
        return None
    views = {"all sectors": found.recall, **found.missing}
    rows = ["all cases", "of those told", *found.recall.scenarios]
    totals = [[_value(view.cases) for view in views.values()], [_value(view.told) for view in views.values()]]
    values = totals + [[_value(view.scenarios[row]) for view in views.values()] for row in found.recall.scenarios]
    figure, axes = plt.subplots(figsize=(8, 1.4 + 0.34 * len(rows)))
    axes.grid(False)
    axes.imshow(values, cmap="cividis", vmin=0, vmax=1, aspect="auto")
    for y, row in enumerate(values):
        for x, value in enumerate(row):
            axes.text(
                x,
                y,
                "none" if isnan(value) else f"{value:.0%}",
                ha="center",
                va="center",
                color="white" if value < 0.6 else INK,
            )
    axes.set_xticks(range(len(views)), views)
    axes.set_yticks(range(len(rows)), rows)
    axes.xaxis.tick_top()
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    axes.axhline(1.5, color="white", linewidth=3)
    all_of_them = _said((name, view.cases) for name, view in views.items())
    told = _said((name, view.told) for name, view in views.items())
    alt = (
        f"Table of the share of cases found by scenario and by missing sector. All cases: {all_of_them} "
        f"Of those told by the sectors present: {told} The goal for all cases is {RECALL_MISSING:.0%}."
    )
    return _picture(figure, "missing-sectors", "Cases found when a sector is missing", alt)


def joined_and_apart(found: Evaluation) -> Picture | None:
    joined = found.coordination
    if joined is None or not joined.joined.cases.of:
        return None
    sides = {
        "joined": joined.joined,
        "the three apart, as many matters": joined.matters.apart,
        "the three apart, all they raise": joined.together,
        **joined.alone,
    }
    figure, axes = plt.subplots(figsize=(8, 3.2))
    labels = [
        f"{name}\n{side.matters:,} {'matter' if side.matters == 1 else 'matters'}" for name, side in sides.items()
    ]
    _dots(axes, labels, [side.cases for side in sides.values()], first=BLUE, others=ORANGE)
    axes.set_xlabel("cases found")
    said = "; ".join(f"{n}: {s.cases.count} of {s.cases.of} with {s.matters} matters" for n, s in sides.items())
    return _picture(figure, "coordination", "What joining adds", f"Cases found, with 95 % intervals. {said}.")


def joined_and_apart_by_number(found: Evaluation) -> Picture | None:
    joined = found.coordination
    if joined is None or not joined.joined.cases.of:
        return None
    figure, panes = plt.subplots(1, 2, figsize=(8, 3.2), sharey=True)
    curves(panes[0], joined.matters, "matters, those read first")
    curves(panes[1], joined.alerts, "alerts, those read first")
    panes[0].set_ylabel("cases found")
    panes[1].legend(frameon=False, loc="lower right")
    said = "; ".join(
        f"{p.read} {unit}: joined {p.joined.cases.count}, apart {p.apart.cases.count} of {p.joined.cases.of}"
        for unit, compared in (("matters", joined.matters), ("alerts", joined.alerts))
        for p in compared.curve
    )
    alt = f"Cases found by the joined scorer and by the sectors apart, at as much to read. {said}."
    return _picture(figure, "coordination-curve", "Joined and apart, as much to read", alt)


def curves(axes: Axes, compared: Comparison, label: str) -> None:
    for name, colour, mark in (("joined", BLUE, "D"), ("apart", ORANGE, "o")):
        sides = [getattr(point, name) for point in compared.curve]
        counts = [point.read for point in compared.curve]
        axes.fill_between(counts, [s.cases.low for s in sides], [s.cases.high for s in sides], color=colour, alpha=0.12)
        axes.plot(counts, [_value(s.cases) for s in sides], color=colour, marker=mark, label=name)
    _share_axis(axes.yaxis)
    axes.set_ylim(0, 1.04)
    axes.set_xlim(0, 1.05 * max((point.read for point in compared.curve), default=1))  # room for the last mark
    axes.set_xlabel(label)


def precision_by_budget(found: Evaluation) -> Picture | None:
    curve = [reading for reading in found.curve if reading.precision.value is not None]
    if not curve or not found.stream.cases:
        return None
    figure, axes = plt.subplots(figsize=(8, 3.4))
    budgets = [reading.budget for reading in curve]
    axes.fill_between(
        budgets, [r.precision.low for r in curve], [r.precision.high for r in curve], color=BLUE, alpha=0.15
    )
    axes.plot(budgets, [_value(r.precision) for r in curve], color=BLUE, marker="o")
    for reading in curve:
        axes.annotate(
            "1 case" if reading.cases == 1 else f"{reading.cases} cases",
            (reading.budget, _value(reading.precision)),
            xytext=(0, 8),
            textcoords="offset points",
            ha="center",
            fontsize=8,
        )
    axes.axhline(PRECISION, color=ORANGE, linestyle="--", linewidth=1)
    axes.text(budgets[-1], PRECISION, f"goal {PRECISION:.0%}", color=ORANGE, ha="right", va="bottom", fontsize=9)
    axes.axvline(found.reading.budget, color=GREY, linestyle=":")
    axes.set_xscale("log")
    axes.set_xticks(budgets, [str(budget) for budget in budgets])
    axes.minorticks_off()
    _share_axis(axes.yaxis)
    axes.set_ylim(0, 1.12)
    axes.set_xlabel("matters read a day (dotted: the budget)")
    axes.set_ylabel("right, of those read")
    alt = "Precision of what is read, by matters read a day: " + _said((str(r.budget), r.precision) for r in curve)
    return _picture(figure, "precision", "Precision at the attention budget", alt)


def alerts_by_day(found: Evaluation) -> Picture | None:
    days = found.volume.by_day
    if not days:
        return None
    first, last = days[0][0], days[-1][0]
    width = max(1, (last - first + 1) // 60 + 1)
    bins = range(first, last + 1, width)
    right = [sum(r for d, r, _ in days if start <= d < start + width) for start in bins]
    wrong = [sum(w for d, _, w in days if start <= d < start + width) for start in bins]
    figure, axes = plt.subplots(figsize=(8, 2.8))
    if found.stream.cases:
        axes.bar(bins, right, width=0.9 * width, color=BLUE, label="right")
    some = [(day, count, below) for day, count, below in zip(bins, wrong, right, strict=True) if count]
    axes.bar(
        [day for day, _, _ in some],
        [count for _, count, _ in some],
        bottom=[below for _, _, below in some],
        width=0.9 * width,
        color="white",
        edgecolor=ORANGE,
        hatch="////",
        label="wrong" if found.stream.cases else "not labelled",
    )
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylabel("first shown" if width == 1 else f"first shown, in {width} days")
    axes.legend(frameon=False, ncols=2, loc="upper left", bbox_to_anchor=(0, 1.18))
    marked = [*bins][:: max(1, len(bins) // 8)]
    axes.set_xticks(marked, [(date(1970, 1, 1) + timedelta(days=day)).strftime("%d %b") for day in marked])
    axes.set_xlim(first - max(3, width), last + max(3, width))
    counted = f"{sum(right)} right and {sum(wrong)} wrong" if found.stream.cases else f"{sum(wrong)}"
    alt = f"Alerts by the day on which each was first shown: {counted} over {last - first + 1} days."
    return _picture(figure, "days", "Alerts day by day", alt)


def lead_times(found: Evaluation) -> Picture | None:
    lead = found.recall.lead
    fates = [fate for fate in found.recall.fates if fate.lead_hours is not None]
    if not fates or lead.median.value is None:
        return None
    scenarios = sorted({fate.scenario for fate in fates})
    figure, axes = plt.subplots(figsize=(8, 1.4 + 0.3 * len(scenarios)))
    for y, scenario in enumerate(scenarios):
        hours = [f.lead_hours for f in fates if f.scenario == scenario and f.lead_hours is not None]
        late = [hour for hour in hours if hour <= 0]
        in_time = [hour for hour in hours if hour > 0]
        axes.scatter(in_time, [y] * len(in_time), color=BLUE, alpha=0.7, label="before departure" if y == 0 else None)
        axes.scatter(late, [y] * len(late), color=ORANGE, marker="x", label="too late" if y == 0 else None)
    axes.set_xscale("symlog", linthresh=24)
    axes.axvline(0, color=INK, linewidth=1)
    axes.axvline(LEAD_HOURS, color=ORANGE, linestyle="--", linewidth=1)
    axes.axvline(lead.median.value, color=BLUE, linestyle="--", linewidth=1)
    ticks = [-2400, -240, -72, -24, -12, 0, 6, 12, 24, 72, 240, 720, 2400]
    low, high = axes.get_xlim()
    axes.set_xticks([tick for tick in ticks if low <= tick <= high], [str(t) for t in ticks if low <= t <= high])
    axes.set_yticks(range(len(scenarios)), scenarios)
    axes.invert_yaxis()
    axes.set_xlabel("hours left at the first right alert (dashes: blue the median, orange the goal)")
    alt = (
        f"Lead time of {len(fates)} found cases. Median {lead.median.value:.1f} hours, quartiles "
        f"{lead.lower_quartile:.1f} and {lead.upper_quartile:.1f}; {lead.before_departure.count} were shown before departure."
    )
    return _picture(figure, "lead", "Time left before departure", alt)


def honest_people(found: Evaluation) -> Picture | None:
    rates = [rate for rate in found.fairness.groups if rate.compared]
    if not rates:
        return None
    figure, axes = plt.subplots(figsize=(8, 1.2 + 0.27 * len(rates)))
    labels, colours = [], []
    palette = dict(zip(dict.fromkeys(rate.dimension for rate in rates), (BLUE, GREEN, PURPLE, ORANGE), strict=False))
    for rate in rates:
        labels.append(f"{rate.dimension}: {rate.group} ({rate.alerted.of:,})")
        colours.append(palette[rate.dimension])
    scaled = [
        Share(r.alerted.count, r.alerted.of, 1000 * _value(r.alerted), 1000 * r.alerted.low, 1000 * r.alerted.high)
        for r in rates
    ]
    for y, (share, colour) in enumerate(zip(scaled, colours, strict=True)):
        axes.plot([share.low, share.high], [y, y], color=colour, linewidth=2)
        axes.scatter([_value(share)], [y], color=colour, zorder=3, clip_on=False)  # whole at 0, too
    axes.axvline(1000 * _value(found.fairness.alerted), color=GREY, linestyle=":")
    axes.set_yticks(range(len(labels)), labels)
    axes.invert_yaxis()
    axes.set_xlim(left=0)
    axes.set_xlabel("honest people with an alert, of 1,000 (dotted: all)")
    said = "; ".join(f"{r.dimension} {r.group} {r.alerted.count} of {r.alerted.of}" for r in rates)
    return _picture(figure, "fairness", "Whom false alerts trouble", f"Honest people with an alert, by group: {said}.")


def worth_of_indicators(found: Evaluation) -> Picture | None:
    worth = most_telling(found.ablation, MOST_INDICATORS)
    if not worth or not found.stream.cases:
        return None
    figure, axes = plt.subplots(figsize=(8, 1.3 + 0.27 * len(worth)))
    places = range(len(worth))
    axes.barh(
        places, [-w.wrong_saved for w in worth], color="white", edgecolor=ORANGE, hatch="////", label="wrong saved"
    )
    axes.barh(places, [w.right_lost for w in worth], color=BLUE, label="right lost")
    axes.scatter([w.cases_lost for w in worth], places, color=INK, marker="D", s=18, zorder=3, label="cases lost")
    axes.axvline(0, color=INK, linewidth=1)
    axes.set_yticks(places, [w.indicator for w in worth])
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.xaxis.set_major_formatter(lambda value, _: f"{abs(value):.0f}")
    axes.invert_yaxis()
    axes.set_xlabel("alerts that would not stand without the indicator")
    axes.legend(frameon=False, ncols=3, loc="upper left", bbox_to_anchor=(0, 1 + 0.9 / len(worth)))
    said = "; ".join(f"{w.indicator}: {w.cases_lost} cases, {w.right_lost} right, {w.wrong_saved} wrong" for w in worth)
    return _picture(figure, "ablation", "What each indicator is worth", f"Without it would be lost or saved: {said}.")


PICTURES: tuple[Callable[[Evaluation], Picture | None], ...] = (
    recall_by_scenario,
    recall_by_missing_sector,
    joined_and_apart,
    joined_and_apart_by_number,
    precision_by_budget,
    alerts_by_day,
    lead_times,
    honest_people,
    worth_of_indicators,
)
"""In the order of the page."""


def _dots(axes: Axes, labels: Sequence[str], shares: Sequence[Share], *, first: str, others: str = BLUE) -> None:
    for y, share in enumerate(shares):
        colour = first if y == 0 else others
        axes.plot([share.low, share.high], [y, y], color=colour, linewidth=2, alpha=0.6, solid_capstyle="round")
        if share.value is not None:
            axes.scatter([share.value], [y], color=colour, marker="D" if y == 0 else "o", zorder=3)
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(shares) - 0.4, -0.6)
    axes.set_xlim(-0.02, 1.02)
    _share_axis(axes.xaxis)


def _share_axis(axis: Any) -> None:
    axis.set_major_formatter(PercentFormatter(1.0, decimals=0))


def _value(share: Share) -> float:
    return nan if share.value is None else share.value


def _said(pairs: Iterable[tuple[str, Share]]) -> str:
    return "; ".join(f"{name} {_value(share):.0%} ({share.count} of {share.of})" for name, share in pairs) + "."


def _picture(figure: Any, name: str, title: str, alt: str) -> Picture:
    png, svg = BytesIO(), BytesIO()
    figure.savefig(png, format="png", dpi=160, metadata={"Software": None})
    figure.savefig(svg, format="svg", metadata={"Date": None, "Title": title, "Description": alt})
    plt.close(figure)
    return Picture(name, title, alt, png.getvalue(), svg.getvalue())
