"""Every metric of the streams. All labels come from closed sets: stages, reasons, priorities, inboxes."""

from collections.abc import Mapping

from prometheus_client import Counter, Gauge, Histogram

from schemas.reject import Reason
from streams.ports import PartitionState, Tally

TAKEN = Counter("raabta_records_taken_total", "Source records a stage has taken.", ["stage"])
FRAMES = Counter("raabta_frames_total", "Frames (records of one fetch and partition) a stage has taken.", ["stage"])
OUTPUTS = Counter("raabta_outputs_total", "Records a stage has sent on.", ["stage"])
STATE_RECORDS = Counter("raabta_state_records_total", "State records a stage has made durable.", ["stage"])
LOADED_RECORDS = Counter("raabta_state_loaded_total", "State records read back at a takeover.", ["stage"])
FLUSH_SECONDS = Histogram(
    "raabta_flush_seconds",
    "From the start of a flush to its acknowledgement.",
    ["stage"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
)
LATENCY_SECONDS = Histogram(
    "raabta_latency_seconds",
    "Age of the oldest record of each frame when a stage took it, by Kafka's record timestamp.",
    ["stage"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
)
LAG = Gauge("raabta_lag_records", "Records not yet acknowledged on this worker's partitions.", ["stage"])
PENDING = Gauge("raabta_pending_records", "Records taken and not yet acknowledged.", ["stage"])
ACKNOWLEDGED = Gauge(
    "raabta_acknowledged_position", "Next position to be read after a restart.", ["topic", "partition"]
)
REBALANCES = Counter("raabta_rebalances_total", "Assignments of partitions this worker has been given.")
BUGS = Counter("raabta_bugs_total", "Exceptions nobody foresaw; the process leaves after the first.", ["stage"])
REJECTED = Counter("raabta_rejected_total", "Records set aside as unusable.", ["reason"])
ALERTS = Counter("raabta_alerts_total", "Alerts raised or raised again.", ["priority"])
RISEN = Counter("raabta_alerts_risen_total", "Alerts that the clock alone has made more urgent.", ["priority"])
VIEWS = Counter("raabta_views_total", "Views of alerts put into an inbox.", ["inbox"])
SIGHTINGS = Counter("raabta_sightings_total", "Sightings cut from accepted events.")
ABSORBED = Counter("raabta_duplicates_absorbed_total", "Records seen before, which changed nothing.", ["stage"])
CORRECTIONS = Counter(
    "raabta_corrections_total",
    "Corrections, in every partition: applied (histories held the event), waiting (none did: it is elsewhere, unknown, or to "
    "come); and sightings kept_out, which came after their correction.",
    ["outcome"],
)
SUPPRESSED = Counter("raabta_suppressed_total", "Alerts held back, by the named reason.", ["reason"])
SUBSTITUTED = Counter(
    "raabta_rules_substituted_total",
    "Frames scored by the active rule pack, because the one they began on is not known here.",
)
TOLD_PLAINLY = Counter(
    "raabta_hits_told_plainly_total",
    "Hits in alerts that an older version remembered under words that are written no more: told plainly, see streams/spoken.py.",
)
RULES_REFUSED = Gauge(
    "raabta_rules_refused", "1 for each version, the active one or a later, that this worker cannot load.", ["version"]
)
RULE_PACK = Gauge("raabta_rule_pack_info", "1 for the rule pack this worker scores by.", ["version", "digest"])

TALLIED: Mapping[str, Counter] = {
    "rejected": REJECTED,
    "alerts": ALERTS,
    "risen": RISEN,
    "views": VIEWS,
    "sightings": SIGHTINGS,
    "duplicates_absorbed": ABSORBED,
    "suppressed": SUPPRESSED,
    "corrections": CORRECTIONS,
    "rules_substituted": SUBSTITUTED,
    "hits_told_plainly": TOLD_PLAINLY,
}
"""What a stage may count, by the first word of a tally's key; the other words are the labels in order."""


def show(version: str, digest: str) -> None:
    """Name the rule pack at work, and make the series of all rejects exist: a rise from nothing would not be seen."""
    RULE_PACK.clear()
    RULE_PACK.labels(version, digest).set(1)
    for reason in Reason:
        REJECTED.labels(reason.value)


def publish_of(state: PartitionState, stage: str) -> None:
    """Empty the tally of a partition state that has one."""
    tally = getattr(state, "tally", None)
    if tally:
        publish(tally, stage)


def publish(tally: Tally, stage: str) -> None:
    """Empty a stage's tally into the counters. `('duplicates_absorbed',)` gets the stage as its label by itself.

    Raises KeyError for a name outside `TALLIED` and ValueError for the wrong labels: a bug of the stage.
    """
    for (name, *labels), count in tally.items():
        counter = TALLIED[name]
        values = labels or ([stage] if counter is ABSORBED else [])
        (counter.labels(*values) if values else counter).inc(count)
    tally.clear()
