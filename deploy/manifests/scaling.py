"""KEDA's ScaledObject: workers follow the lag, and never outnumber the partitions."""

from deploy.composition import Composition
from deploy.manifests.manifest import BOOTSTRAP, Manifest

GROUP = "streams-intake-scoring-routing"
"""As `raabta stream` names it when all stages run in one worker."""
LAG_PER_WORKER = 2000
"""Records that one worker may be behind before another joins: about a second's work (docs/bench.md)."""
FEWEST = 2
"""One may die and the other goes on."""


def scaled_workers(composition: Composition) -> Manifest:
    """A trigger for each topic the group reads; the largest demand wins, and each is a divisor of the partitions.

    So no worker holds more partitions than another. Going down is slow, since every change moves state.
    """
    inputs = sorted({topic for stage in composition.stages() for topic in stage.topics})
    up = {"type": "Percent", "value": 100, "periodSeconds": 60}
    down = {"type": "Percent", "value": 50, "periodSeconds": 300}
    behavior = {
        "scaleUp": {"stabilizationWindowSeconds": 30, "policies": [up]},
        "scaleDown": {"stabilizationWindowSeconds": 900, "policies": [down]},
    }
    spec = {
        "scaleTargetRef": {"name": "stream"},
        "minReplicaCount": min(FEWEST, composition.partitions),
        "maxReplicaCount": composition.partitions,
        "pollingInterval": 15,
        "advanced": {"horizontalPodAutoscalerConfig": {"behavior": behavior}},
        "fallback": {"failureThreshold": 4, "replicas": min(FEWEST, composition.partitions)},
        "triggers": [_trigger(topic, composition.topics.prefix) for topic in inputs],
    }
    return {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "metadata": {"name": "stream"}, "spec": spec}


def _trigger(topic: str, prefix: str) -> Manifest:
    metadata = {
        "bootstrapServers": BOOTSTRAP,
        "consumerGroup": f"{prefix}-{GROUP}",
        "topic": topic,
        "lagThreshold": str(LAG_PER_WORKER),
        "offsetResetPolicy": "earliest",  # what nobody has acknowledged yet waits, all of it
        "ensureEvenDistributionOfPartitions": "true",
        "sasl": "scram_sha512",
        "tls": "enable",
    }
    return {"type": "kafka", "metadata": metadata, "authenticationRef": {"name": "lag"}}
