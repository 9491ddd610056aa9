"""Faust, set up for this project: what was measured to be fast and found to be safe (docs say why)."""

import logging
import ssl

import faust

from schemas.settings import KafkaSettings
from streams.fetch import FrameApp

FETCH_BYTES = 16 * 1024 * 1024
"""What one fetch may bring of one partition: above the largest message any topic takes."""


def faust_app(settings: KafkaSettings, group: str, session_seconds: float) -> FrameApp:
    """The app of one worker; `group` is both Faust's app id and the consumer group."""
    return FrameApp(
        group,
        broker=[f"kafka://{address.strip()}" for address in settings.bootstrap.split(",")],
        broker_credentials=credentials(settings),
        broker_session_timeout=session_seconds,
        broker_heartbeat_interval=session_seconds
        / 10,  # whoever must hand partitions over hears of it with the next one
        broker_commit_interval=3600.0,  # we commit, Faust does not
        broker_max_poll_records=2000,
        consumer_auto_offset_reset="earliest",
        consumer_max_fetch_size=FETCH_BYTES,
        stream_buffer_maxsize=16,  # frames, not records: this much is fetched ahead of a stage and no more
        stream_wait_empty=False,
        key_serializer="raw",
        value_serializer="raw",
        store="memory://",
        topic_disable_leader=True,
        topic_allow_declare=False,
        table_standby_replicas=0,
        web_enabled=False,
        worker_redirect_stdouts=False,
    )


def credentials(settings: KafkaSettings) -> faust.auth.Credentials | None:
    """The settings' security in Faust's words; None for a cluster without any."""
    context = tls_context(settings)
    if settings.security_protocol.startswith("SASL"):
        return faust.SASLCredentials(
            username=settings.sasl_username,
            password=settings.sasl_password.get_secret_value(),
            mechanism=settings.sasl_mechanism,
            ssl_context=context,
        )
    return faust.SSLCredentials(context) if context else None


def tls_context(settings: KafkaSettings) -> ssl.SSLContext | None:
    """What TLS trusts and shows; None without TLS."""
    if not settings.security_protocol.endswith("SSL"):
        return None
    context = ssl.create_default_context(cafile=settings.ssl_ca)
    if settings.ssl_certificate is not None:
        context.load_cert_chain(settings.ssl_certificate, settings.ssl_key)
    return context


def hush() -> None:
    """Let Faust and its parts speak only of trouble, and never hand them a level: Faust would turn the root to DEBUG."""
    for name in ("faust", "mode", "aiokafka", "streams.fetch"):  # mode logs in the name of the module of a subclass
        logging.getLogger(name).setLevel(logging.WARNING)
