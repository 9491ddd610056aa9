"""raabta rejects: work what was refused, instead of burying it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import orjson
import typer

from deploy.commands.topics import cluster
from deploy.partners import load_partners
from deploy.rejects.case import Wanted, case_of, grouped, reentries
from deploy.rejects.judgement import judged
from deploy.rejects.owner import OPERATORS
from deploy.rejects.reading import Desk
from deploy.rejects.reentry import Hand
from deploy.rejects.replay import Pace, Plan, planned
from deploy.rejects.telling import as_object, case_lines, case_table, group_table
from deploy.settings import DeploySettings
from schemas.errors import Malformed, Misconfigured
from schemas.partner import Partner, PartnerTable
from schemas.reject import Reason
from schemas.reject_work import WorkStatus
from schemas.topic import Topics

STILL_MALFORMED = 1
MYSELF = "me"

rejects_app = typer.Typer(
    help="Work what was refused: who must act, what is wrong, mend it, let it come in again, or discard it with a reason. "
    "Example: raabta rejects list",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
OfPartner = Annotated[
    str,
    typer.Option(
        "--partner",
        help="Only this partner's topics: all that its own credentials may read. me: whose credentials these are.",
    ),
]
RejectId = Annotated[str, typer.Argument(help="The reject's id, or as much of its beginning as is unique.")]
OfReason = Annotated[Reason | None, typer.Option("--reason", help="Only what was refused for this.")]
By = Annotated[str, typer.Option("--by", help="Who does it, a duty and no person's name; by default the Kafka user.")]


def desk(partner: str) -> Desk:
    """The rejects of all partners, or of one. Raises Misconfigured when it is not clear of whom."""
    settings, deploy = cluster(), DeploySettings()
    topics = Topics(deploy.topic_prefix)
    if partner == MYSELF and not settings.sasl_username:
        raise Misconfigured("RAABTA_SASL_USERNAME", "no credentials say who I am", "set it, or name the partner")
    if partner:
        return Desk(settings, topics, (settings.sasl_username if partner == MYSELF else partner,), alone=True)
    return Desk(settings, topics, tuple(sorted(_table().partners)))


@rejects_app.command("list")
def list_command(
    partner: OfPartner = "",
    reason: OfReason = None,
    owner: Annotated[str | None, typer.Option(help="Only those whose turn it is.")] = None,
    status: Annotated[WorkStatus | None, typer.Option(help="Only these; by default the open ones.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Whatever their status.")] = False,
    older_than: Annotated[float, typer.Option(help="Only those published more than so many hours ago.", min=0.0)] = 0.0,
    each: Annotated[bool, typer.Option("--each", help="One line a reject, with its id.")] = False,
    as_json: AsJson = False,
) -> None:
    """Count what was refused by partner, reason and owner; with --each, name every one. Shows no content.

    Example: raabta rejects list --partner air-nilkanth --each
    """
    now = datetime.now(UTC)
    only = status or (None if everything else WorkStatus.OPEN)
    wanted = Wanted(reason, owner, only, timedelta(hours=older_than) if older_than else None)
    found = [case for case in desk(partner).cases() if wanted.takes(case, now)]
    if as_json:
        groups = [
            {**one.key._asdict(), "count": one.count, "oldest": one.oldest, "newest": one.newest}
            for one in grouped(found)
        ]
        listed = {"rejects": [as_object(case) for case in found]} if each else {}
        typer.echo(orjson.dumps({"count": len(found), "groups": groups, **listed}))
    else:
        typer.echo(case_table(found, now) if each else group_table(grouped(found), now))


@rejects_app.command("show")
def show_command(
    reject_id: RejectId,
    partner: OfPartner = "",
    show_bytes: Annotated[
        bool,
        typer.Option(
            "--bytes", help="Print the refused bytes and nothing else. They may name a person: mind who looks."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say why one was refused, what mends it, and what was done; its bytes only with --bytes.

    Example: raabta rejects show 4f2a --bytes > refused.json
    """
    reject, _, case = desk(partner).one(reject_id)
    if show_bytes:
        typer.echo(reject.original, nl=False)
    elif as_json:
        typer.echo(orjson.dumps(as_object(case)))
    else:
        typer.echo("\n".join(case_lines(case, datetime.now(UTC))))


@rejects_app.command("mend")
def mend_command(
    reject_id: RejectId,
    file: Annotated[Path, typer.Option(help="The mended event, protected, as it is to come in again.")],
    partner: OfPartner = "",
    by: By = "",
    note: Annotated[str, typer.Option(help="Why. No identity.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only judge it.")] = False,
    as_json: AsJson = False,
) -> None:
    """Judge a mended event as intake would, publish it with its lineage, and note it. Twice publishes once.

    Exit code: 0 it came in again (now or earlier), 1 it would be refused again, 75 try again later.

    Example: raabta rejects mend 4f2a --file mended.json
    """
    here, now = desk(partner), datetime.now(UTC)
    reject, work, case = here.one(reject_id)
    table = _table()
    raw = _read(file)
    try:
        fit = judged(reject, raw, _partner(table, reject.partner), table.token_keys, now, mended=True)
    except Malformed as why:
        typer.echo(f"raabta: it would be refused again: {why}", err=True)
        raise typer.Exit(STILL_MALFORMED) from None
    repeated = work is not None and work.reentry is not None and work.reentry.sha256 == _digest(raw)
    if not dry_run and not repeated:
        with Hand(here, by or _user(here)) as hand:
            done = hand.reenter(reject, work, fit, WorkStatus.MENDED, now, note)
        case = case_of(reject, {reject.id: done}, reentries([done]))
    if as_json:
        typer.echo(orjson.dumps({**as_object(case), "dry_run": dry_run, "published": not dry_run and not repeated}))
    elif dry_run:
        typer.echo(f"{reject.id} is fit to come in again ({fit.events} event(s)); nothing was published")
    else:
        typer.echo(
            "\n".join(
                [*(["it came in again already; nothing was published"] if repeated else []), *case_lines(case, now)]
            )
        )


@rejects_app.command("replay")
def replay_command(
    partner: OfPartner = "",
    reason: OfReason = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without, only say what would happen.")] = False,
    rate: Annotated[float, typer.Option(help="Messages a second, at the most.", min=0.1, max=1000.0)] = 50.0,
    limit: Annotated[int, typer.Option(help="Messages, at the most.", min=1, max=100_000)] = 1000,
    by: By = "",
    note: Annotated[str, typer.Option(help="Which rule has changed.")] = "",
    as_json: AsJson = False,
) -> None:
    """Let open rejects come in again unchanged, where the rules of today would take them; says first what would happen.

    Example: raabta rejects replay --reason unknown_token_key --note "k2 is in force" --yes
    """
    here, now, table = desk(partner), datetime.now(UTC), _table()
    wanted, works = Wanted(reason, None, WorkStatus.OPEN), here.works()
    sent = reentries(works.values())
    open_ones = (reject for reject in here.rejects() if wanted.takes(case_of(reject, works, sent), now))
    plan = planned(open_ones, table.partners, table.token_keys, now, limit=limit)
    if yes and plan.fit:
        pace = Pace(rate)
        with Hand(here, by or _user(here)) as hand:
            for reject, fit in plan.fit:
                pace.wait()
                hand.reenter(reject, works.get(reject.id), fit, WorkStatus.REPLAYED, now, note)
    _tell(plan, yes, as_json)


@rejects_app.command("discard")
def discard_command(
    reject_id: RejectId,
    why: Annotated[str, typer.Option("--reason", help="Why it will not come in again. No identity.")],
    partner: OfPartner = "",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Close a reject that will not come in again, with the reason and who said so. Its bytes stay until retention ends.

    Example: raabta rejects discard 4f2a --reason "a test message of the partner"
    """
    _noted(desk(partner), reject_id, WorkStatus.DISCARDED, by, why, None, as_json)


@rejects_app.command("assign")
def assign_command(
    reject_id: RejectId,
    owner: Annotated[str, typer.Option(help=f"Whose turn it is: a partner, `{OPERATORS}`, a duty.")],
    partner: OfPartner = "",
    by: By = "",
    note: Annotated[str, typer.Option(help="What was agreed. No identity.")] = "",
    as_json: AsJson = False,
) -> None:
    """Say whose turn it is.

    Example: raabta rejects assign 4f2a --owner operators --note "their key is on its way"
    """
    _noted(desk(partner), reject_id, WorkStatus.OPEN, by, note, owner, as_json)


def _noted(
    here: Desk, reject_id: str, status: WorkStatus, by: str, note: str, owner: str | None, as_json: bool
) -> None:
    now = datetime.now(UTC)
    reject, work, _ = here.one(reject_id)
    with Hand(here, by or _user(here)) as hand:
        done = hand.note(reject, work, status, now, note=note, owner=owner)
    case = case_of(reject, {reject.id: done}, {})
    typer.echo(orjson.dumps(as_object(case)) if as_json else "\n".join(case_lines(case, now)))


def _tell(plan: Plan, done: bool, as_json: bool) -> None:
    fit: dict[str, int] = {}
    for reject, _ in plan.fit:
        fit[reject.partner] = fit.get(reject.partner, 0) + 1
    unfit = [{"partner": one, "reason": why, "count": count} for (one, why), count in sorted(plan.unfit.items())]
    if as_json:
        typer.echo(orjson.dumps({"done": done, "fit": fit, "unfit": unfit, "more": plan.more}))
        return
    for one, count in sorted(fit.items()):
        typer.echo(f"{one}: {count} {'came in again' if done else 'would come in again'}")
    for row in unfit:
        typer.echo(f"{row['partner']}: {row['count']} would be refused again: {row['reason']}")
    if plan.more:
        typer.echo("there are more; run it again, or raise --limit")
    if plan.fit and not done:
        typer.echo("nothing was published; add --yes")
    if not plan.fit:
        typer.echo("none fits today's rules")


def _user(here: Desk) -> str:
    return here.settings.sasl_username or OPERATORS


def _table() -> PartnerTable:
    return load_partners(DeploySettings().config / "partners.toml")


def _partner(table: PartnerTable, name: str) -> Partner:
    known: Mapping[str, Partner] = table.partners
    if name not in known:
        raise Misconfigured("partners.toml", f"the reject is of {name}, which is no partner", "discard it instead")
    return known[name]


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes().strip()
    except OSError as error:
        raise Misconfigured(
            str(file), error.strerror or "cannot be read", "give the path of the mended event"
        ) from None


def _digest(raw: bytes) -> str:
    return sha256(raw).hexdigest()
