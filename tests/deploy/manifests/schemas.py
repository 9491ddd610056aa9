"""The schema of each kind: Kubernetes' own, Strimzi's, KEDA's and the Prometheus operator's. A field they do not know is refused."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import kubernetes_validate
from jsonschema import Draft202012Validator

from deploy.manifests.manifest import Manifest

VENDORED = Path(__file__).parent / "vendored"
GROUPS = {
    "kafka.strimzi.io/v1": "strimzi.json",
    "keda.sh/v1alpha1": "operators.json",
    "monitoring.coreos.com/v1": "operators.json",
}
KUBERNETES = ("1.32", "1.37")
"""The oldest and the newest that we say it runs on."""


def objections(manifest: Manifest) -> list[str]:
    """What the schemas hold against a manifest; empty when it is valid. Raises LookupError for a kind without a schema."""
    file = GROUPS.get(manifest["apiVersion"])
    return _kubernetes(manifest) if file is None else _vendored(manifest, file)


def _kubernetes(manifest: Manifest) -> list[str]:
    found = []
    for version in KUBERNETES:
        try:
            kubernetes_validate.validate(manifest, version, strict=True)
        except kubernetes_validate.ValidationError as error:
            found.append(f"{version}: {error.message}")
        except kubernetes_validate.SchemaNotFoundError:
            raise LookupError(f"{manifest['apiVersion']} {manifest['kind']}") from None
    return found


def _vendored(manifest: Manifest, file: str) -> list[str]:
    schema = _schemas(file)[manifest["kind"]]
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(manifest)]


@cache
def _schemas(file: str) -> dict[str, Any]:
    found = json.loads((VENDORED / file).read_text(encoding="utf-8"))
    return {kind: closed(schema, root=True) for kind, schema in found.items()}


def closed(schema: Any, *, root: bool = False) -> Any:
    """The API server drops a field that a schema does not name; we refuse it. Kubernetes' words become JSON Schema's."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    names = {key: closed(one) for key, one in schema.get("properties", {}).items()}
    fresh = {key: closed(one) for key, one in schema.items() if key != "properties"}
    if root:  # a CRD leaves out what every resource has
        names = {"apiVersion": {"type": "string"}, "kind": {"type": "string"}, "metadata": {"type": "object"}} | names
    if names:
        fresh["properties"] = names
        if not schema.get("x-kubernetes-preserve-unknown-fields"):
            fresh["additionalProperties"] = False
    if schema.get("x-kubernetes-int-or-string"):
        fresh["type"] = ["integer", "string"]
    return fresh
