"""The folder of secrets: complete, made once, closed to others, and accepted by those who read it."""

import stat
from pathlib import Path

import pytest
from cryptography import x509
from typer.testing import CliRunner

from consumers.keyfile import load_private_keys
from deploy.cli import app
from deploy.composition import Composition, compose
from deploy.secretfiles import fill
from deploy.settings import DeploySettings
from producers.protect.keyfile import load_public_key


@pytest.fixture(scope="module")
def composition() -> Composition:
    return compose(DeploySettings(config=Path("deploy"), partitions=8, replication=3))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_second_time_changes_nothing(tmp_path: Path, composition: Composition) -> None:
    fill(tmp_path, composition)
    before = contents(tmp_path)
    assert fill(tmp_path, composition) == []
    assert contents(tmp_path) == before


def test_what_was_lost_is_made_again_and_nothing_else(tmp_path: Path, composition: Composition) -> None:
    fill(tmp_path, composition)
    before = contents(tmp_path)
    (tmp_path / "store_fia-hq").unlink()
    assert fill(tmp_path, composition) == ["store_fia-hq"]
    after = contents(tmp_path)
    assert {name for name in after if after[name] != before[name]} == {"store_fia-hq"}


def test_no_two_secrets_are_alike_or_guessable(tmp_path: Path, composition: Composition) -> None:
    fill(tmp_path, composition)
    secrets = [text for name, text in contents(tmp_path).items() if name.endswith("_password") and text]
    assert len(set(secrets)) == len(secrets) > 20
    assert all(len(secret) >= 40 for secret in secrets)


def test_only_the_owner_enters_the_folder(tmp_path: Path, composition: Composition) -> None:
    fill(tmp_path / "secrets", composition)
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700


def test_each_broker_has_a_certificate_for_its_own_name_from_the_one_authority(
    tmp_path: Path, composition: Composition
) -> None:
    fill(tmp_path, composition)
    authority = x509.load_pem_x509_certificate((tmp_path / "ca.pem").read_bytes())
    for number in (1, 2, 3):
        pem = (tmp_path / f"node-{number}.pem").read_bytes()
        found = x509.load_pem_x509_certificate(pem)
        found.verify_directly_issued_by(authority)
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        assert f"kafka-{number}" in names.get_values_for_type(x509.DNSName)
        assert b"PRIVATE KEY" in pem


def test_renewed_certificates_come_from_a_new_authority_and_leave_the_rest(
    tmp_path: Path, composition: Composition
) -> None:
    fill(tmp_path, composition)
    before = contents(tmp_path)
    made = fill(tmp_path, composition, renew_certificates=True)
    after = contents(tmp_path)
    assert {name for name in after if after[name] != before[name]} == set(made)
    assert set(made) == {"ca.pem", "node-1.pem", "node-2.pem", "node-3.pem"}


def test_what_partners_seal_to_the_public_key_the_private_one_opens(tmp_path: Path, composition: Composition) -> None:
    fill(tmp_path, composition)
    assert list(load_private_keys([tmp_path / "fia_key"])) == [load_public_key(tmp_path / "fia_key.public.json").id]


def test_the_private_key_is_its_readers_alone_and_compose_runs_the_inboxes_as_that_reader(
    tmp_path: Path, composition: Composition
) -> None:
    fill(tmp_path, composition)
    key = (tmp_path / "fia_key").stat()
    assert stat.S_IMODE(key.st_mode) == 0o600
    assert key.st_uid != 0
    assert f"RAABTA_USER={key.st_uid}:{key.st_uid}\n" in (tmp_path / "cluster.env").read_text()


def test_the_command_prints_names_and_no_secret(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["secrets", str(tmp_path), "--json"])
    assert done.exit_code == 0, done.output
    assert "fia-hq_password" in done.output
    secrets = [text.decode() for name, text in contents(tmp_path).items() if text and not name.endswith(".json")]
    assert not [secret for secret in secrets if secret in done.output]
