"""The environment, read once: how to reach Kafka. Every process starts from these and passes them down."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from schemas.codec import malformed_of
from schemas.errors import Misconfigured

SECRETS = "RAABTA_SECRETS"
"""Names a folder of files, one a secret, as compose and Kubernetes mount them: `raabta_sasl_password` stands for
`RAABTA_SASL_PASSWORD`. A secret in a file is in no process list, no child's environment and no crash report."""


class FromEnvironment(BaseSettings):
    """Settings from `RAABTA_*` variables, and from files of the same names in the folder that `RAABTA_SECRETS` names.

    A variable goes before a file. Raises Misconfigured when the folder is named and not there, and at the first variable
    that cannot be used, without its value, which may be a secret.
    """

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
            return
        except ValidationError as error:
            field = str(error.errors(include_url=False, include_input=False)[0]["loc"][0])
            wrong = Misconfigured(self._variable(field), malformed_of(error).mend, "mend it, or unset it")
        except SettingsError as error:
            field = next(iter(re.findall(r'field "(\w+)"', str(error))), "")
            mend = 'write JSON, a list of paths as ["one.json", "two.json"]'
            wrong = Misconfigured(self._variable(field), "this is no JSON", mend)
        raise wrong

    @classmethod
    def _variable(cls, field: str) -> str:
        return f"{cls.model_config.get('env_prefix', '')}{field}".upper()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Add the folder of secrets, which is known only when the settings are read."""
        folder = secrets_folder(os.environ)
        files = (SecretsSettingsSource(settings_cls, secrets_dir=folder),) if folder else ()
        return init_settings, env_settings, *files


def secrets_folder(environment: Mapping[str, str]) -> Path | None:
    """The folder of secrets, if one is named. Raises Misconfigured when it is not there."""
    named = environment.get(SECRETS)
    if not named:
        return None
    folder = Path(named)
    if not folder.is_dir():
        raise Misconfigured(SECRETS, "this folder of secrets is not there", "mount it, or unset the variable")
    return folder


def with_secret_files(environment: Mapping[str, str]) -> Mapping[str, str]:
    """The environment, and the secrets of the folder under their names in capitals; a variable goes before a file.

    For secrets whose names are configured (a webhook's), which no class of settings can list.
    """
    folder = secrets_folder(environment)
    found = [path for path in folder.iterdir() if path.is_file()] if folder else []
    return {path.name.upper(): path.read_text(encoding="utf-8").strip() for path in found} | dict(environment)


class KafkaSettings(FromEnvironment):
    """How to reach the cluster. Without `RAABTA_BOOTSTRAP` the commands that can start the embedded broker do so."""

    model_config = SettingsConfigDict(env_prefix="RAABTA_", frozen=True, extra="ignore")

    bootstrap: str = Field("", description="host:port of one or more brokers, comma separated")
    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = "SCRAM-SHA-512"
    sasl_username: str = ""
    sasl_password: SecretStr = SecretStr("")
    ssl_ca: Path | None = Field(None, description="PEM file of the authority that signed the brokers' certificates")
    ssl_certificate: Path | None = Field(None, description="PEM file of the client certificate, for mutual TLS")
    ssl_key: Path | None = Field(None, description="PEM file of the client key, for mutual TLS")
    transactions: bool = Field(True, description="The brokers have transactions; false for Tansu, the embedded one")

    def librdkafka(self) -> dict[str, str | int | float | bool]:
        """The same settings in librdkafka's words (confluent-kafka's configuration dictionary)."""
        config: dict[str, str | int | float | bool] = {
            "bootstrap.servers": self.bootstrap,
            "security.protocol": self.security_protocol,
        }
        if self.security_protocol.startswith("SASL"):
            config["sasl.mechanism"] = self.sasl_mechanism
            config["sasl.username"] = self.sasl_username
            config["sasl.password"] = self.sasl_password.get_secret_value()
        files = {
            "ssl.ca.location": self.ssl_ca,
            "ssl.certificate.location": self.ssl_certificate,
            "ssl.key.location": self.ssl_key,
        }
        config.update({name: str(path) for name, path in files.items() if path is not None})
        return config

    def environment(self) -> dict[str, str]:
        """The same settings as the variables that a child process reads them from. They hold the password."""
        plain = {
            name: value.get_secret_value() if isinstance(value, SecretStr) else str(value)
            for name, value in self
            if value not in (None, "")
        }
        return {f"RAABTA_{name.upper()}": value for name, value in plain.items()}
