"""The settings' security in Faust's words."""

import faust
import pytest
from pydantic import SecretStr

from schemas.settings import KafkaSettings
from streams.app import credentials


def test_a_plain_cluster_needs_no_credentials() -> None:
    assert credentials(KafkaSettings(bootstrap="a:1")) is None


def test_tls_alone_becomes_a_context_that_verifies_the_broker() -> None:
    made = credentials(KafkaSettings(bootstrap="a:1", security_protocol="SSL"))
    assert isinstance(made, faust.SSLCredentials)
    assert made.context.check_hostname


@pytest.mark.parametrize(("protocol", "encrypted"), [("SASL_PLAINTEXT", False), ("SASL_SSL", True)])
def test_a_password_goes_to_faust_with_its_mechanism(protocol: str, encrypted: bool) -> None:
    settings = KafkaSettings.model_validate(
        {
            "bootstrap": "a:1",
            "security_protocol": protocol,
            "sasl_username": "scorer",
            "sasl_password": SecretStr("word"),
        }
    )
    made = credentials(settings)
    assert isinstance(made, faust.SASLCredentials)
    assert made.protocol.value == protocol
    assert made.mechanism.value == "SCRAM-SHA-512"
    assert (made.username, made.password) == ("scorer", "word")
    assert (made.ssl_context is not None) == encrypted
