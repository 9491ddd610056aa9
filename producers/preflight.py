"""Preflight: everything intake would say about a report that can be said before it leaves the partner's machine."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from pydantic import ValidationError

from producers.delivery import Failed, Published
from producers.protect.protection import encode, protect
from producers.protect.seal import SealingKey
from producers.protect.token import TokenKeys
from schemas.errors import Malformed
from schemas.event import MAX_BYTES
from schemas.partner import Partner
from schemas.reject import Reason
from schemas.report import Report

OLDEST = timedelta(days=400)
"""As streams/intake.py has it; a test holds the two together, since the packages do not import one another."""
AHEAD = timedelta(minutes=10)
"""The same."""

Done = Callable[[Published | Failed], None]
"""Called once for each event handed over, when its fate is known."""


class Sink(Protocol):
    """Where reports go: a Publisher, or its twin Preflight that sends nothing."""

    partner: Partner

    def publish(self, report: Report, on_done: Done | None = None) -> None:
        """Protect and hand over. Raises Malformed."""

    def flush(self) -> None:
        """Return when the fate of everything handed over is known. Raises Unavailable or Refused."""


def check_time(report: Report, now: datetime) -> None:
    """Raises Malformed when intake would refuse the report for its age if it were published at `now`."""
    if report.occurred_at < now - OLDEST:
        mend = f"an event is at most {OLDEST.days} days old when it is published"
        raise Malformed(Reason.TIME_TOO_OLD, "occurred_at", mend)
    if report.occurred_at > now + AHEAD:
        raise Malformed(Reason.TIME_IN_FUTURE, "occurred_at", "an event lies in the past; check clock and time zone")


def protected(report: Report, partner: Partner, keys: TokenKeys, fia: SealingKey) -> bytes:
    """The event of a report as bytes for Kafka. Raises Malformed when intake would refuse them."""
    event, why = None, ""
    try:
        event = protect(report, partner, keys, fia)
    except ValidationError:  # of the event: its facts come from a valid report, so a party has more tokens than fit
        why = "a party has too many identifiers for one event; split the report"
    except ValueError:  # of the seal
        why = "the identities are too long to seal; split the report"
    if event is None:  # raised here, outside, so that no chained exception holds a value
        raise Malformed(Reason.TOO_LARGE, "parties", why)
    raw = encode(event)
    if len(raw) > MAX_BYTES:
        raise Malformed(Reason.TOO_LARGE, "", f"an event has at most {MAX_BYTES} bytes; split the report")
    return raw


class Preflight:
    """A Publisher's twin that protects and sends nothing: `raabta emit --dry-run`."""

    def __init__(self, partner: Partner, keys: TokenKeys, fia: SealingKey) -> None:
        self.partner = partner
        self._keys = keys
        self._fia = fia

    def publish(self, report: Report, on_done: Done | None = None) -> None:
        """Protect, measure, forget. Raises Malformed."""
        raw = protected(report, self.partner, self._keys, self._fia)
        if on_done is not None:
            on_done(Published(report.id, "", -1, -1, len(raw)))

    def flush(self) -> None:
        """Nothing is under way."""
