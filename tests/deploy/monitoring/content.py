"""What is shipped for the monitors, read as data."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[3]
MONITORING = ROOT / "deploy" / "monitoring"
RULES = sorted((MONITORING / "rules").glob("*.yml"))
TESTS = sorted((MONITORING / "tests").glob("*.yml"))
PACKAGES = ("streams", "consumers", "producers", "deploy")
_DEFINED = re.compile(r"(Counter|Gauge|Histogram)\(\s*\"(raabta_[a-z_]+)\"")
_SERIES = {"Gauge": ("",), "Histogram": ("_bucket", "_count", "_sum")}
_NAMED = re.compile(r"(?<![:\w])(raabta_[a-z0-9_]+)")


def read(path: Path) -> Any:
    """A YAML file."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def rules() -> Iterator[dict[str, Any]]:
    """Every rule, alerting and recording."""
    for path in RULES:
        for group in read(path)["groups"]:
            yield from group["rules"]


ALERTS: dict[str, dict[str, Any]] = {rule["alert"]: rule for rule in rules() if "alert" in rule}


def defined() -> set[str]:
    """Every series that the code exports, from the calls that make the metrics."""
    names: set[str] = set()
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for kind, name in _DEFINED.findall(path.read_text(encoding="utf-8")):
                names |= {f"{name}{end}" for end in _SERIES[kind]} if kind != "Counter" else {_counted(name)}
    return names


def _counted(name: str) -> str:
    """The client library gives a counter this end when it has it not."""
    return name.removesuffix("_total") + "_total"


def named(expression: str) -> set[str]:
    """The metrics of ours that an expression asks for; what a recording rule made has a colon and is not among them."""
    return set(_NAMED.findall(expression))
