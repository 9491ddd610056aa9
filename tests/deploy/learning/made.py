"""Alerts and decisions, written short. Everybody here is invented."""

from datetime import UTC, datetime, timedelta

from schemas.alert import Alert
from schemas.disposition import Decision, Disposition
from tests.streams.test_routing import alert as routed_alert

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def alert(number: int, *indicators: str, event: str = "", **fields: object) -> Alert:
    """An alert of its own event, unless it names one that it shares."""
    base = routed_alert()
    ref = base.evidence[0].model_copy(update={"event": event or f"e-{number}"})
    hits = tuple(
        base.hits[0].model_copy(update={"indicator": name, "evidence": (ref,)}) for name in indicators or ("a-oneway",)
    )
    return base.model_copy(update={"id": f"{number:032x}", "hits": hits, "evidence": (ref,), **fields})


def said(of: Alert, decision: Decision, *, inbox: str = "hq", officer: str = "d-1", hours: float = 0) -> Disposition:
    """A decision on it."""
    at = NOW + timedelta(hours=hours)
    number = f"{abs(hash((of.id, decision, inbox, officer, hours))):032x}"[-32:]
    return Disposition(
        id=number, alert_id=of.id, version=of.version, inbox=inbox, decision=decision, officer=officer, at=at
    )
