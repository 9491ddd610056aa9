"""A lane: the topics of one measured run. All lanes read the same events; what they write is each one's own."""

from dataclasses import asdict, dataclass, replace

import orjson

from deploy.composition import Composition, compose
from deploy.settings import DeploySettings
from schemas.topic import Topics


@dataclass(frozen=True, slots=True)
class LaneTopics(Topics):
    """Topics whose events lie under a prefix of their own."""

    shared: str = "bench"

    def events(self, partner: str) -> str:
        """The events topic that all lanes read."""
        return f"{self.shared}.events.{partner}"

    def partner_of(self, topic: str) -> str | None:
        """The partner whose events topic this is, or None."""
        head = f"{self.shared}.events."
        return topic.removeprefix(head) if topic.startswith(head) else None


@dataclass(frozen=True, slots=True)
class Lane:
    """What an entrant must know: where to read and write, and how much there is."""

    prefix: str
    """Of sightings, alerts, state and consumer group."""
    shared: str
    """Of the events topics."""
    partitions: int
    events: int
    """How many events lie there."""
    broker_pid: int | None = None
    """Whose CPU time is read as well; None for a cluster elsewhere."""
    state: bool = True
    """False: never write state; only the pure core can."""

    def composition(self) -> Composition:
        """The configured Raabta, on the topics of this lane."""
        topics = LaneTopics(self.prefix, self.shared)
        return replace(compose(DeploySettings()), topics=topics, partitions=self.partitions)

    def dumps(self) -> str:
        """As an argument of a child process."""
        return orjson.dumps(asdict(self)).decode()


def lane_of(text: str) -> Lane:
    """The lane that `Lane.dumps` wrote."""
    return Lane(**orjson.loads(text))
