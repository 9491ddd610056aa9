"""The `raabta` command."""

import sys

import typer

from deploy.commands.deliver import deliver_command
from deploy.commands.keys import keys_app
from deploy.commands.schemas import schemas_app
from deploy.commands.score import score_command
from deploy.commands.stream import stream_command
from deploy.commands.topics import topics_command
from schemas.errors import Misconfigured, RaabtaError, Unavailable

USAGE = 2
TROUBLE = 75
"""As in sysexits.h: try again later."""

app = typer.Typer(
    name="raabta",
    help="Raabta shares what airlines, banks and recruiters find suspicious, and puts alerts into the right inbox.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("topics")(topics_command)
app.command("stream")(stream_command)
app.command("deliver")(deliver_command)
app.command("score")(score_command)
app.add_typer(keys_app, name="keys")
app.add_typer(schemas_app, name="schemas")


def main() -> None:
    """Run the command; what Raabta can name is one clear line and an exit code, not a traceback."""
    try:
        app()
    except Misconfigured as error:
        _leave(error, USAGE)
    except Unavailable as error:
        _leave(error, TROUBLE)
    except RaabtaError as error:
        _leave(error, 1)


def _leave(error: RaabtaError, code: int) -> None:
    typer.echo(f"raabta: {error}", err=True)
    sys.exit(code)
