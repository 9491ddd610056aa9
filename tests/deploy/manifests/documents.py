"""Reads the manifests that a kustomization lists, without Kustomize: patches and generators are not applied."""

import copy
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from deploy.manifests.manifest import Manifest

KUBERNETES = Path(__file__).parents[3] / "deploy" / "kubernetes"
EXAMPLE = KUBERNETES / "overlays" / "example"


def kustomization(folder: Path) -> Manifest:
    found: Manifest = yaml.safe_load((folder / "kustomization.yaml").read_text(encoding="utf-8"))
    return found


def kustomizations(folder: Path) -> Iterator[Manifest]:
    """That of a folder, and of every folder it takes in."""
    found = kustomization(folder)
    yield found
    for name in found["resources"]:
        if (folder / name).is_dir():
            yield from kustomizations(folder / name)


def documents(folder: Path) -> list[Manifest]:
    """Every manifest of a folder's kustomization, those of the folders it takes in too."""
    found: list[Manifest] = []
    for name in kustomization(folder)["resources"]:
        path = folder / name
        if path.is_dir():
            found += documents(path)
        else:
            found += list(yaml.safe_load_all(path.read_text(encoding="utf-8")))
    return found


def built(folder: Path) -> list[Manifest] | None:
    """What the API server would be given; None where no Kustomize is installed."""
    for command in (["kustomize", "build"], ["kubectl", "kustomize"]):
        if shutil.which(command[0]):
            done = subprocess.run([*command, str(folder)], capture_output=True, text=True, check=True, timeout=60)
            return list(yaml.safe_load_all(done.stdout))
    return None


def label(manifest: Manifest) -> str:
    return f"{manifest['kind']}/{manifest['metadata']['name']}"


def of_kind(manifests: list[Manifest], *kinds: str) -> list[Manifest]:
    return [one for one in manifests if one["kind"] in kinds]


def changed(manifest: Manifest, path: str, value: Any) -> Manifest:
    """A copy with one field set (`spec.template.spec.containers.0.image`), or taken away when the value is None."""
    fresh = copy.deepcopy(manifest)
    *way, last = (int(part) if part.isdigit() else part for part in path.split("."))
    place: Any = fresh
    for part in way:
        place = place[part]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return fresh
