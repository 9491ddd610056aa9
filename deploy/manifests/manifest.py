"""The shape of a manifest, and what all of ours share."""

from collections.abc import Mapping
from typing import Any

Manifest = dict[str, Any]
CLUSTER = "raabta"
"""Name of the Strimzi cluster; its bootstrap service and its authority's secret are called after it."""
NAMESPACE = "raabta"
BOOTSTRAP = f"{CLUSTER}-kafka-bootstrap.{NAMESPACE}.svc:9093"
PORT = 9100
"""Of /metrics and /healthz in every pod."""


def strimzi(kind: str, name: str, spec: Mapping[str, Any]) -> Manifest:
    """A resource that a Strimzi operator looks after."""
    metadata = {"name": name, "labels": {"strimzi.io/cluster": CLUSTER}}
    return {"apiVersion": "kafka.strimzi.io/v1", "kind": kind, "metadata": metadata, "spec": dict(spec)}


def labels(component: str) -> dict[str, str]:
    """Select the pods of one component."""
    return {"app.kubernetes.io/part-of": "raabta", "app.kubernetes.io/component": component}
