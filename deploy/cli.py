"""The `raabta` command. A sub-command is imported when it is called: a partner needs no mail library, an officer no Faust."""

import sys
from importlib import import_module
from traceback import extract_tb
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup

from schemas.errors import Misconfigured, RaabtaError, Unavailable

USAGE = 2
BUG = 70
TROUBLE = 75
"""As in sysexits.h: try again later."""


class Entry(NamedTuple):
    """Where a sub-command lives, and what must be installed for it."""

    target: str
    extra: str
    summary: str


COMMANDS: dict[str, Entry] = {
    "demo": Entry("demo:demo_command", "partner,officer,demo", "Play a simulated day through every real part, live."),
    "emit": Entry("emit:emit_command", "partner", "Publish a partner's file of reports."),
    "stream": Entry("stream:stream_command", "", "Run a stream worker: validate, score, route."),
    "deliver": Entry("deliver:deliver_command", "officer", "Serve inboxes: store and deliver."),
    "requeue": Entry("requeue:requeue_command", "officer", "Try again what a channel gave up."),
    "kafka": Entry("kafka:kafka_app", "partner", "Start and stop a real Apache Kafka on loopback."),
    "access": Entry("access:access_app", "", "Topics, users and rights as the configuration wants them."),
    "topics": Entry("topics:topics_command", "", "Make the topics that the configuration calls for."),
    "score": Entry("score:score_command", "partner,officer", "Score reports without a broker: the what-if."),
    "evaluate": Entry("evaluate:evaluate_command", "partner,officer", "Measure the scorer on a labelled stream."),
    "ledger": Entry("ledger:ledger_command", "", "Account for every event, from the topics themselves."),
    "secrets": Entry("secrets:secrets_command", "partner,officer", "Make the folder of secrets that compose mounts."),
    "rejects": Entry("rejects:rejects_app", "", "Work what was refused: list, show, mend, replay, discard."),
    "erase": Entry("erase:erase_command", "", "Forget a subject, on order, with an entry in the register."),
    "rules": Entry("rules:rules_app", "partner,officer", "Check, compare, shadow, approve and activate rule packs."),
    "dispositions": Entry(
        "dispositions:dispositions_app", "", "Record what officers decided, snooze a subject, list it."
    ),
    "learn": Entry("learn:learn_command", "analyst", "Say how often each indicator was worth it; propose strengths."),
    "watch": Entry("watch:watch_command", "partner,officer", "Send canaries, notice silence and ageing credentials."),
    "manifests": Entry("manifests:manifests_app", "kubernetes", "Write or check Kubernetes manifests."),
    "rehearse": Entry(
        "rehearse:rehearse_command", "partner,officer,demo", "Break the whole house on purpose, and balance."
    ),
    "panels": Entry(
        "panels:panels_command", "partner,officer,demo", "Show what every dashboard panel shows, on a demo."
    ),
    "bench": Entry("bench:bench_command", "partner,officer,demo", "Measure the workers against plain loops."),
    "keys": Entry("keys:keys_app", "partner,officer", "Make and show token and sealing keys."),
    "simulate": Entry("simulate:simulate_command", "partner", "Publish a simulated day."),
    "season": Entry("season:season_command", "partner", "Write a simulated season with ground truth to files."),
    "schemas": Entry("schemas:schemas_app", "", "Write or check the generated schemas."),
}
"""Every sub-command; reading this is knowing them all."""


class _Commands(TyperGroup):
    """Looks a sub-command up in `COMMANDS` and imports it."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        entry = COMMANDS.get(cmd_name)
        return _loaded(cmd_name, entry) if entry else None

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in COMMANDS.items()])


def _loaded(name: str, entry: Entry) -> Any:  # typer's own copy of click has no public name for a command
    module, _, attribute = entry.target.partition(":")
    try:
        found = getattr(import_module(f"deploy.commands.{module}"), attribute)
    except ModuleNotFoundError as missing:
        if (missing.name or "").split(".")[0] in ("deploy", "schemas", "producers", "streams", "consumers"):
            raise
        mend = f"pip install 'raabta[{entry.extra}]'"
        raise Misconfigured(f"raabta {name}", f"the package {missing.name} is not installed", mend) from None
    if not isinstance(found, typer.Typer):
        single = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        single.command(name)(found)
        found = single
    command = typer.main.get_command(found)
    command.name = name
    return command


app = typer.Typer(
    name="raabta",
    cls=_Commands,
    help="Raabta shares what airlines, banks and recruiters find suspicious, and puts alerts into the right inbox. "
    "Example: raabta demo --once",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def _root() -> None:
    """Nothing is common to all sub-commands."""


def main() -> None:
    """Run the command; what Raabta can name is one clear line and an exit code, not a traceback. A bug is told by its class
    and the way it took: its text may quote the input, and the input is about people."""
    try:
        app()
    except Misconfigured as error:
        _leave(error, USAGE)
    except Unavailable as error:
        _leave(error, TROUBLE)
    except RaabtaError as error:
        _leave(error, 1)
    except Exception as error:
        way = "".join(f"\n  {one.filename}:{one.lineno} {one.name}" for one in extract_tb(error.__traceback__))
        typer.echo(f"raabta: a bug, please send us this: {type(error).__name__}, raised through{way}", err=True)
        sys.exit(BUG)


def _leave(error: RaabtaError, code: int) -> None:
    typer.echo(f"raabta: {error}", err=True)
    sys.exit(code)
