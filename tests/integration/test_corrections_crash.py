"""A worker is killed while it takes corrections, and another begins: the end is the same as if none had died."""

from itertools import islice
from pathlib import Path

import pytest

from deploy.children import wait_for
from deploy.demo import latest_alerts
from deploy.inmemory import InMemory
from deploy.rehearsal.replay import agreement
from deploy.scrape import total
from deploy.wholetopic import read_whole
from schemas.alert import Alert, Status
from schemas.settings import KafkaSettings
from tests.integration.house import House, Said, held, hired, house, spoken_for

pytestmark = [pytest.mark.slow, pytest.mark.broker]

PEOPLE = range(100, 340)
RETRACTED = [number for number in PEOPLE if number % 3 == 0]
"""Of whom the airline takes back what it saw: nothing is left to alert on."""
MISTYPED = [number for number in PEOPLE if number % 3 == 1]
"""Of whom the promoter typed a CNIC wrong: what the bank saw is somebody else's."""


def corrections() -> dict[str, list[Said]]:
    """By partner."""
    taken_back = [held(n, f"rt-{n}", corrects=f"ck-{n}") | {"kind": "retraction"} for n in RETRACTED]
    retyped = [hired(n, f"rh-{n}", cnic_of=9000 + n, corrects=f"rg-{n}") for n in MISTYPED]
    return {"air-nilkanth": taken_back, "oep-kohsar": retyped}


def opened(alerts: dict[str, Alert]) -> dict[str, tuple[str, list[str]]]:
    """What open alerts say of whom. Not how much evidence: more of the same is no news and waits for the next version."""
    return {
        alert.id: (alert.subject, sorted(hit.indicator for hit in alert.hits if hit.counted is not None))
        for alert in alerts.values()
        if alert.status is Status.OPEN
    }


def without_a_crash(home: House) -> dict[str, Alert]:
    """What one worker makes of the same events in the order of their publication, without broker, process or crash."""
    composition = home.demo.composition
    worker = InMemory(composition.pack, composition.partners)
    partners = composition.partners.partners
    topics = {composition.topics.events(name): name for name in partners}
    for record in sorted(
        read_whole(home.demo.settings, list(topics)), key=lambda r: (r.timestamp, r.partition, r.offset)
    ):
        worker.feed(topics[record.topic], record.value or b"", record.timestamp)
    return worker.outcome.alerts


def taken(home: House) -> float:
    """Corrections that the workers have dealt with."""
    return total(home.demo.samples(), "raabta_corrections_total")


def test_a_worker_killed_among_corrections_changes_nothing_in_the_end(
    cluster_settings: KafkaSettings, tmp_path: Path
) -> None:
    with house(cluster_settings, tmp_path) as home:
        home.tell("oep-kohsar", *(hired(n, f"rg-{n}") for n in PEOPLE))
        home.tell("air-nilkanth", *(held(n, f"ck-{n}") for n in PEOPLE))
        home.tell("bank-chinar", *(spoken_for(n, f"ar-{n}") for n in PEOPLE))
        home.rest()
        assert len(opened(latest_alerts(home.demo))) == len(PEOPLE)

        first = {partner: iter(said) for partner, said in corrections().items()}
        for partner, said in first.items():
            home.tell(partner, *islice(said, len(PEOPLE) // 6))
        assert wait_for(lambda: taken(home) > 0, 30.0)
        home.demo.workers[0].kill()
        for partner, said in first.items():
            home.tell(partner, *said)
        home.demo.start_worker()
        home.rest()

        latest = latest_alerts(home.demo)
        assert opened(latest) == opened(without_a_crash(home))
        assert len(opened(latest)) == len(PEOPLE) - len(RETRACTED) - len(MISTYPED)
        assert {alert.status for alert in latest.values()} - {Status.MERGED} == {Status.OPEN, Status.WITHDRAWN}
        found = agreement(home.demo.settings, home.demo.composition)
        assert found.same, (found.missing[:3], found.surplus[:3], found.different[:3])
