"""raabta score: the officer's and analyst's what-if: reports in, alerts out, through the same core, no broker."""

import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import orjson
import typer

from consumers.unseal import new_sealing_pair
from deploy.composition import compose
from deploy.explain import as_object, as_text, explained
from deploy.inmemory import InMemory
from deploy.settings import DeploySettings
from producers.protect.protection import encode, protect, read_report
from producers.protect.seal import sealing_key
from producers.protect.token import TokenKey, TokenKeys, new_token_key
from schemas.errors import Malformed, Misconfigured
from schemas.event import source_of
from streams.pack import Pack

SOME_TROUBLE = 1


def score_command(
    file: Annotated[str, typer.Argument(help="Reports, one JSON object a line; - reads standard input.")],
    partner: Annotated[str, typer.Option(help="Partner of reports that do not name one in a field `partner`.")] = "",
    every: Annotated[
        bool, typer.Option("--all-versions", help="Every version of an alert, not only the last.")
    ] = False,
    summary: Annotated[bool, typer.Option("--json", help="Print one object with counts instead of alerts.")] = False,
    explain: Annotated[
        str, typer.Option("--explain", metavar="REPORT_ID", help="Say what every indicator makes of this report.")
    ] = "",
) -> None:
    """Score reports as the workers would, without a broker: NDJSON in, alerts in NDJSON out.

    A line may carry `"partner": "air-nilkanth"` beside the report's fields, so that sectors can be mixed. The clock is
    the time of each report. Tokens are made with a key that is thrown away. With --explain the answer is, instead of the
    alerts, why each indicator did or did not fire. Exit code 1: some lines could not be read, or nobody knows the report.

    Example: raabta score day.ndjson --partner air-nilkanth | jq .combination
    """
    composition = compose(DeploySettings())
    worker = InMemory(composition.pack, composition.partners)
    keys = TokenKeys((TokenKey(composition.partners.token_keys[0], new_token_key("once").secret),))
    fia = sealing_key(new_sealing_pair()[1])
    started, refused, lines = time.monotonic(), 0, 0
    for number, line in _lines(file):
        lines += 1
        try:
            name, raw = _partner(line, partner)
            if name not in composition.partners.partners:
                raise Malformed("bad_value", "partner", "name a partner of partners.toml, by --partner or in the line")
            report = read_report(raw)
            event = protect(report, composition.partners.partners[name], keys, fia)
        except Malformed as why:
            refused += 1
            typer.echo(f"line {number}: {why}", err=True)
            continue
        worker.feed(name, encode(event), int(report.occurred_at.timestamp() * 1000))
    outcome = worker.outcome
    for reject in outcome.rejects:
        typer.echo(f"{reject.partner}: {reject.reason} at {reject.field}: {reject.mend}", err=True)
    alerts = outcome.versions if every else list(outcome.alerts.values())
    if explain:
        _explain(worker, explain, composition.pack, as_json=summary)
    elif summary:
        seconds = time.monotonic() - started
        counts = {"reports": lines, "refused": refused + len(outcome.rejects), "sightings": outcome.sightings}
        counts |= {"alerts": len(outcome.alerts), "versions": len(outcome.versions)}
        typer.echo(orjson.dumps({**counts, "seconds": round(seconds, 3), "at": datetime.now(UTC)}))
    else:
        for alert in sorted(alerts, key=lambda a: (a.priority, -a.rank)):
            typer.echo(alert.model_dump_json(exclude_none=True))
    if refused or outcome.rejects:
        raise typer.Exit(SOME_TROUBLE)


def _explain(worker: InMemory, report: str, pack: Pack, *, as_json: bool) -> None:
    """The answer of every indicator about one report, with all that the file tells; exit code 1 when nobody knows it."""
    parties = explained(worker.scoring.drain(), report, pack)
    if not parties:
        typer.echo(f"no sighting of report {report} is remembered: name the id of a report that was scored", err=True)
        raise typer.Exit(SOME_TROUBLE)
    typer.echo(orjson.dumps(as_object(parties)) if as_json else as_text(parties))


def _lines(file: str) -> Iterator[tuple[int, bytes]]:
    if file == "-":
        yield from ((n, line) for n, line in enumerate(sys.stdin.buffer, 1) if line.strip())
        return
    try:
        with Path(file).open("rb") as lines:
            yield from ((n, line) for n, line in enumerate(lines, 1) if line.strip())
    except OSError as error:
        raise Misconfigured(
            file, error.strerror or "cannot be read", "give a readable file, or - for standard input"
        ) from None


def _partner(line: bytes, default: str) -> tuple[str, bytes]:
    """The partner a line names, and the report without that field."""
    try:
        fields = orjson.loads(line)
    except orjson.JSONDecodeError:
        return default, line.strip()
    if isinstance(fields, dict) and "partner" in fields:
        named = str(fields.pop("partner"))
        return named.removeprefix(source_of("")), orjson.dumps(fields)
    return default, line.strip()
