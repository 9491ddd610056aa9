"""A whole inbox service as a process, to be killed and to be stopped."""

import logging
import sys
from pathlib import Path

from consumers.channels import Equipment
from consumers.settings import SmtpSettings, WebhookSettings
from consumers.worker import run
from schemas.settings import KafkaSettings
from schemas.topic import Topics
from tests.consumers.making import KEYS, MAIL, fia

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    equipment = Equipment(SmtpSettings(), WebhookSettings())
    run(
        KafkaSettings(),
        Topics(sys.argv[2]),
        [fia(email=MAIL)],
        Path(sys.argv[1]) / "inbox.db",
        KEYS,
        equipment,
        on_start=lambda _health: print("ready", flush=True),
    )
