"""KafkaTopic: one for each topic that the configuration calls for."""

from deploy.access.state import Topic
from deploy.manifests.manifest import Manifest, strimzi


def kafka_topic(topic: Topic) -> Manifest:
    """A topic as `raabta access apply` would make it; settings that are numbers stand as numbers."""
    config = {name: int(value) if value.isdigit() else value for name, value in topic.config.items()}
    spec = {"partitions": topic.partitions, "replicas": topic.replication, "config": config}
    return strimzi("KafkaTopic", topic.name, spec)
