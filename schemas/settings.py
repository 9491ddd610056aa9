"""The environment, read once: how to reach Kafka. Every process starts from these and passes them down."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class KafkaSettings(BaseSettings):
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
