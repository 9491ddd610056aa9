"""The ways to a recipient. The registry is a literal: reading it is knowing every channel there is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from consumers.channels.contract import Channel
from consumers.channels.email import Email
from consumers.channels.screen import Screen
from consumers.channels.webhook import Webhook
from consumers.settings import SmtpSettings, WebhookSettings


@dataclass(frozen=True)
class Equipment:
    """What channels need from the operator."""

    smtp: SmtpSettings
    webhook: WebhookSettings
    secrets: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    """Inbox -> webhook signing secrets."""


CHANNELS: Mapping[str, Callable[[Equipment], Channel]] = {
    "email": lambda equipment: Email(equipment.smtp),
    "webhook": lambda equipment: Webhook(equipment.webhook, equipment.secrets),
    "store": lambda equipment: Screen(),
}
