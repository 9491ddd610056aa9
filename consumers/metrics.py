"""Every metric of the consumers. All labels come from closed sets: inboxes of the configuration, channels, outcomes, states."""

from collections.abc import Iterable

from prometheus_client import Counter, Gauge, Histogram

from consumers.arrivals import channels_of
from consumers.evidence import EvidenceState
from schemas.receipt import Outcome
from schemas.route import Inbox

STORED = Counter("raabta_inbox_views_stored_total", "Views made durable.", ["inbox"])
ABSORBED = Counter("raabta_inbox_duplicates_absorbed_total", "Views that were there already.", ["inbox"])
STRAYS = Counter("raabta_inbox_strays_total", "Records set aside: no view, or not for this inbox.", ["inbox"])
MATTERS = Counter(
    "raabta_inbox_matters_opened_total", "Alerts that rest on no report that an earlier one rests on.", ["inbox"]
)
SETTLED = Counter("raabta_deliveries_settled_total", "Deliveries that ended, by outcome.", ["channel", "outcome"])
RETRIES = Counter("raabta_deliveries_retried_total", "Tries that failed and will be repeated.", ["channel"])
PENDING = Gauge("raabta_deliveries_pending", "Deliveries not ended yet.", ["inbox"])
OLDEST_SECONDS = Gauge(
    "raabta_deliveries_oldest_pending_seconds", "Age of the oldest of them since it was stored.", ["inbox"]
)
LAG = Gauge("raabta_inbox_lag_records", "Records on the inbox's topic that are not stored yet.", ["inbox"])
EVIDENCE = Counter("raabta_evidence_total", "Evidence looked for; `found` is an opening.", ["state"])
RECEIPTS = Counter("raabta_receipts_published_total", "Receipts the broker has confirmed.")
OVERDUE = Gauge("raabta_views_overdue", "Alerts past their decide-by time that no channel has delivered.", ["inbox"])
_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600)
STORED_SECONDS = Histogram(
    "raabta_published_to_stored_seconds",
    "From the publication of the causing event until the view was durable in the inbox.",
    ["inbox"],
    buckets=_BUCKETS,
)
DELIVERED_SECONDS = Histogram(
    "raabta_published_to_delivered_seconds",
    "From the publication of the causing event until the channel had taken the alert.",
    ["channel"],
    buckets=_BUCKETS,
)
EVENT_SECONDS = Histogram(
    "raabta_event_seconds",
    "From the publication of the causing event until the channel had taken the alert; views that show their evidence.",
    ["partner"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2, 3, 4, 5, 7.5, 10, 30, 60, 300, 3600),  # fine around the promise of 5 s
)


def show(inboxes: Iterable[Inbox]) -> None:
    """Make every series exist from the start: an alert rule on a counter that is not there never fires."""
    for inbox in inboxes:
        for metric in (STORED, ABSORBED, STRAYS, MATTERS, PENDING, OLDEST_SECONDS, OVERDUE, LAG, STORED_SECONDS):
            metric.labels(inbox.name)
        for channel in channels_of(inbox):
            RETRIES.labels(channel)
            DELIVERED_SECONDS.labels(channel)
            for outcome in Outcome:
                SETTLED.labels(channel, outcome.value)
    for state in EvidenceState:
        EVIDENCE.labels(state.value)
