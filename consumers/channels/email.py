"""Alerts by mail. Standard library only: smtplib blocks, and a courier's own thread is the right place to block in; an
asyncio client would bring an event loop and a dependency for one connection."""

import logging
import smtplib
import ssl
import time
from collections.abc import Callable
from ipaddress import ip_address

from consumers.channels.contract import Handed, Parcel
from consumers.channels.message import message_id, message_of
from consumers.deliveries import UNREACHABLE
from consumers.settings import SmtpSettings, SmtpTls
from schemas.errors import Refused, Unavailable

logger = logging.getLogger(__name__)

REUSE_SECONDS = 5.0
"""A connection that rested longer is not trusted to be still there."""


class Email:
    """One connection for a burst of mails. One thread at a time."""

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings
        self._context = ssl.create_default_context(cafile=settings.ca)
        self._server: smtplib.SMTP | None = None
        self._used_at = 0.0
        self._have_it: dict[str, set[str]] = {}
        """Delivery -> recipients that took it while others asked us to come back."""

    def send(self, parcel: Parcel) -> Handed:
        """See `Channel.send`. Identities only go into a mail whose way to the server nobody can listen in on."""
        assert parcel.inbox.email is not None
        had = self._have_it.get(parcel.view.id, set())
        to = [address for address in parcel.inbox.email.to if address not in had]
        try:
            refused = self._classified(lambda: self._hand_over(parcel, to))
        except Unavailable:
            self.rest()
            raise
        except Refused:
            self._have_it.pop(parcel.view.id, None)
            raise
        later = [code for code in refused.values() if code < 500]
        if later:
            self._have_it[parcel.view.id] = had | (set(to) - refused.keys())
            raise Unavailable(f"smtp {later[0]}")
        self._have_it.pop(parcel.view.id, None)
        note = (
            f"{len(refused)} of {len(parcel.inbox.email.to)} refused, smtp {next(iter(refused.values()))}"
            if refused
            else ""
        )
        return Handed(message_id(parcel.view, self._settings.sender), note)

    def rest(self) -> None:
        """Say goodbye to the server."""
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (OSError, smtplib.SMTPException):
                server.close()

    def _hand_over(self, parcel: Parcel, to: list[str]) -> dict[str, int]:
        """Send, and name the recipients that were refused with their codes."""
        fresh = self._server is None or time.monotonic() - self._used_at > REUSE_SECONDS
        if fresh:
            self.rest()
        server = self._server = self._server or self._connected()
        message = message_of(
            parcel, self._settings.sender, "" if self._is_private(server) else "the mail server offers no TLS"
        )
        try:
            refused = server.sendmail(message["From"].addresses[0].addr_spec, to, message.as_bytes())
        except smtplib.SMTPServerDisconnected:
            if fresh:
                raise
            self._server = None  # it had gone while we rested; the same mail over a new connection is the same mail
            return self._hand_over(parcel, to)
        except smtplib.SMTPRecipientsRefused as error:
            refused = error.recipients
            if all(code >= 500 for code, _ in refused.values()):
                raise
        self._used_at = time.monotonic()
        return {address: code for address, (code, _) in refused.items()}

    def _connected(self) -> smtplib.SMTP:
        settings = self._settings
        server: smtplib.SMTP
        if settings.tls is SmtpTls.IMPLICIT:
            server = smtplib.SMTP_SSL(settings.host, settings.port, timeout=settings.timeout, context=self._context)
        else:
            server = smtplib.SMTP(settings.host, settings.port, timeout=settings.timeout)
        try:
            self._protect(server)
        except BaseException:
            server.close()
            raise
        return server

    def _protect(self, server: smtplib.SMTP) -> None:
        settings = self._settings
        server.ehlo()
        if settings.tls in (SmtpTls.REQUIRED, SmtpTls.OPPORTUNISTIC) and server.has_extn("starttls"):
            server.starttls(context=self._context)
            server.ehlo()
        elif settings.tls is SmtpTls.REQUIRED:
            raise Unavailable("no_starttls")  # may be an attacker's doing: nothing leaves, a person sees it pending
        if settings.username:
            if not self._is_private(server):
                raise Unavailable("auth_needs_tls")
            server.login(settings.username, settings.password.get_secret_value())

    @staticmethod
    def _is_private(server: smtplib.SMTP) -> bool:
        """Whether what we send can be read by nobody on the way: checked TLS, or the way never leaves this machine."""
        if isinstance(server.sock, ssl.SSLSocket):
            return True
        return server.sock is not None and ip_address(server.sock.getpeername()[0]).is_loopback

    @staticmethod
    def _classified(work: Callable[[], dict[str, int]]) -> dict[str, int]:
        """Translate what went wrong. Never chained: smtplib's texts hold addresses."""
        trouble: Exception
        try:
            return work()
        except smtplib.SMTPRecipientsRefused as error:
            trouble = Refused(f"smtp {next(iter(error.recipients.values()))[0]}")
        except smtplib.SMTPAuthenticationError as error:
            trouble = Unavailable(f"auth_refused, smtp {error.smtp_code}")  # ours to mend, so the alert waits for us
        except smtplib.SMTPResponseException as error:
            kind = Refused if error.smtp_code >= 500 else Unavailable
            trouble = kind(f"smtp {error.smtp_code}")
        except ssl.SSLError:
            trouble = Unavailable("tls_failed")
        except smtplib.SMTPNotSupportedError:
            trouble = Unavailable("auth_not_offered")
        except (OSError, smtplib.SMTPException):
            trouble = Unavailable(UNREACHABLE)
        raise trouble
