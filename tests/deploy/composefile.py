"""Reads deploy/compose.yaml, as far as ours goes: anchors and merges by YAML, variables by their defaults."""

import re
from pathlib import Path
from typing import Any

import yaml

DEPLOY = Path(__file__).parents[2] / "deploy"
Service = dict[str, Any]


def read() -> dict[str, Any]:
    """The whole file."""
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return found


def resolved(text: str, variables: dict[str, str] | None = None) -> str:
    """`${NAME:-default}` and `${NAME:?why}` replaced."""
    given = variables or {}
    found = re.sub(r"\$\{(\w+)(?::[-?]([^}]*))?\}", lambda match: given.get(match[1], match[2] or ""), text)
    return found.replace("$$", "$")


def mounted(service: Service) -> dict[str, str]:
    """File name in /run/secrets -> name of the secret."""
    found = {}
    for secret in service.get("secrets", ()):
        whole = {"source": secret, "target": secret} if isinstance(secret, str) else secret
        found[whole["target"]] = whole["source"]
    return found
