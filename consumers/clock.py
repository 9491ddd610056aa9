"""Moments as the store keeps them."""

from datetime import UTC, datetime


def millis(moment: datetime) -> int:
    """Whole milliseconds since 1970 UTC."""
    return round(moment.timestamp() * 1000)


def moment(milliseconds: int) -> datetime:
    """The moment, in UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def utc_now() -> datetime:
    """This moment. Only the shell asks; the pure core is told."""
    return datetime.now(UTC)
