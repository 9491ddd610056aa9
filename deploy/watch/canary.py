"""The canary itself: a synthetic event on the way every event takes, and what came of it.

Its people are tokens under a key that is made at the start and thrown away: no real person's token can be among them, whoever
publishes. Its identities are sealed to a key nobody has. Sixteen people take turns, so that all partitions are walked and the
workers' state does not grow with the minutes.
"""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from consumers.unseal import new_sealing_pair
from deploy.canary import CANARY, PARTNER
from deploy.watch import metrics
from producers.preflight import Sink
from producers.protect.protection import protect
from producers.protect.seal import SealingKey, sealing_key
from producers.protect.token import TokenKeys, new_token_key
from schemas.alert import alert_id
from schemas.errors import Refused, Unavailable
from schemas.facts import Kind, Observation, Trip, TripType
from schemas.receipt import Outcome, Receipt
from schemas.report import Identity, Passport, Report, ReportParty
from schemas.role import Role
from schemas.rulepack import Subject

logger = logging.getLogger(__name__)

PEOPLE = 16
DUE_SECONDS = 60.0
"""A canary that is not back by then is missing; the promise is 5 s."""
COUNTRY = "PAK"


def report(number: int, now: datetime) -> Report:
    """What is published: staff saw harm, which alone raises an alert; a flight of its own makes each one news."""
    identity = Identity(passport=Passport(number=_passport(number), country=COUNTRY))
    return Report(
        id=f"{CANARY}-{round(now.timestamp() * 1000)}",
        kind=Kind.CHECKIN,
        occurred_at=now,
        parties=(ReportParty(role=Role.TRAVELLER, identity=identity),),
        trip=Trip(
            carrier="ZZ",
            flight="1",
            origin="ISB",
            destination="DXB",
            departs_at=now + timedelta(hours=6),
            trip_type=TripType.RETURN,
        ),
        observations=(Observation.HARM_OR_FEAR,),
    )


def _passport(number: int) -> str:
    return f"CY73{number % PEOPLE:05d}"  # of zeros alone it would be taken for a placeholder


class Canaries:
    """Publishes one at a time and recognises it when it comes back."""

    def __init__(self, token_key_id: str) -> None:
        """`token_key_id`: one in force, or intake would refuse the event."""
        self.keys = TokenKeys((new_token_key(token_key_id),))
        self.seal: SealingKey = sealing_key(new_sealing_pair().public)
        self.alerts: Mapping[int, str] = {number: self._alert(number) for number in range(PEOPLE)}
        self._number = 0
        self._under_way: dict[str, float] = {}
        """Alert -> when its canary was published, seconds since 1970."""

    def send(self, sink: Sink, now: datetime) -> None:
        """Publish the next one. That it cannot be published is no exception: it will be missing."""
        number, self._number = self._number, (self._number + 1) % PEOPLE
        if self.alerts[number] in self._under_way:  # its turn has come again, and the last one is not back
            metrics.CANARY_MISSING.inc()
        self._under_way[self.alerts[number]] = now.timestamp()
        try:
            sink.publish(report(number, now))
            sink.flush()
        except (Unavailable, Refused) as trouble:
            logger.warning("the canary was not published: %s", trouble)

    def arrived(self, receipt: Receipt) -> float | None:
        """The seconds a canary took, if this receipt is its; each counts once."""
        if receipt.inbox != CANARY or receipt.outcome is not Outcome.DELIVERED:
            return None
        sent = self._under_way.get(receipt.alert_id)
        if sent is None or receipt.published < int(sent * 1000):
            return None
        del self._under_way[receipt.alert_id]
        took = max(0.0, receipt.at.timestamp() - sent)
        metrics.CANARY_SECONDS.observe(took)
        metrics.CANARY_LAST.set(receipt.at.timestamp())
        return took

    def missing(self, now: datetime) -> int:
        """Those that are due and not back; each is given up once."""
        late = [alert for alert, sent in self._under_way.items() if now.timestamp() - sent > DUE_SECONDS]
        for alert in late:
            del self._under_way[alert]
        metrics.CANARY_MISSING.inc(len(late))
        return len(late)

    def _alert(self, number: int) -> str:
        event = protect(report(number, datetime.now(UTC)), PARTNER, self.keys, self.seal)
        [token] = event.data.parties[0].tokens
        return alert_id(Subject.POSSIBLE_VICTIM, token, 1)
