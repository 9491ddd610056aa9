"""raabta deliver: serve inboxes: store their views, open what is theirs to open, deliver."""

import logging
import os
from pathlib import Path
from typing import Annotated

import typer

from consumers.channels import Equipment
from consumers.keyfile import load_private_keys
from consumers.settings import ConsumerSettings, SmtpSettings, WebhookSettings, webhook_secrets
from consumers.worker import Health, run
from deploy.commands.topics import cluster
from deploy.composition import compose
from deploy.health import serve
from deploy.settings import DeploySettings
from schemas.errors import Misconfigured
from schemas.route import Profile
from schemas.settings import with_secret_files


def deliver_command(
    inbox: Annotated[list[str] | None, typer.Option(help="Name of an inbox of routes.toml; may be repeated.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Serve every inbox.")] = False,
    store: Annotated[str, typer.Option(help="SQLite file or database URL; RAABTA_STORE otherwise.")] = "",
    fia_key: Annotated[list[Path] | None, typer.Option(help="Private sealing key file, the newest first.")] = None,
    port: Annotated[int, typer.Option(help="Port of /metrics and /healthz; 0 takes a free one.")] = 0,
) -> None:
    """Serve inboxes until SIGTERM: store each view durably, then deliver it by mail or webhook, and write receipts.

    The mail server is named by RAABTA_SMTP_HOST, _PORT, _TLS, _USERNAME and _PASSWORD.

    Example: raabta deliver --inbox fia-airport-isb --fia-key keys/sealing-fia.private.json --store inbox.db
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    composition = compose(DeploySettings())
    known = composition.routes.inboxes
    names = sorted(known) if everything else list(inbox or ())
    if not names:
        raise Misconfigured("--inbox", "no inbox is named", "name one or more, or say --all")
    for name in names:
        if name not in known:
            raise Misconfigured("--inbox", f"there is no inbox {name}", f"choose from {', '.join(sorted(known))}")
    inboxes = [known[name] for name in names]
    settings = ConsumerSettings()
    paths = fia_key or list(settings.fia_keys)
    if any(one.profile is Profile.FIA for one in inboxes) and not paths:
        raise Misconfigured("--fia-key", "an FIA inbox opens sealed identities", "name the private sealing key file")
    served = {one.name: one for one in inboxes}
    equipment = Equipment(SmtpSettings(), WebhookSettings(), webhook_secrets(served, with_secret_files(os.environ)))

    def on_start(healthy: Health) -> None:
        logging.getLogger(__name__).info("metrics and health on port %d", serve(port, healthy))

    database = store or settings.store
    target: Path | str = database if "://" in database else Path(database)
    run(
        cluster(),
        composition.topics,
        inboxes,
        target,
        load_private_keys(paths),
        equipment,
        on_start=on_start,
        keep=composition.retention.store.span,
    )
