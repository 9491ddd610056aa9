"""KafkaTopic: one for each topic that the configuration calls for."""

from deploy.manifests.manifest import Manifest, strimzi
from deploy.topics import topic_config
from schemas.topic import TopicSpec


def kafka_topic(spec: TopicSpec, replication: int) -> Manifest:
    """A topic as `raabta topics` would make it; settings that are numbers stand as numbers."""
    config = {name: int(value) if value.isdigit() else value for name, value in topic_config(spec).items()}
    return strimzi("KafkaTopic", spec.name, {"partitions": spec.partitions, "replicas": replication, "config": config})
