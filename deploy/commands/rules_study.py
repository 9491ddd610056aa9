"""raabta rules check, compare and shadow: what a rule pack would do, before it does it."""

from pathlib import Path
from typing import Annotated

import orjson
import typer

from deploy.rulebook.house import ACTIVE, house
from deploy.rulebook.shadow import shadow
from deploy.rulebook.telling import as_object, comparison
from deploy.rules import load_rules
from streams.pack import Pack

HELD = 1
Examples = Annotated[int, typer.Option(help="How many gained and lost alerts to show.", min=0, max=1000)]
Days = Annotated[float, typer.Option(help="Without --reports: events of so many days, from their topics.", min=0.0)]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def check_command(
    file: Annotated[Path, typer.Argument(help="A rule pack.")],
    as_json: AsJson = False,
) -> None:
    """Check a rule pack against the indicators of this release. Exit code 2 at the first fault: line, problem, mend.

    Example: raabta rules check next.toml
    """
    pack = Pack(load_rules(file))
    on = sum(ready.rule.on for ready in pack.by_id.values())
    if as_json:
        typer.echo(
            orjson.dumps({"version": pack.version, "digest": pack.digest, "indicators": len(pack.by_id), "on": on})
        )
        return
    typer.echo(f"{file}: version {pack.version} ({pack.digest}), {len(pack.by_id)} indicators, {on} of them on")


def compare_command(
    old: Annotated[str, typer.Argument(help="A file, a version of the rulebook, or `active`.")],
    new: Annotated[str, typer.Argument(help="The same, of the candidate.")],
    reports: Annotated[
        str, typer.Option(help="A file of reports, NDJSON as for `raabta score`; - is standard input.")
    ] = "",
    days: Days = 30.0,
    examples: Examples = 5,
    as_json: AsJson = False,
) -> None:
    """Play the same events through two rule packs: new alerts a day in each inbox, what is gained and lost, with examples.

    Without --reports it takes the events that lie on the topics. routes.toml says who gets what and, as `alerts_a_day`,
    what each inbox has attention for. Exit code 1: beyond it, or on too little to compare, a second person must
    approve; or lines could not be read.

    Example: raabta rules compare deploy/rules.toml next.toml --reports season.ndjson
    """
    here = house()
    found = here.compare(here.named(old), here.named(new), reports, days)
    if as_json:
        typer.echo(orjson.dumps({**as_object(found, examples), "unread_lines": here.bad}))
    else:
        for line in comparison(found, examples, reports=bool(reports)):
            typer.echo(line)
    if found.forecast.beyond or here.bad:
        raise typer.Exit(HELD)


def shadow_command(
    candidate: Annotated[str, typer.Option(help="A file, or a version of the rulebook.")],
    days: Annotated[
        float, typer.Option(help="Begin with the events of so many days, so that histories are filled.")
    ] = 30.0,
    every: Annotated[float, typer.Option(help="Seconds between two reports.", min=1.0)] = 300.0,
    port: Annotated[int, typer.Option(help="Port of /metrics; 0 takes a free one.")] = 0,
    examples: Examples = 5,
    seconds: Annotated[float, typer.Option(help="End after so long; 0: only when asked to.", min=0.0)] = 0.0,
    as_json: AsJson = False,
) -> None:
    """Let a candidate work beside the active version on live events, in this process alone: it writes to no topic.

    Prints what `compare` prints, again and again (with --json once, at its end), and shows it as metrics. It holds all
    histories twice and takes every event, so it needs a core and the memory of a whole house. Exit code 1: beyond the
    attention budget when it ended.

    Example: raabta rules shadow --candidate next.toml --port 9140
    """
    here = house()
    active, new = here.named(ACTIVE), here.named(candidate)
    found = None
    for found in shadow(here, active, new, days=days, every=every, port=port, seconds=seconds):
        if not as_json:
            typer.echo("\n".join(comparison(found, examples)) + "\n")
    if found is not None and as_json:
        typer.echo(orjson.dumps(as_object(found, examples)))
    if found is not None and found.forecast.beyond:
        raise typer.Exit(HELD)
