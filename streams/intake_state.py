"""Intake at work on one partition: which events it has taken, and what it sends on."""

import struct
from base64 import b64encode
from collections import Counter, deque
from collections.abc import Callable, Container, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import blake2b, sha256
from typing import NamedTuple

import orjson

from schemas.errors import Malformed
from schemas.partner import Partner
from schemas.reject import Reason, Reject
from schemas.topic import Topics
from streams.frame import EVERY_PARTY, TAKEN_BACK, Target, encode
from streams.intake import Accepted, Refused, Source, decide
from streams.ports import Headers, Outbox, Record, Tally
from streams.spread import partition_of

REMEMBERED_MS = 7 * 86_400_000
"""How long an event id is remembered here; later repetitions are absorbed by the histories, which take each event once."""
FRAME_BYTES = 256 * 1024
"""A frame is sent when it holds this much."""
_ENTRY = struct.Struct("16s8s")


class _Segment(NamedTuple):
    """Event ids that became known together: one state record."""

    key: bytes
    newest: int
    ids: tuple[bytes, ...]


class IntakeState:
    """Partition state of the intake stage. Its state records are segments: the ids and digests of one flush."""

    def __init__(
        self,
        partners: Mapping[str, Partner],
        token_keys: Container[str],
        topics: Topics,
        partitions: int,
        stamp: Callable[[], Headers] = tuple,
    ) -> None:
        """`partners` by their events topic. `stamp` says on which rules an event begins that is taken now."""
        self._partners = partners
        self._token_keys = token_keys
        self._topics = topics
        self._partitions = partitions
        self._stamp = stamp
        self._headers: Headers = ()
        self._seen: dict[bytes, bytes] = {}
        self._applied: dict[str, int] = {}
        self._segments: deque[_Segment] = deque()
        self._fresh: dict[str, list[tuple[bytes, bytes]]] = {}
        self._first: dict[str, int] = {}
        self._clock = 0
        self._frames: list[list[tuple[list[Target], bytes]]] = [[] for _ in range(partitions)]
        self._sizes = [0] * partitions
        self.tally: Tally = Counter()

    def restore(self, key: bytes, value: bytes) -> None:
        """Take back a segment."""
        head, _, packed = value.partition(b"\n")
        fields = orjson.loads(head)
        topic = fields["topic"]
        self._applied[topic] = max(fields["applied"], self._applied.get(topic, -1))
        pairs = list(_ENTRY.iter_unpack(packed))
        self._seen.update(pairs)
        self._clock = max(self._clock, fields["newest"])
        if pairs:
            self._segments.append(_Segment(key, fields["newest"], tuple(pair[0] for pair in pairs)))

    def take(self, records: Sequence[Record], out: Outbox) -> None:
        """Judge the records, send sightings and rejects on."""
        topic = records[0].topic
        partner = self._partners[topic]
        applied = self._applied.get(topic, -1)
        self._headers = self._stamp()
        self._fresh.setdefault(topic, [])
        self._first.setdefault(topic, records[0].offset)
        for record in records:
            if record.offset <= applied:
                self.tally["duplicates_absorbed",] += 1
                continue
            self._clock = max(self._clock, record.timestamp)
            source = Source(topic, record.partition, record.offset, record.timestamp)
            for judged in decide(record.value, source, partner, self._token_keys):
                if isinstance(judged, Accepted):
                    self._accept(judged, source, partner, record, out)
                else:
                    self._refuse(judged, source, partner, out)
        self._applied[topic] = max(applied, records[-1].offset)
        for number in range(self._partitions):
            self._send(number, out)

    def drain(self) -> list[tuple[bytes, bytes | None]]:
        """New segments, and tombstones of those too old to matter."""
        changed: list[tuple[bytes, bytes | None]] = []
        for topic, pairs in self._fresh.items():
            head = orjson.dumps({"topic": topic, "applied": self._applied[topic], "newest": self._clock})
            key = f"{topic}/{self._first[topic] if pairs else 'position'}".encode()
            changed.append((key, b"\n".join((head, b"".join(_ENTRY.pack(*pair) for pair in pairs)))))
            if pairs:
                self._segments.append(_Segment(key, self._clock, tuple(pair[0] for pair in pairs)))
        self._fresh, self._first = {}, {}
        while self._segments and self._segments[0].newest < self._clock - REMEMBERED_MS:
            old = self._segments.popleft()
            for known in old.ids:
                self._seen.pop(known, None)
            changed.append((old.key, None))
        return changed

    def _accept(self, event: Accepted, source: Source, partner: Partner, record: Record, out: Outbox) -> None:
        known = blake2b(f"{partner.id}/{event.event_id}".encode(), digest_size=16).digest()
        digest = self._seen.get(known)
        if digest is None:
            self._seen[known] = event.digest
            self._fresh[source.topic].append((known, event.digest))
            self.tally["sightings",] += len(event.targets)
            self._spread(event, out)
        elif digest == event.digest:
            self.tally["duplicates_absorbed",] += 1
        else:
            mend = "an id names one event for ever; give the changed report a new id"
            why = Malformed(Reason.CONFLICTING_DUPLICATE, "id", mend)
            self._refuse(
                Refused(orjson.loads(event.fact)["ref"]["index"], why, record.value or b""), source, partner, out
            )

    def _spread(self, event: Accepted, out: Outbox) -> None:
        """Its sightings, by token; that it corrects another, before them and to every partition."""
        if event.corrects is not None:
            word = Target("", EVERY_PARTY, TAKEN_BACK, event.corrects)
            for frame in self._frames:
                frame.append(([word], event.mark))
        by_partition: dict[int, list[Target]] = {}
        for target in event.targets:
            by_partition.setdefault(partition_of(target.token, self._partitions), []).append(target)
        for number, targets in by_partition.items():
            self._frames[number].append((targets, event.fact))
            self._sizes[number] += len(event.fact) + 64 * len(targets)
            if self._sizes[number] > FRAME_BYTES:
                self._send(number, out)

    def _send(self, number: int, out: Outbox) -> None:
        if self._frames[number]:
            frame = encode(self._frames[number])
            out.send(self._topics.sightings, frame, partition=number, headers=self._headers)
            self._frames[number], self._sizes[number] = [], 0

    def _refuse(self, refused: Refused, source: Source, partner: Partner, out: Outbox) -> None:
        self.tally["rejected", refused.why.reason] += 1
        reject = reject_of(refused, source, partner.id)
        out.send(self._topics.rejects_of(partner.id), reject.model_dump_json().encode(), key=partner.id.encode())


def reject_of(refused: Refused, source: Source, partner: str) -> Reject:
    """The record of a refusal: reason, mend, and every byte that came."""
    place = f"{source.topic}|{source.partition}|{source.offset}|{refused.position}"
    return Reject.model_validate(
        {
            "id": blake2b(place.encode(), digest_size=16).hexdigest(),
            "partner": partner,
            "topic": source.topic,
            "partition": source.partition,
            "offset": source.offset,
            "index": refused.position,
            "reason": Reason(refused.why.reason),
            "field": refused.why.field,
            "mend": refused.why.mend,
            "at": datetime.fromtimestamp(source.published / 1000, UTC),
            "sha256": sha256(refused.original).hexdigest(),
            "original": b64encode(refused.original),
        }
    )
