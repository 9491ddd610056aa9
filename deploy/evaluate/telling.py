"""What could not be taken of a file, on standard error: the first lines one by one, the others counted by what is wrong."""

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import orjson
import typer

from deploy.evaluate.reading import Bad
from deploy.outfile import apart_from
from schemas.errors import Misconfigured

MOST_LINES = 20
"""Bad lines that are told one by one."""


class ErrorFile:
    """Why each bad line is bad, in a file that `--errors` names: all of them, one JSON object a line, as `raabta emit` lists them."""

    def __init__(self, path: Path | None, *inputs: str) -> None:
        """Begun before anything is read of these inputs. Raises Misconfigured when it is one of them, or cannot be written."""
        if path is not None:
            apart_from(path, inputs)
        try:
            if path is not None:
                path.write_bytes(b"")
        except OSError as error:
            why = f"{path} cannot be written ({error.strerror})"
            raise Misconfigured("--errors", why, "name a file in a folder that you may write into") from None
        self.path = path

    def write(self, file: str, bad: Iterable[Bad]) -> None:
        """Add the bad lines of a file."""
        if self.path is None:
            return
        with self.path.open("ab") as target:
            for one in bad:
                said = {"file": file, "line": one.line, "reason": one.reason, "field": one.field, "mend": one.mend}
                target.write(orjson.dumps(said, option=orjson.OPT_APPEND_NEWLINE))


def tell(path: str, bad: Sequence[Bad], errors: ErrorFile, lines: int | None = None) -> None:
    """Name the bad lines of a file with field and mend. `lines`: how many there were; 0 is said to be nothing."""
    file = "standard input" if path == "-" else os.path.basename(path)
    errors.write(file, bad)
    if lines == 0:
        typer.echo(f"{file} holds no report: give one JSON object a line, as docs/reports.md describes it", err=True)
    for line in bad[:MOST_LINES]:
        typer.echo(f"{file} {line}", err=True)
    more = Counter((line.reason, line.field) for line in bad[MOST_LINES:])
    for (reason, field), count in more.most_common():
        typer.echo(f"{file}: {count:,} more lines: {reason}{' at ' + field if field else ''}", err=True)
    if more:
        where = (
            f"all {len(bad):,} are in {errors.path}" if errors.path else "name a file with --errors to list them all"
        )
        typer.echo(f"{file}: {where}", err=True)


def tell_unseen(reports: str, truth: str, named: int, unseen: int, examples: Sequence[str]) -> None:
    """Say that a truth file names reports that are not in the stream: it may belong to another."""
    if unseen:
        some = ", ".join(examples) + (", ..." if unseen > len(examples) else "")
        typer.echo(
            f"{os.path.basename(truth)} names {named:,} reports, and {unseen:,} of them are not in {os.path.basename(reports)} "
            f"or were not taken: {some}. Give the truth file that belongs to these reports, and mend the lines that were refused",
            err=True,
        )


def tell_empty_truth(truth: str) -> None:
    """Say that a truth file says nothing."""
    typer.echo(
        f"{os.path.basename(truth)} holds no truth record: give one JSON object a line, as docs/truth.md describes it, or "
        "leave --truth out",
        err=True,
    )
