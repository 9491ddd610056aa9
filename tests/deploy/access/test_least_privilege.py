"""Every process does its work with its own credentials: no right is missing, as the negative table says none is too many."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.message import Message
from pathlib import Path

import orjson

from consumers.keyfile import save_private_key
from consumers.unseal import new_sealing_pair
from deploy.children import children, wait_for
from deploy.mailsink import mail_sink
from producers.protect.keyfile import save_public_key, save_token_key
from producers.protect.token import new_token_key
from schemas.settings import KafkaSettings
from tests.deploy.access.making import House


def reports(now: datetime) -> str:
    """Two offloads of one invented traveller: enough for an alert."""
    rows = [
        {
            "id": f"of-{number}",
            "kind": "offload",
            "occurred_at": (now - timedelta(hours=number)).isoformat(timespec="seconds"),
            "parties": [{"role": "traveller", "identity": {"cnic": "99999-9000001-1"}}],
            "observations": ["docs-held-by-other", "harm-or-fear", "scripted"],
        }
        for number in (1, 2)
    ]
    return "".join(f"{orjson.dumps(row).decode()}\n" for row in rows)


def text_of(message: Message) -> str:
    plain = next(part for part in message.walk() if part.get_content_type() == "text/plain")
    return bytes(plain.get_payload(decode=True)).decode()


def raabta(settings: KafkaSettings, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "deploy", *words]
    environment = {**os.environ, **settings.environment()}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_from_the_partner_to_the_mail_and_the_ledger_nobody_needs_more_than_it_has(
    house: House, tmp_path: Path
) -> None:
    house.apply()
    logins = house.office().logins()
    save_token_key(tmp_path / "token.json", new_token_key("k1"))
    private, public, name = new_sealing_pair("fia")
    save_private_key(tmp_path / "fia.private.json", private, name)
    save_public_key(tmp_path / "fia.json", public, name)
    (tmp_path / "reports.ndjson").write_text(reports(datetime.now(UTC)))
    desk, prefix = f"fia-{house.mark}", f"t{house.mark}"
    with mail_sink(tmp_path / "mail") as mail, children(tmp_path / "logs", {}) as family:
        smtp = {"RAABTA_SMTP_HOST": "127.0.0.1", "RAABTA_SMTP_PORT": str(mail.port), "RAABTA_SMTP_TLS": "none"}
        family.environment = logins[f"{prefix}-streams"].environment()
        worker = family.start("worker", "stream")
        family.environment = {**logins[desk].environment(), **smtp}
        files = {"fia_key": tmp_path / "fia.private.json", "store": tmp_path / "desk.db"}
        consumer = family.start("desk", "deliver", inbox=desk, **files)
        keys = ("--token-key", str(tmp_path / "token.json"), "--fia-key", str(tmp_path / "fia.json"))
        sent = raabta(logins[house.air], "emit", str(tmp_path / "reports.ndjson"), "--partner", house.air, *keys)
        assert sent.returncode == 0, sent.stderr
        arrived = wait_for(lambda: mail.kept() > 0 or not worker.alive() or not consumer.alive(), 60.0)
        assert arrived, (worker.log.read_text(), consumer.log.read_text())
        assert mail.kept(), (worker.log.read_text(), consumer.log.read_text())
        assert "99999-9000001-1" in text_of(mail.messages()[0])  # the events topic was read, and the identity opened
        told = raabta(logins[f"{prefix}-ledger"], "ledger", "--wait", "60", "--json")
        assert told.returncode == 0, told.stderr
    balance = orjson.loads(told.stdout)
    assert sum(hour["published"] for hour in balance["hours"]) == 2
    assert (balance["unbalanced"], balance["owed"]) == ([], {}), balance
