"""What can be given wrong: each a clear message, an exit code, and a cluster that is as it was."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from confluent_kafka.admin import AclBindingFilter, AclOperation, AclPermissionType, ResourcePatternType, ResourceType

from consumers.unseal import new_sealing_pair
from deploy.kafka.cluster import Cluster
from producers.protect.keyfile import save_public_key, save_token_key
from producers.protect.token import new_token_key
from schemas.errors import Misconfigured
from schemas.settings import KafkaSettings
from tests.deploy.access.making import House

REPORT = (
    '{"id":"bk-1","kind":"booking","occurred_at":"%s","parties":[{"role":"traveller","identity":'
    '{"cnic":"99999-9000001-1"}}]}\n'
)
PARTNER = 'token_keys = ["k1"]\n[partners.air-x]\ntitle = "X"\nsector = "airline"\n'
ROUTE = 'version = "2026.11.1"\n[inboxes]\n[root]\nname = "national"\ninboxes = ["fia-nowhere"]\n'


def emitted(house: House, folder: Path, settings: KafkaSettings, partner: str) -> tuple[int, str]:
    """What `raabta emit` of one report says to this partner, on standard error and as its exit code."""
    file, token, fia = folder / "reports.ndjson", folder / "token.json", folder / "fia.json"
    if not file.exists():
        file.write_text(REPORT % datetime.now(UTC).isoformat(timespec="seconds"))
        save_token_key(token, new_token_key("k1"))
        _, public, name = new_sealing_pair("fia")
        save_public_key(fia, public, name)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("RAABTA_SASL", "RAABTA_SS"))
    }
    command = [sys.executable, "-m", "deploy", "emit", str(file), "--partner", partner, "--give-up-after", "8"]
    done = subprocess.run(
        [*command, "--token-key", str(token), "--fia-key", str(fia)],
        env={**environment, **settings.environment()},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr.strip()


def test_every_client_that_is_wrong_is_told_why_and_writes_nothing(
    house: House, kafka: Cluster, tmp_path: Path
) -> None:
    house.apply()
    logins = house.office().logins()
    air, bank = logins[house.air], logins[f"bank-{house.mark}"]
    expired, other = tmp_path / "expired.pem", tmp_path / "other-ca.pem"
    now = datetime.now(UTC)
    kafka.authority.issue(house.air, expired, since=now - timedelta(days=9), until=now - timedelta(days=1))
    type(kafka.authority).new().save(other)
    table = {
        "another's password": (
            air.model_copy(update={"sasl_password": bank.sasl_password}),
            house.air,
            2,
            f"raabta: the broker refused the credentials of {house.air}; ask the operator for new ones",
        ),
        "an expired certificate": (
            air.model_copy(update={"ssl_certificate": expired, "ssl_key": expired}),
            house.air,
            2,
            "raabta: the broker refused the certificate RAABTA_SSL_CERTIFICATE; it is expired or of another authority, "
            "ask the operator for a new one",
        ),
        "a foreign authority": (
            air.model_copy(update={"ssl_ca": other}),
            house.air,
            2,
            "raabta: the broker's certificate is not signed by RAABTA_SSL_CA, or is out of date; "
            "ask the operator for the file",
        ),
        "in plain text": (
            air.model_copy(update={"security_protocol": "PLAINTEXT"}),
            house.air,
            75,
            "raabta: no broker answered within 8 s; check RAABTA_BOOTSTRAP, and that RAABTA_SECURITY_PROTOCOL is what "
            "the brokers speak",
        ),
        "the wrong topic": (
            air,
            f"bank-{house.mark}",
            2,
            f"raabta: topic t{house.mark}.events.bank-{house.mark} is unknown here; ask the operator to run raabta "
            "topics, or to let this user write it",
        ),
    }
    said = {name: emitted(house, tmp_path, settings, partner) for name, (settings, partner, _, _) in table.items()}
    assert said == {name: (code, text) for name, (_, _, code, text) in table.items()}
    assert emitted(house, tmp_path, air, house.air) == (0, "")  # and what is right, is in


def test_a_partner_whose_right_was_removed_by_hand_is_told_and_apply_lets_it_in_again(
    house: House, tmp_path: Path
) -> None:
    house.apply()
    air = house.office().logins()[house.air]
    topic = f"t{house.mark}.events.{house.air}"
    write = AclBindingFilter(
        ResourceType.TOPIC,
        topic,
        ResourcePatternType.LITERAL,
        f"User:{house.air}",
        "*",
        AclOperation.WRITE,
        AclPermissionType.ALLOW,
    )
    assert len(house.admin.delete_acls([write])[write].result(10.0)) == 1
    code, text = emitted(house, tmp_path, air, house.air)
    assert code == 2, text
    assert "ask the operator which user may" in text
    # No traceback, and nothing of librdkafka's own; the line is named too if the broker answered while it was in flight.
    assert all(line.startswith(("raabta: ", "line 1: not_allowed: ")) for line in text.splitlines())
    verified = house.run("verify")
    assert verified.exit_code == 1
    assert verified.output == f"create  ACL {house.air} may Write topic {topic}  (it is missing)\n"
    house.apply()
    assert emitted(house, tmp_path, air, house.air) == (0, "")


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("partners.toml", 'token_keys = ["k1"]\n[partners.air\n', r"partners\.toml:2: .*; mend the TOML"),
        (
            "partners.toml",
            PARTNER + 'topic = "raabta.alerts"\n',
            r"partners\.toml:5: partners\.air-x\.topic: unknown_field",
        ),
        ("routes.toml", ROUTE, "route national names the unknown inbox fia-nowhere; add it or mend its name"),
    ],
    ids=["malformed TOML", "a topic of its own choice", "an inbox that is not there"],
)
def test_a_file_that_cannot_be_taken_changes_nothing(house: House, file: str, text: str, message: str) -> None:
    (house.config / file).write_text(text)
    done = house.run("apply", "--yes", "--credentials", str(house.credentials))
    with pytest.raises(Misconfigured, match=message):
        raise done.exception or AssertionError(done.output)
    assert not any(name.startswith(f"t{house.mark}.") for name in house.admin.list_topics(timeout=10.0).topics)
    assert not house.credentials.exists()


def test_who_is_not_the_super_user_is_told_so(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.apply()
    for name, value in house.office().logins()[house.air].environment().items():
        monkeypatch.setenv(name, value)
    done = house.run("plan")
    assert isinstance(done.exception, Misconfigured)
    assert "RAABTA_SASL_USERNAME" in str(done.exception)
    assert "sign in as the cluster's super user" in str(done.exception)
