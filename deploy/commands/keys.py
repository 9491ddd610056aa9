"""raabta keys: make and show the keys that tokens and seals need."""

from pathlib import Path
from typing import Annotated

import orjson
import typer

from consumers.keyfile import load_private_keys, save_private_key
from consumers.unseal import new_sealing_pair
from deploy.settings import DeploySettings
from deploy.tokenkeys import begin, end
from producers.protect.keyfile import load_public_key, load_token_keys, save_public_key, save_token_key
from producers.protect.token import new_token_key
from schemas.errors import Misconfigured

keys_app = typer.Typer(
    help="Make and show keys: token keys for partners, a sealing pair for the FIA. Example: raabta keys token --id k1 --out var/keys",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
Partners = Annotated[
    Path | None, typer.Option("--partners", help="The partners.toml to edit; by default that of RAABTA_CONFIG.")
]
Folder = Annotated[Path, typer.Option("--out", help="Folder for the new files; must exist or be creatable.")]


@keys_app.command("token")
def token(key_id: Annotated[str, typer.Option("--id", help="Names the epoch, such as k1.")], out: Folder) -> None:
    """Make a token key, the same for all partners. Hand it over by a safe way; name its id in partners.toml.

    Example: raabta keys token --id k1 --out var/keys
    """
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"token-{key_id}.json"
    try:
        save_token_key(path, new_token_key(key_id))
    except ValueError as error:
        raise Misconfigured("--id", str(error), "choose another id, such as k1") from None
    typer.echo(f"{path}  secret, mode 0600: for partners only, never for the broker or the FIA")


@keys_app.command("sealing")
def sealing(
    out: Folder,
    key_id: Annotated[str, typer.Option("--id", help="Its name; by default the hash of the public key.")] = "",
) -> None:
    """Make the FIA's pair: partners seal to the public key, only the private one opens.

    Example: raabta keys sealing --out var/keys
    """
    out.mkdir(parents=True, exist_ok=True)
    private, public, name = new_sealing_pair(key_id)
    save_private_key(out / f"sealing-{name}.private.json", private, name)
    save_public_key(out / f"sealing-{name}.public.json", public, name)
    typer.echo(f"{out}/sealing-{name}.private.json  secret, mode 0600: for FIA inboxes only")
    typer.echo(f"{out}/sealing-{name}.public.json   for every partner")


def _partners_file(given: Path | None) -> Path:
    return given or DeploySettings().config / "partners.toml"


@keys_app.command("rotate")
def rotate(
    key_id: Annotated[str, typer.Option("--id", help="Names the new epoch, such as k2.")],
    out: Folder,
    partners: Partners = None,
) -> None:
    """Begin a new epoch of the token key: make the key, and put its id before the old one in partners.toml.

    Example: raabta keys rotate --id k2 --out var/keys
    """
    table = _partners_file(partners)
    path = out / f"token-{key_id}.json"
    if path.exists():
        raise Misconfigured(str(path), "there is a key file already", "give the new epoch another id")
    try:
        key = new_token_key(key_id)
    except ValueError as error:
        raise Misconfigured("--id", str(error), "choose another id, such as k2") from None
    now = begin(table, key_id)
    save_token_key(path, key)
    typer.echo(f"{path}  secret, mode 0600; {table}: {' and '.join(now)} are in force. Now, in this order:")
    typer.echo(f"1. restart the workers: they take events under {' and '.join(now)}")
    typer.echo(f"2. hand {path.name} to every partner; each sets RAABTA_TOKEN_KEY to both files, the newest first")
    typer.echo("3. wait as long as histories are kept: every identifier seen meanwhile has a token under both keys")
    typer.echo(f"4. raabta keys retire {now[-1]}, restart the workers, and let partners drop the old file")


@keys_app.command("retire")
def retire(
    key_id: Annotated[str, typer.Argument(metavar="KEY", help="The old epoch, such as k1.")], partners: Partners = None
) -> None:
    """End an epoch: events under this token key are rejected once the workers have been restarted.

    Example: raabta keys retire k1
    """
    table = _partners_file(partners)
    left = end(table, key_id)
    typer.echo(
        f"{table}: {' and '.join(left)} in force. Restart the workers, then let partners drop token-{key_id}.json."
    )


@keys_app.command("show")
def show(
    files: Annotated[list[Path], typer.Argument(help="Key files.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say what each key file is, without its secret.

    Example: raabta keys show var/keys/token-k1.json
    """
    found = [_described(path) for path in files]
    if as_json:
        typer.echo(orjson.dumps({"keys": found}))
        return
    for key in found:
        typer.echo(f"{key['file']}  {key['kind']}  id {key['id']}")


def _described(path: Path) -> dict[str, str]:
    if path.name.endswith(".public.json"):
        return {"file": str(path), "kind": "public sealing key", "id": load_public_key(path).id}
    if path.name.endswith(".private.json"):
        return {"file": str(path), "kind": "private sealing key", "id": next(iter(load_private_keys([path])))}
    return {"file": str(path), "kind": "token key", "id": load_token_keys([path]).active[0].id}
