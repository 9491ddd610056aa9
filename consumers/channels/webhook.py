"""Alerts by signed HTTP POST, in the manner of Standard Webhooks: the view in JSON, with an id, a time stamp and a signature.

The body is the view in JSON, as on its topic, with the matter that it is a part of: it never holds an opened identity.
"""

import base64
import hashlib
import hmac
import socket
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from ipaddress import IPv4Address, IPv6Address, ip_address

import httpx

from consumers.channels.contract import ComeBackLater, Handed, Parcel
from consumers.deliveries import UNREACHABLE
from consumers.settings import WebhookSettings
from schemas.errors import Refused, Unavailable

PREFIX = "whsec_"


class Webhook:
    """One HTTP client for all receivers. One thread at a time."""

    def __init__(self, settings: WebhookSettings, secrets: Mapping[str, tuple[str, ...]]) -> None:
        self._settings = settings
        self._secrets = secrets
        verify = ssl.create_default_context(cafile=settings.ca)
        # No proxy from the environment: the address we checked must be the address we talk to.
        self._client = httpx.Client(timeout=settings.timeout, follow_redirects=False, trust_env=False, verify=verify)

    def send(self, parcel: Parcel) -> Handed:
        """See `Channel.send`."""
        assert parcel.inbox.webhook is not None
        url = httpx.URL(parcel.inbox.webhook.url)
        address = self._checked(url)
        matter = parcel.matter.id if parcel.matter is not None else None
        body = parcel.view.model_copy(update={"matter": matter}).model_dump_json(exclude_none=True).encode()
        headers = signed(parcel.view.id, parcel.now, body, self._secrets[parcel.inbox.name])
        try:
            # By the checked address: a second look-up of the name could answer with another one (DNS rebinding).
            # Streamed and never read: a receiver's answer is its status, and no body of its can hold us up.
            with self._client.stream(
                "POST",
                url.copy_with(host=str(address)),
                content=body,
                headers=headers | {"Host": url.netloc.decode(), "Content-Type": "application/json"},
                extensions={"sni_hostname": url.host},
            ) as answer:
                status, retry_after = answer.status_code, answer.headers.get("Retry-After", "")
        except httpx.HTTPError:
            status, retry_after = 0, ""  # raised below, unchained: its text holds the URL
        if status == 0:
            raise Unavailable(UNREACHABLE)
        _judge(status, retry_after, parcel.now)
        return Handed(parcel.view.id)

    def rest(self) -> None:
        """Connections time out by themselves."""

    def _checked(self, url: httpx.URL) -> IPv4Address | IPv6Address:
        """An address of the host that may be called. Raises Refused if none may, Unavailable if the name does not resolve."""
        try:
            found = socket.getaddrinfo(url.host, url.port or 443, type=socket.SOCK_STREAM)
        except OSError:
            found = []
        if not found:
            raise Unavailable("name_not_found")
        addresses = [ip_address(str(one[4][0]).partition("%")[0]) for one in found]
        loopback = all(address.is_loopback for address in addresses)
        if loopback and self._settings.allow_loopback:
            return addresses[0]
        if not all(_is_public(address) for address in addresses):
            raise Refused("address_not_public")
        if url.scheme != "https":
            raise Refused("not_https")
        return addresses[0]


def signed(id: str, now: datetime, body: bytes, secrets: tuple[str, ...]) -> dict[str, str]:
    """The three headers of a signed webhook; one signature a secret, so that a receiver may hold either while they rotate."""
    timestamp = str(int(now.timestamp()))
    told = f"{id}.{timestamp}.".encode() + body
    signatures = (base64.b64encode(hmac.digest(_key(secret), told, hashlib.sha256)).decode() for secret in secrets)
    return {
        "webhook-id": id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }


def _key(secret: str) -> bytes:
    if not secret.startswith(PREFIX):
        return secret.encode()
    return base64.b64decode(secret.removeprefix(PREFIX))


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return address.is_global and not address.is_multicast


def _judge(status: int, retry_after: str, now: datetime) -> None:
    if 200 <= status < 300:
        return
    if status in (408, 429) or status >= 500:
        after = _retry_after(retry_after, now)
        raise ComeBackLater(f"http {status}", after) if after else Unavailable(f"http {status}")
    raise Refused(f"http {status}")


def _retry_after(text: str, now: datetime) -> timedelta | None:
    """Seconds or an HTTP date; None when it is neither."""
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), 10**6))
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(timedelta(), until.replace(tzinfo=until.tzinfo or UTC) - now)
