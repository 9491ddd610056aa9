"""How a publisher talks to Kafka: its settings, and the first question it asks."""

import logging
import time
from collections.abc import Callable
from typing import Any

from confluent_kafka import KafkaError, KafkaException, Producer

from schemas.errors import Refused, Unavailable
from schemas.event import MAX_BYTES
from schemas.settings import KafkaSettings


def configuration(
    settings: KafkaSettings, name: str, in_flight: int, queue_bytes: int, seconds: float
) -> dict[str, Any]:
    """librdkafka's settings for events that must not be lost, doubled or kept waiting longer than `seconds`."""
    return {
        **settings.librdkafka(),
        "client.id": f"raabta-{name}",
        "enable.idempotence": True,  # a retry writes nothing twice and keeps the order
        "acks": "all",
        # Of 2.4 KB events, most of them a random seal in base64, zstd leaves 59 % at 4 us each, lz4 79 % at next to nothing.
        "compression.type": "zstd",
        "linger.ms": 5,
        "message.timeout.ms": max(1, int(seconds * 1000)),
        "message.max.bytes": 2 * MAX_BYTES,
        "queue.buffering.max.messages": in_flight,
        "queue.buffering.max.kbytes": max(1, queue_bytes // 1024),
        "logger": logging.getLogger("librdkafka"),
    }


def count_partitions(producer: Producer, topic: str, seconds: float, learnt: Callable[[], str | None]) -> int:
    """Partitions of the topic, asked once. `learnt` tells what the producer's error callback has learnt.

    Raises Refused for wrong credentials or an unknown topic, Unavailable when no broker answers in time.
    """
    deadline = time.monotonic() + seconds
    while True:
        try:
            # All topics: asking for one by name makes some brokers create it.
            there = producer.list_topics(timeout=max(0.1, min(1.0, seconds))).topics
        except KafkaException as error:
            producer.poll(0)  # serves the error callback
            why = learnt()
            if why is not None:
                raise Refused(why) from None
            if error.args[0].code() == KafkaError._SSL:
                raise Refused("no TLS connection; check RAABTA_SSL_CA and the client certificate") from None
            if time.monotonic() > deadline:
                mend = "check RAABTA_BOOTSTRAP, and that RAABTA_SECURITY_PROTOCOL is what the brokers speak"
                raise Unavailable(f"no broker answered within {seconds:g} s; {mend}") from None
            continue
        if topic not in there or not there[topic].partitions:
            mend = "ask the operator to run raabta topics, or to let this user write it"
            raise Refused(f"topic {topic} is unknown here; {mend}")
        return len(there[topic].partitions)


def refusal(error: KafkaError, user: str) -> str | None:
    """What stops this user for good, and its mend; None for what may pass. librdkafka says only in words which it is."""
    if error.code() == KafkaError._AUTHENTICATION:
        return f"the broker refused the credentials of {user}; ask the operator for new ones"
    if error.code() in (KafkaError.CLUSTER_AUTHORIZATION_FAILED, KafkaError.TOPIC_AUTHORIZATION_FAILED):
        return f"{user} may not write this topic; ask the operator which user may"
    said = error.str()
    if "certificate verify failed" in said:
        return (
            "the broker's certificate is not signed by RAABTA_SSL_CA, or is out of date; ask the operator for the file"
        )
    if "alert" in said and "certificate" in said:
        return (
            "the broker refused the certificate RAABTA_SSL_CERTIFICATE; it is expired or of another authority, "
            "ask the operator for a new one"
        )
    return None
