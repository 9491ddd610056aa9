"""How far groups are behind, by what the cluster itself says."""

from dataclasses import replace
from uuid import uuid4

from confluent_kafka import Producer

from deploy.children import wait_for
from deploy.composition import compose
from deploy.kafka.cluster import Cluster
from deploy.rehearsal.lag import lag_watch
from deploy.settings import DeploySettings
from deploy.topics import create_topics
from schemas.topic import Topics


def test_what_nobody_has_acknowledged_is_lag(kafka: Cluster) -> None:
    composition = replace(compose(DeploySettings()), topics=Topics(f"lag{uuid4().hex[:6]}"), partitions=1)
    create_topics(kafka.settings, composition.topic_specs())
    producer = Producer(kafka.settings.librdkafka())
    with lag_watch(kafka.settings, composition) as lag:
        assert wait_for(lambda: lag.records() == 0, 90.0)  # a new cluster knows of no coordinator for some seconds
        for number in range(5):
            producer.produce(composition.topics.events("air-nilkanth"), b"%d" % number)
        producer.produce(composition.topics.inbox("fia-hq"), b"{}")
        assert producer.flush(20.0) == 0
        assert lag.records() == 6
        assert lag.copies_missing() == 0


def test_a_cluster_that_does_not_answer_gives_no_figure(kafka: Cluster) -> None:
    gone = kafka.settings.model_copy(update={"bootstrap": "127.0.0.1:1"})
    with lag_watch(gone, compose(DeploySettings())) as lag:
        assert lag.records() is None
