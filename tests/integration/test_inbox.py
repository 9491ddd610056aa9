"""From an inbox's topic to the mail, over a real broker."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket
from threading import Event, Thread
from uuid import uuid4

import pytest
from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient
from sqlalchemy import func, select

from consumers.archive import KafkaArchive
from consumers.audit import verify
from consumers.channels import Equipment
from consumers.evidence import Missed
from consumers.settings import SmtpSettings, SmtpTls, WebhookSettings
from consumers.store import open_store
from consumers.tables import AUDIT, DELIVERIES, EVIDENCE, RECEIPTS, STRAYS, VIEWS
from consumers.worker import Worker
from deploy.embedded import running_broker
from deploy.kafka.cluster import Cluster
from deploy.topics import create_topics
from schemas.receipt import Outcome, Receipt
from schemas.route import Inbox, Profile
from schemas.settings import KafkaSettings
from schemas.topic import Topics
from schemas.view import View
from tests.consumers.making import KEYS, MAIL, alert, event, fia, ref, service, view
from tests.consumers.servers import MailServer, mail_server
from tests.patience import allowed

pytestmark = pytest.mark.broker


@dataclass
class Post:
    """An inbox service with its broker and its mail server."""

    settings: KafkaSettings
    topics: Topics
    folder: Path
    server: MailServer
    inboxes: Sequence[Inbox]
    produced: Producer = field(init=False)

    def __post_init__(self) -> None:
        self.produced = Producer({**self.settings.librdkafka(), "linger.ms": 1})
        create_topics(
            self.settings, self.topics.specs(["air-farzi"], [inbox.name for inbox in self.inboxes], partitions=2)
        )

    def put(self, topic: str, *values: bytes, partition: int = 0) -> list[int]:
        offsets: list[int] = []
        for value in values:
            self.produced.produce(
                topic, value, partition=partition, on_delivery=lambda _error, one: offsets.append(one.offset() or 0)
            )
        self.produced.flush(10)
        return offsets

    def views(self, *views: View) -> None:
        for one in views:
            self.put(self.topics.inbox(one.inbox), one.model_dump_json().encode(), partition=int(one.alert_id, 16) % 2)

    def equipment(self) -> Equipment:
        smtp = SmtpSettings(host="127.0.0.1", port=self.server.port, tls=SmtpTls.NONE)
        return Equipment(smtp, WebhookSettings())

    def count(self, table: object, *where: object) -> int:
        store = open_store(self.folder / "inbox.db")
        with store.reading() as connection:
            found = connection.scalar(select(func.count()).select_from(table).where(*where)) or 0  # type: ignore[arg-type]
            assert verify(connection).broken_at is None
        store.close()
        return found


@dataclass
class Running:
    """A started worker."""

    worker: Worker
    stop: Event

    def end(self) -> float:
        begun = time.monotonic()
        self.stop.set()
        self.worker.join(3.0)
        return time.monotonic() - begun


@pytest.fixture
def post(cluster_settings: KafkaSettings, tmp_path: Path) -> Iterator[Post]:
    with mail_server(tmp_path) as server:
        inboxes = (fia(email=MAIL), service(email=MAIL), fia("fia-screen"))
        yield Post(cluster_settings, Topics(f"t{uuid4().hex[:8]}"), tmp_path, server, inboxes)


def started(post: Post) -> Running:
    stop = Event()
    store = open_store(post.folder / "inbox.db")
    worker = Worker(post.settings, post.topics, post.inboxes, store, KEYS, post.equipment())
    worker.start(stop)
    return Running(worker, stop)


def wait_until(true: Callable[[], bool], seconds: float = 60.0, every: float = 0.02) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(every)


def text_of(mail: object) -> str:
    return " ".join(str(mail.get_body(("plain",)).get_content()).split())  # type: ignore[attr-defined]


def receipts(post: Post, count: int) -> list[Receipt]:
    consumer = Consumer({**post.settings.librdkafka(), "group.id": "none", "fetch.wait.max.ms": 20})
    consumer.assign([TopicPartition(post.topics.receipts, partition, 0) for partition in range(2)])
    found: list[Receipt] = []
    wait_until(lambda: len(_more(consumer, found)) >= count)
    consumer.close()
    return found


def _more(consumer: Consumer, found: list[Receipt]) -> list[Receipt]:
    found += [Receipt.model_validate_json(one.value() or b"") for one in consumer.consume(500, 0.1) if not one.error()]
    return found


def test_from_the_topic_to_the_mail_with_the_identity_for_the_fia_and_without_it_for_a_service(post: Post) -> None:
    topic = post.topics.events("air-farzi")
    [offset] = post.put(topic, b"[" + event("bk-000016") + b"," + event() + b"]")
    about = alert(refs=[ref(offset, topic=topic, index=1)])
    running = started(post)
    post.views(
        view(about), view(about, inbox="ngo-farzi", profile=Profile.VICTIM_SERVICE), view(about, inbox="fia-screen")
    )
    post.put(post.topics.inbox("fia-farzi"), b"not a view", partition=0)
    wait_until(lambda: len(post.server.mails()) == 2)
    told = {mail["Subject"]: text_of(mail) for mail in post.server.mails()}
    assert "Testina Farzi" in told["[P1] Possible victim: forced begging, ZZ741 ISB-JED · 00000000"]
    assert "Testina" not in told["[P1] Possible victim: support may be needed · 00000000"]
    found = receipts(post, 3)
    assert {(one.inbox, one.channel, one.outcome) for one in found} == {
        ("fia-farzi", "email", Outcome.DELIVERED),
        ("ngo-farzi", "email", Outcome.DELIVERED),
        ("fia-screen", "store", Outcome.DELIVERED),
    }
    wait_until(lambda: post.count(RECEIPTS, RECEIPTS.c.published.is_(True)) == 3)
    assert post.count(EVIDENCE) == 2
    assert post.count(EVIDENCE, EVIDENCE.c.inbox == "ngo-farzi") == 0
    assert post.count(AUDIT, AUDIT.c.action == "opened") == 2
    assert post.count(STRAYS) == 1
    assert running.worker.healthy()[0]
    running.worker.sample()
    assert running.end() < allowed(3.0)


def test_a_second_start_goes_on_where_the_store_is_and_sends_nothing_twice(post: Post) -> None:
    running = started(post)
    post.views(*(view(alert(n)) for n in range(30)))
    wait_until(lambda: len(post.server.mails()) == 30)
    assert running.end() < allowed(3.0)
    post.views(*(view(alert(n)) for n in range(25, 40)))
    running = started(post)
    wait_until(lambda: len(post.server.mails()) == 40)
    assert running.end() < allowed(3.0)
    assert post.count(VIEWS) == 40
    assert len(receipts(post, 40)) == 40


def test_lag_can_be_watched_by_the_group(post: Post) -> None:
    running = started(post)
    post.views(*(view(alert(n)) for n in range(10)))
    topic = post.topics.inbox("fia-farzi")
    consumer = Consumer({**post.settings.librdkafka(), "group.id": topic})
    asked = [TopicPartition(topic, partition) for partition in range(2)]
    wait_until(lambda: [max(0, one.offset) for one in consumer.committed(asked, timeout=5.0)] == [5, 5])
    consumer.close()
    wait_until(lambda: running.worker.healthy()[1] == "3 inboxes, 0 records to store")
    running.end()


@pytest.mark.slow
def test_a_topic_that_was_made_anew_is_read_from_its_beginning(tmp_path: Path) -> None:
    with mail_server(tmp_path) as server:
        for life, views in enumerate((range(4), range(100, 120))):
            with running_broker() as broker:
                post = Post(broker.settings, Topics(), tmp_path, server, (fia(),))
                post.views(*(view(alert(n)) for n in views))
                running = started(post)
                wanted = 4 if life == 0 else 24
                wait_until(lambda post=post, wanted=wanted: post.count(VIEWS) == wanted)  # type: ignore[misc]
                running.end()


def test_a_topic_of_a_real_kafka_that_was_deleted_and_made_anew_is_read_from_its_beginning(
    kafka: Cluster, tmp_path: Path
) -> None:
    topics = Topics(f"t{uuid4().hex[:8]}")
    with mail_server(tmp_path) as server:
        for life, views in enumerate((range(4), range(100, 120))):
            post = Post(kafka.settings, topics, tmp_path, server, (fia(),))
            post.views(*(view(alert(n)) for n in views))
            running = started(post)
            wanted = 4 if life == 0 else 24
            wait_until(lambda post=post, wanted=wanted: post.count(VIEWS) == wanted)  # type: ignore[misc]
            running.end()
            delete(post)


def delete(post: Post) -> None:
    """Take all topics of a post away, and wait until they are."""
    admin = AdminClient({**post.settings.librdkafka(), "log_level": 0})
    mine = {name for name in admin.list_topics(timeout=10.0).topics if name.startswith(post.topics.prefix)}
    for done in admin.delete_topics(list(mine)).values():
        done.result(10.0)
    wait_until(lambda: not mine & admin.list_topics(timeout=10.0).topics.keys())


def test_evidence_is_read_by_position_and_what_is_not_there_is_said_quickly(post: Post) -> None:
    topic = post.topics.events("air-farzi")
    offsets = post.put(topic, *(str(n).encode() for n in range(2000)))
    [other] = post.put(topic, b"other", partition=1)
    archive = KafkaArchive(post.settings, "none")
    wanted = [(topic, 0, offsets[n]) for n in (3, 4, 700, 1999)]
    begun = time.monotonic()
    found = archive.read([*wanted, (topic, 1, other), (topic, 1, 77), (topic, 9, 0), ("t.nowhere", 0, 0)])
    assert time.monotonic() - begun < allowed(4.0)
    assert [found[place] for place in wanted] == [b"3", b"4", b"700", b"1999"]
    assert found[topic, 1, other] == b"other"
    assert found[topic, 1, 77] is Missed.GONE
    assert found[topic, 9, 0] in (Missed.GONE, Missed.UNREACHABLE)
    assert archive.read([wanted[0]]) == {wanted[0]: b"3"}
    archive.close()


def test_a_broker_that_is_away_makes_evidence_unreachable_and_never_fatal() -> None:
    archive = KafkaArchive(KafkaSettings(bootstrap="127.0.0.1:1"), "none", seconds=0.3)
    assert archive.read([("t", 0, 0)]) == {("t", 0, 0): Missed.UNREACHABLE}
    archive.close()


PROCESS = Path(__file__).parent.parent / "consumers" / "inbox_process.py"


@pytest.mark.slow
def test_a_process_killed_again_and_again_loses_no_view_and_ends_within_3_s_of_sigterm(post: Post) -> None:
    environment = {
        **os.environ,
        **post.settings.environment(),
        "RAABTA_SMTP_PORT": str(post.server.port),
        "RAABTA_SMTP_TLS": "none",
    }
    command = [sys.executable, str(PROCESS), str(post.folder), post.topics.prefix]
    feeding = Thread(target=lambda: [post.views(view(alert(n))) or time.sleep(0.02) for n in range(150)])  # type: ignore[func-returns-value]
    feeding.start()
    for life in (1.7, 2.1, 1.9, 2.4):
        child = subprocess.Popen(command, env=environment)
        time.sleep(life)
        child.kill()
        child.wait()
    child = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"ready\n"
    feeding.join()
    wait_until(lambda: post.count(DELIVERIES, DELIVERIES.c.state == "delivered") == 150, 120, every=0.5)
    begun = time.monotonic()
    child.send_signal(signal.SIGTERM)
    assert child.wait(10) == 0
    assert time.monotonic() - begun < allowed(3.0)
    child.stdout.close()
    mails = post.server.mails()
    assert len({mail["Message-ID"] for mail in mails}) == len({mail["X-Raabta-Alert"] for mail in mails}) == 150
    assert len(mails) <= 150 + 4
    assert len({one.id for one in receipts(post, 150)}) == 150


@pytest.mark.slow
def test_a_mail_server_that_never_answers_does_not_hold_the_end_up(post: Post) -> None:
    with socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = str(silent.getsockname()[1])
        environment = {**os.environ, **post.settings.environment(), "RAABTA_SMTP_PORT": port}
        child = subprocess.Popen(
            [sys.executable, str(PROCESS), str(post.folder), post.topics.prefix],
            env=environment,
            stdout=subprocess.PIPE,
        )
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        post.views(view())
        wait_until(lambda: post.count(VIEWS) == 1)
        time.sleep(2.0)  # the evidence is looked for, the mail begun
        begun = time.monotonic()
        child.send_signal(signal.SIGTERM)
        assert child.wait(10) == 0
        assert time.monotonic() - begun < allowed(3.0)
        child.stdout.close()
    assert post.count(DELIVERIES, DELIVERIES.c.state == "pending") == 1
