"""Read another process's /metrics: what it has counted, by name."""

import http.client
import urllib.error
import urllib.request
from collections.abc import Mapping

from prometheus_client.parser import text_string_to_metric_families

Samples = Mapping[tuple[str, tuple[tuple[str, str], ...]], float]


def scrape(port: int, *, host: str = "127.0.0.1") -> Samples:
    """Every sample by name and sorted labels; empty while the process does not answer, or is killed while it does."""
    try:
        with urllib.request.urlopen(f"http://{host}:{port}/metrics", timeout=1.0) as answer:
            text = answer.read().decode()
    except (urllib.error.URLError, TimeoutError, ConnectionError, http.client.IncompleteRead):
        return {}
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def total(samples: Samples, name: str, **labels: str) -> float:
    """The sum of a metric over all samples that carry these labels."""
    wanted = set(labels.items())
    return sum(value for (found, has), value in samples.items() if found == name and wanted <= set(has))
