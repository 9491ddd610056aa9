"""The HTTP server for machines."""

import json
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from deploy.health import serve


def test_health_says_why_and_metrics_are_served() -> None:
    answers = [(True, "lag 0"), (False, "nothing moved")]
    port = serve(0, lambda: answers.pop(0))
    with urlopen(f"http://127.0.0.1:{port}/healthz") as response:
        assert json.load(response) == {"healthy": True, "reason": "lag 0"}
    with pytest.raises(HTTPError, match="503") as caught:
        urlopen(f"http://127.0.0.1:{port}/healthz")
    with caught.value as response:
        assert json.load(response) == {"healthy": False, "reason": "nothing moved"}
    with urlopen(f"http://127.0.0.1:{port}/metrics") as response:
        assert b"python_info" in response.read()


def test_the_environment_says_where_it_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAABTA_METRICS_HOST", "127.0.0.2")
    port = serve(0, lambda: (True, "fine"))
    with urlopen(f"http://127.0.0.2:{port}/healthz") as response:
        assert response.status == 200
    with pytest.raises(OSError, match="refused"):
        urlopen(f"http://127.0.0.1:{port}/healthz")
