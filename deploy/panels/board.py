"""The dashboards as data: each panel's queries."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MONITORING = Path(__file__).parents[1] / "monitoring"
BOARDS = MONITORING / "grafana"
STAND_INS = {"$__rate_interval": "1m", "$partner": ".*", "$inbox": ".*", "$stage": ".*"}
"""What Grafana puts in; the names are chosen from a list there, and all of them here."""


@dataclass(frozen=True)
class Query:
    """One query of one panel."""

    board: str
    panel: str
    unit: str
    expr: str
    """As Prometheus is asked: without Grafana's variables."""


def queries() -> Iterator[Query]:
    """All of them, board by board."""
    for path in sorted(BOARDS.glob("*.json")):
        board = json.loads(path.read_text(encoding="utf-8"))
        for panel in board["panels"]:
            for target in panel["targets"]:
                unit = panel["fieldConfig"]["defaults"]["unit"]
                yield Query(path.stem, panel["title"], unit, plain(target["expr"]))


def plain(expr: str) -> str:
    """The query with Grafana's variables filled in."""
    for name, value in STAND_INS.items():
        expr = expr.replace(name, value)
    return expr
