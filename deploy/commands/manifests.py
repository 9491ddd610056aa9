"""raabta manifests: write or check what Kubernetes is told of partners and inboxes."""

from pathlib import Path
from typing import Annotated

import orjson
import typer

from deploy.composition import compose
from deploy.manifests.files import HEAD, generated
from deploy.settings import DeploySettings

manifests_app = typer.Typer(
    help="Write or check the Kubernetes manifests of topics, users and inboxes. Example: raabta manifests check",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
EXAMPLE = Path(__file__).parents[1] / "kubernetes" / "overlays" / "example" / "generated"
Folder = Annotated[Path, typer.Option("--out", help="Folder of the generated files, beside an overlay's own.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def drifted(folder: Path, files: dict[str, str]) -> list[str]:
    """Names of files that are missing or differ, and of those that we once made and nothing calls for now."""
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*") if path.is_file()}
    stale = [name for name, text in there.items() if name not in files and text.startswith(HEAD)]
    return sorted([*stale, *(name for name, text in files.items() if there.get(name) != text)])


@manifests_app.command("write")
def write(out: Folder = EXAMPLE, as_json: AsJson = False) -> None:
    """Write them, and remove what the configuration no longer calls for.

    Example: RAABTA_CONFIG=etc RAABTA_PARTITIONS=16 RAABTA_REPLICATION=3 raabta manifests write --out overlays/pk/generated
    """
    files = _wanted()
    out.mkdir(parents=True, exist_ok=True)
    changed = drifted(out, files)
    for name in changed:
        if name in files:
            (out / name).write_text(files[name], encoding="utf-8")
        else:
            (out / name).unlink()
    _say(changed, as_json, out)


@manifests_app.command("check")
def check(out: Folder = EXAMPLE, as_json: AsJson = False) -> None:
    """Exit with 1 if a file is not what the configuration calls for.

    Example: RAABTA_PARTITIONS=8 RAABTA_REPLICATION=3 raabta manifests check
    """
    found = drifted(out, _wanted())
    _say(found, as_json, out)
    if found:
        raise typer.Exit(1)


def _wanted() -> dict[str, str]:
    settings = DeploySettings()
    return generated(compose(settings), settings.config)


def _say(changed: list[str], as_json: bool, out: Path) -> None:
    if as_json:
        typer.echo(orjson.dumps({"changed": changed}))
        return
    for name in changed:
        typer.echo(str(out / name))
