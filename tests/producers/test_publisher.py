"""The publisher: every event is with the broker, or is named."""

import signal
import threading
import time
from os import kill
from uuid import uuid4
from zlib import crc32

import orjson
import pytest
from confluent_kafka import Consumer, KafkaError, Message, TopicPartition
from pydantic import SecretStr

from consumers.unseal import new_sealing_pair
from deploy.embedded import EmbeddedBroker, free_port, running_broker
from deploy.topics import create_topics
from producers import metrics
from producers.delivery import Failed, FailReason, Published, RefusedByBroker, Undelivered, undelivered
from producers.protect.seal import sealing_key
from producers.protect.token import TokenKeys, new_token_key
from producers.publisher import Publisher
from schemas.codes import Sector
from schemas.errors import Malformed, Refused, Unavailable
from schemas.event import MAX_BYTES, Event
from schemas.partner import Partner
from schemas.report import Report
from schemas.settings import KafkaSettings
from schemas.topic import Topics
from tests.patience import allowed
from tests.pausing import Pausable

PARTITIONS = 4
PARTNER = Partner(id="air-nilkanth", title="Nilkanth Invented Airways", sector=Sector.AIRLINE)
KEYS = TokenKeys((new_token_key("k1"),))
FIA = sealing_key(new_sealing_pair().public)


def report(id: str = "bk-1") -> Report:
    party = {"role": "traveller", "identity": {"name": "Testina Farzi", "cnic": "99999-9000001-1"}}
    return Report.model_validate_json(
        orjson.dumps({"id": id, "kind": "booking", "occurred_at": "2026-07-01T10:00:00+05:00", "parties": [party]})
    )


def fresh_topics(settings: KafkaSettings) -> Topics:
    topics = Topics(f"t{uuid4().hex[:8]}")
    spec = topics.specs([PARTNER.id], [], partitions=PARTITIONS)[0]
    create_topics(settings, [spec])
    return topics


def publisher(
    settings: KafkaSettings, topics: Topics, *, in_flight: int = 1000, gives_up_after: float = 30.0
) -> Publisher:
    return Publisher(settings, topics, PARTNER, KEYS, FIA, in_flight=in_flight, gives_up_after=gives_up_after)


def everything(settings: KafkaSettings, topic: str) -> list[Message]:
    """All records, up to where a fetch finds nothing more: the embedded broker's watermarks lag behind."""
    consumer = Consumer(
        {
            **settings.librdkafka(),
            "group.id": uuid4().hex,
            "enable.auto.commit": False,
            "enable.partition.eof": True,
        }
    )
    consumer.assign([TopicPartition(topic, number, 0) for number in range(PARTITIONS)])
    found: list[Message] = []
    ended: set[int | None] = set()
    while len(ended) < PARTITIONS:
        message = consumer.poll(10.0)
        assert message is not None, "the broker has stopped answering"
        error = message.error()
        if error is None:
            found.append(message)
        else:
            assert error.code() == KafkaError._PARTITION_EOF, error.name()
            ended.add(message.partition())
    consumer.close()
    return found


def ids_in(settings: KafkaSettings, topic: str) -> list[str]:
    return sorted((message.key() or b"").decode() for message in everything(settings, topic))


@pytest.mark.broker
def test_a_report_arrives_as_an_event_at_the_partition_of_its_id_with_its_content_type(
    cluster_settings: KafkaSettings,
) -> None:
    topics = fresh_topics(cluster_settings)
    fates: list[Published | Failed] = []
    with publisher(cluster_settings, topics) as out:
        for number in range(50):
            out.publish(report(f"bk-{number}"), fates.append)
    messages = everything(cluster_settings, topics.events(PARTNER.id))
    assert {fate.event_id for fate in fates if isinstance(fate, Published)} == {f"bk-{n}" for n in range(50)}
    assert len(messages) == 50
    places = {fate.event_id: (fate.partition, fate.offset) for fate in fates if isinstance(fate, Published)}
    for message in messages:
        event = Event.model_validate_json(message.value() or b"")
        assert message.key() == event.id.encode()
        assert message.partition() == crc32(event.id.encode()) % PARTITIONS
        assert (message.partition(), message.offset()) == places[event.id]
        assert message.headers() == [("content-type", b"application/cloudevents+json; charset=UTF-8")]


@pytest.mark.broker
def test_published_events_are_counted(cluster_settings: KafkaSettings) -> None:
    published = metrics.PUBLISHED.labels(PARTNER.id)._value
    before = published.get()
    with publisher(cluster_settings, fresh_topics(cluster_settings)) as out:
        out.publish(report())
    assert published.get() == before + 1


@pytest.mark.broker
def test_leaving_the_block_waits_for_every_event_though_few_may_be_under_way(cluster_settings: KafkaSettings) -> None:
    topics = fresh_topics(cluster_settings)
    fates: list[Published | Failed] = []
    most = 0
    with publisher(cluster_settings, topics, in_flight=3) as out:
        for number in range(200):
            out.publish_event(b'{"n":%d}' % number, f"e-{number:03}", fates.append)
            most = max(most, out.poll())
    assert most <= 3
    assert len(fates) == 200
    assert ids_in(cluster_settings, topics.events(PARTNER.id)) == [f"e-{number:03}" for number in range(200)]


@pytest.mark.broker
def test_a_full_queue_of_bytes_waits_and_loses_nothing(pausable: Pausable) -> None:
    topics = fresh_topics(pausable.settings)
    out = Publisher(pausable.settings, topics, PARTNER, KEYS, FIA, queue_bytes=400_000)
    big = b'"' + bytes(100_000).replace(b"\0", b"x") + b'"'
    with out, pausable.paused():
        for number in range(3):
            out.publish_event(big, f"e-{number}")
        later = threading.Timer(0.5, pausable.resume)
        later.start()
        started = time.monotonic()
        for number in range(3, 12):
            out.publish_event(big, f"e-{number}")
        assert time.monotonic() - started > 0.3
        later.join()
    assert len(ids_in(pausable.settings, topics.events(PARTNER.id))) == 12


@pytest.mark.broker
def test_many_threads_may_publish(cluster_settings: KafkaSettings) -> None:
    topics = fresh_topics(cluster_settings)

    def work(who: int, out: Publisher) -> None:
        for number in range(50):
            out.publish_event(b"{}", f"e-{who}-{number}")

    with publisher(cluster_settings, topics, in_flight=10) as out:
        threads = [threading.Thread(target=work, args=(who, out)) for who in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(set(ids_in(cluster_settings, topics.events(PARTNER.id)))) == 200


@pytest.mark.broker
@pytest.mark.slow
def test_a_broker_that_pauses_for_three_seconds_loses_nothing(pausable: Pausable) -> None:
    topics = fresh_topics(pausable.settings)
    with publisher(pausable.settings, topics) as out:
        for number in range(100):
            out.publish_event(b"{}", f"e-{number:03}")
        with pausable.paused():
            for number in range(100, 200):
                out.publish_event(b"{}", f"e-{number:03}")
            time.sleep(3.0)
        for number in range(200, 300):
            out.publish_event(b"{}", f"e-{number:03}")
    assert ids_in(pausable.settings, topics.events(PARTNER.id)) == [f"e-{number:03}" for number in range(300)]


@pytest.mark.broker
def test_events_that_a_dead_broker_did_not_take_are_named() -> None:
    fates: list[Published | Failed] = []
    with running_broker() as broker, pytest.raises(Undelivered) as missing:
        emit_to_a_dying_broker(broker, fates)
    assert missing.value.event_ids == ("e-1", "e-2")
    assert "2 events are not with the broker (broker_away): e-1, e-2" in str(missing.value)
    assert [fate.event_id for fate in fates if isinstance(fate, Published)] == ["e-there"]
    assert [fate for fate in fates if isinstance(fate, Failed)] == [
        Failed("e-1", FailReason.BROKER_AWAY),
        Failed("e-2", FailReason.BROKER_AWAY),
    ]


def emit_to_a_dying_broker(broker: EmbeddedBroker, fates: list[Published | Failed]) -> None:
    with publisher(
        broker.settings,
        fresh_topics(broker.settings),
        gives_up_after=3.0,
    ) as out:
        out.publish_event(b"{}", "e-there", fates.append)
        out.flush()
        kill(broker.pid, signal.SIGKILL)
        for name in ("e-1", "e-2"):
            out.publish_event(b"{}", name, fates.append)


@pytest.mark.broker
def test_after_a_failure_nothing_is_taken_until_flush_has_named_what_is_missing(pausable: Pausable) -> None:
    topics = fresh_topics(pausable.settings)
    with publisher(pausable.settings, topics, gives_up_after=2.5) as out:
        with pausable.paused():
            out.publish_event(b"{}", "e-1")
            while out.poll(0.1):
                pass
            with pytest.raises(Unavailable, match="e-1"):
                out.publish_event(b"{}", "e-2")
            with pytest.raises(Undelivered, match="1 event is not with the broker"):
                out.flush()
        out.publish_event(b"{}", "e-1")


@pytest.mark.broker
def test_an_error_of_the_caller_keeps_its_face_and_notes_what_is_missing() -> None:
    with running_broker() as broker, pytest.raises(KeyError) as mine:
        stumble(broker)
    assert "e-1" in mine.value.__notes__[0]


def stumble(broker: EmbeddedBroker) -> None:
    with publisher(
        broker.settings,
        fresh_topics(broker.settings),
        gives_up_after=1.0,
    ) as out:
        kill(broker.pid, signal.SIGKILL)
        out.publish_event(b"{}", "e-1")
        raise KeyError


@pytest.mark.broker
def test_what_librdkafka_forgets_to_time_out_is_given_up_all_the_same() -> None:
    with running_broker() as broker, pytest.raises(Undelivered, match="e-1"):
        forget(broker)


def forget(broker: EmbeddedBroker) -> None:
    out = publisher(
        broker.settings,
        fresh_topics(broker.settings),
        gives_up_after=1.0,
    )
    out._config["message.timeout.ms"] = 600_000
    with out:
        kill(broker.pid, signal.SIGKILL)
        out.publish_event(b"{}", "e-1")


@pytest.mark.broker
def test_an_unknown_topic_is_refused_with_its_mend_and_not_created(cluster_settings: KafkaSettings) -> None:
    for _ in range(2):
        with (
            pytest.raises(Refused, match="ask the operator to run raabta topics"),
            publisher(cluster_settings, Topics("nix")),
        ):
            pass


def test_no_broker_is_unavailable_after_the_time_given() -> None:
    started = time.monotonic()
    with (
        pytest.raises(Unavailable, match=r"within 0\.5 s"),
        publisher(KafkaSettings(bootstrap=f"127.0.0.1:{free_port()}"), Topics(), gives_up_after=0.5),
    ):
        pass
    assert time.monotonic() - started < allowed(5.0)


@pytest.mark.broker
def test_wrong_credentials_are_refused(cluster_settings: KafkaSettings) -> None:
    """The embedded broker knows no SASL; what it answers is what a refusing one makes librdkafka report."""
    wrong: dict[str, object] = {"sasl_username": "x", "sasl_password": SecretStr("y")}
    if not cluster_settings.security_protocol.startswith("SASL"):
        wrong["security_protocol"] = "SASL_PLAINTEXT"
    settings = cluster_settings.model_copy(update=wrong)
    out = Publisher(settings, Topics(), PARTNER, KEYS, FIA, gives_up_after=3.0)
    with pytest.raises(Refused, match="refused the credentials of air-nilkanth"), out:
        pass


@pytest.mark.broker
def test_credentials_that_expire_while_publishing_are_refused(cluster_settings: KafkaSettings) -> None:
    with publisher(cluster_settings, fresh_topics(cluster_settings)) as out:
        out.publish(report())
        out._on_error(KafkaError(KafkaError._AUTHENTICATION))
        with pytest.raises(Refused, match="ask the operator for new ones"):
            out.publish(report("bk-2"))


@pytest.mark.broker
def test_a_closed_publisher_refuses(cluster_settings: KafkaSettings) -> None:
    out = publisher(cluster_settings, fresh_topics(cluster_settings))
    with pytest.raises(Refused, match="closed"):
        out.publish(report())
    with out:
        out.publish(report())
    with pytest.raises(Refused, match="closed"):
        out.publish_event(b"{}", "e-1")


@pytest.mark.broker
def test_what_is_too_large_or_names_nobody_is_refused_before_it_is_sent(cluster_settings: KafkaSettings) -> None:
    with publisher(cluster_settings, fresh_topics(cluster_settings)) as out:
        with pytest.raises(Malformed, match="too_large"):
            out.publish_event(bytes(MAX_BYTES + 1), "e-1")
        nobody = report().model_dump(mode="json", exclude_none=True)
        nobody["parties"][0]["identity"] = {"cnic": "0000000000000"}
        with pytest.raises(Malformed, match="no_identifier"):
            out.publish(Report.model_validate_json(orjson.dumps(nobody)))


def test_many_missing_events_are_counted_in_the_text_and_all_named_in_the_exception() -> None:
    error = undelivered([Failed(f"e-{number}", FailReason.BROKER_AWAY) for number in range(30)])
    assert "30 events are not" in str(error)
    assert "and 10 more" in str(error)
    assert isinstance(error, Undelivered)
    assert len(error.event_ids) == 30
    assert isinstance(undelivered([Failed("e", FailReason.NOT_ALLOWED)]), RefusedByBroker)
