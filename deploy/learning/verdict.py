"""From decisions to verdicts: was this alert worth an officer's time, or not, or is it undecided? Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from schemas.alert import Alert
from schemas.disposition import Decision, Disposition
from schemas.matter import grounds, together

WORTH = frozenset({Decision.CASE_OPENED, Decision.REFERRED, Decision.OTHER_OFFENCE})
"""It led to something [D]. Not "it was trafficking": few cases are ever decided so, and late."""
NOT_WORTH = frozenset({Decision.NO_OFFENCE, Decision.FALSE_MATCH})
"""Looked into, and nothing in it. What ended too late, as a duplicate or for want of information says nothing of the signs."""


class Verdict(NamedTuple):
    """One alert with what became of it."""

    alert: Alert
    worth: bool
    officers: frozenset[str]
    """Who decided."""
    weight: float = 1.0
    """Alerts of one matter weigh 1 together."""


class Count(NamedTuple):
    """How much is decided: what is not, nobody may read as innocent."""

    alerts: int
    """Alerts that anybody decided anything about."""
    decided: int
    undecided: int
    """Only acknowledged, in review, too late, a duplicate, or without enough information."""
    unknown: int
    """Decisions on alerts that are not among those given."""


def alerts_of(dispositions: Iterable[Disposition]) -> dict[str, int]:
    """The alerts decided on, each with the newest version that anybody saw when deciding."""
    found: dict[str, int] = {}
    for one in dispositions:
        found[one.alert_id] = max(one.version, found.get(one.alert_id, 0))
    return found


def verdicts(dispositions: Iterable[Disposition], alerts: Mapping[str, Alert]) -> tuple[list[Verdict], Count]:
    """Each alert's verdict. `alerts`: by id, in the version decided on.

    The last word of each inbox counts; of several inboxes one that found something outweighs others that did not, since
    each sees another part. The same decision told twice counts once.
    """
    last: dict[str, dict[str, Disposition]] = defaultdict(dict)
    for one in sorted({d.id: d for d in dispositions}.values(), key=lambda d: (d.at, d.id)):
        if one.decision in WORTH | NOT_WORTH or one.inbox not in last[one.alert_id]:
            last[one.alert_id][one.inbox] = one
    found, undecided, unknown = [], 0, 0
    for alert_id, by_inbox in sorted(last.items()):
        closing = [one for one in by_inbox.values() if one.decision in WORTH | NOT_WORTH]
        if alert_id not in alerts:
            unknown += 1
        elif not closing:
            undecided += 1
        else:
            worth = any(one.decision in WORTH for one in closing)
            found.append(Verdict(alerts[alert_id], worth, frozenset(one.officer for one in closing)))
    return _weighed(found), Count(len(last), len(found), undecided, unknown)


def _weighed(found: list[Verdict]) -> list[Verdict]:
    """Alerts that rest on the same reports are one matter: a group of sixteen pilgrims must not count sixteen times."""
    by_id = {verdict.alert.id: verdict for verdict in found}
    matters = together({alert: grounds(verdict.alert) for alert, verdict in by_id.items()})
    size = {alert: len(matter) for matter in matters for alert in matter}
    return [verdict._replace(weight=1 / size[verdict.alert.id]) for verdict in found]
