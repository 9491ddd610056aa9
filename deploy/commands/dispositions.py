"""raabta dispositions: record what officers decided, and list it."""

from collections import Counter
from datetime import UTC, datetime
from typing import Annotated

import orjson
import typer

from deploy.commands.topics import cluster
from deploy.composition import compose
from deploy.learning.decision import decided, snooze_of
from deploy.learning.desk import Desk
from deploy.settings import DeploySettings
from schemas.disposition import Decision
from schemas.errors import Misconfigured, Refused
from schemas.snooze import SnoozeReason

dispositions_app = typer.Typer(
    help="Record what officers decided about alerts, and list it. Example: raabta dispositions list",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@dispositions_app.command("record")
def record(
    alert: Annotated[str, typer.Argument(help="The alert's id, as in the mail.")],
    inbox: Annotated[str, typer.Option(help="Whose decision it is.")],
    decision: Annotated[Decision, typer.Option(help="What was decided.")],
    officer: Annotated[str, typer.Option(help="Officer id: small letters, digits, dashes; never a name.")],
    version: Annotated[int, typer.Option(help="Version that the officer saw; the newest by default.", min=0)] = 0,
    snooze_days: Annotated[
        float | None, typer.Option(help="Tell this inbox nothing of the subject for so many days, unless it is new.")
    ] = None,
    reason: Annotated[SnoozeReason | None, typer.Option(help="Why it is snoozed; goes with --snooze-days.")] = None,
    as_json: AsJson = False,
) -> None:
    """Record a decision of an inbox that got the alert. With --snooze-days and --reason it hears of the subject no more until then,

    unless another sector, harm, a child, a departure within 12 h or twice the evidence shows; what is held back is receipted.

    Example: raabta dispositions record 9f..e2 --inbox fia-hq --decision no-offence --officer d-117 --snooze-days 30 --reason cleared
    """
    snoozed_for = snooze_of(snooze_days, reason)
    composition = compose(DeploySettings())
    if inbox not in composition.routes.inboxes:
        raise Misconfigured("--inbox", "this inbox is not in routes.toml", "name one of its inboxes")
    desk = Desk(cluster(), composition.topics, composition.partitions)
    found = desk.alerts({alert: version}).get(alert)
    if found is None:
        raise Refused("no such version of such an alert is on the alerts topic")
    if inbox not in (told := desk.inboxes(alert)):
        mend = (
            f"name one that did: {', '.join(told)}"
            if told
            else "no inbox has a receipt for it yet: see that it is served"
        )
        raise Misconfigured("--inbox", f"{inbox} did not get this alert, so it decides nothing about it", mend)
    made, snooze = decided(found, inbox, decision, officer, datetime.now(UTC), snooze=snoozed_for, reason=reason)
    desk.record(made, snooze)
    if as_json:
        typer.echo(made.model_dump_json(exclude_none=True))
    else:
        until = f"; snoozed until {snooze.until.date().isoformat()}" if snooze is not None else ""
        typer.echo(f"{made.id}: {decision.value} on version {made.version}{until}")


@dispositions_app.command("list")
def list_command(
    alert: Annotated[str, typer.Option(help="Only those on this alert.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the decisions, the oldest first. Example: raabta dispositions list --alert 9f..e2"""
    composition = compose(DeploySettings())
    desk = Desk(cluster(), composition.topics, composition.partitions)
    found = [one for one in desk.dispositions() if alert in ("", one.alert_id)]
    if as_json:
        typer.echo(orjson.dumps({"dispositions": [one.model_dump(mode="json", exclude_none=True) for one in found]}))
        return
    for one in found:
        until = f", snoozed until {one.snooze_until.date()} ({one.snooze_reason})" if one.snooze_until else ""
        typer.echo(
            f"{one.at.isoformat()}  {one.alert_id} v{one.version}  {one.inbox}  {one.officer}: {one.decision}{until}"
        )
    counts = Counter(one.decision.value for one in found)
    typer.echo(", ".join(f"{name} {count}" for name, count in sorted(counts.items())) or "no decision yet")
