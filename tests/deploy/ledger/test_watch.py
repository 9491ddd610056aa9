"""The ledger that runs for ever: what it tells Prometheus, and how it bears a cluster that is away."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from prometheus_client import REGISTRY

from deploy.embedded import free_port
from deploy.inmemory import TOPICS
from deploy.ledger import Balance, Cut
from deploy.ledger.metrics import OUTCOMES, Watch
from deploy.scrape import scrape, total
from schemas.errors import Unavailable
from schemas.settings import KafkaSettings
from tests.deploy.ledger.day import EVENTS, balanced, sound, without
from tests.deploy.ledger.test_cut import ENDS, NOW


def sample(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def rounds(watch: Watch, count: int) -> None:
    left = iter(range(count - 1))
    watch.run(lambda _: next(left, None) is None)


def once(change: Callable[[], tuple[Balance, int]]) -> Watch:
    return Watch(60.0, change)


def test_a_balance_is_told_by_stage_partner_and_outcome() -> None:
    log, state = sound()
    without(log, TOPICS.receipts, 1)
    runs = sample("raabta_ledger_runs_total")
    rounds(once(lambda: (balanced(log, state, Cut(NOW, ENDS, 0)), NOW)), 2)
    assert sample("raabta_ledger_runs_total") == runs + 2
    assert sample("raabta_ledger_owed", stage="delivery") == 1
    assert sample("raabta_ledger_owed", stage="intake") == 0
    said = {one: sample("raabta_ledger_events", partner="air-nilkanth", outcome=one) for one in OUTCOMES}
    assert said["published"] == 8 == sum(said.values()) - said["published"]
    until = sample("raabta_ledger_balanced_until_timestamp_seconds", partner="air-nilkanth")
    assert until == log[EVENTS][0].timestamp / 1000
    rounds(once(lambda: (balanced(*sound(), Cut(NOW, ENDS, 0)), NOW)), 1)
    assert sample("raabta_ledger_owed", stage="delivery") == 0
    assert sample("raabta_ledger_balanced_until_timestamp_seconds", partner="air-nilkanth") == NOW / 1000


def test_a_cluster_that_is_away_is_counted_and_asked_again() -> None:
    answers: Iterator[Unavailable | Balance] = iter([Unavailable("away"), Balance()])

    def taken() -> tuple[Balance, int]:
        answer = next(answers)
        if isinstance(answer, Unavailable):
            raise answer
        return answer, NOW

    failures, runs = sample("raabta_ledger_failures_total"), sample("raabta_ledger_runs_total")
    watch = Watch(60.0, taken)
    rounds(watch, 2)
    assert sample("raabta_ledger_failures_total") == failures + 1
    assert sample("raabta_ledger_runs_total") == runs + 1
    assert watch.healthy()[0]
    watch.good_at -= 3600
    assert not watch.healthy()[0]


@pytest.mark.slow
@pytest.mark.broker
def test_the_command_watches_exports_and_ends_on_sigterm(cluster_settings: KafkaSettings) -> None:
    environment = cluster_settings.environment() | {"RAABTA_TOPIC_PREFIX": "watched", "RAABTA_PARTITIONS": "1"}
    raabta = [sys.executable, "-m", "deploy"]
    subprocess.run([*raabta, "topics"], env=environment, check=True, capture_output=True)
    port = free_port()
    command = [*raabta, "ledger", "--watch", "0.2", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 90.0
        while total(scrape(port), "raabta_ledger_runs_total") < 2 and time.monotonic() < deadline:
            time.sleep(0.2)
        assert total(scrape(port), "raabta_ledger_runs_total") >= 2
        assert total(scrape(port), "raabta_ledger_owed") == 0
        process.send_signal(signal.SIGTERM)
        assert process.wait(20.0) == 0
    finally:
        process.kill()
        process.wait()
