"""The environment, and secrets in files beside it."""

from pathlib import Path

import pytest

from schemas.errors import Misconfigured
from schemas.settings import KafkaSettings, with_secret_files


def test_a_secret_may_come_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "raabta_sasl_password").write_text("invented-password\n")
    monkeypatch.setenv("RAABTA_SECRETS", str(tmp_path))
    monkeypatch.delenv("RAABTA_SASL_PASSWORD", raising=False)
    assert KafkaSettings().sasl_password.get_secret_value() == "invented-password"


def test_a_variable_goes_before_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "raabta_sasl_password").write_text("of the file")
    monkeypatch.setenv("RAABTA_SECRETS", str(tmp_path))
    monkeypatch.setenv("RAABTA_SASL_PASSWORD", "of the variable")
    assert KafkaSettings().sasl_password.get_secret_value() == "of the variable"
    assert with_secret_files({"RAABTA_SECRETS": str(tmp_path), "RAABTA_SASL_PASSWORD": "of the variable"}) == {
        "RAABTA_SECRETS": str(tmp_path),
        "RAABTA_SASL_PASSWORD": "of the variable",
    }


def test_a_folder_of_secrets_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAABTA_SECRETS", "/nowhere/to/be/found")
    with pytest.raises(Misconfigured, match="RAABTA_SECRETS: this folder of secrets is not there; mount it"):
        KafkaSettings()


def test_a_secret_whose_name_is_configured_is_found_too(tmp_path: Path) -> None:
    (tmp_path / "hook_ngo_shelter").write_text("twenty-four characters and more\n")
    found = with_secret_files({"RAABTA_SECRETS": str(tmp_path)})
    assert found["HOOK_NGO_SHELTER"] == "twenty-four characters and more"


def test_a_variable_that_cannot_be_used_is_named_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAABTA_TRANSACTIONS", "perhaps")
    with pytest.raises(Misconfigured, match=r"^RAABTA_TRANSACTIONS: input should be a valid boolean.*; mend it") as bad:
        KafkaSettings()
    assert "perhaps" not in str(bad.value)
