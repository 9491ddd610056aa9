"""raabta evaluate: a labelled stream in, figures out: what is found, what it costs, whom it troubles."""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import orjson
import typer
from rich.console import Console

from deploy.composition import compose_with
from deploy.evaluate.attention import DEFAULT_BUDGET
from deploy.evaluate.evaluation import Asked, Evaluation, evaluate
from deploy.evaluate.generated import Wanted, generated
from deploy.evaluate.goals import not_reached
from deploy.evaluate.progress import Progress
from deploy.evaluate.tables import show
from deploy.evaluate.telling import ErrorFile, tell, tell_empty_truth, tell_unseen
from deploy.outfolder import ready
from deploy.settings import DeploySettings
from schemas.errors import Misconfigured

SOME_TROUBLE = 1


def evaluate_command(
    context: typer.Context,
    reports: Annotated[
        str, typer.Option(help="Reports, one JSON object a line (docs/reports.md); .gz is unpacked.")
    ] = "",
    truth: Annotated[str, typer.Option(help="What the reports are known to hold (docs/truth.md).")] = "",
    partner: Annotated[str, typer.Option(help="Partner of lines that name none in a field `partner`.")] = "",
    partners: Annotated[Path | None, typer.Option(help="A partners.toml instead of the configured one.")] = None,
    rules: Annotated[Path | None, typer.Option(help="A rules.toml instead of the configured one.")] = None,
    budget: Annotated[
        int, typer.Option(min=1, help="Matters, alerts on the same reports, that one officer looks into in a day.")
    ] = DEFAULT_BUDGET,
    officers: Annotated[int, typer.Option(min=1, help="Officers on duty each day.")] = 1,
    seed: Annotated[
        int | None, typer.Option(help="Make the stream: a season of this seed, as raabta season does.")
    ] = None,
    journeys: Annotated[int, typer.Option(min=1, help="With --seed: honest journeys, about.")] = 100_000,
    length: Annotated[int, typer.Option("--days", min=7, help="With --seed: length of the season.")] = 120,
    end: Annotated[str, typer.Option(help="With --seed: when the season ends, ISO 8601; midnight before now.")] = "",
    cases: Annotated[int | None, typer.Option(help="With --seed: planted cases; one in 10,000 journeys.")] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="All sectors only: neither missing ones nor each alone.")
    ] = False,
    processes: Annotated[int, typer.Option(min=0, help="Processes at once; 0 takes one a core.")] = 0,
    out: Annotated[Path | None, typer.Option(help="Folder for a page with pictures, index.html.")] = None,
    errors: Annotated[
        Path | None, typer.Option(help="Write why each bad line is bad: NDJSON with file, line, reason, field, mend.")
    ] = None,
    gate: Annotated[
        bool, typer.Option("--goals", help="Exit code 1 when a goal is missed or was not measured.")
    ] = False,
    summary: Annotated[bool, typer.Option("--json", help="Print one object with every figure.")] = False,
) -> None:
    """Measure the scorer on a labelled stream: precision at the attention budget, recall by scenario and by missing sector,
    what joining adds, lead time, rank quality, fairness, and what each indicator is worth.

    The order of the lines is the order of arrival; the clock is the newest time of occurrence seen. The same stream gives
    the same figures; nothing is sent anywhere. Exit code 1: some lines could not be taken (the first 20 are named with
    field and mend, the others counted; --errors lists all), or there were none; the truth file is empty or none of its
    reports is here; or, with --goals, a goal is missed or was not measured.

    Example: raabta evaluate --reports season/reports.ndjson --truth season/truth.ndjson
    """
    if bool(reports) == (seed is not None):
        mend = "name a file of reports, as docs/reports.md describes them, or a --seed to make one"
        raise Misconfigured("--reports", "there must be either a file or a seed", mend)
    _refuse_unused(context, made=seed is not None)
    composition, progress = compose_with(DeploySettings(), partners, rules), Progress()
    listing = ErrorFile(errors, reports, truth)
    if out is not None:
        ready(out)
        _page()
    with TemporaryDirectory(prefix="raabta-season-") as folder:
        if seed is not None:
            wanted = Wanted(seed, journeys, length, end, cases)
            reports, truth = generated(
                Path(folder), wanted, composition.partners, lambda done: progress("making", done)
            )
        asked = Asked(
            reports=reports,
            truth=truth,
            rules=rules or DeploySettings().config / "rules.toml",
            name="" if seed is None else f"a season of seed {seed} with {journeys:,} journeys",
            partner=partner,
            budget=budget,
            officers=officers,
            apart=not quick,
            processes=processes or os.cpu_count() or 1,
        )
        found, bad_reports, bad_truth = evaluate(asked, composition, progress)
    progress.close()
    tell(reports, bad_reports, listing, found.stream.lines)
    tell(truth, bad_truth, listing)
    if truth and not found.stream.labels:
        tell_empty_truth(truth)
    stream = found.stream
    tell_unseen(reports, truth, stream.truth_reports, stream.unseen_reports, stream.unseen_examples)
    if summary:
        typer.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2))
    else:
        show(found, Console())
    if out is not None:
        typer.echo(f"the page is {_page()(found, out)}", err=True)
    misses = gate and _misses(found)
    if misses or bad_reports or bad_truth or not stream.lines or stream.is_of_another:
        raise typer.Exit(SOME_TROUBLE)


OF_A_SEASON = {"journeys": "--journeys", "length": "--days", "end": "--end", "cases": "--cases"}
OF_A_FILE = {"truth": "--truth", "partner": "--partner"}


def _refuse_unused(context: typer.Context, *, made: bool) -> None:
    """An option that would change nothing was meant to. Raises Misconfigured."""
    unused, problem, mend = (
        (OF_A_FILE, "a season of --seed has its own", "leave it out, or give --reports instead of --seed")
        if made
        else (OF_A_SEASON, "it shapes a season and these are given --reports", "leave it out, or give --seed instead")
    )
    for name, option in unused.items():
        source = context.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            raise Misconfigured(option, problem, mend)


def _page() -> Callable[[Evaluation, Path], Path]:
    """Writes the page. matplotlib is imported only when one is asked for; without it the figures are whole."""
    try:
        from deploy.evaluate.page import write
    except ModuleNotFoundError as missing:
        mend = "pip install 'raabta[analyst]'"
        raise Misconfigured("--out", f"the package {missing.name} is not installed", mend) from None
    return write


def _misses(found: Evaluation) -> bool:
    """Whether a goal is missed or was not measured; says which."""
    misses = not_reached(found.goals)
    for goal in misses:
        typer.echo(f"{goal.verdict}: {goal.text}{': ' + goal.why if goal.why else ''}", err=True)
    return bool(misses)
