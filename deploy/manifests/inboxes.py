"""A Deployment and a disruption budget for each inbox: a process an inbox, with that inbox's rights and database alone."""

from typing import Any

from deploy.manifests.manifest import CLUSTER, PORT, Manifest, labels
from schemas.route import Inbox, Profile

SECRETS = "/run/secrets"
FIA_KEY = "fia_key"


def deliver(inbox: Inbox) -> list[Manifest]:
    """What serves one inbox."""
    name = f"deliver-{inbox.name}"
    mine = labels("deliver") | {"raabta/inbox": inbox.name}
    spec = {
        "replicas": 1,  # one process reads an inbox; a second one would only absorb duplicates
        "revisionHistoryLimit": 3,
        "strategy": {"type": "Recreate"},
        "selector": {"matchLabels": mine},
        "template": {"metadata": {"labels": mine | {"raabta/kafka": "true"}}, "spec": _pod(inbox)},
    }
    metadata = {"name": name, "labels": mine}
    budget = {"maxUnavailable": 1, "selector": {"matchLabels": mine}}
    return [
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata, "spec": spec},
        {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"name": name}, "spec": budget},
    ]


def _pod(inbox: Inbox) -> Manifest:
    return {
        "serviceAccountName": "raabta",
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "terminationGracePeriodSeconds": 10,  # consumers leave in 2 s
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": 10001,
            "runAsGroup": 10001,
            "fsGroup": 10001,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "containers": [_container(inbox)],
        "volumes": [
            {"name": "configuration", "configMap": {"name": "raabta-config"}},
            {"name": "tmp", "emptyDir": {"sizeLimit": "64Mi"}},
            {"name": "secrets", "projected": {"defaultMode": 0o440, "sources": _secrets(inbox)}},
        ],
    }


def _container(inbox: Inbox) -> Manifest:
    variables = {"RAABTA_SASL_USERNAME": inbox.name}
    if inbox.profile is Profile.FIA:
        variables["RAABTA_FIA_KEYS"] = f'["{SECRETS}/{FIA_KEY}"]'
    return {
        "name": "deliver",
        "image": "raabta",
        "args": ["deliver", "--inbox", inbox.name, "--port", str(PORT)],
        "env": [{"name": name, "value": value} for name, value in variables.items()],
        "envFrom": [{"configMapRef": {"name": "raabta-environment"}}, {"configMapRef": {"name": "raabta-mail"}}],
        "ports": [{"name": "metrics", "containerPort": PORT}],
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "startupProbe": _probe(5, 60),
        "livenessProbe": _probe(30, 10),
        "resources": {"requests": {"cpu": "50m", "memory": "160Mi"}, "limits": {"cpu": "500m", "memory": "384Mi"}},
        "volumeMounts": [
            {"name": "configuration", "mountPath": "/etc/raabta", "readOnly": True},
            {"name": "secrets", "mountPath": SECRETS, "readOnly": True},
            {"name": "tmp", "mountPath": "/tmp"},
        ],
    }


def _probe(period: int, failures: int) -> Manifest:
    action = {"httpGet": {"path": "/healthz", "port": "metrics"}}
    return {**action, "periodSeconds": period, "failureThreshold": failures, "timeoutSeconds": 3}


def _secrets(inbox: Inbox) -> list[dict[str, Any]]:
    """Each a reference: secret, its key, the file it becomes."""
    chosen = [
        (f"{CLUSTER}-cluster-ca-cert", "ca.crt", "ca.pem"),
        (inbox.name, "password", "raabta_sasl_password"),
        ("raabta-stores", f"store_{inbox.name}", "raabta_store"),
        ("raabta-smtp", "password", "raabta_smtp_password"),
    ]
    if inbox.profile is Profile.FIA:
        chosen.append(("raabta-fia-key", "key", FIA_KEY))
    if inbox.webhook is not None:
        chosen.append(("raabta-webhooks", inbox.webhook.secret_env.lower(), inbox.webhook.secret_env.lower()))
    return [{"secret": {"name": name, "items": [{"key": key, "path": path}]}} for name, key, path in chosen]
