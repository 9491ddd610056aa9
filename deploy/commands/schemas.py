"""raabta schemas: write or check the generated JSON Schema and AsyncAPI documents."""

from pathlib import Path
from typing import Annotated

import orjson
import typer

import schemas
from schemas.export import documents

schemas_app = typer.Typer(
    help="Write or check the generated schemas. Example: raabta schemas check",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
GENERATED = Path(schemas.__file__).parent / "generated"
Folder = Annotated[Path, typer.Option("--out", help="Folder of the generated files.")]


def render(document: object) -> bytes:
    """A document as it stands in its file."""
    return orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n"


def drifted(folder: Path) -> list[str]:
    """Names of files that differ from what the models say."""
    return [
        name
        for name, document in documents().items()
        if not (folder / name).is_file() or (folder / name).read_bytes() != render(document)
    ]


@schemas_app.command("write")
def write(out: Folder = GENERATED) -> None:
    """Write JSON Schema of every record and the AsyncAPI document.

    Example: raabta schemas write
    """
    out.mkdir(parents=True, exist_ok=True)
    for name, document in documents().items():
        (out / name).write_bytes(render(document))
        typer.echo(str(out / name))


@schemas_app.command("check")
def check(out: Folder = GENERATED) -> None:
    """Exit with 1 if a generated file is not what the models say.

    Example: raabta schemas check
    """
    found = drifted(out)
    for name in found:
        typer.echo(f"{name} has drifted; run raabta schemas write", err=True)
    if found:
        raise typer.Exit(1)
