"""Every metric of the watch. Labels come from closed sets: partners, principals, stages of the configuration."""

from prometheus_client import Counter, Gauge, Histogram

CANARY_SECONDS = Histogram(
    "raabta_canary_seconds",
    "From the publication of a canary until its view was delivered.",
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2, 3, 4, 5, 7.5, 10, 30, 60, 300),
)
CANARY_LAST = Gauge(
    "raabta_canary_last_arrival_timestamp_seconds",
    "When a canary last arrived; the start of the watch until one did.",
)
CANARY_MISSING = Counter("raabta_canary_missing_total", "Canaries that had not arrived when they were due.")
SILENT = Gauge("raabta_partner_silent", "1 when a partner sends improbably little.", ["partner"])
EXPECTED = Gauge("raabta_partner_events_expected", "What its own history expects of the window.", ["partner"])
SEEN = Gauge("raabta_partner_events_seen", "Events of the window.", ["partner"])
EXPIRES = Gauge(
    "raabta_credential_expires_timestamp_seconds", "When a credential ends or is to be renewed.", ["principal", "kind"]
)
STATE_RECORDS = Gauge("raabta_state_topic_records", "Records on a stage's state topic, compacted or not.", ["stage"])
STATE_KEYS = Gauge("raabta_state_topic_keys", "Keys that are alive on it.", ["stage"])
