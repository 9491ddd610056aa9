"""All generated files of an overlay, as text."""

from collections.abc import Iterable
from pathlib import Path

import yaml

from deploy.access.desired import desired
from deploy.access.rights import OPS, principals
from deploy.composition import Composition
from deploy.manifests.inboxes import deliver
from deploy.manifests.manifest import BOOTSTRAP, NAMESPACE, Manifest
from deploy.manifests.scaling import scaled_workers
from deploy.manifests.topics import kafka_topic
from deploy.manifests.users import kafka_user
from deploy.retention import FILE, retention_file
from schemas.errors import Misconfigured

CONFIGURATION = ("partners.toml", "routes.toml", "rules.toml", FILE)
HERE = Path(__file__).parents[1]
HEAD = "# Made by `raabta manifests write` from partners.toml and routes.toml; do not edit.\n"


def generated(composition: Composition, config: Path) -> dict[str, str]:
    """File name -> content.

    Raises OSError when a configuration file cannot be read, Misconfigured when the base could not serve this one.
    """
    if composition.topics.prefix != NAMESPACE:
        mend = "leave it at raabta: a second Raabta has a namespace and a Kafka cluster of its own"
        raise Misconfigured("RAABTA_TOPIC_PREFIX", "kubernetes/base calls its users after the prefix raabta", mend)
    inboxes, wanted = composition.routes.inboxes, desired(composition)
    rights = sorted(principals(composition).items())
    resources = {
        "topics.yaml": [kafka_topic(topic) for _, topic in sorted(wanted.topics.items())],
        "users.yaml": [kafka_user(name, granted, wanted.quotas.get(name, {})) for name, granted in rights],
        "inboxes.yaml": [manifest for name in sorted(inboxes) for manifest in deliver(inboxes[name])],
        "scaling.yaml": [scaled_workers(composition)],
        "environment.yaml": [_environment(composition), _lag()],
    }
    if rules := _rules():
        resources["rules.yaml"] = rules
    sources = {name: config / name for name in CONFIGURATION} | {FILE: retention_file(config)}
    copies = {name: path.read_text(encoding="utf-8") for name, path in sources.items()}
    copies["postgres.sh"] = (HERE / "compose" / "postgres.sh").read_text(encoding="utf-8")
    copies |= {path.name: path.read_text(encoding="utf-8") for path in _dashboards()}
    files = {name: HEAD + yaml.safe_dump_all(found, sort_keys=False) for name, found in resources.items()}
    return files | copies | {"kustomization.yaml": HEAD + yaml.safe_dump(_kustomization(resources), sort_keys=False)}


def _environment(composition: Composition) -> Manifest:
    data = {
        "RAABTA_BOOTSTRAP": BOOTSTRAP,
        "RAABTA_SECURITY_PROTOCOL": "SASL_SSL",
        "RAABTA_SASL_MECHANISM": "SCRAM-SHA-512",
        "RAABTA_SSL_CA": "/run/secrets/ca.pem",
        "RAABTA_SECRETS": "/run/secrets",
        "RAABTA_CONFIG": "/etc/raabta",
        "RAABTA_TOPIC_PREFIX": composition.topics.prefix,
        "RAABTA_PARTITIONS": str(composition.partitions),
        "RAABTA_REPLICATION": str(composition.replication),
    }
    return _config_map("raabta-environment", data)


def _lag() -> Manifest:
    """Whom KEDA asks as; the password is in the secret of that user."""
    return _config_map("raabta-lag", {"username": OPS})


def _config_map(name: str, data: dict[str, str]) -> Manifest:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data}


def _rules() -> list[Manifest]:
    found = []
    for path in sorted((HERE / "monitoring" / "rules").glob("*.yml")):
        metadata = {"name": f"raabta-{path.stem}", "labels": {"app.kubernetes.io/part-of": "raabta"}}
        spec = yaml.safe_load(path.read_text(encoding="utf-8"))
        found.append(
            {"apiVersion": "monitoring.coreos.com/v1", "kind": "PrometheusRule", "metadata": metadata, "spec": spec}
        )
    return found


def _dashboards() -> list[Path]:
    return sorted((HERE / "monitoring" / "grafana").glob("*.json"))


def _kustomization(resources: Iterable[str]) -> Manifest:
    """ConfigMaps get a name with the hash of their content: a changed configuration rolls the pods that mount it."""
    maps: list[Manifest] = [
        {"name": "raabta-config", "files": list(CONFIGURATION)},
        {"name": "raabta-postgres-start", "files": ["inboxes.sh=postgres.sh"]},
    ]
    if dashboards := [path.name for path in _dashboards()]:
        options = {"labels": {"grafana_dashboard": "1"}, "disableNameSuffixHash": True}
        maps.append({"name": "raabta-dashboards", "files": dashboards, "options": options})
    return {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": sorted(resources),
        "configMapGenerator": maps,
    }
