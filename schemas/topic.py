"""The topics: the only meeting place of the packages."""

from collections.abc import Iterable
from dataclasses import dataclass

from schemas.retention import AWAY_DAYS, Kept, Retention

EVENT_MAX_BYTES = 8 * 1024 * 1024
"""What the broker takes on an events topic; far more than an event may have, so that an oversized one is rejected with a reason."""
REJECT_MAX_BYTES = 12 * 1024 * 1024
"""A reject carries the original bytes in base64, a third larger."""

SMALL_BYTES = 1_048_576
"""Kafka's own limit."""


@dataclass(frozen=True, slots=True)
class TopicSpec:
    """How one topic is to be made."""

    name: str
    partitions: int
    compact: bool = False
    retention_ms: int | None = None
    """None: the cluster's own for a log, for ever for a compacted topic."""
    max_message_bytes: int = SMALL_BYTES


@dataclass(frozen=True, slots=True)
class Topics:
    """The names of all topics under one prefix, so that several Raabtas (tests, rehearsals) share a cluster."""

    prefix: str = "raabta"

    def events(self, partner: str) -> str:
        """The one topic that this partner, and nobody else, writes."""
        return f"{self.prefix}.events.{partner}"

    def inbox(self, name: str) -> str:
        """The one topic that this recipient, and nobody else, reads."""
        return f"{self.prefix}.inbox.{name}"

    def state(self, stage: str) -> str:
        """The compacted topic that holds the partition state of a stage."""
        return f"{self.prefix}.state.{stage}"

    @property
    def rejects(self) -> str:
        """Records between the stages that could not be taken: the operators' own."""
        return f"{self.prefix}.rejects"

    def rejects_of(self, partner: str) -> str:
        """Events of this partner that could not be taken, each with its reason: the one topic that it reads."""
        return f"{self.prefix}.rejects.{partner}"

    def every_rejects(self, partners: Iterable[str]) -> list[str]:
        """Every topic that may hold a reject."""
        return [self.rejects, *(self.rejects_of(partner) for partner in sorted(partners))]

    @property
    def reject_work(self) -> str:
        """What was done about the operators' own rejects."""
        return f"{self.prefix}.reject-work"

    def reject_work_of(self, partner: str) -> str:
        """What was done about this partner's rejects, by it or by the operators: compacted, keyed by the reject's id."""
        return f"{self.prefix}.reject-work.{partner}"

    @property
    def sightings(self) -> str:
        """Frames of sightings, partitioned by token."""
        return f"{self.prefix}.sightings"

    @property
    def alerts(self) -> str:
        """Alert versions, keyed by alert id."""
        return f"{self.prefix}.alerts"

    @property
    def receipts(self) -> str:
        """What became of each view: delivered, failed, or suppressed with a name."""
        return f"{self.prefix}.receipts"

    @property
    def dispositions(self) -> str:
        """What officers decided."""
        return f"{self.prefix}.dispositions"

    @property
    def snoozes(self) -> str:
        """Of which subjects which inbox asked not to be told, once in every partition of the routing stage."""
        return f"{self.prefix}.snoozes"

    @property
    def erasures(self) -> str:
        """Orders to forget a subject, and at once their register: digests only, kept for ever."""
        return f"{self.prefix}.erasures"

    @property
    def forget(self) -> str:
        """The tokens to forget, once in every partition of the scoring stage; soon gone."""
        return f"{self.prefix}.forget"

    @property
    def credentials(self) -> str:
        """Which principals have a password, since when and until when; no secret."""
        return f"{self.prefix}.credentials"

    @property
    def rulepacks(self) -> str:
        """The rulebook: every version of the rule pack, and what was decided about it, in order and for ever."""
        return f"{self.prefix}.rulepacks"

    @property
    def rulepack_acks(self) -> str:
        """Which worker works by which version, keyed by worker."""
        return f"{self.prefix}.rulepack-acks"

    def partner_of(self, topic: str) -> str | None:
        """The partner whose events topic this is, or None."""
        head = f"{self.prefix}.events."
        return topic.removeprefix(head) if topic.startswith(head) else None

    def specs(
        self,
        partners: Iterable[str],
        inboxes: Iterable[str],
        *,
        partitions: int,
        retention: Retention | None = None,
    ) -> list[TopicSpec]:
        """Every topic with its settings. All that Faust reads has the same partition count, so that it is assigned together.

        Without `retention` the cluster's own applies.
        """
        known = sorted(partners)
        keep = retention

        def log(names: Iterable[str], kept: Kept | None, largest: int = SMALL_BYTES) -> list[TopicSpec]:
            span = kept.milliseconds if kept else None
            return [TopicSpec(name, partitions, retention_ms=span, max_message_bytes=largest) for name in names]

        work = [self.reject_work, *(self.reject_work_of(partner) for partner in known)]
        worked = keep.rejects.milliseconds if keep else None
        return [
            *log((self.events(p) for p in known), keep.events if keep else None, EVENT_MAX_BYTES),
            *(
                TopicSpec(self.state(s), partitions, compact=True, max_message_bytes=EVENT_MAX_BYTES)
                for s in ("intake", "scoring", "routing")
            ),
            *log([self.sightings], keep.sightings if keep else None, EVENT_MAX_BYTES),
            *log(self.every_rejects(known), keep.rejects if keep else None, REJECT_MAX_BYTES),
            *log([self.alerts], keep.alerts if keep else None),
            TopicSpec(self.forget, partitions, retention_ms=AWAY_DAYS * 86_400_000),
            TopicSpec(self.snoozes, partitions, retention_ms=AWAY_DAYS * 86_400_000),
            TopicSpec(self.erasures, 1, compact=True),
            *log([self.receipts], keep.receipts if keep else None),
            *log([self.dispositions], keep.dispositions if keep else None),
            TopicSpec(self.credentials, 1, compact=True),
            TopicSpec(self.rulepacks, 1, compact=True),
            TopicSpec(self.rulepack_acks, 1, compact=True, retention_ms=AWAY_DAYS * 86_400_000),
            *(TopicSpec(name, 1, compact=True, retention_ms=worked) for name in work),
            *log((self.inbox(i) for i in sorted(inboxes)), keep.inboxes if keep else None),
        ]
