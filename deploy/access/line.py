"""A bare connection to one broker, for requests that no client library sends for us: quotas, and what must be refused."""

import asyncio
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from aiokafka.conn import AIOKafkaConnection
from aiokafka.errors import AuthenticationFailedError, KafkaError, SaslAuthenticationFailed

from schemas.errors import Misconfigured, Unavailable
from schemas.settings import KafkaSettings

ANSWERS_WITHIN, CLOSES_WITHIN = 20.0, 3.0


class Line:
    """Sends requests one after the other and gives the broker's answers."""

    def __init__(self, runner: asyncio.Runner, connection: Any) -> None:
        self._runner = runner
        self._connection = connection

    def ask(self, request: Any) -> Any:
        """The answer. Raises Unavailable when none comes."""
        try:
            return self._runner.run(_sent(self._connection, request))
        except (KafkaError, OSError, TimeoutError) as error:
            raise Unavailable(f"the broker did not answer: {type(error).__name__}") from None


@contextmanager
def line(settings: KafkaSettings) -> Iterator[Line]:
    """Open to the first broker that answers.

    Raises Misconfigured when the credentials or the certificate are not accepted, Unavailable when no broker answers.
    """
    with asyncio.Runner() as runner:
        connection = runner.run(_connected(settings))
        try:
            yield Line(runner, connection)
        finally:
            runner.run(_closed(connection))


async def _connected(settings: KafkaSettings) -> Any:
    addresses: Sequence[str] = settings.bootstrap.split(",")
    last = ""
    for address in addresses:
        host, _, port = address.strip().rpartition(":")
        try:
            return await _open(AIOKafkaConnection(host, int(port), **_options(settings)))
        except (AuthenticationFailedError, SaslAuthenticationFailed):
            mend = "check RAABTA_SASL_USERNAME and RAABTA_SASL_PASSWORD"
            raise Misconfigured(
                "RAABTA_SASL_PASSWORD", "the cluster does not know this user or password", mend
            ) from None
        except ssl.SSLCertVerificationError:
            raise Misconfigured(
                "RAABTA_SSL_CA", "the broker's certificate is not signed by it", "ask the operator for the file"
            ) from None
        except (KafkaError, OSError, TimeoutError) as error:
            last = type(error).__name__
    raise Unavailable(f"the cluster did not answer: {last}")


def _options(settings: KafkaSettings) -> dict[str, Any]:
    options: dict[str, Any] = {"client_id": "raabta-access", "security_protocol": settings.security_protocol}
    if settings.security_protocol.endswith("SSL"):
        context = ssl.create_default_context(cafile=settings.ssl_ca)
        if settings.ssl_certificate is not None:
            context.load_cert_chain(settings.ssl_certificate, settings.ssl_key)
        options["ssl_context"] = context
    if settings.security_protocol.startswith("SASL"):
        options["sasl_mechanism"] = settings.sasl_mechanism
        options["sasl_plain_username"] = settings.sasl_username
        options["sasl_plain_password"] = settings.sasl_password.get_secret_value()
    return options


async def _sent(connection: Any, request: Any) -> Any:
    return await asyncio.wait_for(connection.send(request), ANSWERS_WITHIN)


async def _open(connection: Any) -> Any:
    try:
        await asyncio.wait_for(connection.connect(), ANSWERS_WITHIN)
    except OSError:  # no connection, and so none to close
        raise
    except BaseException:
        await _closed(connection)
        raise
    return connection


async def _closed(connection: Any) -> None:
    try:
        await asyncio.wait_for(connection.close(), CLOSES_WITHIN)  # else the socket outlives the loop
    except TimeoutError:
        return  # the broker is silent; the kernel closes the socket with us
