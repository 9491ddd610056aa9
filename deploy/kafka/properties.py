"""A broker's configuration: KRaft with broker and controller in one process, and nothing allowed that no ACL allows."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

SUPER_USER = "admin"
"""Signs in by SCRAM; only `raabta access` and tests need it."""
NODE_USER = "node"
"""The brokers among themselves, by their certificates."""


class Ports(NamedTuple):
    """Where one broker listens on loopback."""

    clients: int
    brokers: int
    controllers: int
    advertised: int
    """What clients are told; differs from `clients` when a proxy stands between (the rehearsal's slow network)."""


def server_properties(node: int, all_ports: Sequence[Ports], folder: Path, config: Mapping[str, str]) -> dict[str, str]:
    """The properties of node 1..n. `config` overrides or adds.

    Listeners: CLIENTS is SASL_SSL (SCRAM) and checks a client certificate if one is shown; BROKERS and CONTROLLERS are
    mutual TLS, since SCRAM users live in the metadata log that controllers have yet to read (KIP-900).
    """
    mine = all_ports[node - 1]
    copies = min(3, len(all_ports))
    listeners = {"CLIENTS": mine.clients, "BROKERS": mine.brokers, "CONTROLLERS": mine.controllers}
    voters = (f"{n}@127.0.0.1:{ports.controllers}" for n, ports in enumerate(all_ports, 1))
    scram = "org.apache.kafka.common.security.scram.ScramLoginModule required;"
    return {
        "process.roles": "broker,controller",
        "node.id": str(node),
        "controller.quorum.voters": ",".join(voters),
        "listeners": ",".join(f"{name}://127.0.0.1:{port}" for name, port in listeners.items()),
        "advertised.listeners": f"CLIENTS://127.0.0.1:{mine.advertised},BROKERS://127.0.0.1:{mine.brokers}",
        "listener.security.protocol.map": "CLIENTS:SASL_SSL,BROKERS:SSL,CONTROLLERS:SSL",
        "inter.broker.listener.name": "BROKERS",
        "controller.listener.names": "CONTROLLERS",
        "sasl.enabled.mechanisms": "SCRAM-SHA-512,SCRAM-SHA-256",
        "listener.name.clients.scram-sha-512.sasl.jaas.config": scram,
        "listener.name.clients.scram-sha-256.sasl.jaas.config": scram,
        "ssl.keystore.type": "PEM",
        "ssl.keystore.location": str(folder / "node.pem"),
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": str(folder.parent / "ca.pem"),
        "ssl.client.auth": "required",
        "listener.name.clients.ssl.client.auth": "requested",
        "ssl.principal.mapping.rules": "RULE:^.*CN=([^,]+).*$/$1/,DEFAULT",
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "allow.everyone.if.no.acl.found": "false",
        "super.users": f"User:{SUPER_USER};User:{NODE_USER}",
        "log.dirs": str(folder / "data"),
        "auto.create.topics.enable": "false",
        "default.replication.factor": str(copies),
        "min.insync.replicas": str(max(1, copies - 1)),
        "offsets.topic.replication.factor": str(copies),
        "offsets.topic.num.partitions": "8",
        "transaction.state.log.replication.factor": str(copies),
        "transaction.state.log.min.isr": str(max(1, copies - 1)),
        "transaction.state.log.num.partitions": "8",
        "share.coordinator.state.topic.replication.factor": str(copies),
        "share.coordinator.state.topic.min.isr": str(max(1, copies - 1)),
        "replica.fetch.max.bytes": str(16 * 1024 * 1024),
        "group.initial.rebalance.delay.ms": "0",
        "log.cleaner.dedupe.buffer.size": str(16 * 1024 * 1024),
        "unclean.leader.election.enable": "false",
        **config,
    }


def as_text(properties: Mapping[str, str]) -> str:
    """In the form of a Java properties file."""
    return "".join(f"{name}={value}\n" for name, value in properties.items())
