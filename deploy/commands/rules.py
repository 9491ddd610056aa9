"""raabta rules: versions of the rule pack, from the first draft to every worker."""

import time
from datetime import UTC, datetime
from typing import Annotated

import orjson
import typer

from deploy.commands.rules_change import activate_command, approve_command, propose_command, rollback_command
from deploy.commands.rules_study import check_command, compare_command, shadow_command
from deploy.rulebook.house import house
from deploy.rulebook.steps import elsewhere, entry_of
from deploy.rulebook.telling import decision, loads, verdict, versions, worker

DISAGREE = 1

rules_app = typer.Typer(
    help="Rule packs: check, compare, shadow, propose, approve, activate, roll back, and see who works by which. "
    "Example: raabta rules status",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@rules_app.command("list")
def list_command(as_json: AsJson = False) -> None:
    """List every version that was ever entered, who wrote it, what it changes, and how it stands.

    Example: raabta rules list
    """
    book = house().store.book()
    if as_json:
        kept = {"version", "author", "reviewer", "created", "changelog"}
        entries = [
            {**entry.pack.model_dump(mode="json", include=kept), "digest": entry.digest, "at": entry.at, "by": entry.by}
            for entry in book.entries.values()
        ]
        typer.echo(orjson.dumps({"active": book.active, "versions": entries, "set_aside": book.set_aside}))
        return
    for line in versions(book):
        typer.echo(line)
    for why in book.set_aside:
        typer.echo(f"not obeyed: {why}", err=True)
    if not book.entries:
        typer.echo("nothing was ever proposed: the house works by its rules.toml")


@rules_app.command("show")
def show_command(
    version: Annotated[str, typer.Argument(help="As in `raabta rules list`.")],
    toml: Annotated[bool, typer.Option("--toml", help="Print the file as its author wrote it.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show a version: who wrote it, what it changes, what was predicted and decided. With --toml the file itself.

    Example: raabta rules show 2026.11.2 --toml > next.toml
    """
    book = house().store.book()
    entry, steps = entry_of(book, version), book.steps(version)
    if toml:
        typer.echo(entry.text, nl=False)
        return
    if as_json:
        said = entry.model_dump(mode="json", exclude={"text"})
        typer.echo(orjson.dumps({**said, "decisions": [one.model_dump(mode="json") for one in steps]}))
        return
    pack = entry.pack
    typer.echo(
        f"version {version} ({entry.digest}), written {pack.created} by {pack.author}, reviewed by {pack.reviewer}"
    )
    typer.echo(pack.changelog.strip())
    for one in steps:
        typer.echo(decision(one))
        if one.forecast is not None:
            for line in (*loads(one.forecast), *verdict(one.forecast)):
                typer.echo(f"    {line}")


@rules_app.command("status")
def status_command(as_json: AsJson = False) -> None:
    """Say which version is active, since when and by whom, and what every worker says it works by.

    Exit code 1: a worker that was heard within three minutes works by another one.

    Example: raabta rules status
    """
    here, now = house(), datetime.now(UTC)
    book = here.store.book()
    active, workers = here.active(book), here.store.workers(now)
    wrong = elsewhere(workers, active.version, active.digest)
    last = next((one for one in reversed(book.decisions) if one.version == book.active), None)
    if as_json:
        said = {"active": active.version, "digest": active.digest, "decision": last and last.model_dump(mode="json")}
        typer.echo(orjson.dumps({**said, "workers": [one.model_dump(mode="json") for one in workers], "wrong": wrong}))
    else:
        typer.echo(f"active: {active.version} ({active.digest})" + ("" if last else ", from rules.toml"))
        if last is not None:
            typer.echo(decision(last))
        for one in workers:
            for line in worker(one, time.time() - one.at.timestamp()):
                typer.echo(line)
        typer.echo(f"{len(workers)} workers heard within three minutes" + (f"; {len(wrong)} disagree" if wrong else ""))
        for why in wrong:
            typer.echo(f"DISAGREES: {why}")
        for why in book.set_aside:
            typer.echo(f"not obeyed: {why}", err=True)
    if wrong:
        raise typer.Exit(DISAGREE)


rules_app.command("check")(check_command)
rules_app.command("compare")(compare_command)
rules_app.command("shadow")(shadow_command)
rules_app.command("propose")(propose_command)
rules_app.command("approve")(approve_command)
rules_app.command("activate")(activate_command)
rules_app.command("rollback")(rollback_command)
