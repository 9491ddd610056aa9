"""raabta erase: forget a subject, on order."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import uuid4

import orjson
import typer
from pydantic import TypeAdapter, ValidationError

from deploy.commands.topics import cluster
from deploy.composition import Composition, compose
from deploy.erase.cover import Covered, Left, leads_on
from deploy.erase.register import Register
from deploy.rejects.owner import OPERATORS
from deploy.settings import DeploySettings
from schemas.codec import malformed_of
from schemas.erasure import Erasure, Forget, digest_of
from schemas.errors import Misconfigured, Refused
from schemas.token import Token

NOT_YET = 1


def erase_command(
    token: Annotated[
        list[str] | None, typer.Option(help="A token of the subject; may be repeated. - asks for it.")
    ] = None,
    authority: Annotated[str, typer.Option(help="Who orders it, and under which number. Not the subject's name.")] = "",
    reason: Annotated[str, typer.Option(help="Why. Not the subject's name.")] = "",
    aliases: Annotated[
        bool, typer.Option("--aliases", help="Also the person's other tokens, as the histories know them.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    wait: Annotated[float, typer.Option(help="Seconds to wait for the workers.", min=0.0)] = 60.0,
    by: Annotated[str, typer.Option(help="Who does it, a duty; by default the Kafka user.")] = "",
    show: Annotated[bool, typer.Option("--list", help="List the orders given, and do nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Forget a subject: its histories, its alerts and evidence in every inbox, its tokens in the histories of others.

    Says what is covered, asks, writes the order into the register, and waits until the workers have obeyed. What remains,
    sealed and under tokens, on topics that only time empties, is said with its date. Exit code 1: not all is forgotten yet.

    Example: raabta erase --token - --authority "High Court, order 17/2026" --reason "acquitted, data not needed"
    """
    composition = compose(DeploySettings())
    register = Register(cluster(), composition)
    if show:
        _list(register.orders(), as_json)
        return
    tokens = _tokens(token or [])
    known = register.aliases(tokens)
    if known and aliases:
        tokens = sorted({*tokens, *known, *register.aliases([*tokens, *leads_on(known)])})
    covered = register.covered(tokens)
    order = _order(tokens, covered, authority, reason, by or register.settings.sasl_username or OPERATORS)
    if not as_json:
        _tell_covered(covered, len(tokens), 0 if aliases else len(known))
    if not yes and not typer.confirm("This cannot be undone. Erase?"):
        raise Refused("nothing was erased")
    register.order(order)
    left = register.forget(Forget(order=order.id, tokens=tuple(tokens)), wait)
    _tell(order, covered, left, composition, as_json)
    if left:
        raise typer.Exit(NOT_YET)


def _tokens(given: list[str]) -> list[str]:
    """A token on the command line is in the shell's history; - asks for it instead. Never repeated in an error."""
    asked = [typer.prompt("token", hide_input=True) if one == "-" else one for one in given]
    try:
        return sorted({TypeAdapter(Token).validate_python(one) for one in asked}) or _none()
    except ValidationError:
        raise Misconfigured("--token", "this is no token", "give it as kind:key:mac, as in an alert") from None


def _none() -> list[str]:
    raise Misconfigured("--token", "no subject is named", "name one of its tokens, as in an alert; - asks for it")


def _order(tokens: list[str], covered: Covered, authority: str, reason: str, by: str) -> Erasure:
    try:
        return Erasure(
            id=uuid4().hex,
            subject=tuple(digest_of(token) for token in tokens),
            at=datetime.now(UTC),
            by=by,
            authority=authority,
            reason=reason,
            alerts=covered.alerts,
            mentions=covered.mentions,
            events=covered.events,
        )
    except ValidationError as error:
        why = malformed_of(error)
        raise Misconfigured(f"--{why.field}", why.reason, why.mend) from None


def _tell_covered(covered: Covered, tokens: int, others: int) -> None:
    typer.echo(
        f"{tokens} token(s): {len(covered.alerts)} alerts about the subject, {len(covered.mentions)} about others that show it, "
        f"{len(covered.events)} events"
    )
    if others:
        typer.echo(f"the person has {others} other token(s), which stay; --aliases takes them too")


def _tell(order: Erasure, covered: Covered, left: Left, composition: Composition, as_json: bool) -> None:
    until = _until(order, composition)
    if as_json:
        counts = {"alerts": len(covered.alerts), "mentions": len(covered.mentions), "events": len(covered.events)}
        typer.echo(
            orjson.dumps(
                {"order": order.id, "tokens": len(order.subject), **counts, "left": left._asdict(), "until": until}
            )
        )
        return
    if left:
        typer.echo(
            f"order {order.id}: not yet obeyed in {left.filled} + {left.mentioned} histories; are the workers up?"
        )
    else:
        typer.echo(f"order {order.id}: no history tells of the subject any more; the inboxes obey as they read it")
    for what, moment in until.items():
        typer.echo(f"  until {moment} at the latest: {what}")


def _until(order: Erasure, composition: Composition) -> dict[str, str]:
    """What only time takes, and when: the newest of it was written just now."""
    keep = composition.retention

    def after(days: float) -> str:
        return (order.at + timedelta(days=days)).date().isoformat()

    overstay = 1 + 1 / 20  # deploy.topics.OVERSTAY
    return {
        "events: tokens, facts, and identities that only the FIA's private key opens": after(
            keep.events.days * overstay
        ),
        "alerts: tokens and reasons": after(keep.alerts.days * overstay),
        "sightings: tokens and facts": after(keep.sightings.days * overstay),
        "views on inbox topics": after(keep.inboxes.days * overstay),
        "older versions of histories, until they are compacted": after(2),
    }


def _list(orders: list[Erasure], as_json: bool) -> None:
    if as_json:
        fields = [one.model_dump(mode="json", exclude={"events", "alerts", "mentions"}) for one in orders]
        found: dict[str, Any] = {"orders": fields}
        typer.echo(orjson.dumps(found))
        return
    for one in orders:
        typer.echo(f"{one.at.isoformat()}  {one.id}  by {one.by}: {one.authority}: {one.reason}")
    typer.echo(f"{len(orders)} orders")
