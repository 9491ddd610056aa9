"""Real servers on loopback: a mail server that keeps a Maildir, and a receiver of webhooks. Both do as they are told."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from mailbox import Maildir
from pathlib import Path
from socket import socket
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Certificate:
    """A self-made certificate for this machine."""

    certificate: Path
    key: Path

    def context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


def new_certificate(folder: Path) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names: list[x509.GeneralName] = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    found = Certificate(folder / "server.pem", folder / "server.key")
    found.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    found.key.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return found


class _Post(Mailbox):  # type: ignore[misc]
    """Keeps mail in a Maildir, unless it was told to answer otherwise first."""

    def __init__(self, folder: Path, server: "MailServer") -> None:
        super().__init__(folder)
        self._told = server

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        answer = self._told.recipients.get(address)
        if answer:
            return answer.pop(0) if len(answer) > 1 else answer[0]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self._told.sessions.append(session)
        self._told.envelopes.append(list(envelope.rcpt_tos))
        if self._told.answers:
            return self._told.answers.pop(0)
        answer: str = await super().handle_DATA(server, session, envelope)
        return answer


@dataclass
class MailServer:
    """A running mail server and what it was told and did."""

    folder: Path
    port: int
    answers: list[str] = field(default_factory=list)
    """Answers to the next mails, before it begins to take them."""
    recipients: dict[str, list[str]] = field(default_factory=dict)
    """Answers to a recipient; the last one stays."""
    sessions: list[Any] = field(default_factory=list)
    envelopes: list[list[str]] = field(default_factory=list)

    def mails(self) -> list[EmailMessage]:
        """Everything it took, in no order."""
        box = Maildir(self.folder, create=True)
        return [message_from_bytes(box.get_bytes(key), policy=policy.default) for key in box.keys()]  # noqa: SIM118


@contextmanager
def mail_server(
    folder: Path,
    *,
    port: int = 0,
    certificate: Certificate | None = None,
    implicit: bool = False,
    password: str = "",
) -> Iterator[MailServer]:
    """Run a mail server for the length of a block; with a certificate it offers STARTTLS, with a password it wants AUTH."""

    def authenticated(_server: Any, _session: Any, _envelope: Any, _mechanism: str, login: LoginPassword) -> AuthResult:
        return AuthResult(success=login.password == password.encode(), handled=False)

    found = MailServer(folder / "mail", port or free_port())
    secure: dict[str, Any] = {}
    if certificate is not None:
        secure = {"ssl_context": certificate.context()} if implicit else {"tls_context": certificate.context()}
    if password:
        secure |= {"authenticator": authenticated, "auth_required": True, "auth_require_tls": certificate is not None}
        secure["auth_exclude_mechanism"] = ["LOGIN"] if certificate is None else []
    controller = Controller(_Post(found.folder, found), hostname="127.0.0.1", port=found.port, **secure)
    controller.start()
    try:
        yield found
    finally:
        controller.stop()


def free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Receiver:
    """A running receiver of webhooks and what came."""

    port: int
    answers: list[int] = field(default_factory=list)
    """Statuses of the next answers; after that 200."""
    headers: dict[str, str] = field(default_factory=dict)
    """Sent with answers that are no success."""
    came: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def receiver(certificate: Certificate | None = None) -> Iterator[Receiver]:
    """Run an HTTP server (HTTPS with a certificate) for the length of a block."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.came.append((self.path, dict(self.headers), body))
            status = found.answers.pop(0) if found.answers else 200
            self.send_response(status)
            for name, value in found.headers.items() if status >= 300 else ():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    if certificate is not None:
        server.socket = certificate.context().wrap_socket(server.socket, server_side=True)
    found = Receiver(server.server_address[1])
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
