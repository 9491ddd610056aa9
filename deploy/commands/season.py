"""raabta season: months of simulated reports with ground truth, as files."""

import gzip
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Annotated, cast

import typer

from deploy.composition import compose
from deploy.ending import ending
from deploy.outfolder import ready
from deploy.settings import DeploySettings
from producers.simulate.feed import to_line
from producers.simulate.planting import AGAIN, NoSeason, Untold
from producers.simulate.scenario.play import Silence
from producers.simulate.season import Season, season
from schemas.errors import Misconfigured, Unavailable
from schemas.truth import Label

WHY = {
    Silence.UNSEEN: f"in {AGAIN} tellings no sector saw any of it; raise `at_all` and `each` under [sees]",
    Silence.OUTSIDE: f"in {AGAIN} tellings all of it fell outside the season; mend `days` and `departs`, or give more --days",
    Silence.NOTHING: f"in {AGAIN} tellings none of its reports came about; raise `chance` and `times`",
}
"""Why a scenario showed nothing, and the mend."""
TELL_EVERY = 20_000
"""Reports between two lines of progress."""


def season_command(
    out: Annotated[Path, typer.Option(help="Folder for reports.ndjson and truth.ndjson; made if absent.")],
    seed: Annotated[int, typer.Option(help="The same seed, end and size give the same season.")] = 7,
    journeys: Annotated[
        int, typer.Option(help="Honest journeys, about; a family that travels together is one.")
    ] = 100_000,
    days: Annotated[int, typer.Option(help="Length of the season.")] = 120,
    end: Annotated[str, typer.Option(help="When it ends, ISO 8601 with offset; midnight before now by default.")] = "",
    scenarios: Annotated[
        list[Path] | None, typer.Option(help="Scenario files or folders beside those shipped.")
    ] = None,
    cases: Annotated[int | None, typer.Option(help="Planted cases; one in 10,000 journeys by default.")] = None,
    look_alikes: Annotated[int | None, typer.Option(help="Look-alikes; two a case by default.")] = None,
    zipped: Annotated[bool, typer.Option("--gzip", help="Write reports.ndjson.gz and truth.ndjson.gz.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one object instead of a sentence.")] = False,
) -> None:
    """Make a season of airline, bank and recruiter reports with planted cases and the truth about them. All people in it are invented.

    A line of reports.ndjson is a report and, in `partner`, who sent it, in order of publication. docs/simulation.md says what is in
    it, docs/scenarios.md how to plant another case. A file is there whole or not at all.

    Example: raabta season --seed 7 --journeys 100000 --days 120 --out var/season-7
    """
    settings = DeploySettings()
    partners = tuple(compose(settings).partners.partners.values())
    try:
        made = season(
            seed,
            ending(end, datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)),
            partners,
            journeys=journeys,
            days=days,
            scenarios=scenarios,
            cases=cases,
            look_alikes=look_alikes,
        )
    except NoSeason as error:
        raise _refused(error, settings) from None
    ready(out)
    started = time.monotonic()
    try:
        counts = _written(made, out, zipped)
    except OSError as error:
        why = error.strerror or "cannot be written"
        raise Unavailable(f"{out}: {why}; make room, or name another folder with --out, and run it again") from None
    counts["seconds"] = round(time.monotonic() - started, 1)
    for one in made.untold:
        typer.echo(missing(one), err=True)
    if as_json:
        typer.echo(json.dumps({**counts, "untold": [one._asdict() for one in made.untold]}))
    else:
        typer.echo(
            f"{counts['reports']} reports, {counts['case']} cases, {counts['look-alike']} look-alikes, "
            f"{counts['person']} ordinary people in {out}"
        )


def _refused(error: NoSeason, settings: DeploySettings) -> Misconfigured:
    if error.about == "partners":  # a file here, and no option
        return Misconfigured(str(settings.config / "partners.toml"), str(error), "add one; each report has a sender")
    return Misconfigured(f"--{error.about}", str(error), "see raabta season --help")


def missing(untold: Untold) -> str:
    """One line on what was planned and is not there."""
    kind = "case" if untold.label is Label.CASE else "look-alike"
    times = f"{untold.planned} {kind}{'s' if untold.planned > 1 else ''}"
    return f"{times} of {untold.scenario} planned, nothing to be seen: {WHY[untold.why]}"


def _written(made: Season, out: Path, zipped: bool) -> dict[str, float]:
    counts: dict[str, float] = {"reports": 0, "case": 0, "look-alike": 0, "person": 0}
    end = ".ndjson.gz" if zipped else ".ndjson"
    print("the weeks before the season are lived first", file=sys.stderr)
    with _whole(out / f"reports{end}") as file:
        for line in _told(to_line(planned) for planned in made.reports):
            file.write(line)
            counts["reports"] += 1
    print("the truth is gathered", file=sys.stderr)
    with _whole(out / f"truth{end}") as file:
        for record in made.truth:
            file.write(record.model_dump_json(exclude_none=True, exclude_defaults=True).encode() + b"\n")
            counts[record.label] += 1
    return counts


def _told(lines: Iterable[bytes]) -> Iterator[bytes]:
    for number, line in enumerate(lines, 1):
        yield line
        if number % TELL_EVERY == 0:
            print(f"{number:,} reports", file=sys.stderr)


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes its name when it is complete. The same content is the same bytes, also zipped."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as raw:
            if path.suffix == ".gz":
                with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=raw, mtime=0) as packed:
                    yield cast(IO[bytes], packed)
            else:
                yield raw
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
