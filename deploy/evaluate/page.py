"""The page: goals, pictures, tables and what they do not say, in one HTML file that needs nothing else."""

from base64 import b64encode
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from deploy.evaluate.evaluation import Evaluation
from deploy.evaluate.goals import Goal
from deploy.evaluate.intervals import Estimate, Share
from deploy.evaluate.pictures import Picture, pictures
from deploy.evaluate.recall import Recall
from deploy.evaluate.stacking import stacked
from deploy.evaluate.tables import DISCLAIMER, interval, plain, rounded
from deploy.evaluate.verdicts import wrong
from schemas.errors import Unavailable

MEANING = {
    "recall": (
        "For each kind of planted case: the share of which at least one subject has an alert that stands at the end.",
        "A scenario with few cases has a wide interval; a share of 100 % of three cases is compatible with far less.",
    ),
    "missing-sectors": (
        "The same cases and detectors, when all reports of one sector are taken away. Of those told: of the cases of which two independent "
        "reports about a subject are left.",
        "A case that only the missing sector saw cannot be found; of all cases it counts as missed. Two reports need not be two signs.",
    ),
    "coordination": (
        "Joined: one history of a person across sectors. Apart: each sector scores what it sees; the findings are put together. "
        "A matter is what is read together: alerts that rest on the same reports.",
        "As many matters: where the sectors apart make fewer, their strongest subjects below the line are added up to that number.",
    ),
    "coordination-curve": (
        "Cases that the first matters, and the first alerts, find, in the order of an inbox: joined, and as many of the sectors apart.",
        "The order is that of all alerts at the end; an officer reads day by day. With few cases a step is one case.",
    ),
    "precision": (
        "Of the matters that officers get to read at so many a day, from the top: the share of which the alert taken first is right.",
        "It depends on how many cases were planted among how much ordinary life; real shares of cases are not known.",
    ),
    "days": (
        "When officers would first have seen each alert.",
        "The first days have little history behind them, so that patterns over weeks cannot show yet.",
    ),
    "lead": (
        "Each point is a found case in which somebody flies; it says how long before the first departure the first right alert came.",
        "Cases that were not found are not in it: read it together with the cases found.",
    ),
    "fairness": (
        "How often people of whom nothing is wrong are named by an alert, group by group; the line is the 95 % interval.",
        "Few alerts make wide intervals: groups whose lines overlap are not shown to differ. Groups of fewer than 200 people are left out.",
    ),
    "ablation": (
        "Every alert was combined anew without the indicator: right alerts and cases that would be lost, wrong ones that would be saved. "
        "Shown are those without which most alerts fall; a quarter of the rows is for others that save most wrong ones.",
        "An indicator that is not in the picture is not useless: without it alone no alert falls, for others carry the same cases on this "
        "stream, or fewer fall than of those shown. The table has all.",
    ),
}
"""What a picture means, and what it does not say."""


def write(found: Evaluation, folder: Path) -> Path:
    """The page, and the pictures beside it as PNG and SVG. Raises Unavailable when the folder cannot be written."""
    made = pictures(found)
    try:
        (folder / "pictures").mkdir(parents=True, exist_ok=True)
        for picture in made:
            (folder / "pictures" / f"{picture.name}.png").write_bytes(picture.png)
            (folder / "pictures" / f"{picture.name}.svg").write_bytes(picture.svg)
        page = folder / "index.html"
        page.write_text(html(found, made), encoding="utf-8")
    except OSError as error:
        raise Unavailable(f"{folder}: {error.strerror or 'cannot be written'}") from None
    return page


def html(found: Evaluation, made: list[Picture]) -> str:
    """The page in one string; pictures are inside it."""
    environment = Environment(loader=PackageLoader("deploy.evaluate"), autoescape=True, undefined=StrictUndefined)
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters.update(
        percent=_percent, inside=_inside, number=_number, interval=interval, measured=_measured, picture=_embedded
    )
    page = environment.get_template("evaluation.html").render(
        found=found,
        stream=found.stream,
        wrong=wrong(found.alerts),
        pictures={p.name: p for p in made},
        meaning=MEANING,
        disclaimer=DISCLAIMER,
        otherwise=_otherwise(found.recall),
    )
    return stacked(page)


def _otherwise(recall: Recall) -> list[tuple[str, Share, str]]:
    """What else is counted of the same cases, and how."""
    return [
        (
            "shown before departure",
            recall.in_time,
            "of the cases where somebody flies: a right alert before the first departure",
        ),
        (
            "possible victims",
            recall.victims,
            "of all possible victims in these cases, found or not: those whom an alert that stands names as a possible victim",
        ),
        (
            "named first",
            recall.leading,
            "cases, when the token that the alert leads with has to be the subject's, and an alias is not enough",
        ),
        (
            "found, whatever it is taken for",
            recall.any_meaning,
            "cases, when an alert that takes a possible victim for a facilitator, or the reverse, counts as well",
        ),
    ]


def _percent(share: Share) -> str:
    return "none" if share.value is None else f"{100 * share.value:.1f} %"


def _inside(share: Share) -> str:
    return f"{100 * share.low:.0f} to {100 * share.high:.0f} %"


def _number(value: float | None) -> str:
    return "none" if value is None else rounded(value)


def _measured(figure: Estimate | Goal) -> str:
    return plain(figure, _number(figure.value))


def _embedded(picture: Picture) -> Markup:
    return Markup(f"data:image/svg+xml;base64,{b64encode(picture.svg).decode()}")
