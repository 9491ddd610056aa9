"""A cluster of one to five brokers, formatted, started and awaited."""

import shutil
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient
from pydantic import SecretStr

from deploy.embedded import free_port
from deploy.kafka.artefacts import class_path
from deploy.kafka.broker import Broker
from deploy.kafka.properties import SUPER_USER, Ports, server_properties
from deploy.kafka.scram import new_password, salted
from deploy.kafka.tls import Authority
from schemas.errors import Misconfigured, Unavailable
from schemas.settings import KafkaSettings

READY_WITHIN = 90.0
"""Seconds until all brokers answer; one needs 5 to 10 on two idle cores, three on busy ones far more."""
MOST = 5


@dataclass
class Cluster:
    """A running local Kafka."""

    folder: Path
    brokers: list[Broker]
    authority: Authority
    settings: KafkaSettings
    """Of the super user."""

    @property
    def ca(self) -> Path:
        """The certificate that clients must trust."""
        return self.folder / "ca.pem"

    def settings_of(self, user: str, password: str) -> KafkaSettings:
        """How another user reaches this cluster."""
        given = {"sasl_username": user, "sasl_password": SecretStr(password)}
        return self.settings.model_copy(update=given)

    def await_ready(self, seconds: float = READY_WITHIN) -> None:
        """Return when every living broker has registered and answers; raise Unavailable when one ended or time is up."""
        alive = [broker for broker in self.brokers if broker.alive()]
        admin = AdminClient({**self.settings.librdkafka(), "log_level": 0, "reconnect.backoff.max.ms": 500})
        deadline = time.monotonic() + seconds
        while True:
            for broker in alive:
                if not broker.alive():
                    raise Unavailable(f"broker {broker.node} ended while starting; read {broker.log}")
            if _answering(admin) >= {broker.node for broker in alive}:
                return
            if time.monotonic() > deadline:
                raise Unavailable(f"the local Kafka did not answer within {seconds:.0f} s; read {alive[0].log}")

    def stop(self) -> None:
        """Stop all brokers. Killed, not asked: the last ones would wait for a quorum that is gone."""
        for broker in self.brokers:
            broker.kill()


def _answering(admin: AdminClient) -> set[int]:
    try:
        return set(admin.list_topics(timeout=1.0).brokers)
    except KafkaException:
        time.sleep(0.1)
        return set()


@contextmanager
def running_cluster(
    folder: Path,
    *,
    brokers: int = 1,
    config: Mapping[str, str] | None = None,
    advertised: Sequence[int] = (),
    lasting: bool = False,
) -> Iterator[Cluster]:
    """A cluster for the length of a `with` block, in a folder of its own.

    `config` are further broker properties; `advertised` are the ports that clients are told (one a broker), if proxies
    stand between; `lasting` is for minutes of work.
    Raises Misconfigured without Java or Maven, Unavailable when a broker does not come up.
    """
    cluster = start_cluster(folder, brokers=brokers, config=config or {}, advertised=advertised, lasting=lasting)
    try:
        cluster.await_ready()
        yield cluster
    finally:
        cluster.stop()


def start_cluster(
    folder: Path,
    *,
    brokers: int,
    config: Mapping[str, str],
    advertised: Sequence[int] = (),
    detached: bool = False,
    lasting: bool = False,
) -> Cluster:
    """Format and start, without waiting. What an earlier cluster left in the folder is removed."""
    if not 1 <= brokers <= MOST:
        raise Misconfigured("--brokers", f"{brokers} is not between 1 and {MOST}", "one for work, three for rehearsals")
    jars = class_path()
    folder = folder.resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    authority = Authority.new()
    authority.save(folder / "ca.pem")
    ports = _ports(brokers, advertised)
    password = new_password()
    scram, cluster_id = salted(SUPER_USER, password), new_cluster_id()
    made = [
        Broker(node, folder / f"broker-{node}", ports[node - 1], jars, detached, lasting)
        for node in range(1, brokers + 1)
    ]
    for broker in made:
        broker.folder.mkdir(exist_ok=True)  # a small disk may be mounted in it
        authority.issue("node", broker.folder / "node.pem")
        broker.format(cluster_id, server_properties(broker.node, ports, broker.folder, config), scram)
    for broker in made:
        broker.start()
    settings = KafkaSettings(
        bootstrap=",".join(f"127.0.0.1:{one.advertised}" for one in ports),
        security_protocol="SASL_SSL",
        sasl_username=SUPER_USER,
        sasl_password=SecretStr(password),
        ssl_ca=folder / "ca.pem",
    )
    return Cluster(folder, made, authority, settings)


def _ports(brokers: int, advertised: Sequence[int]) -> list[Ports]:
    taken: set[int] = set(advertised)

    def fresh() -> int:
        while (port := free_port()) in taken:
            pass
        taken.add(port)
        return port

    made = []
    for number in range(brokers):
        clients = fresh()
        made.append(Ports(clients, fresh(), fresh(), advertised[number] if advertised else clients))
    return made


def new_cluster_id() -> str:
    """A random id in the form Kafka wants: 16 bytes in URL-safe base64 without padding. Its tool takes `-...` for an option."""
    while (made := urlsafe_b64encode(uuid4().bytes).decode().rstrip("=")).startswith("-"):
        pass
    return made
