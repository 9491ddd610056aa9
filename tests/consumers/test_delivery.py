"""A courier, with a channel that does as it is told, and with real servers that come and go."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import select

from consumers import delivery
from consumers.audit import verify
from consumers.channels.contract import ComeBackLater, Handed, Parcel
from consumers.channels.email import Email
from consumers.clock import millis, utc_now
from consumers.deliveries import UNREACHABLE, due
from consumers.delivery import Courier
from consumers.retry import POLICIES, Policy
from consumers.settings import SmtpSettings, SmtpTls
from consumers.store import Store
from consumers.tables import DELIVERIES, RECEIPTS
from schemas.alert import Priority
from schemas.errors import Refused, Unavailable
from schemas.receipt import Outcome, Receipt
from tests.consumers.making import MAIL, Topic, alert, fia, merged, new_store, view
from tests.consumers.servers import free_port, mail_server
from tests.patience import allowed

SWIFT = Policy(timedelta(milliseconds=1), timedelta(milliseconds=2), 5)


@dataclass
class Told:
    """A channel that raises what it is told to, and takes everything after that."""

    answers: list[Exception] = field(default_factory=list)
    parcels: list[Parcel] = field(default_factory=list)
    during: Callable[[], object] = lambda: None

    def send(self, parcel: Parcel) -> Handed:
        self.parcels.append(parcel)
        self.during()
        if self.answers:
            raise self.answers.pop(0)
        return Handed("ref", "")

    def rest(self) -> None:
        pass


@pytest.fixture
def topic(tmp_path: Path) -> Iterator[Topic]:
    store = new_store(tmp_path)
    yield Topic(store, fia(email=MAIL))
    store.close()


def courier(topic: Topic, channel: Told) -> Courier:
    return Courier("email", channel, {topic.inbox.name: topic.inbox}, topic.store, lambda: None)


def rounds(worker: Courier, topic: Topic, seconds: float = 20.0) -> None:
    """Let the courier work until nothing is pending."""
    deadline = time.monotonic() + seconds
    while pending(topic.store) and time.monotonic() < deadline:
        worker.round()
        time.sleep(0.002)
    assert not pending(topic.store)


def pending(store: Store) -> int:
    with store.reading() as connection:
        return len(connection.execute(select(DELIVERIES).where(DELIVERIES.c.state == "pending")).all())


def receipts(store: Store) -> list[Receipt]:
    with store.reading() as connection:
        return [Receipt.model_validate_json(raw) for raw in connection.scalars(select(RECEIPTS.c.raw))]


def test_an_unavailable_server_is_tried_again_and_the_attempts_are_counted(topic: Topic) -> None:
    topic.put(view())
    rounds(courier(topic, Told([Unavailable("smtp 451"), Unavailable("smtp 451")])), topic)
    [receipt] = receipts(topic.store)
    assert (receipt.outcome, receipt.attempts) == (Outcome.DELIVERED, 3)


def test_a_refusal_ends_as_failed_with_its_reason(topic: Topic) -> None:
    topic.put(view())
    channel = Told([Refused("smtp 550")])
    rounds(courier(topic, channel), topic)
    assert [(one.outcome, one.reason) for one in receipts(topic.store)] == [(Outcome.FAILED, "smtp 550")]
    assert len(channel.parcels) == 1


def test_giving_up_is_said_aloud(topic: Topic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(POLICIES, Priority.P1, SWIFT)
    topic.put(view())
    rounds(courier(topic, Told([Unavailable("smtp 451")] * 9)), topic)
    [receipt] = receipts(topic.store)
    assert (receipt.outcome, receipt.reason, receipt.attempts) == (Outcome.FAILED, "gave_up: smtp 451", 5)


def test_only_the_latest_version_is_sent_and_the_others_are_suppressed_by_name(topic: Topic) -> None:
    topic.put(view(alert(1, 1)), view(alert(1, 2)), view(merged(1, 3)))
    channel = Told()
    rounds(courier(topic, channel), topic)
    assert [parcel.view.version for parcel in channel.parcels] == [3]
    assert sorted((one.version, one.outcome, one.reason) for one in receipts(topic.store)) == [
        (1, Outcome.SUPPRESSED, "superseded"),
        (2, Outcome.SUPPRESSED, "superseded"),
        (3, Outcome.DELIVERED, ""),
    ]


def test_the_next_version_comes_with_the_one_that_was_read_before(topic: Topic) -> None:
    channel = Told()
    worker = courier(topic, channel)
    for version in (1, 2):
        topic.put(view(alert(1, version)))
        rounds(worker, topic)
    assert [parcel.earlier and parcel.earlier.version for parcel in channel.parcels] == [None, 1]


def test_an_inbox_that_lost_its_channel_fails_by_name(topic: Topic) -> None:
    topic.put(view())
    rounds(Courier("email", Told(), {"fia-farzi": fia()}, topic.store, lambda: None), topic)
    assert [one.reason for one in receipts(topic.store)] == ["no_channel"]


def test_a_server_that_names_a_time_is_not_asked_before(topic: Topic) -> None:
    topic.put(view())
    courier(topic, Told([ComeBackLater("http 503", timedelta(minutes=10))])).round()
    with topic.store.reading() as connection:
        at = connection.scalar(select(DELIVERIES.c.due_at))
    assert at is not None
    assert at - millis(utc_now()) > 590_000


def test_what_waited_for_an_absent_server_leaves_as_soon_as_it_is_back(topic: Topic) -> None:
    topic.put(*(view(alert(number, priority=Priority.P3)) for number in range(8)))
    worker = courier(topic, Told([Unavailable(UNREACHABLE)] * 8))
    worker.round()
    assert pending(topic.store) == 8
    topic.put(view(alert(9)))
    worker.round()
    rounds(worker, topic, seconds=allowed(1.0))


def test_fresh_means_immediate(topic: Topic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "IDLE_SECONDS", 30.0)  # only the bell can bring it sooner
    channel, stop = Told(), Event()
    worker = courier(topic, channel)
    thread = Thread(target=worker.work, args=(stop.is_set,))
    thread.start()
    time.sleep(0.2)
    begun = time.monotonic()
    topic.put(view())
    worker.bell.set()
    while not channel.parcels and time.monotonic() < begun + 20:
        time.sleep(0.001)
    took = time.monotonic() - begun
    stop.set()
    worker.bell.set()
    thread.join()
    assert took < allowed(0.5)


def test_told_to_stop_it_finishes_the_one_in_hand_and_leaves_the_rest(topic: Topic) -> None:
    stop = Event()
    topic.put(view(alert(1)), view(alert(2)))
    worker = courier(topic, Told(during=stop.set))
    worker.work(stop.is_set)
    assert [one.outcome for one in receipts(topic.store)] == [Outcome.DELIVERED]
    assert pending(topic.store) == 1


def test_an_exception_nobody_foresaw_is_not_swallowed(topic: Topic) -> None:
    topic.put(view())
    with pytest.raises(ZeroDivisionError):
        courier(topic, Told([ZeroDivisionError()])).round()
    assert pending(topic.store) == 1


def test_a_mail_server_that_is_down_and_comes_up_gets_everything_once(topic: Topic, tmp_path: Path) -> None:
    port = free_port()
    settings = SmtpSettings(host="127.0.0.1", port=port, tls=SmtpTls.NONE, timeout=2)
    topic.put(*(view(alert(number)) for number in range(20)))
    worker = Courier("email", Email(settings), {"fia-farzi": topic.inbox}, topic.store, lambda: None)
    worker.round()
    assert pending(topic.store) == 20
    with mail_server(tmp_path, port=port) as server:
        server.answers += ["451 not yet", "421 not now"]
        rounds(worker, topic, seconds=20)
        worker.work(lambda: True)
        assert sorted(mail["X-Raabta-Alert"] for mail in server.mails()) == sorted(alert(n).id for n in range(20))


CHILD = Path(__file__).parent / "crashing_worker.py"
VIEWS = 150


@pytest.mark.slow
def test_killed_at_any_moment_every_view_ends_delivered_and_a_repetition_is_the_same_mail(tmp_path: Path) -> None:
    chance = random.Random(20261123)
    with mail_server(tmp_path) as server:
        environment = {**os.environ, "RAABTA_SMTP_PORT": str(server.port), "RAABTA_SMTP_TLS": "none"}
        kills = 0
        for _ in range(60):
            child = subprocess.Popen(
                [sys.executable, str(CHILD), str(tmp_path), str(VIEWS)], env=environment, stdout=subprocess.PIPE
            )
            assert child.stdout is not None
            child.stdout.readline()  # it has begun
            target = len(server.envelopes) + chance.randint(0, 40)
            while child.poll() is None and len(server.envelopes) < target:
                time.sleep(0.001)
            time.sleep(chance.uniform(0, 0.02))  # anywhere between two mails
            child.kill()
            child.stdout.close()
            if child.wait() != -signal.SIGKILL:
                assert child.returncode == 0
                break
            kills += 1
        else:
            pytest.fail("it never came to an end")
        store = new_store(tmp_path)
        with store.reading() as connection:
            states = connection.execute(select(DELIVERIES)).all()
            assert verify(connection).broken_at is None
        assert {row.state for row in states} == {"delivered"}
        assert len(states) == len({row.message_id for row in states}) == VIEWS
        mails = server.mails()
        by_delivery = Counter((mail["X-Raabta-Alert"], mail["Message-ID"]) for mail in mails)
        assert {row.message_id for row in states} == {message_id for _, message_id in by_delivery}
        assert len(by_delivery) == VIEWS
        assert kills >= 3  # 150 mails, at most 41 or so a life
        assert len(mails) <= VIEWS + kills
        assert due(store, "email", utc_now(), 9) == []
        store.close()
