"""raabta learn: what officers' decisions say of each indicator. Shown and proposed, never applied."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console

from deploy.commands.topics import cluster
from deploy.composition import compose
from deploy.learning.candidate import candidate, fit_to_propose, next_version, write_new
from deploy.learning.desk import Desk
from deploy.learning.files import alerts_in, decisions_in
from deploy.learning.lesson import lesson
from deploy.learning.telling import as_object, show
from deploy.learning.verdict import alerts_of
from deploy.rules import load_rules
from deploy.settings import DeploySettings
from schemas.errors import Misconfigured


def learn_command(
    dispositions: Annotated[
        Path | None,
        typer.Option(help="Decisions, one a line or as `dispositions list --json` prints them; else from the topic."),
    ] = None,
    alerts: Annotated[Path | None, typer.Option(help="Alert versions, one a line; goes with --dispositions.")] = None,
    propose: Annotated[Path | None, typer.Option(help="Write the rule pack with the proposed strengths here.")] = None,
    by: Annotated[str, typer.Option(help="With --propose: whose proposal it is, a duty and no person's name.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say how often each indicator, combination and pair was worth an officer's time, with an interval.

    Beta-binomial: what was decided seldom is drawn to the house's average. Alerts that share evidence count as one case. A
    change is proposed only of an indicator with 20 decided cases by two officers, whose interval, widened for the number
    judged, lies beyond twice or half the average odds. Nothing is applied: --propose writes a candidate for
    `raabta rules compare` and a second person.

    Example: raabta learn --propose candidate.toml --by scoring-desk
    """
    settings = DeploySettings()
    rules = settings.config / "rules.toml"
    pack = load_rules(rules)
    if propose is not None:
        fit_to_propose(propose, by, pack)
    if (dispositions is None) is not (alerts is None):
        raise Misconfigured("--dispositions", "decisions and alerts go together", "give both files, or neither")
    if dispositions is not None and alerts is not None:
        decisions = decisions_in(dispositions)
        wanted = alerts_of(decisions)
        found = {a.id: a for a in alerts_in(alerts) if wanted.get(a.id) == a.version}
    else:
        composition = compose(settings)
        desk = Desk(cluster(), composition.topics, composition.partitions)
        decisions = desk.dispositions()
        found = desk.alerts(alerts_of(decisions))
    learned = lesson(decisions, found, pack)
    if propose is not None and learned.proposals:
        today = datetime.now(UTC).date()
        text = rules.read_text(encoding="utf-8")
        write_new(candidate(text, learned.proposals, next_version(pack.version), by, today), propose)
    elif propose is not None:
        typer.echo(f"Nothing is proposed: {propose} is not written.", err=True)
    if as_json:
        typer.echo(orjson.dumps(as_object(learned)))
    else:
        show(learned, Console())
