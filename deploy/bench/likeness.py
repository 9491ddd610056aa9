"""Whether two entrants found the same: every open alert with the same signs. A fast entrant that errs has not won."""

from collections.abc import Iterable, Mapping

from schemas.alert import Alert, Status

Found = Mapping[str, frozenset[str]]
"""By alert id, the indicators of its last version that are counted."""


def found(versions: Iterable[bytes]) -> Found:
    """What remains of all versions of all alerts, in JSON."""
    last: dict[str, Alert] = {}
    for raw in versions:
        alert = Alert.model_validate_json(raw)
        if alert.id not in last or alert.version > last[alert.id].version:
            last[alert.id] = alert
    return {
        one.id: frozenset(f"{hit.indicator}={hit.counted}" for hit in one.hits)
        for one in last.values()
        if one.status is Status.OPEN
    }


def differences(one: Found, other: Found) -> list[str]:
    """Ids of the alerts that only one of them raised, or raised for other signs."""
    return sorted(id for id in one.keys() | other.keys() if one.get(id) != other.get(id))
