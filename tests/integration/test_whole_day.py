"""The whole house: a simulated day, a worker killed in the middle of it, nothing lost, no alert changed, nobody named."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from consumers.keyfile import load_private_keys
from consumers.unseal import open_sealed
from deploy.demo import Found, Plan, Running, compared, latest_alerts, play, running
from deploy.inmemory import InMemory
from deploy.ledger import Balance
from deploy.scrape import total
from deploy.wholetopic import Stored, read_whole
from producers.simulate.day import day, fingerprints
from schemas.alert import Alert, Status
from schemas.event import Event
from schemas.route import Profile
from schemas.settings import KafkaSettings
from schemas.view import View

pytestmark = [pytest.mark.slow, pytest.mark.broker]

REPORTS = 3000


@dataclass(frozen=True)
class Played:
    """A day that is over, its parts still up."""

    demo: Running
    balance: Balance
    alerts: dict[str, Alert]
    found: Found
    records: list[Stored]
    metrics: str


@pytest.fixture(scope="module")
def played(cluster_settings: KafkaSettings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    plan = Plan(tmp_path_factory.mktemp("day"), seed=7, reports=REPORTS, rate=300.0, cluster=cluster_settings)
    killed = False

    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("RAABTA_TOPIC_PREFIX", f"day{uuid4().hex[:6]}")
        with running(plan) as demo:

            def kill_in_the_middle(now: Running, step: str) -> None:
                nonlocal killed
                if not killed and total(now.samples(), "raabta_records_taken_total") > REPORTS:
                    now.workers[0].kill()
                    killed = True
                    now.start_worker()

            balance = play(demo, kill_in_the_middle, finish_within=120.0)
            assert killed
            yield over(demo, balance)


def over(demo: Running, balance: Balance) -> Played:
    """What the day left behind."""
    topics = demo.composition.topics
    names = [spec.name for spec in demo.composition.topic_specs()]
    assert topics.alerts in names
    alerts = latest_alerts(demo)
    metrics = "\n".join(f"{name} {labels} {value}" for (name, labels), value in demo.samples().items())
    records = list(read_whole(demo.settings, names))
    return Played(demo, balance, alerts, compared(demo, list(alerts.values())), records, metrics)


def test_nothing_is_lost_though_the_worker_was_killed(played: Played) -> None:
    assert played.balance.lost == 0, played.balance.unbalanced[:5]
    assert sum(hour.published for hour in played.balance.hours.values()) >= REPORTS
    assert played.balance.rejects == 24
    assert played.balance.failed == 0


def test_the_kill_changed_no_alert(played: Played) -> None:
    worker = InMemory(played.demo.composition.pack, played.demo.composition.partners)
    topics = played.demo.composition.topics
    for record in sorted(played.records, key=lambda r: (r.timestamp, r.topic, r.partition, r.offset)):
        partner = topics.partner_of(record.topic)
        if partner is not None:
            worker.feed(partner, record.value or b"", record.timestamp)
    assert said(played.alerts) == said(worker.outcome.alerts)
    assert said(played.alerts)


def said(alerts: dict[str, Alert]) -> dict[str, object]:
    """What open alerts say. Not how much evidence: more of the same is no news, so it waits for the next version."""
    return {
        alert.id: (alert.subject, sorted((hit.indicator, hit.counted or "") for hit in alert.hits))
        for alert in alerts.values()
        if alert.status is Status.OPEN
    }


def test_no_version_is_mailed_twice(played: Played) -> None:
    identifiers = [message["Message-ID"] for message in played.demo.mail.messages()]
    assert identifiers
    assert len(identifiers) == len(set(identifiers))


@pytest.fixture(scope="module")
def secrets(played: Played) -> set[str]:
    """Everything that names anybody in the simulated day; shorter than eight characters could be chance."""
    plan, partners = played.demo.plan, tuple(played.demo.composition.partners.partners.values())
    found = {text.casefold() for text in fingerprints(day(plan.seed, plan.end, partners, REPORTS)) if len(text) >= 8}
    assert len(found) > 1000
    return found


def readable(*texts: str) -> str:
    """Every different string in these texts, once: facts repeat from topic to topic."""
    return "\n".join({piece for text in texts for piece in re.split(r'["\n]', text.casefold())})


def test_no_simulated_identity_is_readable_on_the_broker_in_a_log_or_in_a_metric(
    played: Played, secrets: set[str]
) -> None:
    sealed = re.compile(rb'"box":"[^"]*"')
    topics = (sealed.sub(b"", (record.key or b"") + b"\n" + (record.value or b"")) for record in played.records)
    logs = (path.read_text() for path in sorted((played.demo.plan.folder / "logs").iterdir()))
    subjects = (str(message["Subject"]) for message in played.demo.mail.messages())
    text = readable(*(topic.decode(errors="replace") for topic in topics), *logs, played.metrics, *subjects)
    assert [secret for secret in secrets if secret in text] == []


def bodies(played: Played, *, service: bool) -> list[str]:
    """The text of every mail to a service, or to the FIA."""
    return [
        bytes(part.get_payload(decode=True) or b"").decode()
        for message in played.demo.mail.messages()
        if ("@fia.example" not in str(message["To"])) is service
        for part in message.walk()
        if part.get_content_maintype() == "text"
    ]


def test_the_scan_would_see_an_identity(played: Played) -> None:
    plan = played.demo.plan
    keys = load_private_keys([plan.folder / "keys" / "fia.private.json"])
    topics = played.demo.composition.topics
    opened = 0
    for record in played.records:
        if (
            topics.partner_of(record.topic)
            and (record.value or b"").startswith(b'{"specversion":"1.0","id"')
            and opened < 50
        ):
            event = Event.model_validate_json(record.value or b"") if b'"sealed"' in (record.value or b"") else None
            if event is not None:
                clear = open_sealed(event.data.sealed, keys, event.id, event.source)
                assert b'"parties"' in clear
                opened += 1
    assert opened == 50


def test_a_service_never_gets_evidence_identities_or_a_full_alert(played: Played, secrets: set[str]) -> None:
    topics, routes = played.demo.composition.topics, played.demo.composition.routes
    services = {topics.inbox(name) for name, inbox in routes.inboxes.items() if inbox.profile is Profile.VICTIM_SERVICE}
    views = [View.model_validate_json(record.value or b"") for record in played.records if record.topic in services]
    assert views
    assert all(view.alert is None for view in views)
    text = readable(*bodies(played, service=True))
    assert "support" in text
    assert [secret for secret in secrets if secret in text] == []
    assert f"{topics.prefix}.events" not in text
    assert "bank" not in text


def test_an_officer_can_read_who_when_where_and_why(played: Played, secrets: set[str]) -> None:
    full = [text for text in bodies(played, service=False) if "WHERE AND WHEN" in text]
    assert full
    for heading in ("DECIDE BY", "WHO", "WHY", "HOW SURE", "AGAINST", "WHAT IS ASKED", "EVIDENCE"):
        assert any(heading in text for text in full)
    assert any(secret in readable(*full) for secret in secrets)


def test_the_demo_leaves_no_process_behind(tmp_path: Path) -> None:
    with running(Plan(tmp_path, reports=1)) as demo:
        processes = [child.process for child in demo.family.running]
        assert all(process.poll() is None for process in processes)
    assert all(process.poll() is not None for process in processes)
