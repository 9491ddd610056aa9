"""Canaries through every real part: broker, worker, the canary's inbox, receipts; and no officer sees one."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.canary import CANARY
from deploy.children import wait_for
from deploy.commands.ledger import settled
from deploy.demo import Plan, Running, running
from deploy.embedded import free_port
from deploy.scrape import Samples, scrape, total
from deploy.wholetopic import read_whole

pytestmark = pytest.mark.slow
EVERY = 2.0
ROUND = 18
"""More than one turn of all sixteen people: each comes again, as news."""


@dataclass
class Watched:
    """A house in which nobody but the canary publishes."""

    demo: Running
    port: int

    def samples(self) -> Samples:
        return scrape(self.port)

    def arrived(self) -> float:
        self.demo.check()
        return total(self.samples(), "raabta_canary_seconds_count")

    def records(self, topic: str) -> int:
        return sum(1 for _ in read_whole(self.demo.settings, [topic]))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    folder: Path = tmp_path_factory.mktemp("watch")
    with running(Plan(folder)) as demo:
        found = Watched(demo, free_port())
        demo.family.start("watch", "watch", port=found.port, every=EVERY)
        yield found


def test_canaries_arrive_again_and_again_within_the_promise(house: Watched) -> None:
    assert wait_for(lambda: house.arrived() >= ROUND, 90.0, every=0.5), house.samples()
    samples = house.samples()
    assert total(samples, "raabta_canary_seconds_bucket", le="5.0") == total(samples, "raabta_canary_seconds_count")
    assert total(samples, "raabta_canary_missing_total") == 0
    assert time.time() - total(samples, "raabta_canary_last_arrival_timestamp_seconds") < 10


def test_no_officer_is_sent_a_canary(house: Watched) -> None:
    assert wait_for(lambda: house.arrived() >= 3, 60.0, every=0.5)
    topics = house.demo.composition.topics
    assert house.records(topics.inbox(CANARY)) >= 3
    real = [topics.inbox(name) for name in house.demo.composition.routes.inboxes]
    assert {topic: house.records(topic) for topic in real} == dict.fromkeys(real, 0)
    assert house.demo.mail.messages() == []


def test_the_ledger_accounts_for_canaries_as_for_every_event(house: Watched) -> None:
    assert wait_for(lambda: house.arrived() >= 3, 60.0, every=0.5)
    balance = settled(house.demo.settings, house.demo.composition, 20.0)
    assert balance.lost == 0
    assert balance.views >= 3


def test_what_lies_on_the_state_topics_is_counted(house: Watched) -> None:
    samples = house.samples()
    assert total(samples, "raabta_state_topic_records") >= total(samples, "raabta_state_topic_keys")


def test_a_canary_that_does_not_come_back_is_missing_and_the_watch_lives_on(house: Watched) -> None:
    [worker] = house.demo.workers
    assert wait_for(lambda: house.arrived() >= 1, 60.0, every=0.5)
    worker.pause()
    try:
        before = total(house.samples(), "raabta_canary_missing_total")
        assert wait_for(lambda: total(house.samples(), "raabta_canary_missing_total") > before, 90.0, every=1.0), (
            "nothing is missing"
        )
    finally:
        worker.kill()
        house.demo.start_worker()
    seen = total(house.samples(), "raabta_canary_seconds_count")
    assert wait_for(lambda: house.arrived() > seen, 60.0, every=0.5), "no canary after the new worker"
