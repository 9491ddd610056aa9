"""No workload runs as root, writes to its root, keeps a right, holds a secret in its environment, or stands unguarded."""

from pathlib import Path
from typing import Any

import pytest

from deploy.manifests.manifest import Manifest
from tests.deploy.manifests.documents import EXAMPLE, KUBERNETES, changed, documents, kustomizations, label, of_kind
from tests.deploy.manifests.policy import WORKLOADS, faults, image_fault

WRITTEN = documents(EXAMPLE)
OURS = of_kind(WRITTEN, *WORKLOADS)
POD, CONTAINER = "spec.template.spec", "spec.template.spec.containers.0"
BREAKS: dict[str, tuple[str, Any]] = {
    "may run as root": (f"{POD}.securityContext.runAsNonRoot", None),
    "any system call is allowed": (f"{POD}.securityContext.seccompProfile", {"type": "Unconfined"}),
    "holds a token of the API server": (f"{POD}.automountServiceAccountToken", None),
    "shares the default account": (f"{POD}.serviceAccountName", None),
    "shares the host's namespaces": (f"{POD}.hostNetwork", True),
    "volume tmp is a hostPath": (f"{POD}.volumes", [{"name": "tmp", "hostPath": {"path": "/"}}]),
    "volume tmp may fill the node's disk": (f"{POD}.volumes", [{"name": "tmp", "emptyDir": {}}]),
    "volume keys is readable by everyone": (f"{POD}.volumes", [{"name": "keys", "projected": {"sources": []}}]),
    "stream: may gain rights": (f"{CONTAINER}.securityContext.allowPrivilegeEscalation", None),
    "stream: may write to its root": (f"{CONTAINER}.securityContext.readOnlyRootFilesystem", False),
    "stream: keeps capabilities": (f"{CONTAINER}.securityContext.capabilities", {"drop": ["ALL"], "add": ["NET_RAW"]}),
    "stream: departs from the pod's security context": (f"{CONTAINER}.securityContext.runAsUser", 1),
    "stream: has no limits": (f"{CONTAINER}.resources.limits", {"cpu": "1"}),
    "stream: has no startupProbe": (f"{CONTAINER}.startupProbe", None),
    "stream: has no livenessProbe": (f"{CONTAINER}.livenessProbe", None),
    "stream: RAABTA_SASL_PASSWORD looks like a secret": (
        f"{CONTAINER}.env",
        [{"name": "RAABTA_SASL_PASSWORD", "value": "invented"}],
    ),
    "stream: KEY is a secret in the environment": (
        f"{CONTAINER}.env",
        [{"name": "KEY", "valueFrom": {"secretKeyRef": {"name": "a", "key": "b"}}}],
    ),
    "stream: takes a secret as its environment": (f"{CONTAINER}.envFrom", [{"secretRef": {"name": "a"}}]),
}


def named(kind: str, name: str) -> Manifest:
    (found,) = [one for one in of_kind(WRITTEN, kind) if one["metadata"]["name"] == name]
    return found


@pytest.mark.parametrize("workload", OURS, ids=label)
def test_a_workload_keeps_every_rule(workload: Manifest) -> None:
    assert faults(workload) == []


@pytest.mark.parametrize("fault", BREAKS)
def test_a_broken_rule_is_named(fault: str) -> None:
    assert faults(changed(named("Deployment", "stream"), *BREAKS[fault])) == [fault]


@pytest.mark.parametrize("workload", OURS, ids=label)
def test_an_image_has_a_tag_that_stays_what_it_is(workload: Manifest) -> None:
    tags = {one["name"]: one["newTag"] for found in kustomizations(EXAMPLE) for one in found.get("images", ())}
    for container in workload["spec"]["template"]["spec"]["containers"]:
        image = container["image"]
        assert image_fault(f"{image}:{tags[image]}" if image in tags else image) == ""


@pytest.mark.parametrize("image", ["raabta", "postgres:latest", "registry.example:5000/raabta"])
def test_an_image_that_may_change_under_its_name_is_refused(image: str) -> None:
    assert image_fault(image) != ""


@pytest.mark.parametrize("workload", OURS, ids=label)
def test_a_workload_has_one_disruption_budget_that_lets_a_node_be_drained(workload: Manifest) -> None:
    mine = workload["spec"]["template"]["metadata"]["labels"]
    budgets = [
        budget["spec"]
        for budget in of_kind(WRITTEN, "PodDisruptionBudget")
        if budget["spec"]["selector"]["matchLabels"].items() <= mine.items()
    ]
    assert [budget["maxUnavailable"] for budget in budgets] == [1]


@pytest.mark.parametrize("workload", OURS, ids=label)
def test_a_workload_selects_its_own_pods_and_nobody_elses(workload: Manifest) -> None:
    selector = workload["spec"]["selector"]["matchLabels"]
    chosen = [
        label(other) for other in OURS if selector.items() <= other["spec"]["template"]["metadata"]["labels"].items()
    ]
    assert chosen == [label(workload)]


def test_the_namespace_refuses_pods_with_rights() -> None:
    labels = named("Namespace", "raabta")["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"


def test_the_network_is_closed_both_ways_before_any_way_is_opened() -> None:
    closed = [one["spec"] for one in of_kind(WRITTEN, "NetworkPolicy") if one["spec"]["podSelector"] == {}]
    assert {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]} in closed


def test_no_way_is_open_to_every_address_or_port() -> None:
    for policy in of_kind(WRITTEN, "NetworkPolicy"):
        spec = policy["spec"]
        for rule in (*spec.get("ingress", ()), *spec.get("egress", ())):
            among = rule.get("to", rule.get("from", ()))
            own = among and all("podSelector" in peer for peer in among)
            assert own or rule.get("ports"), label(policy)
            assert rule, label(policy)


def test_every_network_policy_selects_a_workload_of_ours_or_of_strimzis() -> None:
    for policy in of_kind(WRITTEN, "NetworkPolicy"):
        wanted = policy["spec"]["podSelector"].get("matchLabels", {})
        ours = any(wanted.items() <= one["spec"]["template"]["metadata"]["labels"].items() for one in OURS)
        assert ours or wanted.get("strimzi.io/cluster") == "raabta", label(policy)


def test_no_secret_lies_in_the_repository() -> None:
    assert of_kind(WRITTEN, "Secret") == []
    for path in Path(KUBERNETES).rglob("kustomization.yaml"):
        assert "secretGenerator" not in path.read_text(encoding="utf-8")
