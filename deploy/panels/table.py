"""What every panel shows, as a table."""

import math
from collections.abc import Iterator, Sequence

from deploy.panels.board import Query, queries
from deploy.panels.prometheus import Prometheus, Sample

SHOWN = 3
"""Series of one query that a line names; the rest is counted."""


def lines(server: Prometheus) -> Iterator[str]:
    """A Markdown table of all panels."""
    yield "| dashboard | panel | unit | shows |"
    yield "|---|---|---|---|"
    for query in queries():
        yield f"| {query.board} | {query.panel} | {query.unit} | {shown(query, server.ask(query.expr))} |"


def shown(query: Query, samples: Sequence[Sample]) -> str:
    """The first series by value, the largest first."""
    if not samples:
        return "nothing"
    ordered = sorted(samples, key=lambda one: (math.isnan(one.value), -one.value))
    told = [f"{_name(one)}{_figure(one.value)}" for one in ordered[:SHOWN]]
    more = len(ordered) - SHOWN
    return ", ".join(told) + (f", and {more} more" if more > 0 else "")


def _name(sample: Sample) -> str:
    values = [value for key, value in sorted(sample.labels.items()) if key not in ("__name__", "instance", "job")]
    return f"{' '.join(values)} " if values else ""


def _figure(value: float) -> str:
    return "no value" if math.isnan(value) else f"{value:,.4g}"
