"""What every workload must be: said as faults, so that a test can break one and see it named."""

import re
from collections.abc import Iterator
from typing import Any

from deploy.manifests.manifest import Manifest

WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob")
SAFE_VOLUMES = {"configMap", "emptyDir", "projected", "persistentVolumeClaim"}


def faults(workload: Manifest) -> list[str]:
    """Every rule that a workload breaks, as sentences; empty when it keeps them all."""
    pod = workload["spec"]["template"]["spec"]
    found = list(_of_pod(pod))
    for container in (*pod.get("initContainers", ()), *pod["containers"]):
        found += [f"{container['name']}: {fault}" for fault in _of_container(container)]
    return found


def _of_pod(pod: dict[str, Any]) -> Iterator[str]:
    security = pod.get("securityContext", {})
    if security.get("runAsNonRoot") is not True or not security.get("runAsUser") or not security.get("runAsGroup"):
        yield "may run as root"
    if security.get("seccompProfile") != {"type": "RuntimeDefault"}:
        yield "any system call is allowed"
    if pod.get("automountServiceAccountToken") is not False:
        yield "holds a token of the API server"
    if pod.get("serviceAccountName", "default") == "default":
        yield "shares the default account"
    if any(pod.get(name) for name in ("hostNetwork", "hostPID", "hostIPC", "hostAliases")):
        yield "shares the host's namespaces"
    for volume in pod.get("volumes", ()):
        if kinds := set(volume) - {"name"} - SAFE_VOLUMES:
            yield f"volume {volume['name']} is a {', '.join(sorted(kinds))}"
        if "emptyDir" in volume and "sizeLimit" not in volume["emptyDir"]:
            yield f"volume {volume['name']} may fill the node's disk"
        if "projected" in volume and volume["projected"].get("defaultMode", 0o644) & 0o007:
            yield f"volume {volume['name']} is readable by everyone"


def _of_container(container: dict[str, Any]) -> Iterator[str]:
    security = container.get("securityContext", {})
    if security.get("allowPrivilegeEscalation") is not False or security.get("privileged"):
        yield "may gain rights"
    if security.get("readOnlyRootFilesystem") is not True:
        yield "may write to its root"
    if security.get("capabilities") != {"drop": ["ALL"]}:
        yield "keeps capabilities"
    if not {"runAsUser", "runAsNonRoot", "seccompProfile"}.isdisjoint(security):
        yield "departs from the pod's security context"
    resources = container.get("resources", {})
    for side in ("requests", "limits"):
        if set(resources.get(side, ())) < {"cpu", "memory"}:
            yield f"has no {side}"
    for probe in ("startupProbe", "livenessProbe"):
        if probe not in container:
            yield f"has no {probe}"
    yield from _of_environment(container)


def _of_environment(container: dict[str, Any]) -> Iterator[str]:
    """A variable is seen by every child and in crash reports: a secret comes as a file, whose name a variable may say."""
    for variable in container.get("env", ()):
        if "secretKeyRef" in variable.get("valueFrom", {}):
            yield f"{variable['name']} is a secret in the environment"
        elif re.search(r"PASSWORD|SECRET|TOKEN", variable["name"]) and not variable["name"].endswith("_FILE"):
            yield f"{variable['name']} looks like a secret"
    if any("secretRef" in source for source in container.get("envFrom", ())):
        yield "takes a secret as its environment"


def image_fault(image: str) -> str:
    """Why this image may not be named; empty when it may."""
    name, _, tag = image.rpartition(":")
    if not name or "/" in tag:
        return f"{image} has no tag"
    return f"{image} is whatever is newest" if tag in ("latest", "edge", "main") else ""
