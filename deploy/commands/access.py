"""raabta access: make the cluster grant what partners.toml and routes.toml say, and nothing else."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import orjson
import typer

from deploy.access.credentials import Passwords
from deploy.access.letter import as_text, letter
from deploy.access.matrix import Cell, granted, table, tried
from deploy.access.office import Office
from deploy.access.plan import Plan
from deploy.commands.topics import cluster
from deploy.composition import compose
from deploy.settings import DeploySettings
from schemas.errors import Misconfigured, Refused
from schemas.settings import secrets_folder

DRIFT = 1
"""`verify` and `plan --check` exit with this when the cluster is not as the configuration wants it."""

access_app = typer.Typer(
    help="Topics, users, rights and quotas as code: partners.toml and routes.toml say who may do what. "
    "Example: raabta access plan",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Credentials = Annotated[
    Path | None, typer.Option("--credentials", help="Folder for the new users' files, `<principal>.env`, mode 0600.")
]


def office(credentials: Path | None = None, only: str = "") -> Office:
    """The composition and the cluster that the environment names. Raises Misconfigured when either is wanting."""
    composition = compose(DeploySettings())
    settings = cluster()
    return Office(composition, settings, Passwords(settings, credentials, secrets_folder(os.environ)), only)


@access_app.command("plan")
def plan_command(as_json: AsJson = False) -> None:
    """Say what apply would change, and why. Changes nothing.

    Example: raabta access plan
    """
    _show(office().plan(), as_json)


@access_app.command("verify")
def verify_command(as_json: AsJson = False) -> None:
    """Name every difference between the cluster and the configuration. Exit code 1 when there is one.

    Example: raabta access verify --json
    """
    found = office().plan()
    _show(found, as_json)
    if found.changes or found.findings:
        raise typer.Exit(DRIFT)


@access_app.command("apply")
def apply_command(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    credentials: Credentials = None,
    as_json: AsJson = False,
) -> None:
    """Show the plan, ask, and do exactly that. Doing it twice changes nothing; topics are never deleted.

    Example: raabta access apply --credentials var/credentials
    """
    done = _apply(office(credentials), yes, quiet=as_json)
    if as_json:
        _show(done, True)


def _apply(here: Office, yes: bool, *, quiet: bool) -> Plan:
    shown = here.plan()
    here.check(shown)
    if not quiet:
        _show(shown, False)
    if shown.changes and not yes and not typer.confirm(f"Do these {len(shown.changes)} changes?", err=quiet):
        raise Refused("nothing was changed")
    here.apply(shown, datetime.now(UTC))
    if shown.changes and not quiet:
        typer.echo(f"done: {len(shown.changes)} changes")
    return shown


@access_app.command("onboard")
def onboard_command(
    partner: Annotated[str, typer.Argument(help="Its id, which stands in partners.toml already.")],
    credentials: Credentials = None,
    bootstrap: Annotated[str, typer.Option(help="The address as the partner reaches it; by default ours.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Apply what concerns one partner, and print what to send it. A second time only prints.

    Example: raabta access onboard air-nilkanth --credentials var/credentials
    """
    here = office(credentials, partner)
    known = here.composition.partners.partners
    if partner not in known:
        mend = f"write its entry [partners.{partner}] first"
        raise Misconfigured("partners.toml", f"there is no partner {partner}", mend)
    _apply(here, yes, quiet=as_json)
    lines = letter(known[partner], here.composition, here.settings, bootstrap or here.settings.bootstrap)
    if as_json:
        typer.echo(orjson.dumps({"partner": partner, "letter": lines}))
        return
    typer.echo(f"\n{as_text(known[partner], lines)}\n")
    if credentials is not None and (credentials / f"{partner}.env").exists():
        typer.echo(f"The password is in {credentials / f'{partner}.env'}: hand it over by another way, then delete it.")
    typer.echo("Restart the stream workers: they read a new partner's topic after that.")


@access_app.command("rotate")
def rotate_command(
    principal: Annotated[str, typer.Argument(help="A partner, an inbox, or one of Raabta's own processes.")],
    credentials: Credentials = None,
) -> None:
    """Make a new password and write it once; the old one stops working at once, open connections stay.

    Example: raabta access rotate air-nilkanth --credentials var/renewed
    """
    here = office(credentials)
    here.rotate(principal, datetime.now(UTC))
    place = here.passwords.folder / f"{principal}.env" if here.passwords.folder else "the folder of secrets"
    typer.echo(f"{principal} has a new password; it is in {place}. Hand it over, then restart what uses it.")


@access_app.command("matrix")
def matrix_command(
    attempt: Annotated[
        bool, typer.Option("--try", help="Ask the broker for every cell, as every principal; changes nothing.")
    ] = False,
    credentials: Credentials = None,
    as_json: AsJson = False,
) -> None:
    """Print who may do what; with --try, what the broker says to each. Exit code 1 when it says another thing.

    Example: raabta access matrix --try --credentials var/credentials
    """
    composition = compose(DeploySettings())
    cells = granted(composition)
    if not attempt:
        typer.echo(orjson.dumps(_listed(cells)) if as_json else table(cells))
        return
    found = tried(cells, office(credentials).logins())
    wrong = found.wrong()
    refusals = sum(not passed for passed in found.passed.values())
    if as_json:
        figures = {"tried": len(found.passed), "refused": refusals, "wrong": [cell._asdict() for cell in wrong]}
        typer.echo(orjson.dumps(figures | _listed(found.passed)))
    else:
        typer.echo(table(found.passed))
        typer.echo(
            f"{len(found.passed)} tried: {refusals} refused, {len(found.passed) - refusals} let pass, {len(wrong)} wrong"
        )
        for cell in wrong:
            said = "let pass" if found.passed[cell] else "refused"
            typer.echo(f"WRONG: {cell.principal} {cell.operation} {cell.kind} {cell.name} was {said}")
    if wrong:
        raise typer.Exit(DRIFT)


def _listed(cells: Mapping[Cell, bool]) -> dict[str, object]:
    return {"passed": [cell._asdict() for cell, passed in cells.items() if passed]}


def _show(found: Plan, as_json: bool) -> None:
    if as_json:
        changes = [{"action": one.action, "what": one.said, "reason": one.reason} for one in found.changes]
        findings = [one._asdict() for one in found.findings]
        typer.echo(orjson.dumps({"changes": changes, "findings": findings}))
        return
    for line in (*found.changes, *found.findings):
        typer.echo(str(line))
    if not found.changes:
        typer.echo("nothing to change" if found.findings else "the cluster is as the configuration wants it")
