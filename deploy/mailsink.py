"""A real SMTP server on loopback that keeps every message in a Maildir: the demo's mail system."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from mailbox import Maildir
from pathlib import Path

from deploy.embedded import free_port
from schemas.errors import Misconfigured


@dataclass(frozen=True, slots=True)
class MailSink:
    """Where it listens and where the messages lie."""

    port: int
    folder: Path

    def kept(self) -> int:
        """Messages kept so far."""
        new = self.folder / "new"
        return sum(1 for _ in new.iterdir()) if new.is_dir() else 0

    def messages(self) -> list[Message]:
        """All messages kept."""
        return list(Maildir(self.folder, create=False))


@contextmanager
def mail_sink(folder: Path) -> Iterator[MailSink]:
    """Serve SMTP on a free loopback port for the length of a `with` block.

    Raises Misconfigured when aiosmtpd is not installed.
    """
    try:  # an optional extra: importing it at the top would make it mandatory
        from aiosmtpd.controller import Controller
        from aiosmtpd.handlers import Mailbox
    except ImportError:
        raise Misconfigured("mail sink", "aiosmtpd is not installed", "install the extra `demo`") from None
    folder.mkdir(parents=True, exist_ok=True)
    controller = Controller(Mailbox(folder / "Maildir"), hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield MailSink(controller.port, folder / "Maildir")
    finally:
        controller.stop()
