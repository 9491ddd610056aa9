"""A tiny HTTP server for machines: `/metrics` for Prometheus, `/healthz` for whoever restarts the process."""

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from deploy.settings import DeploySettings

Health = Callable[[], tuple[bool, str]]
"""Whether the process makes progress, and a sentence that says why."""


def serve(port: int, healthy: Health, *, host: str | None = None) -> int:
    """Serve from a daemon thread until the process ends; return the port, which is a free one when 0 was asked for.

    Raises OSError when the port is taken. `host` is what RAABTA_METRICS_HOST says unless it is given here.
    """
    server = ThreadingHTTPServer((host or DeploySettings().metrics_host, port), _handler(healthy))
    server.daemon_threads = True
    Thread(target=server.serve_forever, name="health", daemon=True).start()
    taken: int = server.server_address[1]
    return taken


def _handler(healthy: Health) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/metrics":
                self._answer(200, CONTENT_TYPE_LATEST, generate_latest())
            elif self.path == "/healthz":
                good, reason = healthy()
                body = json.dumps({"healthy": good, "reason": reason}).encode()
                self._answer(200 if good else 503, "application/json", body)
            else:
                self._answer(404, "text/plain", b"/metrics or /healthz\n")

        def _answer(self, status: int, content_type: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """A probe every few seconds is not worth a line."""

    return Handler
