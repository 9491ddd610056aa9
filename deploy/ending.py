"""When simulated time ends, as a command is told it."""

from datetime import datetime

from producers.simulate.plan import YEARS
from schemas.errors import Misconfigured


def ending(text: str, otherwise: datetime) -> datetime:
    """The time that `--end` names, or the other one where it names none. Raises Misconfigured."""
    if not text:
        return otherwise
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Misconfigured("--end", "not a time", "write ISO 8601, such as 2026-11-23T18:00:00+05:00") from None
    if moment.tzinfo is None:
        raise Misconfigured("--end", "the offset is missing", "end it with an offset, such as +05:00")
    if moment.year not in YEARS:
        mend = f"name a time in a year from {YEARS[0]} to {YEARS[-1]}"
        raise Misconfigured("--end", "people's births and journeys around this time are no dates", mend)
    return moment
