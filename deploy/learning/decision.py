"""A decision about an alert, and the snooze that may come with it, from what an officer typed. Pure."""

from datetime import datetime, timedelta
from hashlib import blake2b

from pydantic import ValidationError

from schemas.alert import Alert
from schemas.codec import malformed_of
from schemas.disposition import Decision, Disposition
from schemas.errors import Misconfigured
from schemas.snooze import Snooze, SnoozeReason


def decided(
    alert: Alert,
    inbox: str,
    decision: Decision,
    officer: str,
    at: datetime,
    *,
    snooze_days: float | None = None,
    reason: SnoozeReason | None = None,
) -> tuple[Disposition, Snooze | None]:
    """The records to write. Raises Misconfigured naming the option and the mend.

    The id follows from what was decided, so that the same command given twice records one decision.
    """
    if snooze_days is not None and reason is None:
        mend = f"choose from {', '.join(SnoozeReason)}"
        raise Misconfigured("--reason", "a snooze needs a reason", mend)
    until = at + timedelta(days=snooze_days) if snooze_days is not None else None
    said = f"{alert.id}|{alert.version}|{inbox}|{decision}|{officer}|{at.isoformat()}"
    number = blake2b(said.encode(), digest_size=16).hexdigest()
    try:
        disposition = Disposition(
            id=number,
            alert_id=alert.id,
            version=alert.version,
            inbox=inbox,
            decision=decision,
            officer=officer,
            at=at,
            snooze_until=until,
            snooze_reason=reason if until is not None else None,
        )
        return disposition, _snooze(alert, disposition) if until is not None else None
    except ValidationError as error:
        why = malformed_of(error)
        raise Misconfigured(f"--{why.field or 'snooze-days'}", why.reason, why.mend) from None


def _snooze(alert: Alert, disposition: Disposition) -> Snooze:
    return Snooze.model_validate(
        {
            **{name: getattr(disposition, name) for name in ("id", "inbox", "officer", "at", "alert_id", "version")},
            **{name: getattr(alert, name) for name in ("subject", "aliases", "about", "sectors", "priority", "rank")},
            "child": alert.child,
            "harm_seen": alert.harm_seen,
            "reason": disposition.snooze_reason,
            "until": disposition.snooze_until,
        }
    )
