"""A worker small enough to check by hand: it counts and sums per key, and says so at every tenth record of a key.

Run as a child process: `python tests/integration/counting_worker.py BOOTSTRAP PREFIX`.
"""

import argparse
import json
import logging
from collections import Counter
from collections.abc import Sequence

from deploy.health import serve
from schemas.settings import KafkaSettings
from schemas.topic import TopicSpec
from streams.ports import Outbox, Record, Stage
from streams.worker import run

PARTITIONS = 4
SOURCES = ("first", "second")
LARGE = 9 * 1024 * 1024


def specs(prefix: str, partitions: int = PARTITIONS) -> list[TopicSpec]:
    """The topics one counting worker needs."""
    plain = [
        TopicSpec(f"{prefix}.{name}", partitions, max_message_bytes=LARGE) for name in (*SOURCES, "tens", "rejects")
    ]
    return [*plain, TopicSpec(f"{prefix}.state", partitions, compact=True)]


class CountingState:
    """Per key: how many, the sum, and the last position applied of each source topic."""

    def __init__(self, prefix: str) -> None:
        self.tally: Counter[tuple[str, ...]] = Counter()
        self._prefix = prefix
        self._keys: dict[bytes, tuple[int, int, dict[str, int]]] = {}
        self._changed: set[bytes] = set()

    def restore(self, key: bytes, value: bytes) -> None:
        count, total, applied = json.loads(value)
        self._keys[key] = (count, total, applied)

    def take(self, records: Sequence[Record], out: Outbox) -> None:
        for record in records:
            self._take(record, out)

    def _take(self, record: Record, out: Outbox) -> None:
        assert record.value is not None
        amount = record.value.partition(b" ")[0]
        if amount == b"bug":
            raise ZeroDivisionError("a secret of the input")
        if not amount.isdigit() or record.key is None:
            self.tally["rejected", "not_a_number"] += 1
            out.send(f"{self._prefix}.rejects", record.value, headers=[("position", str(record.offset).encode())])
            return
        count, total, applied = self._keys.get(record.key, (0, 0, {}))
        if record.offset <= applied.get(record.topic, -1):
            self.tally[("duplicates_absorbed",)] += 1
            return
        count, total = count + 1, total + int(amount)
        self._keys[record.key] = (count, total, {**applied, record.topic: record.offset})
        self._changed.add(record.key)
        if count % 10 == 0:
            out.send(f"{self._prefix}.tens", b"%s#%d" % (record.key, count), key=record.key)

    def drain(self) -> list[tuple[bytes, bytes | None]]:
        changed, self._changed = self._changed, set()
        return [(key, json.dumps(self._keys[key]).encode()) for key in changed]


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(process)d %(name)s %(levelname)s %(message)s")
    parser = argparse.ArgumentParser()
    parser.add_argument("prefix")
    parser.add_argument("--flush", type=float, default=0.5)
    parser.add_argument("--port", type=int)
    given = parser.parse_args()
    stage = Stage(
        "counting",
        tuple(f"{given.prefix}.{name}" for name in SOURCES),
        f"{given.prefix}.state",
        lambda number: CountingState(given.prefix),
        flush_seconds=given.flush,
    )
    run(
        [stage],
        KafkaSettings(),
        group=given.prefix,
        on_start=lambda progress: given.port and serve(given.port, progress.check),
        session_seconds=6.0,
    )


if __name__ == "__main__":
    main()
