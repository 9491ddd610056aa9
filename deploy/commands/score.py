"""raabta score: the officer's and analyst's what-if: reports in, alerts out, through the same core, no broker."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import orjson
import typer

from deploy.composition import Composition, compose_with
from deploy.evaluate.arrival import MOST_NAMED, Corrections, FileClock, waiting_told
from deploy.evaluate.making import made
from deploy.evaluate.progress import Progress
from deploy.evaluate.reading import Bad, numbered
from deploy.evaluate.telling import ErrorFile, tell
from deploy.explain import Stored, as_object, as_text, explained, partners_of
from deploy.inmemory import InMemory
from deploy.settings import DeploySettings
from producers.protect.token import TokenKey, TokenKeys, new_token_key
from schemas.alert import as_taken
from schemas.codes import Sector
from schemas.errors import Misconfigured
from schemas.reject import Reason
from streams.pack import Pack

SOME_TROUBLE = 1
DRAIN = 2_000
"""Lines after which histories long untouched are put away, so that a large file fits into memory."""


def score_command(
    file: Annotated[
        str,
        typer.Argument(help="Reports, one JSON object a line (docs/reports.md); .gz is unpacked, - is standard input."),
    ],
    partner: Annotated[str, typer.Option(help="Partner of reports that do not name one in a field `partner`.")] = "",
    every: Annotated[
        bool, typer.Option("--all-versions", help="Every version of an alert, not only the last.")
    ] = False,
    summary: Annotated[bool, typer.Option("--json", help="Print one object with counts instead of alerts.")] = False,
    partners: Annotated[Path | None, typer.Option(help="A partners.toml instead of the configured one.")] = None,
    rules: Annotated[Path | None, typer.Option(help="A rules.toml instead of the configured one.")] = None,
    errors: Annotated[
        Path | None, typer.Option(help="Write why each bad line is bad: NDJSON with file, line, reason, field, mend.")
    ] = None,
    explain: Annotated[
        str,
        typer.Option("--explain", metavar="[PARTNER/]REPORT_ID", help="Say what the indicators make of this report."),
    ] = "",
    explain_all: Annotated[
        bool, typer.Option("--explain-all", help="With --explain: name the indicators too that had nothing to say.")
    ] = False,
) -> None:
    """Score reports as the workers would, without a broker: NDJSON in, alerts in NDJSON out.

    A line may carry `"partner": "air-nilkanth"` beside the report's fields, so that sectors can be mixed, and `"sector":
    "airline"` for a partner of your own. The order of the lines is the order of arrival; the clock is the newest time of
    occurrence seen; a line that is too old for it is told which line set it. What corrects a report that is not in the file
    is counted. Priorities are as they are at the end of the file.
    Tokens are made with a key that is thrown away. With --explain the answer is, instead of the alerts,
    what fired, what may yet fire, and how many indicators had nothing to say for what reason; --json and --explain-all name
    each. Exit code 1: some lines could not be taken (the first 20 are named with field
    and mend, the others counted; --errors lists all; good ones are scored), or nobody knows the report.

    Example: raabta score day.ndjson --partner air-nilkanth | jq .combination
    """
    if explain_all and not explain:
        raise Misconfigured("--explain-all", "there is no report to explain", "name one: --explain PARTNER/REPORT_ID")
    composition = compose_with(DeploySettings(), partners, rules)
    worker, started = InMemory(composition.pack, composition.partners), time.monotonic()
    corrections = Corrections()
    listing = ErrorFile(errors, file)
    lines, bad = _scored(worker, composition, file, partner, corrections, remember=bool(explain))
    tell(file, bad, listing, lines)
    waiting = corrections.waiting()
    if waiting:
        typer.echo(waiting_told(waiting), err=True)
    outcome = worker.outcome
    alerts = outcome.versions if every else list(outcome.alerts.values())
    if explain:
        fate = corrections.fate(explain, bad)
        _explain(worker, explain, composition.pack, fate, as_json=summary, every=explain_all)
    elif summary:
        seconds = time.monotonic() - started
        counts = {"reports": lines, "refused": len(bad), "sightings": outcome.sightings}
        counts |= {"alerts": len(outcome.alerts), "versions": len(outcome.versions)}
        counts["corrections_waiting"] = len(waiting)
        named = {"corrections_wait_for": waiting[:MOST_NAMED]} if waiting else {}
        typer.echo(orjson.dumps({**counts, **named, "seconds": round(seconds, 3), "at": datetime.now(UTC)}))
    else:
        for alert in sorted(alerts, key=as_taken):
            typer.echo(alert.model_dump_json(exclude_none=True))
    if bad or not lines:
        raise typer.Exit(SOME_TROUBLE)


def _scored(
    worker: InMemory,
    composition: Composition,
    file: str,
    partner: str,
    corrections: Corrections,
    *,
    remember: bool,
) -> tuple[int, list[Bad]]:
    """Feed the worker with all lines of the file. How many there were, and those that could not be taken.

    `remember`: histories stay unread by anybody else until the end, for the explanation of a report.
    """
    keys = TokenKeys((TokenKey(composition.partners.token_keys[0], new_token_key("once").secret),))
    progress, bad, lines, clock = Progress(), list[Bad](), 0, FileClock()
    sectors: dict[str, Sector] = {}
    made_here = made(numbered(file), composition.partners.partners, keys, partner, processes=os.cpu_count() or 1)
    for lines, item in enumerate(made_here, 1):
        progress("scoring", lines)
        if isinstance(item, Bad):
            bad.append(item)
            continue
        worker.know(item.partner)
        if sectors.setdefault(item.partner.id, item.partner.sector) is not item.partner.sector:
            mend = "an earlier line gives this partner another sector"
            bad.append(Bad(item.line, Reason.WRONG_SECTOR, "sector", mend, item.name))
            continue
        refused = len(worker.outcome.rejects)
        worker.feed(item.partner.id, item.event, clock.tick(item))
        rejects = worker.outcome.rejects[refused:]
        bad += [clock.refused(item.line, reject, item.name) for reject in rejects]
        if not rejects:
            corrections.take(item)
        if lines % DRAIN == 0 and not remember:
            worker.scoring.drain()
    progress.close()
    return lines, bad


def _explain(worker: InMemory, report: str, pack: Pack, fate: str, *, as_json: bool, every: bool) -> None:
    """The answer of the indicators about one report, with all that the file tells; exit code 1 when nobody knows it, with its
    `fate` if it has one."""
    stored = worker.scoring.drain()
    parties = explained(stored, report, pack)
    if not parties:
        typer.echo(f"no sighting of report {report} is remembered: {fate or _instead(stored, report, pack)}", err=True)
        raise typer.Exit(SOME_TROUBLE)
    if len(partners := partners_of(parties)) > 1:
        names = ", ".join(f"{partner}/{report}" for partner in partners)
        typer.echo(
            f"{len(partners)} partners have a report {report}; all are explained. One of them: {names}", err=True
        )
    typer.echo(orjson.dumps(as_object(parties)) if as_json else as_text(parties, every=every))


def _instead(stored: Stored, report: str, pack: Pack) -> str:
    """What could be meant: the same id at other partners."""
    id = report.rpartition("/")[2]
    names = ", ".join(f"{partner}/{id}" for partner in partners_of(explained(stored, id, pack)))
    return f"there is {names}" if names else "name the id of a report that was scored"
