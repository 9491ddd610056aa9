"""The tables of an inbox's store. Times are whole milliseconds since 1970 UTC: exact, sortable, and the same in every database."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)

METADATA = MetaData()

VIEWS = Table(
    "views",
    METADATA,
    Column("id", String(32), primary_key=True, doc="Delivery id"),
    Column("alert_id", String(32), nullable=False),
    Column("version", Integer, nullable=False),
    Column("inbox", String(41), nullable=False),
    Column("priority", String(2), nullable=False),
    Column("decide_by", BigInteger, nullable=False),
    Column("raw", LargeBinary, nullable=False, doc="The view, byte for byte as it came"),
    Column("topic", String(249), nullable=False),
    Column("partition", Integer, nullable=False),
    Column("offset", BigInteger, nullable=False),
    Column("published", BigInteger, nullable=False, doc="When the causing event was published"),
    Column("stored_at", BigInteger, nullable=False),
    Index("views_of_an_alert", "alert_id", "inbox", "version"),
    Index("views_by_clock", "inbox", "decide_by"),
)

DELIVERIES = Table(
    "deliveries",
    METADATA,
    Column("view_id", String(32), ForeignKey("views.id"), primary_key=True),
    Column("channel", String(16), primary_key=True),
    Column("state", String(10), nullable=False, doc="pending | delivered | failed | suppressed"),
    Column("attempts", Integer, nullable=False, default=0),
    Column("due_at", BigInteger, nullable=False),
    Column("last_error", String(64), nullable=False, default="", doc="A word, never an address"),
    Column("message_id", String(255), nullable=False, default=""),
    Column("settled_at", BigInteger),
    Index("deliveries_due", "state", "channel", "due_at"),
)

EVIDENCE = Table(
    "evidence",
    METADATA,
    # By inbox, so that an opening for one recipient is never there for another one of the same process.
    Column("inbox", String(41), primary_key=True),
    Column("alert_id", String(32), primary_key=True),
    Column("topic", String(249), primary_key=True),
    Column("partition", Integer, primary_key=True),
    Column("offset", BigInteger, primary_key=True),
    Column("element", Integer, primary_key=True, doc="Position in a batch"),
    Column("ref", String, nullable=False, doc="The whole reference in JSON"),
    Column("raw", LargeBinary, doc="The event, byte for byte as it was published; None when missing"),
    Column("sha256", String(64), nullable=False, default=""),
    Column("opened", LargeBinary, doc="The identities in JSON; only ever set for profile fia"),
    Column("state", String(11), nullable=False, doc="found | missing | seal_broken"),
    Column("reason", String(32), nullable=False, default=""),
    Column("fetched_at", BigInteger, nullable=False),
)

MATTERS = Table(
    "matters",
    METADATA,
    # Alerts of one inbox that rest on the same reports, by the alert that was there first; see schemas.matter.
    Column("inbox", String(41), primary_key=True),
    Column("alert_id", String(32), primary_key=True),
    Column("matter", String(32), nullable=False, doc="Id of the alert that was there first"),
    Column("version", Integer, nullable=False, doc="The newest stored"),
    Column("since", BigInteger, nullable=False, doc="When the first version was stored"),
    Column("standing", Boolean, nullable=False, doc="Neither withdrawn nor merged"),
    Column("rank", Float, nullable=False, doc="Of that version, to take the others in order"),
    Index("alerts_of_a_matter", "inbox", "matter"),
)

GROUNDS = Table(
    "grounds",
    METADATA,
    Column("inbox", String(41), primary_key=True),
    Column("alert_id", String(32), primary_key=True),
    Column("partner", String(31), primary_key=True),
    Column("event", String(64), primary_key=True, doc="A report that a counting sign of the alert rests on"),
    Index("alerts_on_a_ground", "inbox", "partner", "event"),
)

RECEIPTS = Table(
    "receipts",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("alert_id", String(32), nullable=False, doc="Key on the topic"),
    Column("raw", LargeBinary, nullable=False),
    Column("published", Boolean, nullable=False, default=False),
    Column("at", BigInteger, nullable=False),
    Index("receipts_to_publish", "published", "at"),
)

POSITIONS = Table(
    "positions",
    METADATA,
    Column("topic", String(249), primary_key=True),
    Column("partition", Integer, primary_key=True),
    Column("next", BigInteger, nullable=False, doc="Offset of the first record not stored yet"),
    Column("sha256", String(64), nullable=False, doc="Of the last stored record, to notice a topic that was made anew"),
)

STRAYS = Table(
    "strays",
    METADATA,
    Column("topic", String(249), primary_key=True),
    Column("partition", Integer, primary_key=True),
    Column("offset", BigInteger, primary_key=True),
    Column("reason", String(32), nullable=False),
    Column("field", String(255), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("raw", LargeBinary, doc="None when the record holds more than this inbox may see"),
    Column("stored_at", BigInteger, nullable=False),
)

ERASURES = Table(
    "erasures",
    METADATA,
    Column("id", String(32), primary_key=True, doc="Of the order that was obeyed"),
    Column("at", BigInteger, nullable=False),
)

ERASED_ALERTS = Table(
    "erased_alerts",
    METADATA,
    Column("alert_id", String(32), primary_key=True),
    Column("version", Integer, nullable=False, doc="Views up to this one are not taken any more"),
)

ERASED_EVENTS = Table(
    "erased_events",
    METADATA,
    Column("topic", String(249), primary_key=True),
    Column("partition", Integer, primary_key=True),
    Column("offset", BigInteger, primary_key=True),
    Column("element", Integer, primary_key=True),
    Column("order", String(32), nullable=False),
)

AUDIT = Table(
    "audit",
    METADATA,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("action", String(16), nullable=False),
    Column("subject", String(255), nullable=False, doc="Ids only"),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

AUDIT_HEAD = Table(
    "audit_head",
    METADATA,
    # One row: locking it puts writers in line on any database, and shows when the tail of the chain was cut off.
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
)
