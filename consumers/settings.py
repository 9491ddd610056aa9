"""The environment of the consumers, read once: mail server, webhooks, store, keys."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from schemas.errors import Misconfigured
from schemas.route import Inbox
from schemas.settings import FromEnvironment


class SmtpTls(StrEnum):
    """How the connection to the mail server is protected. Certificates are always checked."""

    REQUIRED = "required"
    """STARTTLS, or no mail leaves."""
    OPPORTUNISTIC = "opportunistic"
    """STARTTLS if the server offers it; otherwise mail leaves without identities."""
    IMPLICIT = "implicit"
    """TLS from the first byte (port 465)."""
    NONE = "none"
    """Never: for a server on this machine."""


class SmtpSettings(FromEnvironment):
    """The mail server that takes our alerts."""

    model_config = SettingsConfigDict(env_prefix="RAABTA_SMTP_", frozen=True, extra="ignore")

    host: str = "127.0.0.1"
    port: int = Field(25, ge=1, le=65535)
    username: str = ""
    password: SecretStr = SecretStr("")
    tls: SmtpTls = SmtpTls.OPPORTUNISTIC
    ca: Path | None = Field(None, description="PEM file of the authority that signed the server's certificate")
    sender: str = Field(
        "Raabta <raabta@raabta.invalid>",
        pattern=r"^[^\s<>@]+@[^\s<>@]+$|^[^<>@\r\n]+ <[^\s<>@]+@[^\s<>@]+>$",
        description="From address, alone or as Name <address>",
    )
    timeout: float = Field(20.0, gt=0, le=300, description="Seconds for each answer of the server")


class WebhookSettings(FromEnvironment):
    """What webhooks may reach. They are configured by the operator, yet nothing inside our network is their business."""

    model_config = SettingsConfigDict(env_prefix="RAABTA_WEBHOOK_", frozen=True, extra="ignore")

    allow_loopback: bool = Field(False, description="Also plain http to this machine, for rehearsals")
    ca: Path | None = Field(None, description="PEM file of the authority that signed the receivers' certificates")
    timeout: float = Field(10.0, gt=0, le=120, description="Seconds for the whole answer")


class ConsumerSettings(FromEnvironment):
    """Where an inbox keeps what it has."""

    model_config = SettingsConfigDict(env_prefix="RAABTA_", frozen=True, extra="ignore")

    store: str = Field("var/inbox.db", description="Path of a SQLite file, or a database URL")
    fia_keys: tuple[Path, ...] = Field((), description="Private sealing keys, the newest first (JSON list of paths)")


def webhook_secrets(inboxes: Mapping[str, Inbox], environment: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Inbox -> its signing secrets, the newest first; two, separated by a space, while rotating. Raises Misconfigured."""
    found: dict[str, tuple[str, ...]] = {}
    for name, inbox in inboxes.items():
        if inbox.webhook is not None:
            secrets = tuple(environment.get(inbox.webhook.secret_env, "").split())
            if not secrets or any(len(secret) < 24 for secret in secrets):
                raise Misconfigured(
                    inbox.webhook.secret_env,
                    f"no signing secret for inbox {name}",
                    "set it to 24 random characters or more",
                )
            found[name] = secrets
    return found
