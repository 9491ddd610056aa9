"""raabta secrets: make the folder of secrets that deploy/compose.yaml mounts."""

from pathlib import Path
from typing import Annotated

import orjson
import typer

from deploy.composition import compose
from deploy.secretfiles import fill
from deploy.settings import DeploySettings


def secrets_command(
    folder: Annotated[
        Path, typer.Argument(help="Made with mode 0700 when it is not there; keep it out of backups that others read.")
    ],
    renew_certificates: Annotated[
        bool, typer.Option("--renew-certificates", help="New authority and brokers' certificates, valid for two years.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Make every password, certificate and key that is missing; what is there stays. Prints names, never a secret.

    Put the mail server's password into `smtp_password`, and hand `fia_key.public.json` to every partner.

    Example: raabta secrets deploy/secrets
    """
    made = fill(folder, compose(DeploySettings()), renew_certificates=renew_certificates)
    if as_json:
        typer.echo(orjson.dumps({"made": made}))
    elif made:
        typer.echo(f"made in {folder}: {', '.join(made)}")
    else:
        typer.echo("nothing was missing")
