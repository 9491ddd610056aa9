"""Every metric of the producers. Partners come from partners.toml, reasons from FailReason and Reason: closed sets."""

from prometheus_client import Counter, Histogram

from producers.delivery import FailReason
from schemas.reject import Reason

PUBLISHED = Counter("raabta_events_published_total", "Events the broker has acknowledged.", ["partner"])
BYTES = Counter("raabta_events_published_bytes_total", "Their size before compression.", ["partner"])
FAILED = Counter("raabta_events_failed_total", "Events that are not with the broker.", ["partner", "reason"])
MALFORMED = Counter("raabta_reports_malformed_total", "Reports that could not become an event.", ["partner", "reason"])
DELIVERY_SECONDS = Histogram(
    "raabta_event_delivery_seconds",
    "From handing an event over to its acknowledgement by the broker.",
    ["partner"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)


def begin(partner: str) -> None:
    """Show every series of a partner as zero, so that the first failure is seen as a rise."""
    for counter in (PUBLISHED, BYTES):
        counter.labels(partner)
    for fail in FailReason:
        FAILED.labels(partner, fail)
    for reason in Reason:
        MALFORMED.labels(partner, reason)
    DELIVERY_SECONDS.labels(partner)
