"""A line of counting workers, real processes on a real broker, and the truth to hold them against."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from confluent_kafka import Consumer, Producer, TopicPartition

from deploy.topics import create_topics
from schemas.settings import KafkaSettings
from streams.changelog import load
from tests.integration.counting_worker import PARTITIONS, SOURCES, specs

ROOT = Path(__file__).parents[2]
Fed = tuple[str, bytes, bytes]
"""Source topic, key and value."""


def numbers(count: int, keys: int = 200, start: int = 0) -> list[Fed]:
    """So many records over both sources, spread over so many keys."""
    return [(SOURCES[i % 2], b"key-%d" % (i // 2 % keys), b"%d" % (i % 97)) for i in range(start, start + count)]


def truth(fed: Iterable[Fed]) -> dict[bytes, tuple[int, int]]:
    """What one sequential program would have counted and summed."""
    counts: dict[bytes, list[int]] = defaultdict(lambda: [0, 0])
    for _, key, value in fed:
        counts[key][0] += 1
        counts[key][1] += int(value.partition(b" ")[0])
    return {key: (count, total) for key, (count, total) in counts.items()}


def tens_of(counted: dict[bytes, tuple[int, int]]) -> list[bytes]:
    """The outputs that belong to these counts, sorted."""
    return sorted(b"%s#%d" % (key, ten) for key, (count, _) in counted.items() for ten in range(10, count + 1, 10))


def wait_until(what: Callable[[], bool], seconds: float = 120.0) -> None:
    """Poll; fail when it does not come true in time."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.1)


class Worker:
    """One counting worker in a process of its own; what it logs goes to a file."""

    def __init__(self, settings: KafkaSettings, prefix: str, log: Path, *options: str) -> None:
        self.log = log
        command = [sys.executable, "-m", "tests.integration.counting_worker", prefix, *options]
        with log.open("wb") as output:
            environment = {**os.environ, **settings.environment()}
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)

    def send(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def end(self, number: signal.Signals = signal.SIGTERM, seconds: float = 10.0) -> tuple[int, float]:
        """Signal it, and return its exit code and how many seconds it took."""
        began = time.monotonic()
        self.send(number)
        return self.process.wait(seconds), time.monotonic() - began

    def said(self, words: str) -> bool:
        return words in self.log.read_text()


class Line:
    """Topics of one test under a prefix of their own, what was fed into them, and what came out."""

    def __init__(self, settings: KafkaSettings, folder: Path, partitions: int = PARTITIONS) -> None:
        self.settings = settings
        self.prefix = f"test-{uuid4().hex[:8]}"
        self.partitions = partitions
        self.fed: list[Fed] = []
        self.workers: list[Worker] = []
        self._folder = folder
        create_topics(self.settings, specs(self.prefix, partitions))
        self._producer = Producer({**self.settings.librdkafka(), "linger.ms": 5, "message.max.bytes": 9_000_000})

    def feed(self, records: Iterable[Fed], per_second: int = 0) -> None:
        """Publish and remember; all of it is with the broker on return."""
        for index, (topic, key, value) in enumerate(records):
            self._producer.produce(f"{self.prefix}.{topic}", value, key)
            self.fed.append((topic, key, value))
            if per_second and index % 100 == 99:
                self._producer.flush()
                time.sleep(100 / per_second)
        assert self._producer.flush(30.0) == 0

    def start(self, *options: str) -> Worker:
        worker = Worker(self.settings, self.prefix, self._folder / f"worker-{len(self.workers)}.log", *options)
        self.workers.append(worker)
        return worker

    def acknowledged(self) -> int:
        """How many source records the group has acknowledged."""
        consumer = Consumer({**self.settings.librdkafka(), "group.id": self.prefix})
        try:
            wanted = [TopicPartition(f"{self.prefix}.{name}", p) for name in SOURCES for p in range(self.partitions)]
            return sum(max(0, tp.offset) for tp in consumer.committed(wanted, timeout=30.0))
        finally:
            consumer.close()

    def wait(self, seconds: float = 120.0) -> None:
        """Return when everything that was fed is acknowledged."""
        wait_until(lambda: self.acknowledged() == len(self.fed), seconds)

    def state(self) -> dict[bytes, tuple[int, int]]:
        """The counts and sums a worker would begin with now."""
        found: dict[bytes, tuple[int, int]] = {}
        for partition in range(self.partitions):
            for key, value in load(self.settings, f"{self.prefix}.state", partition).records.items():
                count, total, _ = json.loads(value)
                found[key] = (count, total)
        return found

    def outputs(self, name: str = "tens") -> list[bytes]:
        """All records of an output topic, duplicates included, sorted."""
        settings = {**self.settings.librdkafka(), "group.id": "reader", "enable.partition.eof": True}
        consumer = Consumer(settings)
        consumer.assign([TopicPartition(f"{self.prefix}.{name}", p, 0) for p in range(self.partitions)])
        found: list[bytes] = []
        ends = 0
        while ends < self.partitions:
            message = consumer.poll(10.0)
            assert message is not None, "silence"
            if message.error() is not None:
                ends += 1
            elif (value := message.value()) is not None:
                found.append(value)
        consumer.close()
        return sorted(found)

    def assert_exact(self) -> None:
        """State equals the truth, and so do the outputs when each id is taken once."""
        expected, found = truth(self.fed), self.state()
        wrong = {key: (found.get(key), true) for key, true in expected.items() if found.get(key) != true}
        assert not wrong, f"{len(wrong)} of {len(expected)} keys differ: {list(wrong.items())[:5]}"
        assert len(found) == len(expected)
        assert sorted(set(self.outputs())) == tens_of(expected)


@contextmanager
def line(settings: KafkaSettings, folder: Path, partitions: int = PARTITIONS) -> Iterator[Line]:
    """A fresh line; whatever workers it started are gone afterwards."""
    made = Line(settings, folder, partitions)
    try:
        yield made
    finally:
        for worker in made.workers:
            worker.process.kill()
            worker.process.wait()
