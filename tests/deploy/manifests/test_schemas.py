"""Every manifest fits its schema, of Kubernetes or of the operator that reads it; and a schema sees a mistake."""

from typing import Any

import pytest

from deploy.manifests.manifest import Manifest
from tests.deploy.manifests.documents import EXAMPLE, changed, documents, label, of_kind
from tests.deploy.manifests.schemas import objections

WRITTEN = documents(EXAMPLE)
SAMPLES = {one["kind"]: one for one in WRITTEN}
MISTAKES: dict[str, tuple[str, Any]] = {
    "Deployment": ("spec.template.spec.containers.0.readynessProbe", {}),
    "StatefulSet": ("spec.serviceNam", "postgres"),
    "Service": ("spec.ports.0.port", "http"),
    "NetworkPolicy": ("spec.podSelecter", {}),
    "PodDisruptionBudget": ("spec.minimum", 1),
    "ConfigMap": ("data.number", 8),
    "Namespace": ("spec", {"finalisers": []}),
    "ServiceAccount": ("automountServiceAccountToken", "no"),
    "Kafka": ("spec.kafka.listeners.0.type", "open"),
    "KafkaNodePool": ("spec.roles", ["zookeeper"]),
    "KafkaTopic": ("spec.partition", 8),
    "KafkaUser": ("spec.authorization.acls.0.operations", ["Steal"]),
    "ScaledObject": ("spec.maximumReplicaCount", 8),
    "TriggerAuthentication": ("spec.secretTargetRef.0.nam", "x"),
    "PodMonitor": ("spec.podMetricsEndpoints.0.every", "1s"),
    "PrometheusRule": ("spec.groups.0.rulez", []),
}


@pytest.mark.parametrize("manifest", WRITTEN, ids=label)
def test_a_manifest_fits_its_schema(manifest: Manifest) -> None:
    assert objections(manifest) == []


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_a_mistake_in_a_manifest_of_each_kind_is_seen(kind: str) -> None:
    assert objections(changed(SAMPLES[kind], *MISTAKES[kind])) != []


def test_a_kind_without_a_schema_is_not_waved_through() -> None:
    with pytest.raises(LookupError):
        objections({"apiVersion": "example.org/v1", "kind": "Unknown", "metadata": {"name": "x"}})


def test_what_kustomize_makes_of_the_overlay_fits_the_schemas(rendered: list[Manifest]) -> None:
    assert {label(one): found for one in rendered if (found := objections(one))} == {}


def test_kustomize_keeps_every_manifest_and_gives_each_the_namespace(rendered: list[Manifest]) -> None:
    made = {label(one) for one in rendered}
    assert {label(one) for one in WRITTEN} <= made
    assert {one["metadata"].get("namespace") for one in rendered if one["kind"] != "Namespace"} == {"raabta"}


def test_kustomize_hands_each_workload_the_configuration_by_its_hash(rendered: list[Manifest]) -> None:
    maps = {one["metadata"]["name"] for one in of_kind(rendered, "ConfigMap")}
    for workload in of_kind(rendered, "Deployment", "StatefulSet"):
        pod = workload["spec"]["template"]["spec"]
        used = {volume["configMap"]["name"] for volume in pod["volumes"] if "configMap" in volume}
        used |= {source["configMapRef"]["name"] for one in pod["containers"] for source in one.get("envFrom", ())}
        assert used
        assert used <= maps, label(workload)
