"""A real SMTP server on loopback that keeps every message in a Maildir: the demo's mail system."""

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from mailbox import Maildir
from pathlib import Path
from typing import TYPE_CHECKING

from deploy.embedded import free_port
from schemas.errors import Misconfigured

if TYPE_CHECKING:
    from aiosmtpd.controller import Controller


class MailSink:
    """A mail server that listens on one port for as long as it is up; what it accepted stays.

    Raises Misconfigured when aiosmtpd is not installed.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder / "Maildir"
        self.port = free_port()
        self._server: Controller | None = None

    def start(self) -> None:
        """Listen; after a stop, on the same port."""
        if self._server is None:
            self._server = _server(self.folder, self.port)
            self._server.start()

    def stop(self) -> None:
        """Be away: who connects is refused."""
        server, self._server = self._server, None
        if server is not None:
            server.stop()

    def kept(self) -> int:
        """Messages kept so far."""
        new = self.folder / "new"
        return sum(1 for _ in new.iterdir()) if new.is_dir() else 0

    def messages(self) -> list[Message]:
        """All messages kept."""
        return list(Maildir(self.folder, create=False))


def _server(folder: Path, port: int) -> "Controller":
    try:  # an optional extra: importing it at the top would make it mandatory
        from aiosmtpd.controller import Controller
        from aiosmtpd.handlers import Mailbox
    except ImportError:
        raise Misconfigured("mail sink", "aiosmtpd is not installed", "install the extra `demo`") from None
    return Controller(Mailbox(folder), hostname="127.0.0.1", port=port)


@contextmanager
def mail_sink(folder: Path) -> Iterator[MailSink]:
    """Serve SMTP on a free loopback port for the length of a `with` block.

    Raises Misconfigured when aiosmtpd is not installed.
    """
    sink = MailSink(folder)
    sink.start()
    try:
        yield sink
    finally:
        sink.stop()
