"""A decision about an alert, and the snooze that may come with it, from what an officer typed. Pure."""

from datetime import datetime, timedelta
from hashlib import blake2b

from pydantic import ValidationError

from schemas.alert import Alert
from schemas.codec import malformed_of
from schemas.disposition import Decision, Disposition
from schemas.errors import Misconfigured
from schemas.snooze import LONGEST, Snooze, SnoozeReason


def snooze_of(days: float | None, reason: SnoozeReason | None) -> timedelta | None:
    """For how long to snooze; None: nobody asked for it. Raises Misconfigured naming the option and the mend.

    Half a snooze is refused: an officer who gave a reason believes that there is one.
    """
    if days is None and reason is None:
        return None
    if days is None:
        mend = f"give --snooze-days too, at most {LONGEST.days}, or leave --reason out"
        raise Misconfigured("--snooze-days", "a reason is that of a snooze, and none was asked for", mend)
    if not 0 < days <= LONGEST.days:  # also false of nan
        mend = f"give more than 0 and at most {LONGEST.days}"
        raise Misconfigured("--snooze-days", f"{days:g} days is no time to snooze for", mend)
    if reason is None:
        raise Misconfigured("--reason", "a snooze needs a reason", f"choose from {', '.join(SnoozeReason)}")
    return timedelta(days=days)


def decided(
    alert: Alert,
    inbox: str,
    decision: Decision,
    officer: str,
    at: datetime,
    *,
    snooze: timedelta | None = None,
    reason: SnoozeReason | None = None,
) -> tuple[Disposition, Snooze | None]:
    """The records to write. `snooze`, `reason`: as `snooze_of` took them. Raises Misconfigured naming the option and the mend.

    The id follows from what was decided, so that the same command given twice records one decision.
    """
    until = at + snooze if snooze is not None else None
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
