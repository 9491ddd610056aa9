"""raabta emit: a partner's file of reports becomes events."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from deploy.outfile import apart_from
from deploy.partners import load_partners
from deploy.settings import DeploySettings
from producers.emit import Emitted, LineError, emit
from producers.preflight import Preflight, Sink
from producers.protect.keyfile import load_public_key, load_token_keys
from producers.protect.token import TokenKeys
from producers.publisher import Publisher
from schemas.errors import Misconfigured, RaabtaError, Unavailable
from schemas.partner import Partner, PartnerTable
from schemas.settings import KafkaSettings
from schemas.topic import Topics

SOME_MALFORMED = 1
USAGE = 2
TRY_LATER = 75
"""As in sysexits.h."""
SHOWN_ERRORS = 10
"""Lines of the error report that a person sees when no `--errors` file is asked for."""


def emit_command(
    file: Annotated[str, typer.Argument(help="Reports: .ndjson, .jsonl or .csv, also .gz; - reads NDJSON from stdin.")],
    partner: Annotated[str, typer.Option(help="Who publishes: an id of partners.toml.")],
    token_key: Annotated[
        list[Path], typer.Option(envvar="RAABTA_TOKEN_KEY", help="Token key file; twice while keys rotate, new first.")
    ],
    fia_key: Annotated[Path, typer.Option(envvar="RAABTA_FIA_KEY", help="The FIA's public sealing key file.")],
    partners_file: Annotated[
        Path | None, typer.Option(help="Who may publish; by default partners.toml of the configuration.")
    ] = None,
    bootstrap: Annotated[str, typer.Option(help="host:port of a broker; by default RAABTA_BOOTSTRAP.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check and protect everything, publish nothing.")] = False,
    errors: Annotated[
        Path | None, typer.Option(help="Write why each bad line is bad: NDJSON with line, reason, field, mend.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    give_up_after: Annotated[float, typer.Option(help="Seconds to wait for the broker.", min=0.1)] = 30.0,
) -> None:
    """Protect the reports of a file and publish them as events.

    Bad lines are listed and stop nothing; emitting the same file again counts nothing twice. Exit code: 0 all published,
    1 some lines are malformed (the good ones are published), 2 something must be mended first, 75 try again later.

    \b
    Example:
      export RAABTA_TOKEN_KEY=keys/token-k1.json RAABTA_FIA_KEY=keys/sealing-fia.public.json
      raabta emit reports.ndjson --partner air-nilkanth --dry-run
      raabta emit reports.ndjson --partner air-nilkanth --errors errors.ndjson
    """
    for name in ("librdkafka", "producers"):  # what they would say is in our one line
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    settings = DeploySettings()
    said: dict[str, Any] = {"file": file, "partner": partner, "dry_run": dry_run}
    try:
        table = load_partners(partners_file or settings.config / "partners.toml")
        who, keys = _partner(table, partner), _keys(table, token_key)
        fia = load_public_key(fia_key)
        if errors is not None:
            apart_from(errors, [file])
        listing = _Listing(errors, quiet=as_json)
        with ExitStack() as stack:
            stack.enter_context(listing)
            sink: Sink = Preflight(who, keys, fia)
            if not dry_run:
                topics = Topics(settings.topic_prefix)
                sink = stack.enter_context(
                    Publisher(
                        _cluster(bootstrap),
                        topics,
                        who,
                        keys,
                        fia,
                        gives_up_after=give_up_after,
                    )
                )
            show = stack.enter_context(_bar(file))
            emitted = emit(file, sink, progress=show, errors=listing.add)
    except RaabtaError as error:
        typer.echo(f"raabta: {error}", err=True)
        if as_json:
            typer.echo(orjson.dumps({**said, "trouble": str(error)}))
        raise typer.Exit(_code(error)) from None
    _tell(said, emitted, listing, as_json)
    if emitted.trouble is not None:
        raise typer.Exit(_code(emitted.trouble))
    if emitted.malformed:
        raise typer.Exit(SOME_MALFORMED)


def _cluster(bootstrap: str) -> KafkaSettings:
    settings = KafkaSettings(bootstrap=bootstrap) if bootstrap else KafkaSettings()
    if not settings.bootstrap:
        raise Misconfigured("RAABTA_BOOTSTRAP", "no cluster is named", "set it to host:port of a broker")
    return settings


def _partner(table: PartnerTable, name: str) -> Partner:
    if name not in table.partners:
        raise Misconfigured("--partner", f"{name} is not in partners.toml", f"choose from {', '.join(table.partners)}")
    return table.partners[name]


def _keys(table: PartnerTable, files: list[Path]) -> TokenKeys:
    keys = load_token_keys(files)
    for key in keys.active:
        if key.id not in table.token_keys:
            mend = f"use the key files of {', '.join(table.token_keys)}; events under another key would be rejected"
            raise Misconfigured("--token-key", f"{key.id} is not in force", mend)
    return keys


class _Listing:
    """The error report: in a file if one is named, else its first lines on stderr."""

    def __init__(self, path: Path | None, *, quiet: bool) -> None:
        self._path = path
        self._first: list[LineError] = []
        self._count = 0
        self._quiet = quiet

    def __enter__(self) -> None:
        try:
            self._file = self._path.open("wb") if self._path else None
        except OSError as error:
            why = error.strerror or "cannot be written"
            raise Misconfigured(str(self._path), why, "name a file in a folder that you may write") from None

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def add(self, error: LineError) -> None:
        """One bad line."""
        self._count += 1
        if self._file:
            self._file.write(error.as_json())
        elif len(self._first) < SHOWN_ERRORS:
            self._first.append(error)

    def tell(self) -> None:
        """Say where the errors are, or which."""
        if self._path is not None and self._count and not self._quiet:
            typer.echo(f"why: {self._path}", err=True)
        for error in self._first:
            where = f" at {error.field}" if error.field else ""
            typer.echo(f"line {error.line}: {error.reason}{where}: {error.mend}", err=True)
        if len(self._first) < self._count and self._path is None:
            typer.echo(f"and {self._count - len(self._first)} more; name a file with --errors", err=True)


@contextmanager
def _bar(file: str) -> Iterator[Callable[[int, int | None], None] | None]:
    """A progress bar on stderr, if that is a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal or not sys.stderr.isatty():
        yield None
        return
    shape = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*shape, console=console, transient=True) as progress:
        task = progress.add_task(Path(file).name, total=None)
        yield lambda read, total: progress.update(task, completed=read, total=total)


def _tell(said: dict[str, Any], emitted: Emitted, listing: _Listing, as_json: bool) -> None:
    counts = {name: getattr(emitted, name) for name in ("read", "published", "repeated", "malformed", "failed")}
    listing.tell()
    if emitted.trouble is not None:
        typer.echo(f"raabta: stopped: {emitted.trouble}; the same file may be emitted again", err=True)
    if as_json:
        typer.echo(orjson.dumps({**said, **counts, "trouble": str(emitted.trouble) if emitted.trouble else None}))
        return
    verb = "fit to be published" if said["dry_run"] else "published"
    parts = [f"{counts['read']} read", f"{counts['published']} {verb}"]
    parts += [f"{counts[name]} {name}" for name in ("repeated", "malformed", "failed") if counts[name]]
    typer.echo(", ".join(parts))


def _code(error: RaabtaError) -> int:
    return TRY_LATER if isinstance(error, Unavailable) else USAGE
